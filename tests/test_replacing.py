"""A file in place: old or new whenever the writer dies, and nothing beside it for long."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backrun_kg.replacing import put_in_place

ROOT = Path(__file__).parents[1]
LEFTOVER = ".backrun-kg-0123456789abcdef.tmp"
KILLED = """
import os, signal, sys
from backrun_kg import replacing
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
os.replace = die
if sys.argv[2] == "named":
    vars(os).pop("O_TMPFILE", None)
replacing.put_in_place(sys.argv[1], b"new")
"""
FULL = """
import resource, sys
from backrun_kg import replacing
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
if sys.argv[2] == "named":
    vars(replacing.os).pop("O_TMPFILE", None)
try:
    replacing.put_in_place(sys.argv[1], b"new" * 1000)
except OSError as error:
    print(error.strerror)
"""

needs_posix = pytest.mark.skipif(os.name != "posix", reason="this system kills otherwise")


@pytest.fixture(params=["nameless", "named"])
def road(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How a file is written: without a name where the system can do that, or with one."""
    if request.param == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    return str(request.param)


def contents(folder: Path) -> dict[str, bytes]:
    """What is in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.usefixtures("road")
def test_new_file_is_made(tmp_path: Path) -> None:
    """There is the file and nothing else."""
    put_in_place(str(tmp_path / "a"), b"new")
    assert contents(tmp_path) == {"a": b"new"}


@pytest.mark.usefixtures("road")
def test_old_file_is_replaced(tmp_path: Path) -> None:
    """There is the new file and nothing else."""
    (tmp_path / "a").write_bytes(b"old and longer")
    put_in_place(str(tmp_path / "a"), b"new")
    assert contents(tmp_path) == {"a": b"new"}


@needs_posix
@pytest.mark.usefixtures("road")
def test_new_file_is_made_as_is_usual(tmp_path: Path) -> None:
    """Whoever may read what this user makes may read it."""
    mask = os.umask(0o027)
    put_in_place(str(tmp_path / "a"), b"new")
    os.umask(mask)
    assert oct((tmp_path / "a").stat().st_mode & 0o777) == "0o640"


@needs_posix
@pytest.mark.usefixtures("road")
@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_permissions_are_kept(tmp_path: Path, mode: int) -> None:
    """Who could read the old file can read the new one, and nobody else."""
    (tmp_path / "a").touch()
    (tmp_path / "a").chmod(mode)
    put_in_place(str(tmp_path / "a"), b"new")
    assert oct((tmp_path / "a").stat().st_mode & 0o777) == oct(mode)


@pytest.mark.usefixtures("road")
def test_long_name_is_written_to(tmp_path: Path) -> None:
    """A name as long as the system allows leaves no room for a longer one beside it."""
    put_in_place(str(tmp_path / ("a" * 255)), b"old")
    put_in_place(str(tmp_path / ("a" * 255)), b"new")
    assert contents(tmp_path) == {"a" * 255: b"new"}


def test_system_without_links_to_open_files_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that can be written without a name but not be given one is written with one."""
    monkeypatch.setattr(os, "link", _refuse)
    (tmp_path / "a").write_bytes(b"old")
    put_in_place(str(tmp_path / "a"), b"new")
    put_in_place(str(tmp_path / "b"), b"new")
    assert contents(tmp_path) == {"a": b"new", "b": b"new"}


@needs_posix
def test_full_disk_leaves_the_old_file(tmp_path: Path, road: str) -> None:
    """A file that does not fit leaves all as it was."""
    (tmp_path / "a").write_bytes(b"old")
    told = [_run(FULL, tmp_path / name, road).stdout for name in ("a", "b")]
    assert (contents(tmp_path), told) == ({"a": b"old"}, ["File too large\n"] * 2)


@needs_posix
def test_death_before_the_last_step_leaves_the_old_file(tmp_path: Path, road: str) -> None:
    """Killed between the two calls, a process leaves the new file beside the old one, whole."""
    (tmp_path / "a").write_bytes(b"old")
    assert _run(KILLED, tmp_path / "a", road).returncode == -signal.SIGKILL
    assert sorted(contents(tmp_path).values()) == [b"new", b"old"]
    assert contents(tmp_path)["a"] == b"old"


@needs_posix
def test_next_writing_removes_what_the_dead_left(tmp_path: Path, road: str) -> None:
    """Whichever file of the folder it writes."""
    (tmp_path / "a").write_bytes(b"old")
    _run(KILLED, tmp_path / "a", road)
    put_in_place(str(tmp_path / "b"), b"new")
    assert contents(tmp_path) == {"a": b"old", "b": b"new"}


@needs_posix
def test_what_another_process_writes_is_no_leftover(tmp_path: Path) -> None:
    """It is locked as long as its writer lives."""
    import fcntl

    with (tmp_path / LEFTOVER).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        put_in_place(str(tmp_path / "a"), b"new")
        assert sorted(contents(tmp_path)) == [LEFTOVER, "a"]
    put_in_place(str(tmp_path / "a"), b"new")
    assert sorted(contents(tmp_path)) == ["a"]


@needs_posix
def test_only_files_of_our_name_are_leftovers(tmp_path: Path) -> None:
    """Others stay, also what is no file; a pipe of that name keeps nobody waiting."""
    others = [".backrun-kg-a", "a.tmp", ".backrun-kg.tmp", "backrun-kg-a.tmp"]
    for name in others:
        (tmp_path / name).touch()
    os.mkfifo(tmp_path / LEFTOVER)
    (tmp_path / f"{LEFTOVER[:-4]}-folder.tmp").mkdir()
    (tmp_path / f"{LEFTOVER[:-4]}-link.tmp").symlink_to("a.tmp")
    put_in_place(str(tmp_path / "a"), b"new")
    assert len(list(tmp_path.iterdir())) == len(others) + 4


@needs_posix
@pytest.mark.skipif(not (ROOT / "benchmarks").is_dir(), reason="the benchmarks are not here")
def test_file_is_whole_whenever_its_writer_is_killed() -> None:
    """Forty processes, each ended at a moment by chance; ``benchmarks.kills`` does a thousand."""
    command = [sys.executable, "-m", "benchmarks.kills", "40"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout.startswith("40 processes killed: 0 files not whole, 0 leftovers that stayed")
    assert run.returncode == 0


def _run(script: str, name: Path, road: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, str(name), road]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _refuse(*_: object, **__: object) -> None:
    raise OSError(18, "Invalid cross-device link")
