"""Files: what is read, what is refused, and nothing outside the tree."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest
from given import shown

from licensecheck.source.diagnostic import InputError
from licensecheck.source.text import Text, read, read_below, tree_of


def refusal(path: str, name: str = "deploy.yaml") -> list[tuple[str, str, object, str, str]]:
    with pytest.raises(InputError) as raised:
        read(path, name)
    return shown(raised.value.diagnostics)


def outside(root: Path, path: str) -> tuple[str, str]:
    with pytest.raises(InputError) as raised:
        read_below(str(root), path)
    (found,) = raised.value.diagnostics
    return found.code, found.message


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "deploy.yaml"
    file.write_bytes("\ufeffé: 1\r\nb: 2\n".encode())
    assert read(str(file), "deploy.yaml") == Text("deploy.yaml", "é: 1\r\nb: 2\n")
    assert read(str(file)).name == str(file)
    assert read(str(file)).lines == ("é: 1", "b: 2")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff", (1, 1, 1, 2)),
        (b"a: 1\nb: \xff\n", (2, 4, 2, 5)),
        ("é한: ".encode() + b"\xe9", (1, 5, 1, 6)),  # columns are characters, not bytes
        (b"\xef\xbb\xbfa\xff", (1, 2, 1, 3)),  # the byte order mark is none of them
        (b"\xef\xbb\xbfab\nc\xff", (2, 2, 2, 3)),
        ("a: é\n".encode("latin-1"), (1, 4, 1, 5)),
        ("a: 1\n".encode("utf-16"), (1, 1, 1, 2)),
        (b"a: \xed\xb0\x80", (1, 4, 1, 5)),  # a surrogate
        (b"a: \xc3", (1, 4, 1, 5)),  # cut off
    ],
)
def test_what_is_not_utf_8(tmp_path: Path, data: bytes, place: tuple[int, int, int, int]) -> None:
    file = tmp_path / "deploy.yaml"
    file.write_bytes(data)
    assert refusal(str(file)) == [("not-utf-8", "`deploy.yaml` is not UTF-8 text", place, "this byte", "save the file as UTF-8")]
    with pytest.raises(InputError) as raised:
        read(str(file), "deploy.yaml")
    assert raised.value.lines["deploy.yaml"][place[0] - 1][place[1] - 1] == "\ufffd"


def test_the_size_is_bounded(tmp_path: Path) -> None:
    file = tmp_path / "deploy.yaml"
    file.write_bytes(b"x" * 100)
    assert read(str(file), largest=100).text == "x" * 100
    with pytest.raises(InputError) as raised:
        read(str(file), "deploy.yaml", largest=99)
    assert shown(raised.value.diagnostics) == [("file-too-large", "`deploy.yaml` is larger than 99 bytes", None, "", "")]


def test_a_hundred_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "deploy.yaml"
    with open(file, "wb") as sparse:
        sparse.truncate(100_000_000)
    started = time.process_time()
    assert refusal(str(file)) == [("file-too-large", "`deploy.yaml` is larger than 4,000,000 bytes", None, "", "")]
    assert time.process_time() - started < 2


def test_what_is_no_file(tmp_path: Path) -> None:
    assert refusal(str(tmp_path / "none")) == [("missing-file", "there is no file `deploy.yaml`", None, "", "")]
    assert refusal("") == [("missing-file", "there is no file `deploy.yaml`", None, "", "")]
    assert refusal(str(tmp_path)) == [("not-a-file", "`deploy.yaml` is a directory, not a file", None, "", "")]
    assert refusal(os.devnull) == [("not-a-file", "`deploy.yaml` is not a regular file", None, "", "")]
    assert refusal("a\0b") == [("unreadable-file", "`deploy.yaml` cannot be read: the name is not usable", None, "", "")]
    assert refusal("x" * 5000) == [("unreadable-file", "`deploy.yaml` cannot be read: file name too long", None, "", "")]
    below = str(tmp_path / "file")
    Path(below).write_text("x")
    assert refusal(os.path.join(below, "y")) == [("unreadable-file", "`deploy.yaml` cannot be read: not a directory", None, "", "")]


def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(str(pipe)) == [("not-a-file", "`deploy.yaml` is not a regular file", None, "", "")]


def test_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")
        assert refusal("s") == [("unreadable-file", "`deploy.yaml` cannot be read: no such device or address", None, "", "")]


def test_links_that_go_round(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert refusal(str(tmp_path / "a")) == [
        ("unreadable-file", "`deploy.yaml` cannot be read: too many levels of symbolic links", None, "", "")
    ]
    assert outside(tmp_path, str(tmp_path / "a"))[0] in ("unreadable-file", "missing-file")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    (root / "sub").mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "tree-2").mkdir()
    (tmp_path / "tree-2" / "file").write_text("beside")
    (root / "NOTICE").write_text("inside")
    return root


def test_inside_the_tree(tree: Path) -> None:
    assert read_below(str(tree), str(tree / "NOTICE")).text == "inside"
    assert read_below(str(tree), str(tree / "sub" / ".." / "NOTICE")).text == "inside"
    (tree / "link").symlink_to("NOTICE")
    assert read_below(str(tree), str(tree / "link")).text == "inside"


def test_outside_the_tree(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    (tree / "link").symlink_to(tree.parent / "secret")
    (tree / "folder").symlink_to(tree.parent)
    for path in ("../secret", "sub/../../secret", "link", "folder/secret", "../tree-2/file", "..", "../none"):
        assert outside(tree, path) == ("outside-the-tree", f"`{path}` lies outside `tree`")
    assert outside(tree, "/") == ("outside-the-tree", "`/` lies outside `tree`")
    assert outside(tree, "a\0b") == ("unreadable-file", "`a\ufffdb` cannot be read: the name is not usable")
    assert outside(tree, "sub") == ("not-a-file", "`sub` is a directory, not a file")


def test_a_linked_tree_is_the_place_it_leads_to(tree: Path) -> None:
    (tree.parent / "alias").symlink_to("tree")
    assert read_below(str(tree.parent / "alias"), str(tree / "NOTICE")).text == "inside"


def test_the_tree_of_a_file(tree: Path) -> None:
    assert tree_of(str(tree / "sub" / "deploy.yaml")) == str(tree / "sub")
    (tree / ".git").mkdir()
    assert tree_of(str(tree / "sub" / "deploy.yaml")) == str(tree)
    (tree / "sub" / ".git").write_text("gitdir: elsewhere")  # a worktree has a file
    assert tree_of(str(tree / "sub" / "deploy.yaml")) == str(tree / "sub")
