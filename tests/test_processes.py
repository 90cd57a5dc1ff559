"""Work in a child process: its bytes come back, its limits hold, and nothing of it is left."""

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backrun_kg.processes import CAN_FORK, Limits, run_apart

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="there are no child processes here")

LIMITS = Limits(timeout=20, memory=256 << 20)


def _spin() -> bytes:
    while True:
        pass


def _name_error(work: Callable[[], object]) -> bytes:
    """What goes wrong with some work, as the name of the error."""
    try:
        work()
    except OSError as error:
        return os.strerror(error.errno or 0).encode()
    return b"nothing"


@pytest.mark.parametrize("size", [0, 1, 65_536, 5_000_000])
def test_bytes_come_back_whole(size: int) -> None:
    """However many they are."""
    assert run_apart(lambda: b"x" * size, LIMITS) == (b"x" * size, False, 0)


def test_work_that_takes_too_long_is_ended() -> None:
    """The clock is the parent's, and it kills."""
    assert run_apart(_spin, Limits(timeout=0.1)) == (None, True, -signal.SIGKILL)


def test_work_may_take_for_ever() -> None:
    """No limit is a limit too."""
    assert run_apart(lambda: b"x", Limits(timeout=float("inf"), memory=1 << 70)).sent == b"x"


def test_memory_has_a_limit() -> None:
    """A quarter of a gibibyte is there, a whole one is not."""
    assert run_apart(lambda: bytes(1 << 27)[:1], LIMITS).sent == b"\0"
    assert run_apart(lambda: bytes(1 << 30)[:1], LIMITS).sent is None


FORBIDDEN: dict[str, Callable[[], object]] = {
    "file": lambda: os.open(os.devnull, os.O_RDONLY),
    "socket": socket.socket,
    "pipe": os.pipe,
    "copy": lambda: os.dup(1),
}


@pytest.mark.parametrize("work", FORBIDDEN.values(), ids=FORBIDDEN)
def test_nothing_can_be_opened(work: Callable[[], object]) -> None:
    """No file, no socket, not even a copy of what is open."""
    assert run_apart(lambda: _name_error(work), LIMITS).sent == b"Too many open files"


def test_clock_has_a_second_belt() -> None:
    """A parent that is stopped kills nobody; processor time runs out all the same."""
    sent = run_apart(lambda: bytes(resource.getrlimit(resource.RLIMIT_CPU)), LIMITS).sent
    assert sent == bytes([22, 22])


def test_what_the_parent_has_open_is_closed() -> None:
    """A server's connections and other queries' pipes are none of the child's business."""
    with socket.socket() as ours:
        number = ours.fileno()
        sent = run_apart(lambda: _name_error(lambda: os.fstat(number)), LIMITS).sent
    assert sent == b"Bad file descriptor"


