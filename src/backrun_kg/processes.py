"""Runs work in a child process with limits, and brings back the bytes it ends with.

The child is forked: it shares what is loaded. It has a large stack, so much memory and time, and no
way to open a file or a socket. It is for native code that cannot be stopped otherwise, not even by
Ctrl-C, and that may take all memory or break.

Without ``fork`` (Windows) there is no child, and ``CAN_FORK`` says so. Without ``/proc`` (macOS)
its memory has no limit.
"""

import _thread
import os
import signal
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, NoReturn

CAN_FORK = hasattr(os, "fork")

if CAN_FORK:
    import fcntl
    import resource
    import select

STACK = 256 << 20
"""Bytes of stack, which cost nothing until they are used. A level of nesting takes the engine up to
10 kB, a link of a chain (UNION, OPTIONAL, ||) up to 3: some 80,000 links."""

_LENGTH = 8
"""How many bytes tell the length of what follows."""

AGES = 1_000_000
"""Seconds, eleven days: about the longest that a system call can wait."""


class Limits(NamedTuple):
    """How many seconds work may take, and how many bytes of memory beside what is loaded."""

    timeout: float = 60
    memory: int = 2 << 30


class Outcome(NamedTuple):
    """What a child sent, if all of it came, whether it was late, and its exit code, if known."""

    sent: bytes | None
    late: bool
    code: int | None


def run_apart(work: Callable[[], bytes], limits: Limits) -> Outcome:
    """Call a function in a child process. Raises OSError where the system gives none."""
    reader, writer = os.pipe()
    # no signal may come between the fork and the lines that see to the child's end
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        child = fork()
        if not child:
            _serve(writer, work, limits)
    except OSError:
        os.close(reader)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        raise
    finally:
        os.close(writer)
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        sent, late = _receive(reader, limits.timeout)
    finally:
        os.close(reader)
        code = _end(child)
    return Outcome(sent, late, code)


def fork() -> int:
    """Fork, also where other threads run, of which Python 3.12 and later warn.

    The danger is a lock that such a thread holds: in the child nobody will ever open it. Ours runs
    native code that reads, and whatever it waits for, its time ends.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _receive(reader: int, timeout: float) -> tuple[bytes | None, bool]:
    """What comes through the pipe, or None when not all comes, and whether the time is over."""
    end = time.monotonic() + min(timeout, AGES)
    ready = select.poll()
    ready.register(reader, select.POLLIN)
    parts: list[bytes] = []
    while ready.poll(1000 * max(0, end - time.monotonic())):
        part = os.read(reader, 1 << 20 if parts else _LENGTH)
        if not part:
            length, sent = b"".join(parts[:1]), b"".join(parts[1:])
            whole = length and len(sent) == int.from_bytes(length)
            return sent if whole else None, False
        parts.append(part)
    return None, True


def _end(child: int) -> int | None:
    """Kill a child, which does not hurt one that has ended, and take its exit code."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    with suppress(ChildProcessError):  # whoever ignores SIGCHLD gets no exit codes
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return None


def _serve(writer: int, work: Callable[[], bytes], limits: Limits) -> NoReturn:
    """The child's first thread: start the one that works, and end when nobody reads any more.

    Signals stay blocked, so that no handler of the parent's runs here.
    """
    try:
        writer = keep_only(writer)
        _thread.stack_size(STACK)
        _thread.start_new_thread(_work, (writer, work, limits))
        closed = select.poll()
        closed.register(writer, 0)  # wakes for nothing but the reader's end
        closed.poll()
    finally:
        os._exit(1)  # at once: what is registered or buffered is the parent's to run and to write


def keep_only(writer: int) -> int:
    """Close every file but the pipe's end, and give its new number.

    Pipes of other queries are among them; kept open here, they would keep their readers waiting.
    """
    writer = fcntl.fcntl(writer, fcntl.F_DUPFD, 3)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    for other in map(int, os.listdir("/dev/fd")):
        if other > 2 and other != writer:
            with suppress(OSError):  # the list's own is closed already
                os.close(other)
    return writer


def _work(writer: int, work: Callable[[], bytes], limits: Limits) -> NoReturn:
    """The child's second thread, the one with the large stack."""
    code = 1
    try:
        restrict(limits)
        result = work()
        os.write(writer, len(result).to_bytes(_LENGTH))
        left = memoryview(result)
        while left:
            left = left[os.write(writer, left) :]
        code = 0
    finally:
        os._exit(code)


def restrict(limits: Limits) -> None:
    """Give up for good what the work has no use for."""
    with suppress(FileNotFoundError), open("/proc/self/statm", "rb") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
        _lower(resource.RLIMIT_AS, mapped + limits.memory)
    _lower(resource.RLIMIT_CPU, int(min(limits.timeout, AGES)) + 2)  # for a parent that is stopped
    _lower(resource.RLIMIT_CORE, 1)  # to Linux 1, not 0, says: no dump to a program either
    _lower(resource.RLIMIT_NOFILE, 1)  # 0 is open, so nothing else can be


def _lower(limit: int, value: int) -> None:
    hard = resource.getrlimit(limit)[1]
    most = 1 << 62 if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(limit, (min(value, most), min(value, most)))
