"""The bills of materials of a command line, and the deploy.yaml that goes with them, if there is one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from licensecheck.source.diagnostic import Diagnostic, InputError
from licensecheck.source.text import Text, read

if TYPE_CHECKING:
    from licensecheck.catalog.corpus import Corpus
    from licensecheck.exchange.bom.model import Bill

NOTHING_DECLARED = "version: 1\n"


def bills_of(paths: tuple[str, ...], corpus: Corpus) -> tuple[Bill, ...]:
    """The documents that `--sbom` names. Raises InputError when one of them cannot be read."""
    if not paths:
        return ()
    from licensecheck.exchange.bom.read import read_bill

    return tuple(read_bill(path, corpus) for path in dict.fromkeys(paths))


def facts_of(name: str, named: bool, bills: tuple[Bill, ...]) -> Text:
    """The deploy.yaml of that name. With bills of materials there need be none, unless somebody named it.

    Raises InputError when it cannot be read.
    """
    if bills and not named and not os.path.lexists(name):
        return Text(bills[0].file, NOTHING_DECLARED)
    return read(name)


def one_deployment(names: tuple[str, ...], bills: tuple[Bill, ...]) -> None:
    """Raise InputError for several deployments: which of them has the models of a document, it does not say."""
    if bills and len(names) > 1:
        help = "run it once for each deploy.yaml, with its own documents"
        raise InputError((Diagnostic("sbom-of-several", "`--sbom` goes with one deploy.yaml", help=help),))
