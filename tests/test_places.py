"""Countries, their parts, and groups of them."""

from __future__ import annotations

import itertools

import pytest
from given import PLACES

from licensecheck.engine.compare import compare
from licensecheck.engine.truth import FALSE, TRUE, UNSURE, Truth
from licensecheck.facts.places import read_places
from licensecheck.policy.model import Leaf

EU = frozenset((
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE",
    "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
))  # fmt: skip


def test_the_members_of_groups() -> None:
    assert len(EU) == 27
    assert PLACES.groups["EU"] == EU
    assert PLACES.groups["EEA"] == EU | {"IS", "LI", "NO"}
    assert len(PLACES.groups["EEA"]) == 30
    assert PLACES.groups["EFTA"] == {"CH", "IS", "LI", "NO"}
    assert PLACES.groups["WORLD"] == frozenset(PLACES.names)
    assert not {"GB", "CH", "UK"} & PLACES.groups["EEA"]
    assert set(PLACES.groups) == {"WORLD", "EU", "EEA", "EFTA"}


def test_the_countries() -> None:
    assert len(PLACES.names) == 249
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in PLACES.names)
    assert len({name.casefold() for name in PLACES.names.values()}) == 249
    assert all(members <= set(PLACES.names) for members in PLACES.groups.values())


def test_the_parts() -> None:
    assert PLACES.parts == {
        "UA-43": "Crimea", "UA-40": "Sevastopol", "UA-14": "Donetsk", "UA-09": "Luhansk", "UA-65": "Kherson",
        "UA-23": "Zaporizhzhia"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KR", "KR"), ("kr", "KR"), (" kr ", "KR"), ("NO", "NO"), ("no", "NO"), ("South Korea", "KR"), ("SOUTH KOREA", "KR"),
        ("Korea", "KR"), ("UK", "GB"), ("USA", "US"), ("Türkiye", "TR"), ("Turkey", "TR"), ("Côte d'Ivoire", "CI"),
        ("EU", "EU"), ("eea", "EEA"), ("European Union", "EU"), ("world", "WORLD"), ("Worldwide", "WORLD"),
        ("UA-43", "UA-43"), ("ua-43", "UA-43"), ("Crimea", "UA-43"), ("US-CA", "US-CA"), ("GB-ENG", "GB-ENG"), ("UA-30", "UA-30"),
        ("", None), (" ", None), ("XX", None), ("Europe", None), ("none", None), ("K", None), ("KRX", None), ("US-", None),
        ("US-ABCD", None), ("XX-1", None), ("US-C A", None), ("ß", None), ("\ufb01", None), ("UA-\uff14\uff13", None),
        ("U\u017f", None),
    ],
)  # fmt: skip
def test_how_places_are_written(text: str, code: str | None) -> None:
    assert PLACES.find(text) == code


def test_every_code_and_every_name_is_found() -> None:
    for code, name in (*PLACES.names.items(), *PLACES.parts.items()):
        assert (PLACES.find(code), PLACES.find(name)) == (code, code)
    assert [PLACES.find(code) for code in PLACES.groups] == list(PLACES.groups)


@pytest.mark.parametrize(
    ("declared", "wanted", "truth"),
    [
        ("DE", ("DE",), TRUE), ("DE", ("EU",), TRUE), ("DE", ("EEA",), TRUE), ("NO", ("EU",), FALSE), ("NO", ("EEA",), TRUE),
        ("EU", ("EEA",), TRUE), ("EU", ("EU",), TRUE), ("EEA", ("EU",), UNSURE), ("EEA", ("EU", "EFTA"), TRUE),
        ("EEA", ("EU", "IS", "LI"), UNSURE), ("EU", ("DE",), UNSURE), ("EU", ("CH",), FALSE), ("WORLD", ("EU",), UNSURE),
        ("WORLD", ("WORLD",), TRUE), ("DE", ("WORLD",), TRUE), ("UA", ("UA-43",), UNSURE), ("UA-43", ("UA",), TRUE),
        ("UA-43", ("UA-43",), TRUE), ("UA-43", ("UA-14",), FALSE), ("UA-30", ("UA-43",), FALSE), ("WORLD", ("UA-43",), UNSURE),
        ("EU", ("UA-43",), FALSE), ("UA-43", ("EU",), FALSE), ("UA-43", ("WORLD",), TRUE), ("US-CA", ("US",), TRUE),
        ("", ("WORLD",), FALSE), ("UA", tuple(PLACES.parts), UNSURE),
    ],
)  # fmt: skip
def test_whole_part_and_neither(declared: str, wanted: tuple[str, ...], truth: Truth) -> None:
    assert compare("place", declared, Leaf("organization.country", "one_of", wanted), PLACES) is truth


def atoms(code: str) -> frozenset[str]:
    """A small world in which Ukraine has three parts and nothing else is divided."""
    parts = frozenset({"UA-43", "UA-40", "UA-rest"})
    if code.startswith("UA-"):
        return frozenset({code})
    return frozenset().union(*(parts if country == "UA" else {country} for country in PLACES.countries(code)))


def test_against_sets_of_territory() -> None:
    codes = ("DE", "FR", "NO", "UA", "UA-43", "UA-40", "EU", "EEA", "EFTA", "WORLD")
    for declared, one, other in itertools.product(codes, codes, codes):
        mine, wanted = atoms(declared), atoms(one) | atoms(other)
        expected = TRUE if mine <= wanted else UNSURE if mine & wanted else FALSE
        assert compare("place", declared, Leaf("organization.country", "one_of", (one, other)), PLACES) is expected


def test_a_file_without_places() -> None:
    assert read_places(None) == ({}, {}, {}, {})
