"""Fuzz one target with coverage as the guide: `python tests/fuzz/campaign.py TARGET [libFuzzer options]`.

Needs `atheris` (Linux and macOS). For a campaign give it a folder for what it learns and a number of runs:

    python tests/fuzz/campaign.py heads learnt -runs=1000000 -max_len=4096 -timeout=10 -rss_limit_mb=1500

A finding is written as `crash-...`; cut it small and keep it as `tests/fuzz/found/TARGET-what.bin`.
"""

from __future__ import annotations

import os
import sys
import tempfile

import atheris

if __name__ == "__main__":
    name, options = sys.argv[1], sys.argv[2:]
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    with atheris.instrument_imports(include=["licensecheck"]):
        from targets import TARGETS
    target = TARGETS[name]
    folders = [option for option in options if not option.startswith("-")]
    learnt = folders or [tempfile.mkdtemp(prefix=f"fuzz-{name}-")]
    os.makedirs(learnt[0], exist_ok=True)
    for number, seed in enumerate(target.seeds):
        with open(os.path.join(learnt[0], f"seed-{number}"), "wb") as file:
            file.write(seed)
    words = os.path.join(tempfile.mkdtemp(), "words")
    with open(words, "w", encoding="ascii") as out:
        out.writelines('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in target.words if len(word) < 60)
    arguments = [sys.argv[0], *(option for option in options if option.startswith("-")), *learnt]
    if target.words:
        arguments.insert(1, f"-dict={words}")
    atheris.Setup(arguments, target.run)
    atheris.Fuzz()
