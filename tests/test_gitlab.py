"""GitLab code quality: the keys that it reads (docs.gitlab.com, "Code Quality report format")."""

from __future__ import annotations

import json

from told import hostile, rendered, reports


def test_every_entry_is_as_gitlab_wants_it() -> None:
    for of in (reports(), hostile()):
        document = rendered("gitlab", of)
        assert not document.startswith("\ufeff")
        entries = json.loads(document)
        for entry in entries:
            assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
            assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
            assert entry["description"]
            assert not entry["location"]["path"].startswith(("./", "/"))
            assert entry["location"]["lines"]["begin"] >= 1
        # equal fingerprints are merged
        assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_the_worst_comes_first() -> None:
    severities = [entry["severity"] for entry in json.loads(rendered("gitlab", reports()))]
    assert (
        severities == ["critical"] * 3 + ["major"] * 2 + ["minor"] * 2 + ["info"] * 2
    )  # what is waived, and the waiver that lapsed


def test_nothing_to_tell_is_an_empty_list() -> None:
    report = reports()[0]
    assert json.loads(rendered("gitlab", (report._replace(models=()),))) == []
