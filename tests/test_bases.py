"""The shipped policies as bases of a team's own: found without parsing them, parsed when one is extended."""

from __future__ import annotations

import os
from typing import Any

from given import ROOT

from licensecheck.policy.bases import Bases
from licensecheck.policy.load import policy_files
from licensecheck.source.nodes import parse, plain
from licensecheck.source.text import read


def test_bases_are_known_by_what_their_files_say() -> None:
    folder = os.path.join(ROOT, "policies")
    bases = Bases(folder)
    said: list[dict[str, Any]] = [plain(parse(read(file))) for file in policy_files(folder)]
    assert list(bases) == [each["policy"] for each in said]
    assert bases.names == {each[key] for each in said for key in ("policy", "edition_of") if key in each}
    assert [plain(bases[each["policy"]]) for each in said[:3]] == said[:3]