def test_failing_work_sends_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """No half message, and no traceback on the parent's streams."""
    outcome = run_apart(lambda: bytes(1 // 0), LIMITS)
    assert (outcome, *capfd.readouterr()) == ((None, False, 1), "", "")


def test_output_of_the_child_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    """The engine's last words are not the user's to read."""
    run_apart(lambda: bytes(os.write(1, b"out") + os.write(2, b"err")), LIMITS)
    assert capfd.readouterr() == ("", "")


def test_signals_are_as_they_were() -> None:
    """Whatever is blocked around the fork is open again."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    run_apart(bytes, LIMITS)
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before


def test_handlers_of_the_parent_do_not_run_in_the_child() -> None:
    """A signal to the whole group would have a server's child clean up what is the server's."""

    def work() -> bytes:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.1)
        return b"x"

    before = signal.signal(signal.SIGTERM, lambda *_: os._exit(7))
    try:
        outcome = run_apart(work, LIMITS)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert outcome == (b"x", False, 0)


def test_ignored_children_are_heard() -> None:
    """Where SIGCHLD is ignored there is no exit code, but there is an answer."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        outcome = run_apart(lambda: b"x", LIMITS)
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert outcome == (b"x", False, None)


def test_fork_that_fails_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without processes to give says so, and the pipe is closed."""

    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    before = os.listdir("/dev/fd")
    with pytest.raises(BlockingIOError):
        run_apart(bytes, LIMITS)
    assert os.listdir("/dev/fd") == before


def test_threads_get_their_own_answers() -> None:
    """Eight threads with three children each, beside one that keeps the processor busy."""
    found: dict[int, list[bytes | None]] = {}
    done = threading.Event()

    def busy() -> None:
        while not done.is_set():
            sum(range(1000))

    def work(number: int) -> None:
        found[number] = [run_apart(lambda: b"%d" % number, LIMITS).sent for _ in range(3)]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in (*threads, threading.Thread(target=busy)):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    assert found == {number: [b"%d" % number] * 3 for number in range(8)}


def _run(script: str, **streams: int) -> subprocess.CompletedProcess[str]:
    head = "import os\nfrom backrun_kg.processes import Limits, run_apart\n"
    options: dict[str, int] = {"stdout": subprocess.PIPE, **streams}
    return subprocess.run([sys.executable, "-c", head + script], text=True, check=True, **options)  # type: ignore[call-overload,no-any-return]


def test_what_is_buffered_or_registered_stays_the_parents() -> None:
    """The child neither writes what waits to be written nor runs what is to run at the end."""
    script = (
        "import atexit\natexit.register(print, 'bye')\nprint('waiting', end=' ')\n"
        "run_apart(lambda: b'', Limits())"
    )
    assert _run(script).stdout == "waiting bye\n"


@pytest.mark.parametrize("closed", [(0,), (0, 1), (0, 1, 2)], ids=str)
def test_closed_streams_do_no_harm(closed: tuple[int, ...], tmp_path: Path) -> None:
    """A service without standard streams gets the lowest numbers for its pipes."""
    script = (
        f"for n in {closed}: os.close(n)\n"
        "sent = run_apart(lambda: b'x' * 100_000, Limits()).sent\n"
        f"open({str(tmp_path / 'length')!r}, 'w').write(str(len(sent)))\nos._exit(0)"
    )
    _run(script)
    assert (tmp_path / "length").read_text() == "100000"


def test_nothing_piles_up() -> None:
    """Fifty children later there are as many files open as before, and no child is left."""
    script = (
        "def count(): return len(os.listdir('/dev/fd'))\n"
        "run_apart(bytes, Limits())\nbefore = count()\n"
        "for _ in range(50): run_apart(bytes, Limits())\n"
        "try: os.waitpid(-1, os.WNOHANG)\n"
        "except ChildProcessError: print(count() - before)"
    )
    assert _run(script).stdout == "0\n"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("end", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_child_ends_with_its_parent(end: str) -> None:
    """Ctrl-C kills the child; and whatever ends the parent, the child sees it and ends too."""
    script = "import time\nprint(end='.', flush=True)\nrun_apart(lambda: time.sleep(60), Limits())"
    head = "import os\nfrom backrun_kg.processes import Limits, run_apart\n"
    with subprocess.Popen(
        [sys.executable, "-c", head + script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        child = _wait_for(lambda: _children(parent.pid))[0]
        parent.send_signal(signal.Signals[end])
        assert parent.wait(10) == -signal.Signals[end]
    assert _wait_for(lambda: not _runs(child))


def _wait_for(find: Callable[[], Any]) -> Any:
    """What is found in the end; ten seconds are enough."""
    for _ in range(1000):
        if found := find():
            break
        time.sleep(0.01)
    return found


def _children(parent: int) -> list[int]:
    """The processes that a process started and that still run."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [number for number in numbers if _status(number)[1:2] == [str(parent)]]


def _runs(number: int) -> bool:
    return _status(number)[:1] not in ([], ["Z"], ["X"])


def _status(number: int) -> list[str]:
    """The state of a process and its parent, or nothing when there is none."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
