"""Advice: which models of the catalog would pass under the declared facts, and what could not be compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from licensecheck.catalog.corpus import load_corpus
from licensecheck.catalog.needs import fitting, read_needs, untold
from licensecheck.cli.main import cli
from licensecheck.source.diagnostic import InputError

EXAMPLE = str(Path(__file__).parent.parent / "examples" / "deploy.yaml")


def needs(words: str) -> tuple[set[str], int]:
    corpus = load_corpus()
    wanted = read_needs(words, tuple(corpus.opinions))
    return set(fitting(corpus.catalog, wanted, corpus.opinions)), untold(corpus.catalog, wanted)


def test_every_need_narrows_what_fits() -> None:
    everything, _ = needs("")
    vision, untold_vision = needs("open-weights,vision")
    long, untold_long = needs("open-weights,vision,context>=128k")
    assert long < vision < everything
    assert len(everything) == sum(len(entry.ids) for entry in load_corpus().catalog.entries)
    assert untold_vision == 0
    # what the catalog does not tell neither fits nor is silently dropped
    corpus = load_corpus().catalog
    short = {name for entry in corpus.entries for name in entry.ids if 0 < entry.context < 128_000}
    assert len(vision - long - short) == untold_long > 0


def test_words_that_mean_no_need() -> None:
    with pytest.raises(InputError) as raised:
        needs("open-weights,visionn")
    assert [each.code for each in raised.value.diagnostics] == ["unknown-need"]


@pytest.mark.parametrize("said", ["open-weights,vision,context>=128k", "closed-weights,context>=1m"])
def test_the_command_counts_what_it_did_not_compare(said: str) -> None:
    _, count = needs(said)
    found = CliRunner().invoke(cli, ["advise", EXAMPLE, "--needs", said])
    assert (found.exit_code, found.exception) == (0, None)
    line = f"Not compared: {count} models whose context length the catalog does not tell."
    assert (found.output.splitlines()[-1] == line) is (count > 0)
