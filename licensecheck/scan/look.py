"""What a text looks like: an id on a hub, a hosted model, a name of a known family, or nothing of the kind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from licensecheck.catalog.model import Catalog
from licensecheck.scan.names import Names
from licensecheck.scan.rules import Rules

LONGEST = 200
_PLAIN = re.compile(r"[A-Za-z0-9@][A-Za-z0-9_.:/@+~=?&%#-]*\Z")
_OWNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,95}\Z")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@+-]{0,127}\Z")
_TAGGED = re.compile(
    r"[a-z0-9][a-z0-9._-]{1,60}:(?:latest|[0-9x.]{1,6}[bm][a-z0-9._-]{0,40}|v?[0-9.]{1,5}[a-z0-9._-]{0,40}|[a-z]+-?[0-9][a-z0-9._-]{0,30})\Z"
)
_PLACED = re.compile(r"\$?\{\{?[^{}]{0,120}\}\}?|\$\([^()]{0,80}\)|\$[A-Za-z_]\w{0,60}|%[A-Z_]{2,40}%")
_SIZED_BIN = re.compile(r"[0-9]b[^a-z0-9/][^/]*\.bin\Z")
"""Weights for llama.cpp from the days before GGUF."""
_SERVED = re.compile(r"([a-z0-9][^@]{1,80})@[A-Z][A-Za-z-]{1,40}")
_VERSION = re.compile(r":[0-9a-f]{64}\Z")
_CUT = re.compile(r"[?&#]|/(?:resolve|tree|blob|raw|discussions|commit|commits)(?:/|\Z)")


class Look(NamedTuple):
    """How a text looks. `sort`: hub, hosted, owned, named, keyed, file, pair, tagged, word; `id` is what to resolve.

    hub, hosted, owned and named stand for a model anywhere; the others only under a key, call or flag that holds one.
    """

    sort: str
    id: str
    namespace: str = ""


class Looker:
    """Says how texts look, by the rules and the catalog; the same text is looked at once."""

    def __init__(self, rules: Rules, catalog: Catalog) -> None:
        self.rules, self.shapes, self.catalog = rules, rules.shapes, catalog
        self.names = Names(rules, catalog)
        self.look = lru_cache(maxsize=50_000)(self._look)

    def _look(self, text: str) -> Look | None:
        if not 2 <= len(text) <= LONGEST:
            return None
        text = _VERSION.sub("", text) if len(text) > 64 else text
        low = text.lower()
        if text[0] in "./~" and "://" not in low and self._is_weights(low):
            text = text.rpartition("/")[2]
        elif low.startswith("arn:") and "/" in text:
            text = "arn:/" + text.partition("/")[0].rpartition(":")[2] + "/" + text.partition("/")[2]
        low = text.lower()
        if not _PLAIN.match(text):
            return None
        hub = self._hub(text, low)
        if hub is not None:
            return hub if hub.id else None
        if "://" in low or low.endswith(("/", ":", "-", ".")):
            return None
        if self.names.refused(low):
            return None
        if self._is_weights(low):
            return self._file(text)
        if low.endswith(self.shapes.not_endings):
            return None
        namespace, rest = self._peeled(text)
        if not rest or not (rest[0].isalnum()):
            return None
        return self._named(rest, namespace)

    def _hub(self, text: str, low: str) -> Look | None:
        """The id in an address of a hub; one with an empty id when the address is of something else."""
        if "/" not in low:
            return None
        for hub in self.shapes.hubs:
            at = low.find(hub.literal)
            if at < 0 or (at and low[at - 1] not in "/:@=" and hub.literal[0].isalpha() and not low.endswith("www.", 0, at)):
                continue
            rest = _CUT.split(text[at + len(hub.literal) :], maxsplit=1)[0].strip("/")
            parts = rest.split("/")
            if hub.parts == 3:
                named = len(parts) > 2 and parts[1] == "models" and (len(parts) == 3 or hub.namespace != "vertex-ai")
                named = named and self.names.is_model(parts[2].partition(":")[0].lower())
                return Look("hosted", parts[2].partition(":")[0], hub.namespace) if named else Look("hub", "")
            if hub.parts == 1:
                if hub.namespace == "gemini-api":
                    parts = [parts[0].partition(":")[0]]
                elif hub.namespace == "fal":
                    parts = [rest]
                named = (
                    bool(parts[0])
                    and not self.names.refused(parts[0].lower())
                    and not (len(parts) > 1 and ":" in parts[0] and hub.namespace != "bedrock")
                )
                return Look("hosted", parts[0], hub.namespace) if named else Look("hub", "")
            if len(parts) == 1 and hub.namespace == "huggingface" and self.names.is_old(parts[0].lower()):
                return Look("hub", parts[0], hub.namespace)
            if (
                len(parts) < hub.parts
                or parts[0].lower() in self.shapes.not_owners
                or (hub.namespace == "huggingface" and parts[1] in ("resolve", "tree", "blob"))
            ):
                return Look("hub", "")
            name = "/".join(parts[: hub.parts])
            if not _OWNER.match(parts[0]) or not _NAME.match(parts[1]) or self.names.refused(name.lower()):
                return Look("hub", "")
            if "." in parts[0] and hub.namespace == "huggingface":
                return Look("hub", "")
            return Look("hub", name.rstrip("."), hub.namespace)
        return None

    def look_within(self, text: str) -> Look | None:
        """The model in an address of which other parts are only known at run time."""
        whole = _PLACED.sub("{}", text)
        found = self._hub(whole, whole.lower()) if len(whole) <= 2 * LONGEST else None
        return found if found is not None and found.id and "{" not in found.id else None

    def _is_weights(self, low: str) -> bool:
        """Whether a text ends like the name of a file of weights."""
        return low.endswith(self.shapes.weights) or (low.endswith(".bin") and _SIZED_BIN.search(low) is not None)

    def _file(self, text: str) -> Look | None:
        """A file of weights by its name: who it is can be guessed where the name is one of a family."""
        name = text.rpartition("/")[2]
        stem = name.lower()
        parts = text.split("/")
        if len(parts) == 3 and parts[0].lower() in self.rules.model_orgs:
            return Look("owned", f"{parts[0]}/{parts[1]}", "huggingface")
        known = self.names.family(stem.rpartition(".")[0], True) is not None
        if stem.endswith((".gguf", ".ggml")):
            return Look("file" if known else "weights", name, "gguf")
        return Look("file", name, "gguf") if known and stem.endswith(".bin") else None

    def look_at_path(self, text: str) -> Look | None:
        """The model whose folder a path ends in, where the folder has the name of one."""
        parts = [part for part in text.split("/") if part and part[:1] != "."]
        for part in reversed(parts[-2:]):
            low = part.lower()
            if (
                len(part) < 100
                and _NAME.match(part)
                and (self.names.family(low, False) is not None or (low in self.catalog.names and "-" in low))
            ):
                return Look("named", part, "")
        return None

    def _peeled(self, text: str) -> tuple[str, str]:
        """The text without what a client or a gateway puts in front, and the namespace that this names."""
        namespace = ""
        for _ in range(3):
            if "/" not in text and ":" not in text:
                break
            low = text.lower()
            if low in self.catalog.ids or (low in self.catalog.aliases and "/" in low):
                break
            taken = next(((prefix, name) for prefix, name in self.shapes.prefixes if low.startswith(prefix)), None)
            if taken is None:
                break
            rest = text[len(taken[0]) :]
            if (
                "/" not in rest
                and not self.names.family(rest.lower(), True)
                and rest.lower() not in self.catalog.names
                and not self.names.at_bedrock(rest.lower())
                and taken[1] not in ("azure-openai", "ollama")
            ):
                break
            text, namespace = rest, namespace or taken[1]
        return namespace, text

    def _named(self, text: str, namespace: str) -> Look | None:
        low = text.lower()
        if self.names.at_bedrock(low):
            return Look("hosted", text, "bedrock")
        slashes = low.count("/")
        if slashes == 0:
            return self._bare(text, low, namespace)
        owner, _, name = text.partition("/")
        if slashes > 2:
            return self._at_kaggle(text.split("/"))
        if slashes > 1:
            return self._behind(text)
        if not _OWNER.match(owner) or not _NAME.match(name) or self.names.refused(low) or name.lower() in self.shapes.not_names:
            return None
        namespace = namespace or "huggingface"
        if low.partition(":")[0] in self.catalog.ids or owner.lower() in self.rules.model_orgs:
            return Look("owned", text, namespace)
        converted = name.lower().partition(":")[0].endswith(self.shapes.converted)
        if converted or self.names.family(name.lower(), owner.lower() in self.rules.other_orgs) is not None:
            return Look("owned", text, "docker" if owner == "ai" else namespace)
        return Look("pair", text, namespace)

    def _at_kaggle(self, parts: list[str]) -> Look | None:
        """The model in an address of Kaggle: `google/gemma/keras/gemma_2b_en/2`."""
        if len(parts) > 5 or parts[2].lower() not in self.shapes.kaggle or not self.names.is_model(parts[1].lower()):
            return None
        variation = parts[3].replace("_", "-")
        name = variation if variation.lower().startswith(parts[1].lower()) else f"{parts[1]}-{variation}"
        return Look("hosted", name, "kaggle")

    def _behind(self, text: str) -> Look | None:
        """The id behind the name of a gateway or of a local folder; other paths and addresses without a scheme are none."""
        front, _, rest = text.partition("/")
        if "." in front or front.lower() in self.shapes.not_owners:
            return None
        namespace, rest = self._peeled(rest)
        look = self._named(rest, namespace)
        if look is None or look.sort == "hosted":
            return look
        owner = look.id.partition("/")[0].lower()
        known = owner in self.rules.model_orgs or owner in self.rules.other_orgs
        return look if look.sort == "owned" and known and any(map(str.isdigit, look.id)) else None

    def _bare(self, text: str, low: str, namespace: str) -> Look | None:
        if "@" in text and (served := _SERVED.fullmatch(text)):
            text, low = served[1], served[1].lower()  # `qwen-max@Tongyi-Qianwen`
        if not _NAME.match(text) or low in self.shapes.not_names:
            return None
        if low.endswith(self.shapes.served_endings) and low not in self.catalog.names and low not in self.catalog.aliases:
            return Look("word", text)
        if namespace == "azure-openai":
            return Look("hosted" if low in self.catalog.ids or low in self.catalog.aliases else "deployment", text, namespace)
        host = self.names.family(low, False)
        if host is not None:
            if ":" in low and not host:
                namespace = namespace or "ollama"
            return Look("hosted" if host or namespace else "named", text, namespace or host)
        if low in self.catalog.ids and any(letter.isdigit() for letter in low) and len(low) > 4:
            return Look("named", text, namespace)
        host = self.names.family(low, True)
        if host is not None:
            return Look("hosted" if namespace else "keyed", text, namespace or host or ("ollama" if ":" in low else ""))
        if namespace:
            return Look("keyed", text, namespace)
        return Look("tagged" if _TAGGED.match(low) else "word", text, "ollama" if _TAGGED.match(low) else "")
