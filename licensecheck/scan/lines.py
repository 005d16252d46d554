"""Offsets as lines and columns, and the free words of a line: ids in comments and prose, with what stands before them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, count
from operator import add

from licensecheck.scan.model import Piece

LONGEST_LINE = 2_000
_TOKEN = re.compile(r"(?:https?://)?[A-Za-z0-9@][A-Za-z0-9_.:/@+-]{1,198}")
_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_.-]{0,60})[\"'\]]{0,2}\s{0,3}(?:=>|:=|[:=])\s{0,3}[\"'`]?\Z")
_HELD = re.compile(r"(?i:model)[A-Za-z_]{0,20}[\"']?\s{0,2}[:=]\s{0,2}[\"'`]?\Z")
_FLAG = re.compile(r"(?:\A|[\s\"'`(])(--[A-Za-z][A-Za-z0-9_-]{1,40}|-hf)[ =]{1,2}[\"']?\Z")
_CALL = re.compile(r"([A-Za-z_][A-Za-z0-9_.]{0,80})\(\s?[\"'`]\Z")
_OLLAMA = re.compile(r"(?:ollama (?:pull|run)|openllm (?:serve|run)|ramalama (?:run|pull|serve))\s\Z")
_COMMAND = re.compile(r"(?:hf download|huggingface-cli download|vllm serve|docker model (?:run|pull))\s\Z")
_FILE_COMMANDS = ("cd ", "ls ", "mkdir ", "cp ", "mv ", "rm ", "cat ", "pushd ", "tree ")
_PATH = re.compile(r"(?:\A|[\s`$])[a-z]+ \Z")
_HASH = re.compile(r"(?:\A|\s)#")


def line_starts(lines: list[str]) -> list[int]:
    """The offsets at which the lines of a text begin."""
    return list(map(add, accumulate(map(len, lines[:-1]), initial=0), count()))


class Lines:
    """The lines of a text. Lines and columns count from 1; columns are characters."""

    def __init__(self, text: str, first: int = 1) -> None:
        self.text, self.first = text, first
        self.starts = line_starts(text.split("\n"))

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        index = bisect_right(self.starts, offset) - 1
        return index + self.first, offset - self.starts[index] + 1


def mentions(text: str, line: int, column: int, role: str) -> Iterator[Piece]:
    """The words of a stretch of free text that may be ids; `column` is that of its first character."""
    text = text[:LONGEST_LINE]
    last, end = Piece("", line, column), -2
    for match in _TOKEN.finditer(text):
        word = match[0].rstrip(".:/-@+")
        start = match.start()
        before = text[max(0, start - 96) : start]
        telling = any(letter in word for letter in "-/.:") or any(letter.isdigit() for letter in word) or _HELD.search(before)
        if len(word) < 2 or not telling:
            continue
        if before.endswith(("$", "}")) or ("/" not in word and before.endswith("}/")):
            continue
        if before.endswith(_FILE_COMMANDS) and _PATH.search(before):
            continue
        if start == end + 1 and before[-1:] == ",":
            last = last._replace(text=word, column=column + start)  # one more of a list without spaces
        else:
            key, call, named = _holder(before)
            last = Piece(word, line, column + start, key, (), call, role, before[-1:] in ('"', "'", "`") or named)
        end = match.end()
        yield last


def _holder(before: str) -> tuple[str, str, bool]:
    """The key or the call that the text before a word names, and whether a flag or a command says that it is a model."""
    bare = before.rstrip("\"'` ")
    last = bare[-1:]
    if "-" in before:
        flag = _FLAG.search(before)
        if flag:
            return flag[1].lstrip("-"), "", True
    if last in (":", "=", ">"):
        held = _KEY.search(before)
        if held:
            return held[1].rpartition(".")[2], "", False
    elif last == "(":
        called = _CALL.search(before)
        if called:
            return "", called[1], False
    if not last.isalpha():
        return "", "", False
    return ("", "ollama", True) if _OLLAMA.search(before) else ("", "", _COMMAND.search(before) is not None)


def comment_in(line: str, marks: str) -> int:
    """The column at which a comment begins in a line, or -1. `marks`: `#`, `//` or both."""
    if "#" in marks:
        for match in _HASH.finditer(line):
            at = match.end() - 1
            if line.count('"', 0, at) % 2 == 0 and line.count("'", 0, at) % 2 == 0:
                return at
    if ";" in marks and line.lstrip().startswith(";"):
        return line.index(";")
    if "//" in marks:
        stripped = line.lstrip()
        if stripped.startswith(("*", "/*", "//", "<!--", "{/*")):
            return len(line) - len(stripped)
        at = line.find("//")
        while at >= 0:
            if (
                (at == 0 or line[at - 1] != ":")
                and line.count('"', 0, at) % 2 == 0
                and line.count("'", 0, at) % 2 == 0
                and line.count("`", 0, at) % 2 == 0
            ):
                return at
            at = line.find("//", at + 2)
    return -1
