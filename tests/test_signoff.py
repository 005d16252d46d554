"""The sign-off: what the legal office files, whole, safe and the same each time."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command import FAILING, PASSING, run
from given import AS_OF, ROOT, VOCABULARY
from packed import case_of, corpus_with
from told import EVIL

from licensecheck.engine.audit import audit
from licensecheck.report import signoff
from licensecheck.report.paint import shown

DEPLOY = """\
version: 1
organization:
  name: Acme Korea
  country: KR
  monthly_active_users: {value: 1_200_000, by: K. Lee (finance), on: 2026-11-02, source: dashboard 7}
  agreements:
    - {with: OpenAI, covers: [openai-services-agreement], replaces_terms: true, reference: MSA 9, by: J. Doe, on: 2026-01-01}
  readings:
    - {policy: openai-services-agreement, reading: terms_read, as: yes, by: J. Doe (counsel), on: 2026-10-01, reference: memo 3}
    - {policy: llama-3.1-community, reading: adapter-is-a-model, as: no, by: J. Doe, on: 2026-10-01, reference: memo 12}
deployment:
  name: Answering machine
  commercial: true
  regions: [KR]
  data: [business]
  uses:
    - legal/research: {audience: [businesses], human_review: generalist}
models:
  - id: meta-llama/Llama-3.1-8B-Instruct
    as: chat
    distribution: [hosted_service/application]
    evidence: {display: [{attested: Built with Llama, place: ui, by: P. Park, on: 2026-11-01}]}
  - {id: gpt-4o, as: fallback, channel: openai-api, tier: paid}
  - {id: stabilityai/stable-diffusion-3.5-large, as: painter, terms: {stability-ai-community: {registered: {value: yes, by: P. Park, on: 2026-11-03}}}}
"""
ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "article", "header", "section", "div", "h1", "h2", "h3", "p", "b", "i", "span", "small",
    "code", "ul", "li", "dl", "dt", "dd", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "data-state"}


class Page(HTMLParser):
    """What a browser sees: the elements with their attributes, and the text of each section by its heading."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.states: set[str] = set()
        self.texts: list[str] = []
        self.style = ""
        self._open = ""
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.states |= {str(value) for name, value in attrs if name == "data-state"}
        if tag in ("h2", "article", "header"):
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "style":
            self.style += data
        elif self.texts:
            self.texts[-1] += f" {data}"

    @property
    def sections(self) -> dict[str, str]:
        """The text below each heading, with its blanks made one."""
        return {" ".join(text.split()).partition("\0")[0][:24]: " ".join(text.split()) for text in self.texts if text.strip()}

    def below(self, heading: str) -> str:
        return next(text for text in (" ".join(each.split()) for each in self.texts) if text.startswith(heading))


def document_of(text: str, *packs: str, what_if: bool = False, file: str = "deploy.yaml") -> str:
    case = case_of(text, corpus_with(*packs), AS_OF, file)
    report = audit(case.models, case.context)._replace(what_if=what_if)
    return signoff.render((report,), [case], VOCABULARY, "1.0")


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(document_of(DEPLOY, "no-non-commercial"))


def test_it_begins_with_what_was_decided(page: Page) -> None:
    head = page.below("Sign-off of licenses")
    corpus = corpus_with("no-non-commercial")
    assert head.startswith("Sign-off of licenses Answering machine unknown Not decided: facts that decide are missing.")
    assert head.endswith(
        "Organization Acme Korea Declared in deploy.yaml Judged as of 2026-11-22 Rules of the organization no-non-commercial "
        f"Tool model-licensecheck 1.0 Corpus of policies, sha256 {corpus.digest}"
    )


def test_every_governing_text_with_its_hash_and_day(page: Page) -> None:
    told = page.below("Policies, and the texts")
    case = case_of(DEPLOY, corpus_with("no-non-commercial"))
    texts = [
        (policy, text)
        for model in case.models
        for binding in model.bindings
        for policy in binding.editions
        for text in policy.texts
    ]
    assert len(texts) > 6
    for policy, text in texts:
        assert f"{policy.name} {policy.id} {text.url} sha256 {text.sha256} {text.read}" in told
    assert (
        f"No non-commercial weights no-non-commercial rules/packs/no-non-commercial.yaml sha256 {case.context.packs[0].texts[0].sha256} 2026-11-22 issued chat, fallback, painter"
        in told
    )


