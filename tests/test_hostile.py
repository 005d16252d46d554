"""Strangers' files under every command that reads a deployment: a verdict or a refusal, told in letters that a terminal may show."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import in_process
from given import AS_OF

from licensecheck.report.formats import FORMATS

LLAMA = "meta-llama/Llama-3.1-8B-Instruct"
NAMES = {
    "escape": '"\\e[2J\\e]0;pwned\\a"',
    "bidirectional": '"acme/\\u202egpj.exe"',
    "tags": '"<script>alert(1)</script><img src=x onerror=alert(1)>"',
    "markdown": '"[a](javascript:alert(1)) ![x](http://x.example/x.png) | # @all"',
    "workflow": '"::error file=x::y%0A::set-output name=a::b"',
    "path": '"../../../../etc/passwd"',
    "a shell": '"$(touch owned) `touch owned` ; touch owned"',
    "a formula": '"=cmd|calc!A1"',
    "line ends": '"a\\r\\nb\\u2028c\\u0085d"',
    "nothing": '"\\0"',
    "half a letter": '"\\ud83d"',
    "very long": '"' + "a/" * 100_000 + '"',
    "combining": '"' + "a" + "\\u0301" * 5_000 + '"',
    "template": '"{model.name}{year}{{7*7}}%s%n"',
    "private use": '"\\U000F0000\\uE000"',
    "zero width": '"gpt\\u200b-4o\\ufeff"',
}
FILES: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t\n",
    "byte order mark": b"\xef\xbb\xbfversion: 1\nmodels: [gpt-4o]\n",
    "two marks": b"\xef\xbb\xbf\xef\xbb\xbfversion: 1\nmodels: [gpt-4o]\n",
    "UTF-16": "version: 1\nmodels: [gpt-4o]\n".encode("utf-16"),
    "UTF-32": "version: 1\nmodels: [gpt-4o]\n".encode("utf-32"),
    "Latin-1": "version: 1\nmodels: [größe]\n".encode("latin-1"),
    "NUL": b"version: 1\0\nmodels: [gpt-4o]\n",
    "old line ends": b"version: 1\rmodels: [gpt-4o]\r",
    "random": bytes(range(256)) * 8,
    "brackets": b"[" * 100_000,
    "a bomb": b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % ((98 + n, 98 + n) + (97 + n,) * 8) for n in range(20)),
    "an object": b"!!python/object/apply:os.system ['touch owned']\n",
    "a merge": b"version: 1\nmodels:\n  - &a {id: gpt-4o}\n  - <<: *a\n",
    "two documents": b"version: 1\nmodels: [gpt-4o]\n---\nversion: 1\nmodels: [gpt-4o]\n",
    "a deep key": b"? [[[[[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]]]]]\n: 1\n",
    "numbers": b"version: 1\norganization: {monthly_active_users: 1e999}\nmodels: [gpt-4o]\n",
    "a long number": b"version: 1\norganization: {monthly_active_users: " + b"9" * 100_000 + b"}\nmodels: [gpt-4o]\n",
    "not a number": b"version: 1\norganization: {monthly_active_users: .nan}\nmodels: [gpt-4o]\n",
    "a year": b"version: 1\norganization: {founded: 99999-01-01}\nmodels: [gpt-4o]\n",
    "two hundred models": b"version: 1\nmodels:\n" + b"".join(b"  - acme/x%d\n" % n for n in range(200)),
    "a thousand faults": b"version: 1\nmodels: [gpt-4o]\n" + b"".join(b"k%d: 1\n" % n for n in range(1_000)),
    "itself": b"version: 1\nextends: deploy.yaml\nmodels: [gpt-4o]\n",
    "paths": b"version: 1\nmodels: [{id: a/b, path: /etc, evidence: {notice: [/etc/passwd, ../../secret, /dev/zero, NUL, con]}}]\n",
    "loops of parents": b"version: 1\nmodels: [{id: a/b, base: [{id: c/d, relation: merge}]}, {id: c/d, base: [{id: a/b, relation: merge}]}]\n",
}  # fmt: skip
FILES |= {
    f"named {name}": f"version: 1\nmodels:\n  - id: {text}\n    evidence: {{notice: [{text}]}}\n".encode()
    for name, text in NAMES.items()
}
FILES |= {
    f"by {name}": (
        f"version: 1\norganization: {{name: {text}, readings: [{{policy: {text}, reading: x, as: yes, by: {text}, on: 2026-01-01}}]}}\n"
        f"models: [{LLAMA}]\nwaivers: [{{clause: {text}, model: {text}, reason: {text}, approver: {text}, on: 2026-01-01, expires: 2026-12-01, seal: {text}}}]\n"
    ).encode()
    for name, text in NAMES.items()
}
COMMANDS = (
    ("audit",),
    ("audit", "-v"),
    *(("audit", "--format", form) for form in FORMATS),
    ("audit", "--margins", "--strict"),
    ("advise", "--needs", "open-weights"),
    ("lock",),
    ("notice", "--write", "out"),
)


@pytest.mark.parametrize("name", FILES)
def test_every_command_judges_or_refuses(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    Path("deploy.yaml").write_bytes(FILES[name])
    for command in COMMANDS:
        code = in_process(*command, "deploy.yaml")
        out, err = capsys.readouterr()
        assert code in (0, 1, 2, 3), (command, err)
        told = (out + err).replace("\r\n", "\n") if "csv" in command else out + err  # RFC 4180
        assert not (set(told) - {"\n", "\t"}) & CONTROLS, command
        assert "Traceback" not in out + err
    assert not Path("owned").exists()
    assert not Path("pwned").exists()
    assert Path("deploy.yaml").read_bytes() == FILES[name]


CONTROLS = {chr(code) for code in (*range(32), *range(127, 160), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


@pytest.mark.parametrize("day", ["0001-01-01", "1900-02-28", "2024-02-29", "2028-02-29", "2100-02-28", "9999-12-31"])
@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_any_day_can_be_judged(day: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("deploy.yaml").write_text(
        f"version: 1\norganization: {{monthly_active_users: 5, founded: 2024-02-29}}\nmodels: [{LLAMA}, gpt-4o, google/gemma-2-9b]\n",
        encoding="utf-8",
    )
    assert in_process("audit", "--margins", "--as-of", day, "--output", f"{form}=out", "deploy.yaml") in (1, 3)
    assert Path("out").stat().st_size > 100


@pytest.mark.parametrize(
    "day", ["2023-02-29", "10000-01-01", "0000-01-01", "-1", "2026-13-01", "tomorrow", "2026-11-2²", AS_OF + "T00:00"]
)
def test_no_day(day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("deploy.yaml").write_text("version: 1\nmodels: [gpt-4o]\n", encoding="utf-8")
    assert in_process("audit", f"--as-of={day}") == 2
