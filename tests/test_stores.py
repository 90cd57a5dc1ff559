"""The folder of stores: found, listed, built into by one process at a time, and kept small."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from backrun_kg import stores
from backrun_kg.stores import (
    Kept,
    building,
    clear,
    find_folder,
    is_whole,
    list_stores,
    mark_used,
    remove_store,
    say_nothing,
)


def _make(folder: Path, key: str, size: int = 5, used: int | None = None) -> Path:
    """Build a store of one part."""
    folder.mkdir(exist_ok=True)
    with building(str(folder), key, (f"{key}.nt",), say_nothing) as place:
        assert place is not None
        Path(place).mkdir()
        (Path(place) / "part").write_bytes(b"x" * size)
    if used is not None:
        os.utime(folder / key / "made.json", (used, used))
    return folder / key


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


@pytest.mark.parametrize(
    ("value", "folder"),
    [("", None), ("/a/b", "/a/b"), ("here", os.path.abspath("here")), ("~", "/home/me")],
)
def test_folder_is_named_by_the_environment(
    value: str, folder: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing turns the cache off."""
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("BACKRUN_CACHE", value)
    assert find_folder() == folder


@pytest.mark.skipif(sys.platform != "linux", reason="each platform has a place of its own")
def test_folder_is_the_users_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the platform keeps what can be made again."""
    monkeypatch.delenv("BACKRUN_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/home/me/.cache")
    assert find_folder() == "/home/me/.cache/backrun-kg"


def test_store_is_there_when_it_is_whole(tmp_path: Path) -> None:
    """Not before; nobody else may enter it."""
    with building(str(tmp_path), "a", ("a.nt",), say_nothing) as place:
        assert place is not None
        Path(place).mkdir()
        assert list_stores(str(tmp_path)) == []
    assert is_whole(str(tmp_path / "a"))
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0 or os.name != "posix"


def test_stores_are_listed_last_used_first(tmp_path: Path) -> None:
    """With their files and their size."""
    _make(tmp_path, "a", size=3, used=10)
    _make(tmp_path, "b", size=4, used=20)
    assert list_stores(str(tmp_path)) == [
        Kept(str(tmp_path / "b"), ("b.nt",), 4, 20),
        Kept(str(tmp_path / "a"), ("a.nt",), 3, 10),
    ]


def test_use_is_remembered(tmp_path: Path) -> None:
    """It moves a store to the front."""
    _make(tmp_path, "a", used=10)
    _make(tmp_path, "b", used=20)
    mark_used(str(tmp_path / "a"))
    assert [Path(kept.folder).name for kept in list_stores(str(tmp_path))] == ["a", "b"]


def test_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    """And is not made by looking, nor by clearing."""
    folder = str(tmp_path / "none")
    assert (list_stores(folder), clear(folder), os.path.exists(folder)) == ([], [], False)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("store/part", b"x"),
        ("store/part", b"y" * 5),
        ("store/other", b""),
        ("made.json", b"x"),
        ("made.json", b'{"files": [], "parts": []}'),
        ("made.json", b'{"files": [], "parts": {"a": 1}}'),
    ],
)
def test_store_that_was_changed_is_not_whole(part: str, content: bytes, tmp_path: Path) -> None:
    """Whichever file it is, and also where its size stays."""
    store = _make(tmp_path, "a")
    assert is_whole(str(store))
    (store / part).write_bytes(content)
    assert not is_whole(str(store))


def test_store_that_is_not_whole_is_built_anew(tmp_path: Path) -> None:
    """In its place."""
    (_make(tmp_path, "a") / "store" / "part").unlink()
    assert is_whole(str(_make(tmp_path, "a")))


def test_store_is_built_once(tmp_path: Path) -> None:
    """Whoever comes second finds it."""
    _make(tmp_path, "a")
    with building(str(tmp_path), "a", (), say_nothing) as place:
        assert place is None


def test_failure_leaves_nothing(tmp_path: Path) -> None:
    """Neither a store nor a part of one."""

    def fail() -> None:
        with building(str(tmp_path), "a", (), say_nothing) as place:
            assert place is not None
            Path(place).mkdir()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert _left(tmp_path) == []


KILLED = """
import os, signal, sys
from backrun_kg.stores import building, say_nothing
with building(sys.argv[1], "a", (), say_nothing) as place:
    os.mkdir(place)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="it kills")
def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    """By the next that builds, whatever it builds; until then it is no store."""
    run = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert run.returncode == -signal.SIGKILL
    (left,) = _left(tmp_path)
    assert left.startswith("building-")
    assert list_stores(str(tmp_path)) == []
    _make(tmp_path, "b")
    assert _left(tmp_path) == ["b"]


def test_clearing_removes_leftovers(tmp_path: Path) -> None:
    """With the stores and the notes."""
    _make(tmp_path, "a")
    for name in ("building-1", "gone-1"):
        (tmp_path / name).mkdir()
    (tmp_path / "digests.json").write_text("{}", encoding="utf-8")
    assert [kept.files for kept in clear(str(tmp_path))] == [("a.nt",)]
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def test_clearing_keeps_what_is_being_built(tmp_path: Path) -> None:
    """Its process is not gone."""
    _make(tmp_path, "a")
    with building(str(tmp_path), "b", (), say_nothing) as place:
        assert place is not None
        Path(place).mkdir()
        cleared = subprocess.run(
            [sys.executable, "-m", "backrun_kg", "cache", "--clear"],
            env={**os.environ, "BACKRUN_CACHE": str(tmp_path)},
            check=True,
            capture_output=True,
            text=True,
        )
    assert (cleared.stderr, _left(tmp_path)) == ("removed 1 store, 0.0 MiB\n", ["b"])


def test_others_wait_for_who_builds(tmp_path: Path) -> None:
    """And are told so, and build nothing that is there by then."""
    told: list[str] = []
    found: list[str | None] = []
    waiting = threading.Event()

    def tell(message: str, *, always: bool = False) -> None:
        told.append(message if not always else "")
        waiting.set()

    def wait() -> None:
        with building(str(tmp_path), "a", (), tell) as place:
            found.append(place)

    other = threading.Thread(target=wait)
    with building(str(tmp_path), "a", (), say_nothing) as place:
        assert place is not None
        Path(place).mkdir()
        other.start()
        assert waiting.wait(20)
    other.join()
    assert (told, found) == (["Another process is building a store; waiting for it."], [None])


def test_stores_keep_to_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before one is built, those that nobody used for longest go."""
    for used, key in enumerate("abc"):
        _make(tmp_path, key, size=40, used=used)
    monkeypatch.setattr(stores, "MOST_BYTES", 80)
    _make(tmp_path, "d", size=70)
    assert _left(tmp_path) == ["b", "c", "d"]
    _make(tmp_path, "e", size=1)
    assert _left(tmp_path) == ["d", "e"]


def test_store_that_is_gone_is_not_removed(tmp_path: Path) -> None:
    """Somebody else was quicker."""
    assert not remove_store(str(tmp_path / "a"))