def test_every_fact_with_who_says_so(page: Page) -> None:
    told = page.below("Facts, and who says so")
    for words in (
        "organization.monthly_active_users 1,200,000 K. Lee (finance), 2026-11-02, dashboard 7",
        "organization.country KR deploy.yaml, line 4",
        "deployment.commercial yes deploy.yaml, line 13",
        "deployment.uses legal: research (audience: businesses, human review: generalist) deploy.yaml, line 17",
        "evidence.display Built with Llama, ui, P. Park, 2026-11-01 deploy.yaml, line 22",
        "Model chat Fact Stated Who says so The model id meta-llama/Llama-3.1-8B-Instruct deploy.yaml, line 19",
        "model.tier paid deploy.yaml, line 23",
        "terms.stability-ai-community.registered yes P. Park, 2026-11-03",
    ):
        assert words in told, words
    case = case_of(DEPLOY, corpus_with())
    names = {*case.context.deployment.facts, *(name for model in case.models for name in model.use.facts)}
    assert [name for name in names if name not in told] == []


def test_records_with_what_they_come_to(page: Page) -> None:
    told = page.below("Records that somebody signed")
    assert told == (
        "Records that somebody signed Readings of counsel "
        "The terms of openai-services-agreement were read, and allow the use (J. Doe (counsel), 2026-10-01, memo 3) "
        "Decides openai-services-agreement/terms-replaced of fallback deploy.yaml, line 9 "
        "adapter-is-a-model of llama-3.1-community is read as no (J. Doe, 2026-10-01, memo 12) Decides nothing here deploy.yaml, line 10 "
        "Agreements The agreement with OpenAI replaces the terms (MSA 9, J. Doe, from 2026-01-01) "
        "Decides openai-services-agreement/terms-replaced of fallback deploy.yaml, line 7"
    )


def test_presumptions_say_what_is_presumed(page: Page) -> None:
    told = page.below("Presumed from silence")
    not_so, _, undated = told.partition("Stated without a day")
    assert "Not so, or none, since nobody says otherwise" in not_so
    assert "The organization is on a sanctions or denied-party list organization.restricted_party" in not_so
    assert "organization.monthly_active_users" in undated
    report = audit(*case_of(DEPLOY, corpus_with("no-non-commercial")))
    assert report.presumed
    assert [name for name in report.presumed if name not in told] == []


def test_conservative_readings_are_told_with_their_answers(page: Page) -> None:
    assert (
        "Does a service in which the organization runs the weights contain the materials? yes llama-3.1-community, section 1.b.i"
        in page.below("Open in the texts")
    )


def test_a_line_for_the_approver(page: Page) -> None:
    digest = corpus_with("no-non-commercial").digest[:16]
    assert page.below("Approval of") == (
        f"Approval of Answering machine deploy.yaml judged as of 2026-11-22 with the corpus {digest}: unknown Approved Not approved Name Date Signature Remarks A reading of license texts in the tool's own "
        "words, judged on the facts stated above. It is not legal advice."
    )


def test_open_duties_and_breaches(tmp_path: Path) -> None:
    due = Page(document_of(DEPLOY.replace("hosted_service/application", "weights/original").replace("as: chat", "as: shipped")))
    told = due.below("Open duties")
    assert "llama-3.1-community, section 1.b.iii, of shipped" in told
    assert "To do Add a file Notice" in told
    assert "Approved once the open duties are done" in due.below("Approval of")
    failed = Page(document_of(FAILING))
    assert "fail On the stated facts at least one clause is breached" in failed.below("Sign-off of licenses")
    assert "Facts deployment.commercial: yes (declared)" in failed.below("Breached")


def test_what_if_is_not_for_signature() -> None:
    page = Page(document_of(DEPLOY, what_if=True))
    assert "What if: these are not the declared facts on the day of today. Not for signature." in page.below("Sign-off of licenses")
    assert [text for text in page.texts if "Signature" in text] == []


