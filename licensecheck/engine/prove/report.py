"""What a proof found: a counterexample that one can say aloud."""

from __future__ import annotations

from typing import NamedTuple

from licensecheck.source.diagnostic import Span


class Refutation(NamedTuple):
    """One thing that does not hold, with the counterexample in plain words."""

    proof: str
    policy: str
    clause: str
    counterexample: str
    span: Span | None = None


class ProofReport(NamedTuple):
    """What was proved over a corpus, in figures, and what was refuted."""

    policies: int
    clauses: int
    sections: int
    readings: int
    examples: int
    cells: int
    mutants: int
    killed: int
    refutations: tuple[Refutation, ...]
    exceptions: tuple[str, ...] = ()
