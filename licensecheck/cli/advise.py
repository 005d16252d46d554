"""`licensecheck advise`: which models would do under these facts, with the duties each brings, and why the others would not."""

from __future__ import annotations

import os

import click

from licensecheck.api import day, prepare
from licensecheck.catalog.corpus import Corpus, load_corpus
from licensecheck.catalog.needs import fitting, read_needs, untold
from licensecheck.cli.examples import examples
from licensecheck.cli.options import AS_OF, ASSIGNMENTS, COLOR, PACKS
from licensecheck.cli.output import complain, paint_for, show, terminal_width
from licensecheck.cli.settings import load_settings
from licensecheck.engine.advise import Candidate
from licensecheck.engine.advise import advise as judge_instead
from licensecheck.engine.audit import audit
from licensecheck.engine.judge import Verdict
from licensecheck.report import advice as advice_report
from licensecheck.report.frame import diagnostics
from licensecheck.source.diagnostic import InputError
from licensecheck.source.text import Text, read

NOTHING_DECLARED = "version: 1\nmodels: [{id: none/none}]\n"


@click.command(
    epilog=examples(
        ("licensecheck advise", "what to take instead of each model that fails"),
        ("licensecheck advise --needs 'open-weights,vision,context>=128k'", "what would pass and has all of this"),
        ("licensecheck advise --set deployment.commercial=true --needs open-weights", "without a file"),
    )
)
@click.argument("file", required=False, type=click.Path())
@click.option("--needs", default="", metavar="LIST", help="Such as open-weights,vision,korean,context>=128k,data-stays-in-house.")
@ASSIGNMENTS
@PACKS
@AS_OF
@click.option("--most", default=15, show_default=True, help="Candidates shown.")
@COLOR
def advise(
    file: str | None, needs: str, assignments: tuple[str, ...], packs: tuple[str, ...], as_of: str, most: int, color: str
) -> int:
    """Say which models of the catalog would pass under the facts of FILE (default: deploy.yaml, where there is one).

    For each declared model that does not pass, candidates in its place; with --needs, candidates that have what is needed.
    Exits with 0, or with 2 when FILE or an option is wrong.
    """
    try:
        corpus = load_corpus("", (*load_settings().packs, *packs))
        wanted = read_needs(needs, tuple(corpus.opinions))
        name = file or ("deploy.yaml" if os.path.exists("deploy.yaml") else "")
        text = read(name) if name else Text("deploy.yaml", NOTHING_DECLARED)
        case = prepare(text, corpus, day(as_of), False, (*wanted.assignments, *assignments))
    except InputError as error:
        complain(diagnostics(error.diagnostics, error.lines, paint_for(color)))
        return 2
    if case.context.packs:
        corpus = corpus.having(case.context.packs)
    report = audit(case.models, case.context)
    ids = fitting(corpus.catalog, wanted, corpus.opinions)
    paint, width = paint_for(color), terminal_width()
    declared = [model.use for model, judged in zip(case.models, report.models, strict=True) if judged.verdict is Verdict.FAIL]
    out = []
    # with needs, the first declared model lends its facts: to whom it goes, what is shown
    template = [case.models[0].use if name else None]
    for use in template if needs or not name else declared:
        found = judge_instead(use, case.context.deployment, corpus, case.context, ids)
        kept = tuple(each for each in found if each.channel == "self-hosted") if wanted.in_house else found
        out.append(advice_report.render(use.name if use and not needs else "", _opinions(kept, corpus), kept, most, paint, width))
    left = untold(corpus.catalog, wanted)
    if left:
        out.append(f"Not compared: {left} models whose context length the catalog does not tell.\n")
    show("\n".join(out) or "No declared model fails; name what is needed with --needs to compare others.\n")
    return 0


def _opinions(found: tuple[Candidate, ...], corpus: Corpus) -> dict[str, str]:
    """What opinions say of the candidates, by id."""
    import fnmatch

    said: dict[str, str] = {}
    for subject, lines in corpus.opinions.items():
        for each in found:
            words = next((says for match, says in lines if fnmatch.fnmatchcase(each.id.casefold(), match.casefold())), "")
            if words:
                said[each.id] = f"{subject}: {words}"
    return said