# waivers and several deployments, through the command ----------------------------------------------------------------
def test_several_deployments_are_signed_one_by_one(tmp_path: Path) -> None:
    for name, text in (("a", PASSING), ("b", FAILING)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = run("audit", "--output", "signoff=signoff.html", "-q", "a.yaml", "b.yaml", folder=tmp_path)
    assert done.returncode == 1
    page = Page((tmp_path / "signoff.html").read_text(encoding="utf-8"))
    assert page.below("Sign-off of licenses 2 deployments") == (
        "Sign-off of licenses 2 deployments Deployment Verdict File Models a.yaml pass a.yaml 1 b.yaml fail b.yaml 1"
    )
    assert [" ".join(text.split())[:18] for text in page.texts if "Approval of" in text] == [
        "Approval of a.yaml",
        "Approval of b.yaml",
    ]


def test_it_is_printed_too(tmp_path: Path) -> None:
    (tmp_path / "deploy.yaml").write_text(PASSING, encoding="utf-8")
    done = run("audit", "--format", "signoff", folder=tmp_path)
    assert (done.returncode, done.stdout.decode().startswith("<!DOCTYPE html>")) == (0, True)
    (tmp_path / "deploy.yaml").write_text(PASSING, encoding="utf-8")
    assert run("lock", folder=tmp_path).returncode == 0
    assert run("audit", "--locked", "--format", "signoff", folder=tmp_path).returncode == 0


# safety --------------------------------------------------------------------------------------------------------------
def quoted(text: str) -> str:
    """A text as a YAML scalar, without what YAML itself refuses."""
    return '"' + "".join(each if each.isprintable() else "" for each in text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_hostile_names_stay_text() -> None:
    trick = quoted(" ".join(EVIL))
    text = (
        f"version: 1\norganization:\n  name: {trick}\n  country: {{value: KR, by: {trick}, source: {trick}}}\n"
        f"  agreements: [{{with: {trick}, covers: [mit], reference: {trick}, by: {trick}}}]\n"
        f"deployment: {{name: {trick}}}\nmodels:\n"
        + "".join(
            f"  - {{id: {quoted(name)}, name: {quoted(name)}, evidence: {{notice: [{{attested: {trick}, by: {trick}}}]}}}}\n"
            for name in EVIL
        )
    )
    document = document_of(text, file='x"><script>.yaml')
    page = Page(document)
    assert page.elements <= ELEMENTS
    assert page.attributes <= ATTRIBUTES
    assert page.states <= {"fail", "unknown", "due", "pass", "waived"}
    assert "<script" not in document.partition("</style>")[2]
    words = " ".join(" ".join(page.texts).split())
    for name in EVIL:
        plain = " ".join(shown("".join(each if each.isprintable() else "" for each in name)).replace("`", "").split())
        assert plain.replace(" ", "") in words.replace("`", "").replace(" ", "")


def test_it_asks_nothing_of_the_network() -> None:
    document = document_of(DEPLOY)
    digest = base64.b64encode(hashlib.sha256(Page(document).style.encode()).digest()).decode()
    assert f"default-src &#x27;none&#x27;; style-src &#x27;sha256-{digest}&#x27;" in document
    assert re.findall(r"(?:src|href|action|url)\s*[=(]", document) == []
    assert document == document_of(DEPLOY)


def test_golden_file(update_golden: bool) -> None:
    """The whole document, with the style and the digest of the corpus left out: they change for their own reasons."""
    document = document_of(PASSING, "no-non-commercial")
    document = re.sub(r"<style>.*?</style>", "<style>...</style>", document, flags=re.DOTALL)
    document = re.sub(r"\b[0-9a-f]{64}\b", "<sha256>", document)
    document = re.sub(r"(?<=the corpus )[0-9a-f]{16}\b", "<digest>", document)
    document = re.sub(r"sha256-[A-Za-z0-9+/=]+", "<style>", document).replace("><", ">\n<")
    path = os.path.join(ROOT, "tests", "golden_formats", "signoff.html")
    if update_golden:
        Path(path).write_text(document, encoding="utf-8")
    assert Path(path).read_text(encoding="utf-8") == document
