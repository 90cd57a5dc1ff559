"""The stores of large files on the command line: used, listed, shown and removed."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "backrun_kg"]
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of just over 16 MiB, most of it comments."""
    path = tmp_path_factory.mktemp("data") / "big.ttl"
    comment = b"# " + b"x" * 1021 + b"\n"
    path.write_bytes(f'<http://a/> <{LABEL}> "Big thing"@en .\n'.encode() + comment * (16 << 10))
    return path


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own."""
    monkeypatch.setenv("BACKRUN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _on_terminal(*arguments: str | Path) -> str:
    """What is said on standard error when that is a terminal."""
    reader, writer = pty.openpty()
    try:
        command = [*COMMAND, *map(str, arguments)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=writer, check=True)
        os.set_blocking(reader, False)
        try:
            return os.read(reader, 1 << 16).decode().replace("\r\n", "\n")
        except BlockingIOError:
            return ""
    finally:
        os.close(reader)
        os.close(writer)


CALLS = [
    ["query", "names", "thing=http://a/"],
    ["query", "facts", "thing=big THING"],
    ["query", "-e", "SELECT ?o { <http://a/> ?p ?o }"],
    ["show", "Big thing"],
    ["show", "http://a/", "--format", "nt"],
]


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_large_file_is_answered_from_its_store(call: list[str], big: Path, cache: Path) -> None:
    """Twice the same, as with the cache off, and nothing is said in a pipe."""
    runs = [_run(*call, "--data", big) for _ in range(2)]
    off = subprocess.run(
        [*COMMAND, *call, "--data", str(big)],
        env={**os.environ, "BACKRUN_CACHE": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [run.stdout for run in runs] == [off.stdout] * 2
    assert "Big thing" in off.stdout
    assert [run.stderr for run in runs] == ["", ""]
    assert len(list(cache.glob("*/store"))) == 1


def test_person_is_told_what_takes_time(big: Path, cache: Path) -> None:
    """Once."""
    call = ("query", "names", "thing=http://a/", "--data", big)
    assert [_on_terminal(*call) for _ in range(2)] == [
        f"backrun-kg: Building a store of big.ttl (16 MiB) in {cache}; later questions start at "
        "once. backrun-kg cache --clear removes it.\n",
        "",
    ]


def test_nothing_is_listed_where_nothing_is(cache: Path) -> None:
    """And no folder is made by looking."""
    run = _run("cache")
    assert (run.returncode, run.stdout) == (0, f"{cache} (0 stores, 0.0 MiB)\n")
    assert not cache.exists()


def test_stores_are_listed(big: Path, cache: Path) -> None:
    """When they were last used, their size and their files."""
    _run("query", "names", "--data", big)
    first, line = _run("cache").stdout.splitlines()
    assert re.fullmatch(rf"{re.escape(str(cache))} \(1 store, \d+\.\d MiB\)", first)
    assert re.fullmatch(rf"  20\d\d-\d\d-\d\dT[\d:]{{8}}Z +\d+\.\d MiB  {big}", line)


def test_stores_are_listed_as_json(big: Path, cache: Path) -> None:
    """With the limit they keep to."""
    _run("query", "names", "--data", big)
    found = json.loads(_run("cache", "--format", "json").stdout)
    (store,) = found.pop("stores")
    assert found == {"folder": str(cache), "limit": 10_737_418_240}
    assert (store["files"], os.path.dirname(store["folder"])) == ([str(big)], str(cache))
    assert store["bytes"] > 1000


def test_stores_are_removed(big: Path, cache: Path) -> None:
    """All of them, and it is said how much that was."""
    _run("query", "names", "--data", big)
    size = re.findall(r"1 store, (\S+ MiB)", _run("cache").stdout)[0]
    run = _run("cache", "--clear")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", f"removed 1 store, {size}\n")
    assert [path.name for path in cache.iterdir()] == ["lock"]
    assert _run("cache", "--clear").stderr == "removed 0 stores, 0.0 MiB\n"


def test_cache_that_is_off_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listed, as JSON, and cleared."""
    monkeypatch.setenv("BACKRUN_CACHE", "")
    found = json.loads(_run("cache", "--format", "json").stdout)
    assert (_run("cache").stdout, found["folder"]) == ("off\n", None)
    assert _run("cache", "--clear").stderr == "removed 0 stores, 0.0 MiB\n"


def test_info_shows_the_cache(big: Path, cache: Path) -> None:
    """On a line of its own."""
    before = _run("info").stdout
    assert f"\ncache: {cache} (0 stores, 0.0 MiB)\n" in before
    assert not cache.exists()
    _run("query", "names", "--data", big)
    assert re.search(rf"\ncache: {re.escape(str(cache))} \(1 store, ", _run("info").stdout)


def test_info_shows_the_cache_as_json(cache: Path) -> None:
    """As `cache` does."""
    found = json.loads(_run("info", "--format", "json").stdout)
    assert found["cache"] == {"folder": str(cache), "limit": 10_737_418_240, "stores": []}


def test_malformed_file_is_told(tmp_path: Path, cache: Path) -> None:
    """With its name and line, and without a trace."""
    path = tmp_path / "bad.nt"
    path.write_bytes(b"<urn:a> <urn:b> <urn:c> .\n" * (1 << 20) + b"x\n")
    run = _run("query", "names", "--data", path)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"backrun-kg: {path}: line 1048577, column 1: ")
    assert run.stderr.count("\n") == 1
    assert list(cache.glob("*/store")) == []


LIGHT = """
import sys
from backrun_kg.cli import main
sys.argv = ["backrun-kg", *sys.argv[1:]]
try:
    main()
except SystemExit:
    print("|", *sys.modules)
"""
HEAVY = {"filelock", "platformdirs", "hashlib", "gzip", "subprocess"}
OURS = {f"backrun_kg.{name}" for name in ("stored", "stores", "digests", "streams")}


@pytest.mark.parametrize("call", [["query", "sports"], ["show", "quadriceps"]], ids=" ".join)
def test_shipped_graph_needs_nothing_of_this(call: list[str]) -> None:
    """Not a module."""
    run = subprocess.run(
        [sys.executable, "-c", LIGHT, *call], capture_output=True, text=True, check=True
    )
    assert set(run.stdout.rpartition("|")[2].split()) & (HEAVY | OURS) == set()


def test_small_file_needs_no_library_of_this(tmp_path: Path) -> None:
    """It only has to be found small, for which the module of streams is enough."""
    path = tmp_path / "small.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", LIGHT, "query", "sports", "--data", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(run.stdout.rpartition("|")[2].split())
    assert loaded & (HEAVY | OURS) == {"backrun_kg.streams"}
