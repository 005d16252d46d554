"""What a key says about the value that it holds."""

from __future__ import annotations

from functools import lru_cache

from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Keys, bare


@lru_cache(maxsize=50_000)
def may_hold(name: str, parents: tuple[str, ...], keys: Keys) -> bool:
    """Whether a key can make what it holds a model. The nearest of the parents is enough to say that it cannot."""
    key = bare(name)
    if holds_path(key, keys) or key in keys.loads or (key == "name" and "model" in bare(parents[-1] if parents else "")):
        return True
    return strength_of(name, parents, keys) in ("model", "draft", "alias")


@lru_cache(maxsize=50_000)
def strength_of(name: str, parents: tuple[str, ...], keys: Keys) -> str:
    """What a key says about its value: model, draft, alias, never, label, or "" when it says nothing."""
    key = bare(name)
    around = [bare(parent) for parent in parents]
    if key in keys.draft or key.endswith("draftmodel"):
        return "draft"
    if key in keys.alias or key.endswith(keys.alias_endings):
        return "alias"
    if (around and around[-1].endswith("alias")) or not keys.below.isdisjoint(around):
        return "never"
    if key == "modelname" and "modellist" in around:
        return "alias"
    if key in keys.never or key.endswith(keys.never_endings):
        return "never"
    nearest = around[-1] if around else ""
    if key in keys.loads and "models" in around[-2:]:
        return "model"
    if key[-1:].isdigit() and key not in keys.model:
        key = key.rstrip("0123456789")  # MODEL_1, model2
    if key in keys.model or key.endswith(keys.endings):
        return "draft" if any("draft" in each or "speculative" in each for each in around) else "model"
    if key in keys.inner and (nearest in keys.model or nearest.endswith(keys.endings)) and nearest not in ("models", "embeddings"):
        return "draft" if "draft" in nearest else "model"
    return "label" if key in keys.label or key.endswith(keys.label_endings) else ""


def offers(name: str, keys: Keys) -> bool:
    """Whether a name is that of several models to choose from, and not of some that all run."""
    key = bare(name)
    return (key in keys.catalog or key.endswith(keys.catalog_endings)) and not runs(name, keys)


def runs(name: str, keys: Keys) -> bool:
    """Whether a name is that of a list of which everything runs."""
    key = bare(name)
    return key.startswith(keys.runs[0]) or key.endswith(keys.runs[1])


def holds_path(key: str, keys: Keys) -> bool:
    """Whether a key, by its letters and digits, may hold a folder with the name of a model in it."""
    return key in keys.paths or key.endswith(keys.path_endings)


def is_constant_of(piece: Piece) -> bool:
    """Whether a constant is called as the model that it holds: `LLAMA_3_1 = "llama3.1"`."""
    spelled = bare(piece.key)
    figured = any(letter.isdigit() or letter in "-:" for letter in piece.text)
    return piece.key.isupper() and figured and len(spelled) > 4 and spelled == bare(piece.text)
