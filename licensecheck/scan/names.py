"""Names without their surroundings: of which family one is, whether it is known, whether it stands for none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from licensecheck.catalog.model import Catalog
from licensecheck.scan.rules import Family, Rules
from licensecheck.scan.spelling import has_size


class Names:
    """Says what names are, by the rules and the catalog. Names are in lower case."""

    def __init__(self, rules: Rules, catalog: Catalog) -> None:
        self.rules, self.shapes, self.catalog = rules, rules.shapes, catalog
        self._placeholder, self._dataset = (
            re.compile("|".join(map(re.escape, parts))) for parts in (self.shapes.placeholder_parts, self.shapes.dataset_parts)
        )
        self._families = tuple(
            _one_of(each for each in rules.families if each.alone in alone)
            for alone in (("anywhere",), ("anywhere", "sized"), ("anywhere", "sized", "keyed"))
        )
        self._bedrock = re.compile(rules.bedrock.name)

    def family(self, name: str, keyed: bool) -> str | None:
        """Who hosts a name of a known family, "" for a name that nobody in particular hosts; None when no family fits."""
        if name in self.shapes.not_names:
            return None
        pattern, hosts = self._families[2 if keyed else int(has_size(name))]
        found = pattern.fullmatch(name)
        return hosts[(found.lastindex or 0) - 1] if found else None

    def at_bedrock(self, name: str) -> bool:
        """Whether a name is written as Amazon Bedrock writes its ids."""
        return self._bedrock.fullmatch(name) is not None

    def is_model(self, name: str) -> bool:
        """Whether a bare name is one of a known family, or in the catalog."""
        known = name in self.catalog.ids or name in self.catalog.aliases or name in self.catalog.names
        return known or self.family(name, True) is not None

    def is_old(self, name: str) -> bool:
        """Whether a name alone is an id on the hub, from the days before ids had an owner: `gpt2`, `bert-base-uncased`."""
        figured = any(letter.isdigit() or letter == "-" for letter in name)
        return figured and name not in self.rules.model_orgs | self.rules.other_orgs and self.family(name, True) is not None

    def refused(self, name: str) -> bool:
        """Whether a name, or an id with its owner, stands for none: it is to be filled in, or is no model."""
        owner, slash, _ = name.partition("/")
        if slash and (owner in self.shapes.placeholders or owner in self.shapes.no_owners):
            return True
        if slash and self._dataset.search(name) and not has_size(name):
            return True
        return name in self.shapes.not_models or self._placeholder.search(name) is not None


def _one_of(families: Iterable[Family]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """What fits the names of some families, with one group for each, and who serves each."""
    several = tuple(families)
    return re.compile("|".join(f"({each.name})" for each in several)), tuple(each.host for each in several)
