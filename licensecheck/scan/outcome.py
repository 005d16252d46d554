"""From the pieces of a file to references, aliases and what is known at run time only."""

from __future__ import annotations

from collections.abc import Iterable

from licensecheck.catalog.model import Catalog
from licensecheck.catalog.resolve import Resolution, resolve
from licensecheck.scan.accept import File, Judge, Named
from licensecheck.scan.evidence import among_many, file_of, in_tests, in_training
from licensecheck.scan.imported import Constant, may_be_imported
from licensecheck.scan.link import link
from licensecheck.scan.look import Looker
from licensecheck.scan.model import Alias, Piece, Reference, RunTime
from licensecheck.scan.rules import Rules, bare
from licensecheck.scan.walk import Found

_CHANNELS = {
    "openai": "openai-api",
    "anthropic": "anthropic-api",
    "mistral": "mistral-api",
    "google": "gemini-api",
    "cohere": "cohere-api",
    "groq": "groq-api",
}


class Resolver:
    """Judges pieces and resolves what they name through the catalog; the same text is resolved once."""

    def __init__(self, rules: Rules, catalog: Catalog) -> None:
        self.rules, self.catalog = rules, catalog
        self.judge = Judge(rules, Looker(rules, catalog))
        self._resolved: dict[tuple[str, str], Resolution] = {}

    def reference(self, named: Named, path: str) -> Reference:
        piece, look = named.piece, named.look
        resolution = self.resolution(look.id, look.namespace)
        known = resolution.entry is not None
        name = resolution.id if known else _canonical(look.id, look.namespace)
        namespace = look.namespace or resolution.channel or ("huggingface" if "/" in name else "")
        how = f"{_held(piece, named.strength)}; {resolution.how}" if known else _held(piece, named.strength)
        return Reference(path, piece.line, piece.column, piece.text, name, namespace, named.kind, how, known)

    def alias(self, named: Named, meant: Named | None, file: File) -> Alias:
        """A name of the team's, with the model that the same entry names, or that has the name itself."""
        piece = named.piece
        name = self.reference(meant, file.path).id if meant else ""
        how = f"the name of `{name}` in the same entry" if name else "what it stands for is not in the file"
        called_like = False
        if not name and named.look.sort == "hosted":
            resolved = self.resolution(named.look.id, named.look.namespace)
            if resolved.entry is not None:
                name, how, called_like = resolved.id, "it has the name of a model", True
        in_force = not file.evidence and piece.role not in ("comment", "prose")
        return Alias(file.path, piece.line, piece.column, piece.text, name, how, called_like, in_force)

    def resolution(self, text: str, namespace: str) -> Resolution:
        key = (text, namespace)
        if key not in self._resolved:
            channel = namespace if namespace in self.catalog.channels else _CHANNELS.get(namespace, namespace)
            self._resolved[key] = resolve(text, self.catalog, channel, suggest=False)
        return self._resolved[key]


class Outcome:
    """What a scan has found so far. `keyed`: Python files in which a key or a call may hold a model."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.references: list[Reference] = []
        self.aliases: list[Alias] = []
        self.constants: list[Constant] = []
        self.keyed: dict[str, None] = {}
        self._run_time: list[RunTime] = []
        self._keys: set[str] = set()
        self._given: dict[tuple[str, str], set[str]] = {}

    def add(
        self, found: Iterable[Piece], file: Found, text: str, changed: frozenset[int] | None, hits: frozenset[int] | None
    ) -> None:
        """Add what the pieces of one file name, on the lines that changed or on all; `hits`: lines with a hit, None for any."""
        resolver = self.resolver
        here = file_of(file.path, file.kind, resolver.rules)
        named: dict[tuple[int, int], Named] = {}
        for piece in found:
            may = hits is None or piece.line in hits or resolver.judge.may_name(piece)
            judged = resolver.judge.judge(piece, here) if may else None
            if judged is None:
                if file.path in self.keyed and may_be_imported(piece) and resolver.judge.may_be_model(piece):
                    self.constants.append(Constant(piece, file))
            else:
                place = (piece.line, piece.column)
                if place not in named or _better(judged, named[place]):
                    named[place] = judged
        models, aliases = link(_without_labels(named.values()))
        seen: set[tuple[int, str]] = set()
        models = in_tests(in_training(among_many(models, here, resolver.rules), here, text, resolver.rules), file.path, text)
        for each in models:
            piece = each.piece
            if changed is not None and piece.line not in changed:
                continue
            if each.kind == "run_time":
                self._run_time.append(RunTime(file.path, piece.line, piece.column, each.look.id, piece.key))
                continue
            reference = resolver.reference(each, file.path)
            self._keys.add(bare(piece.key))
            if (piece.line, reference.id.casefold()) not in seen:
                seen.add((piece.line, reference.id.casefold()))
                self.references.append(reference)
        for each, meant in aliases:
            alias = resolver.alias(each, meant, here)
            self._given.setdefault((_part(file.path), alias.text.casefold()), set()).add(alias.id if meant else "")
            if changed is None or each.piece.line in changed:
                self.aliases.append(alias)

    @property
    def models(self) -> list[Reference]:
        """The references without those that are names of the team's own: what some file says a name stands for, it is not."""
        return [each for each in self.references if not self._is_given(each)]

    def _is_given(self, reference: Reference) -> bool:
        """Whether a bare name is one that a file of the same part gives to a model, and is known for no model or for another."""
        if "/" in reference.text or reference.namespace not in ("", "huggingface"):
            return False
        meant = self._given.get((_part(reference.file), reference.text.casefold()))
        if meant is None:
            return False
        return not reference.known or (reference.id not in meant and meant != {""})

    @property
    def run_time(self) -> list[RunTime]:
        """What is known at run time only: where some file gives the variable a model, that model is reported."""
        return [each for each in self._run_time if bare(each.text) not in self._keys]


def _without_labels(found: Iterable[Named]) -> list[Named]:
    """The named things of a file without the bare names in sentences beside a whole id: they are how its link is called."""
    everything = list(found)
    whole = {each.piece.line for each in everything if each.piece.role == "prose" and "/" in each.look.id}
    return [
        each
        for each in everything
        if not (each.piece.role == "prose" and each.look.sort == "named" and not each.piece.quoted and each.piece.line in whole)
        or "/" in each.look.id
    ]


def _part(path: str) -> str:
    """The part of a repository that a file belongs to: its first folder."""
    return path.partition("/")[0] if "/" in path else ""


def _better(new: Named, old: Named) -> bool:
    """Whether a second reading of the same place says more than the first."""
    return bool(new.strength) > bool(old.strength)


def _held(piece: Piece, strength: str) -> str:
    match piece.role:
        case "comment":
            return "in a comment"
        case "prose":
            return "in prose"
        case "command":
            return "the argument of a command"
        case "card":
            return "a parent on a model card"
    where = f"`{piece.key[:60]}`" if piece.key else f"the call `{piece.call[-60:]}`" if piece.call else "a text of its own"
    said = {"default": "the default of ", "choice": "one of several under "}.get(
        piece.role, "the value of " if piece.key else "an argument of " if piece.call else ""
    )
    return said + where


def _canonical(text: str, namespace: str) -> str:
    """The id of a model that the catalog does not know: without a tag of its quantization."""
    if "/" in text and namespace in ("huggingface", "docker", ""):
        return text.partition(":")[0].partition("@")[0]
    return text
