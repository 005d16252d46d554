"""What a change adds: the lines that differ from a revision, asked of git.

Nothing goes over a network, and no program of the repository runs.
"""

from __future__ import annotations

import os
import re

from licensecheck.source.diagnostic import Diagnostic, InputError

MOST_LINES = 2_000_000
_HUNK = re.compile(r"@@ -[0-9]+(?:,[0-9]+)? \+([0-9]+)(?:,([0-9]+))? @@")
_SAFE = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotepath=off",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "diff.external=",
    "--no-optional-locks",
    "--no-pager",
)


def added_lines(root: str, revision: str) -> dict[str, frozenset[int]]:
    """The lines below a folder that a revision does not have, by the paths of their files from the folder; new files are all new.

    Raises InputError when this is no repository or has no such revision.
    """
    if not revision or revision.startswith("-") or "\0" in revision:
        raise InputError((Diagnostic("unknown-revision", f"`{revision}` is no revision"),))
    wanted = f"{revision}^{{commit}}"
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted).strip()
    diff = _git(
        root,
        "diff",
        "--relative",
        "--unified=0",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--no-renames",
        "--diff-filter=AM",
        commit,
        "--",
        ".",
    )
    found = _added(diff)
    for name in _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".").split("\0"):
        if name:
            found[name] = _EVERYTHING
    return found


class _Everything(frozenset[int]):
    def __contains__(self, line: object) -> bool:
        return True


_EVERYTHING = _Everything()


def _added(diff: str) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    name, count = "", 0
    for line in diff.split("\n"):
        if line.startswith("+++ "):
            # git puts a tab behind a name with spaces
            path = line[4:].rstrip("\t")
            name = "" if path == "/dev/null" else path.removeprefix("b/").strip('"')
        elif line.startswith("@@ ") and name:
            hunk = _HUNK.match(line)
            if hunk:
                length = int(hunk[2]) if hunk[2] is not None else 1
                count += length
                if count > MOST_LINES:
                    raise InputError((Diagnostic("too-many-lines", f"the change adds more than {MOST_LINES:,} lines"),))
                found.setdefault(name, set()).update(range(int(hunk[1]), int(hunk[1]) + length))
    return {name: frozenset(lines) for name, lines in found.items()}


def _git(root: str, *words: str) -> str:
    import subprocess

    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key == "GIT_INDEX_FILE"}
    try:
        done = subprocess.run(("git", "-C", root, *_SAFE, *words), capture_output=True, env=environment, check=False, timeout=120)
    except (OSError, subprocess.TimeoutExpired):
        raise InputError((Diagnostic("no-git", "git cannot be run here"),)) from None
    if done.returncode != 0:
        help = "name a commit, a branch or a tag that this clone has" if words[0] == "rev-parse" else ""
        what = (
            f"`{words[-1].removesuffix('^{commit}')}` is no revision of this repository"
            if words[0] == "rev-parse"
            else f"git cannot compare: {done.stderr.decode('utf-8', 'replace').strip()[:200]}"
        )
        raise InputError((Diagnostic("unknown-revision", what, help=help),))
    return done.stdout.decode("utf-8", "replace")
