"""What the catalog and the corpus hold, as short lists."""

from __future__ import annotations

from typing import Any

from licensecheck.catalog.model import Entry
from licensecheck.policy.model import Policy
from licensecheck.report.paint import Paint, plain, shown, wrapped


def model_record(name: str, entry: Entry) -> dict[str, Any]:
    """One model as plain values."""
    return {
        "id": name,
        "developer": entry.developer,
        "licensor": entry.licensor,
        "weights": entry.weights,
        "policies": list(entry.policies),
        "unread_license": (entry.license_name or "not read") if entry.unread else None,
        "base": [{"id": base.id, "relation": base.relation} for base in entry.base],
        "family": entry.family or None,
        "released": entry.released or None,
        "stage": entry.stage,
        "modality": list(entry.modality),
        "multimodal": {"yes": True, "no": False}.get(entry.multimodal),
        "context": entry.context or None,
        "channels": {hosted.channel: _served(hosted.retires, hosted.retires_latest, hosted.successor) for hosted in entry.hosted},
        "basis": entry.basis,
        "at": f"{entry.file}:{entry.line}",
    }


def _served(retires: str, latest: str, successor: str) -> dict[str, Any]:
    return {"retires": retires or None, "retires_latest": latest or None, "successor": successor or None}


def models(found: list[tuple[str, Entry]], paint: Paint = plain, width: int = 80) -> str:
    """Models, two or three lines each."""
    out: list[str] = []
    for name, entry in found:
        about = [entry.developer, f"{entry.weights} weights", entry.released, "" if entry.stage == "ga" else entry.stage]
        out += wrapped(f"{shown(name)}  {', '.join(word for word in about if word)}", width, "", "    ")
        out[-1] = out[-1].replace(name, paint(name, "bold"), 1)
        policies = ", ".join(entry.policies) if entry.policies else ""
        words = [f"policy {policies}" if policies else f"license not read: {entry.license_name}" if entry.unread else ""]
        words += [f"{base.relation.replace('_', '-')} of {base.id}" for base in entry.base]
        words += [", ".join(entry.modality), f"context {entry.context:,}" if entry.context else ""]
        out += wrapped("; ".join(shown(word) for word in words if word), width, "    ", "    ")
        channels = []
        for hosted in entry.hosted:
            day = hosted.retires if hosted.retires == hosted.retires_latest else f"{hosted.retires} or {hosted.retires_latest}"
            ends = f" until {day}" if hosted.retires else ""
            channels.append(f"{hosted.channel}{ends}{f', then {hosted.successor}' if hosted.successor else ''}")
        if channels:
            out += wrapped("on " + "; ".join(channels), width, "    ", "    ")
    count = len(found)
    return "\n".join([*out, f"{count} model{'' if count == 1 else 's'}"]) + "\n"


def policy_record(policy: Policy) -> dict[str, Any]:
    """One policy as plain values."""
    return {
        "id": policy.id,
        "name": policy.name,
        "licensor": policy.licensor,
        "spdx": policy.spdx or None,
        "version": policy.edition or str(policy.values.get("version", "")) or None,
        "effective": policy.starts or policy.released or None,
        "until": policy.ends or None,
        "edition_of": policy.edition_of or None,
        "clauses": len(policy.clauses),
        "texts": [{"name": t.name, "url": t.url, "sha256": t.sha256, "read": t.read, "changes": t.changes} for t in policy.texts],
    }


def policies(found: list[Policy], paint: Paint = plain, width: int = 80) -> str:
    """Policies, one line each: version, effective day, hash of the text, the day it was read."""
    longest = max((len(policy.id) for policy in found), default=0)
    out = [paint(f"{'policy':{longest}}  version     effective   read        text      clauses", "dim")]
    for policy in sorted(found, key=lambda each: (each.licensor, each.id)):
        text = policy.texts[0] if policy.texts else None
        day = policy.starts or policy.released or "-"
        digest, read = (text.sha256[:8] or "-", text.read) if text else ("-", "-")
        version = policy.edition or str(policy.values.get("version", "")) or "-"
        out.append(f"{policy.id:{longest}}  {version[:10]:10}  {day:10}  {read:10}  {digest:8}  {len(policy.clauses):7}")
    clauses = sum(len(policy.clauses) for policy in found)
    return "\n".join([*out, f"{len(found)} policies, {clauses} clauses"]) + "\n"
