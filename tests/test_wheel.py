"""The wheel and the sdist: what lies in them, and that every build gives the same bytes."""

import hashlib
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
LISTED = (ROOT / "tests" / "wheel.txt").read_text("utf-8").splitlines()

pytestmark = pytest.mark.skipif(
    find_spec("hatchling") is None and os.environ.get("CI") != "true",
    reason="hatchling is not installed; the extra 'test' brings it",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel and the sdist, by their extension, built here."""
    return _build(ROOT, tmp_path_factory.mktemp("built"), 0o022, PYTHONHASHSEED="1", TZ="UTC")


@pytest.fixture(scope="module")
def rebuilt(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same, built from the sdist: elsewhere, later, with other rights and in another place."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(built[".gz"]) as archive:
        archive.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    for path in root.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.utime(path, (1e9, 1e9))
    out = tmp_path_factory.mktemp("rebuilt")
    return _build(root, out, 0o077, PYTHONHASHSEED="2", TZ="Pacific/Auckland")


def _build(root: Path, out: Path, umask: int, **settings: str) -> dict[str, Path]:
    """Build without a network and without isolation, in a child of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", out],
        cwd=root,
        env=environment | settings,
        umask=umask,
        check=True,
        capture_output=True,
    )
    return {path.suffix: path for path in out.iterdir()}


def _list_wheel(built: dict[str, Path]) -> list[str]:
    """The names in the wheel, without the version."""
    with ZipFile(built[".whl"]) as wheel:
        return [re.sub(r"-[^/]+(?=\.dist-info/)", "", name) for name in wheel.namelist()]


def _list_sdist(built: dict[str, Path]) -> list[str]:
    """The names in the sdist, without the folder around them all."""
    with tarfile.open(built[".gz"]) as sdist:
        return [name.partition("/")[2] for name in sdist.getnames()]


def _find_kinds(names: Iterable[str]) -> set[str]:
    return {PurePosixPath(name).suffix for name in names}


def test_wheel_list_is_sorted() -> None:
    """Names stand once, and where the alphabet puts them."""
    assert sorted(set(LISTED)) == LISTED


def test_wheel_holds_nothing_unlisted(built: dict[str, Path]) -> None:
    """A file that is meant to be shipped is added to tests/wheel.txt."""
    assert sorted(set(_list_wheel(built)) - set(LISTED)) == []


def test_wheel_holds_all_that_is_listed(built: dict[str, Path]) -> None:
    """A file that is meant to go is taken out of tests/wheel.txt."""
    assert sorted(set(LISTED) - set(_list_wheel(built))) == []


def test_wheel_holds_each_file_once(built: dict[str, Path]) -> None:
    """No name stands twice in the archive."""
    assert sorted(_list_wheel(built)) == sorted(set(_list_wheel(built)))


def test_wheel_installs_one_package(built: dict[str, Path]) -> None:
    """Neither tests nor anything else lands beside the package."""
    top = {name.partition("/")[0] for name in _list_wheel(built)}
    assert top == {"backrun_kg", "backrun_kg.dist-info"}


def test_wheel_holds_code_and_content_alone(built: dict[str, Path]) -> None:
    """No bytecode, no editor's copy; the bare names are licences and the wheel's own files."""
    known = {"", ".jsonld", ".py", ".rq", ".sql", ".ttl", ".txt", ".typed"}
    known |= {".css", ".html", ".js", ".json", ".svg", ".wasm"}  # the site's
    assert _find_kinds(_list_wheel(built)) - known == set()


def test_wheel_content_lies_in_three_folders(built: dict[str, Path]) -> None:
    """The ontology, the data and the queries, and nothing of the tests."""
    content = [name.split("/") for name in _list_wheel(built) if "/content/" in name]
    assert {parts[2] for parts in content} == {"data", "ontology", "queries"}


def test_sdist_holds_what_it_should_at_the_top(built: dict[str, Path]) -> None:
    """All that is needed to build and to test, and nothing of a working copy."""
    assert sorted({name.partition("/")[0] for name in _list_sdist(built)}) == [
        ".gitignore",
        ".pre-commit-hooks.yaml",
        "CHANGELOG.md",
        "CITATION.cff",
        "CONTRIBUTING.md",
        "LICENSE",
        "LICENSE-DATA",
        "PKG-INFO",
        "README.md",
        "action.yml",
        "benchmarks",
        "data",
        "docs",
        "ontology",
        "pyproject.toml",
        "queries",
        "requirements.lock",
        "src",
        "tests",
        "w3id",
    ]


def test_sdist_holds_no_litter(built: dict[str, Path]) -> None:
    """No bytecode, no cache, no editor's copy."""
    hidden = [name for name in _list_sdist(built) if "/." in name and name != "w3id/.htaccess"]
    litter = {".bak", ".log", ".orig", ".pyc", ".rej", ".swp", ".tmp"}
    assert (hidden, _find_kinds(_list_sdist(built)) & litter) == ([], set())


@pytest.mark.parametrize("kind", [".whl", ".gz"])
def test_builds_are_the_same_bytes(
    kind: str, built: dict[str, Path], rebuilt: dict[str, Path]
) -> None:
    """In another folder, with another hash seed, umask and time zone."""
    first, second = built[kind], rebuilt[kind]
    assert first.name == second.name
    assert _digest(first) == _digest(second)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
