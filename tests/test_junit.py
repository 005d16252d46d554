"""JUnit XML: what Jenkins and GitLab count, and names that are no XML."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

import pytest
from told import hostile, rendered, reports


@pytest.mark.parametrize("verbose", [False, True])
def test_the_counts_are_those_of_the_cases(verbose: bool) -> None:
    for of in (reports(), hostile()):
        root = ElementTree.fromstring(rendered("junit", of, verbose))
        suites = list(root)
        assert len(suites) == sum(len(report.models) for report in of)
        for suite in suites:
            counts = Counter(child.tag for case in suite.iter("testcase") for child in case)
            assert suite.get("tests") == str(len(list(suite.iter("testcase"))))
            said = [suite.get(key) for key in ("failures", "errors", "skipped")]
            assert said == [str(counts[tag]) for tag in ("failure", "error", "skipped")]
        for key in ("tests", "failures", "errors"):
            assert root.get(key) == str(sum(int(suite.get(key, "")) for suite in suites))


def test_what_each_state_becomes() -> None:
    cases = {case.get("name"): case for case in ElementTree.fromstring(rendered("junit", reports())).iter("testcase")}
    tags = {name: [(child.tag, child.get("type")) for child in case] for name, case in cases.items()}
    assert tags["crane-1/many-users: many"] == [("failure", "fail")]
    assert tags["heron-2024/hosting: hosted"] == [("error", "unknown")]
    assert tags["finch/license-copy: \U0001f426 finch"] == [("failure", "due")]
    assert tags["crane-1/other-models: trainer"] == [("skipped", None)]
    assert tags["crane-1/display: two"] == [("skipped", None)]
    assert tags["crane-1/commercial: many"] == []
    assert len(cases) == len(list(ElementTree.fromstring(rendered("junit", reports())).iter("testcase")))


def test_no_package_is_read_out_of_a_name() -> None:
    classes = {case.get("classname", "") for case in ElementTree.fromstring(rendered("junit", reports())).iter("testcase")}
    assert all(name.count(".") == 1 for name in classes)


def test_only_attributes_that_the_schema_of_jenkins_knows() -> None:
    known = {
        "testsuites": {"name", "time", "tests", "failures", "errors"},
        "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
        "testcase": {"name", "classname", "time"},
        "failure": {"message", "type"}, "error": {"message", "type"}, "skipped": {"message"}, "system-out": set(),
    }  # fmt: skip
    for element in ElementTree.fromstring(rendered("junit", reports(), True)).iter():
        assert set(element.attrib) <= known[element.tag]
