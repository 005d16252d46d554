"""Whether a text names a model, by how it looks and by what holds it; and which class of evidence it is."""

from __future__ import annotations

import re
from typing import NamedTuple

from licensecheck.scan.look import Look, Looker
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Call, Rules, bare
from licensecheck.scan.spelling import has_size, is_full_name, is_variant, like_an_id
from licensecheck.scan.strength import holds_path, is_constant_of, may_hold, strength_of

_VARIABLE = re.compile(
    r"\$\{?[A-Za-z_][A-Za-z0-9_]*\}?|\{\{[^{}]{1,80}\}\}|%\([A-Za-z_]{1,40}\)s|\$\([A-Za-z_]{1,40}\)|\$\{\{[^{}]{1,80}\}\}|%[A-Z_]{2,40}%"
)
_DEFAULT = re.compile(r"(?:[./~][\w./-]{0,120}/)?(?:\$\{[^{}:=]{1,80}(?::[-=]?|=)){1,3}([^{}$]{1,160})\}{1,3}\Z")
_OTHERWISE = re.compile(r"\$\{(?:env|opt|param|self|ssm):[^{},]{1,120},\s?[\"']?([^{},\"'\s]{2,160})[\"']?\}\Z")
_BELOW = re.compile(r"\$\{?[A-Za-z_][A-Za-z0-9_]*\}?/([^/${}]+/[^/${}]+)\Z")
_OLLAMA = re.compile(r"[a-z0-9][a-z0-9._-]{1,60}(?:/[a-z0-9][a-z0-9._-]{1,60})?(?::[a-z0-9][a-z0-9._-]{0,60})?\Z", re.IGNORECASE)
_SURE = ("hub", "hosted", "owned", "named")


class File(NamedTuple):
    """What the file says about everything in it: the class that its path gives, and whether the path says that it trains."""

    path: str
    kind: str
    evidence: str
    trains: bool


class Named(NamedTuple):
    """A named thing. `kind`: the class of a model, or alias, or run_time, or candidate (an alias if its entry has a model)."""

    piece: Piece
    kind: str
    look: Look
    strength: str


