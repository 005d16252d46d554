"""Wheel and sdist: everything is in them, the compiled corpus is that of the YAML, and an installed wheel works anywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from command import DUE, environment
from given import AS_OF, ROOT
from packaging.requirements import Requirement

from licensecheck import __version__
from licensecheck.catalog.compile import STAMP, compile_corpus

pytest.importorskip("hatchling", reason="the build backend")
NAME = f"model_licensecheck-{__version__}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--sdist", "--outdir", str(folder), ROOT]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(each.name for each in folder.iterdir()) == [f"{NAME}-py3-none-any.whl", f"{NAME}.tar.gz"]
    return folder


def yaml_of(folder: str) -> set[str]:
    """The YAML of policies and rules in a folder, by paths relative to it."""
    found = set()
    for top in ("policies", "rules"):
        for path, _, names in os.walk(os.path.join(folder, top)):
            found |= {
                os.path.relpath(os.path.join(path, name), folder).replace(os.sep, "/") for name in names if name.endswith(".yaml")
            }
    return found


def test_the_sdist_has_what_it_takes_to_build_and_to_test(built: Path) -> None:
    with tarfile.open(built / f"{NAME}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert yaml_of(ROOT) <= names
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "licensecheck/_build.py", "licensecheck/py.typed",
                 "docs/report.schema.json", "examples/deploy.yaml", "tests/given.py"):  # fmt: skip
        assert name in names
    assert not [name for name in names if "_corpus" in name or "__pycache__" in name or name.startswith(".venv")]


def test_the_wheel_carries_the_yaml_and_its_compiled_form(built: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(built / f"{NAME}-py3-none-any.whl") as wheel:
        names = set(wheel.namelist())
        wheel.extractall(tmp_path)
        data = tmp_path / "licensecheck" / "_data"
        anew = compile_corpus(str(data / "policies"), str(data / "rules")) + bytes(STAMP)
        fresh = wheel.read("licensecheck/_corpus/corpus.bin") == anew
        assert fresh, "the wheel's corpus is not that of the YAML beside it"
        for name in yaml_of(ROOT):
            assert wheel.read(f"licensecheck/_data/{name}") == (Path(ROOT) / name).read_bytes()
        scripts = wheel.read(f"{NAME}.dist-info/entry_points.txt").decode()
    assert {"licensecheck/py.typed", f"{NAME}.dist-info/licenses/LICENSE"} <= names
    assert (
        scripts == "[console_scripts]\nlicensecheck = licensecheck.__main__:main\nmodel-licensecheck = licensecheck.__main__:main\n"
    )
    assert not [name for name in names if name.startswith(("tests/", "policies/", "rules/")) or "__pycache__" in name]


def test_the_corpus_is_the_same_bytes_whatever_the_hashes_are() -> None:
    here = os.path.dirname(__file__)
    code = f"import sys, zlib; sys.path.insert(0, {here!r}); import installed; print(zlib.crc32(installed.corpus()))"
    digests = set()
    for seed in ("0", "4242"):
        env = environment({"PYTHONHASHSEED": seed})
        digests.add(subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout)
    assert len(digests) == 1


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it, made without a network; its dependencies are those of this one."""
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, with_pip=False)
    packages = next(folder.glob("lib*/python*/site-packages"))
    (packages / "dependencies.pth").write_text(
        "\n".join(path for path in sys.path if path.endswith("site-packages")), encoding="utf-8"
    )
    command = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install", "--no-deps", "--no-index",
               "--quiet", "--disable-pip-version-check", str(built / f"{NAME}-py3-none-any.whl")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "bin"


@pytest.mark.skipif(os.name != "posix", reason="paths of POSIX")
@pytest.mark.parametrize("script", ["licensecheck", "model-licensecheck"])
def test_an_installed_wheel_works_from_any_directory(installed: Path, tmp_path: Path, script: str) -> None:
    (tmp_path / "deploy.yaml").write_text(DUE, encoding="utf-8")
    env = {key: value for key, value in environment().items() if key != "PYTHONPATH"}
    command = [str(installed / script), "audit", "--as-of", AS_OF, "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (3, "")
    report = json.loads(done.stdout)
    assert (report["verdict"], report["tool"]["version"]) == ("due", __version__)
    where = [str(installed / "python"), "-c", "import licensecheck; print(licensecheck.__file__)"]
    assert subprocess.run(where, cwd=tmp_path, env=env, capture_output=True, text=True, check=True).stdout.startswith(
        str(installed.parent)
    )
    for more in (["explain", "mit"], ["models", "llama-3.1"], ["policies"], ["schema"], ["policies", "check", "--help"]):
        told = subprocess.run([str(installed / script), *more], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert (told.returncode, told.stderr) == (0, ""), more


def test_the_wheel_is_the_same_bytes_again(built: Path, tmp_path: Path) -> None:
    """Of the same files, wherever they lie and whatever their times: one wheel."""
    copy = tmp_path / "elsewhere"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv*", "__pycache__", "_corpus", "tests", "*.egg-info"))
    for path in copy.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path), str(copy)]
    done = subprocess.run(command, env=environment({"PYTHONHASHSEED": "7"}), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    name = f"{NAME}-py3-none-any.whl"
    assert (tmp_path / name).read_bytes() == (built / name).read_bytes()


def test_every_dependency_is_bounded_on_both_sides() -> None:
    project = tomllib.loads(Path(ROOT, "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *project["optional-dependencies"]["fast"], *project["optional-dependencies"]["fleet"]]
    for each in map(Requirement, named):
        assert {bound.operator for bound in each.specifier} == {">=", "<"}, each
