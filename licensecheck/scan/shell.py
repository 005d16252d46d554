"""Shell scripts, Makefiles and whatever else runs commands: assignments, flags, commands that name a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from licensecheck.scan.flags import Word, flagged, meaning_of, parts, words_of
from licensecheck.scan.model import Piece
from licensecheck.scan.rules import Rules

MOST_WORDS, DEEPEST = 20_000, 3
"""Bounds: words of one command, and levels of commands in quotes."""
_WORD = re.compile(r"(?:[^\s\\\"'`;|&()<>#]++|\\.|\"(?:[^\"\\]++|\\.){0,4000}+\"|'[^']{0,4000}+'|(?<=\S)#)++|[;|&()]|#")
_ASSIGNED = re.compile(r"(?:\$(?:env:|script:|global:)?)?([A-Za-z_][A-Za-z0-9_.]{0,80})=(.*)\Z", re.DOTALL)
_MAKE = re.compile(
    r"\s*(?:export\s+)?(?:\[string\]\s*)?(?:\$(?:env:|script:|global:)?)?([A-Za-z_][A-Za-z0-9_]{0,80})\s*(\?=|::?=|\+=|=)\s+([^\s#]+)|\s*([A-Za-z_][A-Za-z0-9_]{0,80})(\?=|::?=)([^\s#]+)"
)
_SAID = re.compile(r"(?:\[string\]\s*|[@{(;]\s*|,\s*)\$?([A-Za-z_]\w{0,60})\s*=\s*([\"'])([^\"'\s]{2,160})\2")
_DEFAULT = re.compile(r"\b(?:env|env_var_or_default)\(\s*[\"'](\w{1,60})[\"']\s*,\s*[\"']([^\"'\s]{2,160})[\"']")
_FALLBACK = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]{0,80}):[-=](?:\$\{\w{1,80}:?[-=])?([^}\s]{1,160})\}{1,2}")
_PLAIN_PAIR = re.compile(r"(?:^|[\s{,])([A-Za-z_]{0,30}[mM]odel[A-Za-z_]{0,20}):\s{1,3}[\"']([^\"'\s]{2,160})[\"']")
_PAIR = re.compile(r"\\?[\"']([A-Za-z_][A-Za-z0-9_]{0,40})\\?[\"']\s{0,3}:\s{0,3}\\?[\"']([^\"'\\\s]{2,160})\\?[\"']")
_BETWEEN = frozenset((";", "|", "&"))
_SETS = re.compile(r"[A-Z][A-Z0-9_]{2,40}=\S+ ")
_SENTENCE = re.compile(r"\W{0,8}[A-Z][a-z']{0,20}[ ,:]")
_PULLED = re.compile(r"ollama (?:pull|run) [\"']?\$\{?([A-Za-z_]\w*)")
_SPACED = re.compile(r"[^\s,\\]+")
_NAME = re.compile(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?\Z|\$\(([A-Za-z_][A-Za-z0-9_]*)\)\Z")


def shell(text: str, rules: Rules, first: int = 1) -> Iterator[Piece]:
    """The pieces of a script. Words of a command go on over lines that end with a backslash."""
    words: list[Word] = []
    found: list[Piece] = []
    key = ""
    for number, line in enumerate(text.split("\n"), first):
        if len(line) > 20_000:
            continue
        stripped = line.strip()
        if stripped.startswith(("#", "REM ", "rem ", "Rem ", "::")) and not stripped.startswith("#SBATCH"):
            continue
        made = _MAKE.match(line) if "=" in line and not words else None
        if made:
            name, sign, value = (made[1], made[2], made[3]) if made[1] else (made[4], made[5], made[6])
            column = made.start(3 if made[1] else 6) + 1
            role = "default" if sign == "?=" else "value"
            found.append(Piece(_unquoted(value), number, column, name, role=role))
            if name.lower().endswith("models"):
                more = line[column - 1 + len(value) :].partition("#")[0]
                at = column + len(value)
                found += [Piece(_unquoted(each[0]), number, at + each.start(), name, role=role) for each in _SPACED.finditer(more)]
        if "(" in line or "{" in line or "[" in line:
            found += _said(line, number)
        for pair in _PAIR.finditer(line) if ":" in line else ():
            found.append(Piece(pair[2], number, pair.start(2) + 1, pair[1], quoted=True))
        for pair in _PLAIN_PAIR.finditer(line) if "odel" in line and ":" in line else ():
            found.append(Piece(pair[2], number, pair.start(2) + 1, pair[1]))
        for match in _WORD.finditer(line):
            word = match[0]
            if word == "#":
                break
            if word == "(" and words and words[-1].text.endswith("="):
                key = words[-1].text[:-1]
                continue
            if word in ("(", ")", ";", "|", "&"):
                key = ""
                found += arguments(words, rules)
                words = []
                continue
            here = Word(_unquoted(word), number, match.start() + 1 + (word[0] in "\"'"))
            if key:
                found.append(Piece(here.text, number, here.column, key))
            elif len(words) < MOST_WORDS:
                words.append(here)
        if not key and not line.rstrip().endswith("\\"):
            found += arguments(words, rules)
            words = []
    found += arguments(words, rules)
    pulled = frozenset(_PULLED.findall(text)) if "ollama" in text else frozenset()
    assigned = {piece.key for piece in found if piece.key and not _NAME.match(piece.text)}
    for piece in found:
        name = _NAME.match(piece.text)
        if name and (name[1] or name[2]) in assigned:
            continue  # its value stands where it is assigned
        yield piece._replace(call="ollama", role="command") if piece.key in pulled and not name else piece


def _said(line: str, number: int) -> Iterator[Piece]:
    """What a line of PowerShell or of a justfile says in its own way: parameters, tables, defaults of variables."""
    if "@{" in line or "[string]" in line:
        for match in _SAID.finditer(line):
            role = "default" if match[0][0] in "[(" else "value"
            yield Piece(match[3], number, match.start(3) + 1, match[1], role=role)
    if "env(" in line or "default(" in line:
        for match in _DEFAULT.finditer(line):
            yield Piece(match[2], number, match.start(2) + 1, match[1], role="default")


def arguments(words: Sequence[Word], rules: Rules, depth: int = 0) -> list[Piece]:
    """The pieces in the words of one command, or in a list of arguments; a command in quotes is one of its words."""
    found: list[Piece] = []
    if depth > DEEPEST or not words:
        return found
    texts = [word.text for word in words]
    if not _BETWEEN.isdisjoint(texts):
        ends = [at for at, text in enumerate(texts) if text in _BETWEEN]
        for low, high in zip([0, *(end + 1 for end in ends)], [*ends, len(words)], strict=True):
            found += arguments(words[low:high], rules, depth)
        return found
    if ("dataset" in texts and "--repo-type" in texts) or "--repo-type=dataset" in texts:
        return found
    group = f"{words[0].line}:{words[0].column}"
    if words[0].text in rules.file_commands:
        return found
    taken: set[int] = set()
    for index, word in enumerate(words):
        if index in taken:
            continue
        if word.text.startswith("-"):
            name, equals, value = word.text.partition("=")
            meaning = meaning_of(name, rules)
            if " " in name and not equals and name.startswith("--"):
                name, _, value = word.text.partition(" ")
                meaning, equals = meaning_of(name, rules), " "
            if not meaning:
                taken.update(range(index + 1, index + 1 + (0 if equals else words_of(name, texts[index + 1 :], rules))))
                continue
            if equals:
                held = Word(_unquoted(value.strip()), word.line, word.column + len(name) + 1)
            elif index + 1 < len(words) and not texts[index + 1].startswith("-"):
                held = words[index + 1]
                taken.add(index + 1)
            else:
                continue
            if meaning != "file" or rules.other_m.isdisjoint(texts[:index]):
                found += flagged(meaning, name, held, words[index + 2 :], group)
            continue
        assigned = _ASSIGNED.match(word.text) if "=" in word.text else None
        if assigned:
            value = _unquoted(assigned[2]).rstrip(":")
            column = word.column + len(word.text) - len(assigned[2])
            if (" " in value and "-" in value and not assigned[1].lower().endswith("models")) or (
                assigned[1] == "Environment" and "=" in value
            ):
                found += arguments(split(value, word.line, column), rules, depth + 1)
            else:
                for part, at in parts(value, column, assigned[1].lower().endswith("models")):
                    found.append(Piece(part, word.line, at, assigned[1], quoted=False, group=group))
            continue
        fallback = _FALLBACK.fullmatch(word.text) if "$" in word.text else None
        if fallback:
            found.append(Piece(fallback[2], word.line, word.column, fallback[1], role="default"))
        elif " " in word.text and len(word.text) < 4_000 and ("--" in word.text or _starts_command(word.text, rules)):
            found += arguments(split(word.text, word.line, word.column), rules, depth + 1)
        elif "/" in word.text and word.text[0] not in "./~$":
            found.append(Piece(word.text, word.line, word.column, group=group))
        if texts[index] == "for" and index + 2 < len(words) and texts[index + 2] == "in":
            found += [Piece(each.text, each.line, each.column, texts[index + 1]) for each in words[index + 3 : index + 60]]
    # a command may be called by its path
    names = [text.rpartition("/")[2] if text[:1] in "/." else text for text in texts]
    for command in rules.commands:
        if command.flags_only or command.words[0] not in names:
            continue
        found += _commanded(words, names, command.words, "ollama" if command.ollama else "command")
    return found


def split(text: str, line: int, column: int) -> list[Word]:
    """The words of one string, and what stands between its commands."""
    return [Word(_unquoted(match[0]), line, column + match.start()) for match in _WORD.finditer(text) if match[0] not in "()#"][
        :500
    ]


def split_lines(text: str, line: int, column: int) -> list[Word]:
    """The words of a string that goes on over lines; `column` is that of its first line."""
    return [word for above, each in enumerate(text.split("\n")) for word in split(each, line + above, 1 if above else column)]


def is_command(text: str, rules: Rules) -> bool:
    """Whether a string with spaces may be a command that names a model."""
    flagged = " --" in text or text.startswith("--")
    return len(text) < 8_000 and (flagged or _SETS.match(text) is not None or _starts_command(text, rules))


def is_sentence(text: str) -> bool:
    """Whether a string says something to people, and a command in it is only quoted."""
    return _SENTENCE.match(text) is not None


def _starts_command(text: str, rules: Rules) -> bool:
    return rules.command.search(text) is not None


def _commanded(words: Sequence[Word], texts: list[str], wanted: tuple[str, ...], call: str) -> list[Piece]:
    count = len(wanted)
    for index in range(len(texts) - count):
        if tuple(texts[index : index + count]) != wanted:
            continue
        plain = [word for word in words[index + count : index + count + 8] if not word.text.startswith("-")]
        return [
            Piece(word.text, word.line, word.column, call=call, role="command") for word in plain[: 1 if call == "ollama" else 3]
        ]
    return []


def _unquoted(word: str) -> str:
    if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'":
        return word[1:-1]
    return word.replace('"', "").replace("'", "") if word.count('"') == 2 or word.count("'") == 2 else word