class Judge:
    """Decides about pieces. One for a whole scan."""

    def __init__(self, rules: Rules, looker: Looker) -> None:
        self.rules, self.keys, self.looker = rules, rules.keys, looker

    def may_name(self, piece: Piece) -> bool:
        """Whether what holds a piece can make it a model, when the text does not say so itself."""
        if piece.call or piece.role in ("command", "run_time") or is_constant_of(piece):
            return True
        return may_hold(piece.key, piece.parents, self.keys)

    def may_be_model(self, piece: Piece) -> bool:
        """Whether a text would be a model if a key or a call said so."""
        look = self.looker.look(piece.text)
        return look is not None and look.sort in ("pair", "tagged", "keyed")

    def judge(self, piece: Piece, file: File) -> Named | None:
        """What a piece names, or None."""
        text = piece.text.strip().strip("\"'`")
        open_ended = text[:1] in "/.~" or "$" in text or "{" in text or "%" in text or piece.role == "run_time"
        below = _BELOW.match(text)
        look = self.looker.look(below[1]) if below else None if open_ended else self.looker.look(text)
        within = self.looker.look_within(text) if look is None and (open_ended or text[:1] == ":") else None
        if below and look is not None and look.sort == "owned" and look.id.partition("/")[0].lower() in self.rules.model_orgs:
            text, open_ended = below[1], False
        elif within is not None:
            look = within
        elif open_ended:
            look = None
        if look is None and not open_ended:
            return None
        call = self.call(piece.call) if piece.call else None
        if look is not None and look.sort == "word" and call is None and piece.role != "command" and not _may_be_alias(piece.key):
            return None
        if call is not None and call.never and not piece.key:
            return None
        # without a key only an entry of a table is what it stands below says; else that is a function or a class
        strength = strength_of(piece.key, piece.parents, self.keys) if piece.key or piece.role == "choice" else ""
        if piece.role in ("comment", "prose") and bare(piece.key) in self.keys.talk:
            strength = ""  # `Example: gpt-4o` is a sentence, not a key with its value
        if call is not None and not call.never and not piece.key:
            strength = "model"
        if piece.role == "command" and strength != "draft":
            strength = "model"
        default = _OTHERWISE.match(text) or _DEFAULT.match(text)
        if default:
            text, piece = default[1].strip("\"'"), piece._replace(role="default" if piece.role == "value" else piece.role)
        if piece.role == "run_time" or _VARIABLE.fullmatch(text):
            return (
                Named(piece, "run_time", Look("", text), strength)
                if strength in ("model", "draft") and file.evidence != "doc" and "{{" not in text
                else None
            )
        if ("$" in text or "{" in text) and within is None and not holds_path(bare(piece.key), self.keys):
            return None
        look = look or self.looker.look(text)
        if (
            look is None
            and text[:1] in "/.~$"
            and "/" in text
            and holds_path(bare(piece.key), self.keys)
            and piece.role not in ("comment", "prose")
        ):
            look = self.looker.look_at_path(text)
            strength = strength or "model"
        if look is None:
            return None
        if strength == "alias":
            if look.sort == "word" and (
                len(text) < 4 or text.lower() in ("true", "false", "none", "null", "default", "string") or "_" in text
            ):
                return None
            return Named(piece._replace(text=text), "alias", look, strength)
        if not self._accepted(piece, look, strength, call, file):
            named = _may_be_name(piece, look)
            return Named(piece._replace(text=text), "candidate", look, "") if named else None
        if look.sort == "deployment":
            return Named(piece._replace(text=text), "alias", look, strength)
        if (look.sort == "word" and call is not None and call.owner) or (
            look.sort == "named" and call is not None and call.owner and "/" not in look.id
        ):
            look = look._replace(id=f"{call.owner}/{look.id}", namespace="huggingface")
        if (call is not None and call.ollama) or (piece.role == "command" and piece.call == "ollama"):
            look = look._replace(namespace="ollama") if look.sort != "hub" else look
        return Named(piece._replace(text=text), self._class(piece, look, strength, file), look, strength)

    def call(self, dotted: str) -> Call | None:
        """The rule for a call, by its last two parts or its last one."""
        if not dotted:
            return None
        parts = dotted.split(".")
        return self.rules.calls.get(".".join(parts[-2:])) or self.rules.calls.get(parts[-1])

    def _accepted(self, piece: Piece, look: Look, strength: str, call: Call | None, file: File) -> bool:
        if strength == "never":
            return look.namespace == "nvidia-nim" and look.sort == "hub"
        if strength in ("model", "draft"):
            if look.sort == "hosted" and bare(piece.key) == "name" and piece.text != piece.text.lower():
                return False  # how people call it, beside its id
            if (
                look.sort in ("keyed", "pair")
                and call is None
                and piece.role != "command"
                and bare(piece.key) in self.keys.sure_only
            ):
                return False
            return self._fits_key(piece, look, call)
        if look.sort == "keyed" and piece.role in ("value", "default") and is_constant_of(piece):
            return True
        if look.sort == "file":
            return piece.quoted or piece.role in ("comment", "prose")
        if look.sort not in _SURE:
            return False
        if piece.role in ("comment", "prose"):
            return self._in_a_sentence(piece, look)
        if strength == "label":
            # `GPT-4.1` is how people call it; ids are in small letters
            text = piece.text
            spelled = look.sort == "owned" or text == text.lower()
            named = look.namespace != "ollama" or ":" in look.id or "/" in text
            return look.sort == "hub" or (look.sort in ("hosted", "owned") and spelled and named)
        if look.sort == "hub" and piece.key and file.kind in ("yaml", "json", "settings") and look.namespace == "huggingface":
            return True
        return piece.quoted or look.sort != "named"

    def _in_a_sentence(self, piece: Piece, look: Look) -> bool:
        """Whether a word of a comment or a document is an id, and not how people call a model or a family."""
        if look.sort == "hosted" and not piece.key and piece.text != piece.text.lower():
            return False  # `GPT-4o` in a sentence is a product
        if piece.quoted or piece.key:
            return True
        if look.sort == "hosted":
            # `gpt-4` in a sentence is all that begin so
            return not look.id.rpartition("-")[2].isdigit() or look.id.count("-") > 1
        if look.sort == "owned":
            return any(letter.isdigit() or letter == "-" for letter in look.id.partition("/")[2])
        if look.sort == "named" and "/" not in look.id:
            low = look.id.lower()
            full = is_full_name(low) and (self._is_known(low) or is_variant(low))
            return piece.role == "prose" and (full or (has_size(low) and low.count("-") > 1 and low in self.looker.catalog.names))
        return True

    def _is_known(self, name: str) -> bool:
        """Whether a bare name is exactly that of a model in the catalog."""
        low, catalog = name.lower(), self.looker.catalog
        return low in catalog.ids or low in catalog.names or low in catalog.aliases

    def _fits_key(self, piece: Piece, look: Look, call: Call | None) -> bool:
        """Whether a text may be the model that a key, call or flag holds."""
        if look.sort in (*_SURE, "keyed", "file", "deployment"):
            return True
        if call is not None and call.family:
            return False
        if look.sort == "weights":
            return piece.role not in ("comment", "prose", "command")
        if (call is not None and call.ollama) or (piece.role == "command" and piece.call == "ollama"):
            return _OLLAMA.match(look.id) is not None and look.id not in ("model", "latest")
        if look.sort == "tagged":
            return piece.role not in ("comment", "prose")
        if look.sort == "pair":
            if piece.role in ("comment", "prose") and not piece.quoted:
                return False
            key = bare(piece.key)
            sure = key in self.keys.model or key.endswith(self.keys.id_endings)
            loose = (key in self.keys.family_only or not sure) and call is None and piece.role != "command"
            return not loose or like_an_id(look.id)
        if look.sort == "word" and call is not None:
            return (call.plain or (bool(call.owner) and ("-" in look.id))) and look.id.lower() not in ("model", "auto", "default")
        return False

    def _class(self, piece: Piece, look: Look, strength: str, file: File) -> str:
        if piece.role == "comment":
            return "comment"
        if piece.role == "card" and file.evidence not in ("test", "example"):
            return "train"
        if file.evidence in ("test", "example", "doc"):
            return file.evidence
        if not self.keys.shows.isdisjoint((bare(piece.key), *map(bare, piece.parents))):
            return "example"
        page = (
            look.sort == "hub"
            and piece.text.startswith("http")
            and not any(part in piece.text for part in ("/resolve/", "-inference"))
        )
        if piece.role == "prose" or (page and strength != "model" and bare(piece.key) in self.keys.links):
            return "catalog" if file.evidence == "catalog" else "doc"
        if strength == "draft":
            return "draft"
        shelved = any(bare(parent) in self.keys.shelves for parent in piece.parents)
        if file.evidence == "catalog" or piece.role == "choice" or shelved:
            return "catalog"
        if file.trains and strength == "model":
            return "train"
        if piece.role == "default" or bare(piece.key).startswith(self.keys.default):
            return "default"
        return "live"


def _may_be_name(piece: Piece, look: Look) -> bool:
    """Whether a text may be the name that a team gave the model of the same entry."""
    key = bare(piece.key)
    by_key = look.sort in ("word", "tagged", "keyed") and key in ("modelid", "modelname")
    return bool(piece.group) and (by_key or (key == "name" and look.sort in ("keyed", "named") and "/" not in look.id))


def _may_be_alias(key: str) -> bool:
    low = key.lower()
    return "model" in low or "deploy" in low or "alias" in low
