"""The nursery: a process of one thread that holds the loaded graph and forks workers from it.

A server that answers many at once is no place to fork from: what other threads hold is locked in
the child for ever, and every open connection is in it too. The nursery is forked before any of this
begins. It is the workers' parent, so only it ends them, and a number of a process that has ended
never means another one. When the server ends, however that happens, the nursery and its workers do.
"""

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import NamedTuple, NoReturn

from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError
from backrun_kg.processes import CAN_FORK, Limits, fork, keep_only
from backrun_kg.serving.evaluation import Caps, warm_up
from backrun_kg.serving.sites import MakeSite, send_site
from backrun_kg.serving.workers import work

_WORKER, _SITE, _END, _RENICE = b"W", b"S", b"E", b"R"
_NUMBER = 8
_LATER = 12
"""The priority of what has time: it gets a small share where others want to run."""

Life = Callable[[int], NoReturn]
"""What a child does with its end of a socket, given as a file's number."""

Lives = dict[bytes, Life]


class Born(NamedTuple):
    """A new worker: its process and the socket to it."""

    process: int
    connection: socket.socket


class Nursery:
    """The server's hold on the nursery."""

    def __init__(self, process: int, control: socket.socket) -> None:
        self._process = process
        self._control = control
        self._turn = asyncio.Lock()

    async def bear(self) -> Born:
        """A new worker. Raises OSError where the system gives no process."""
        return await self._bear(_WORKER)

    async def begin_site(self) -> Born:
        """A process that makes the site and sends it. Raises OSError as ``bear`` does."""
        return await self._bear(_SITE)

    async def _bear(self, order: bytes) -> Born:
        number, connections = await self._ask(order, 0)
        if number < 0 or not connections:
            raise OSError(-number, os.strerror(-number))
        connection = socket.socket(fileno=connections[0])
        connection.setblocking(False)
        return Born(number, connection)

    async def end(self, process: int) -> int:
        """End a worker, and its exit code as ``waitstatus_to_exitcode`` has it."""
        return (await self._ask(_END, process))[0]

    async def renice(self, thread: int) -> None:
        """Let a worker's thread stand back behind others."""
        await self._ask(_RENICE, thread)

    def close(self) -> None:
        """End the nursery and all its workers."""
        self._control.close()
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)

    async def _ask(self, order: bytes, number: int) -> tuple[int, list[int]]:
        """The number that answers an order, and the sockets that come with it."""
        async with self._turn:
            self._control.setblocking(False)
            self._control.send(order + number.to_bytes(_NUMBER))
            await _readable(self._control)
            content, connections, _, _ = socket.recv_fds(self._control, _NUMBER, 1)
        if len(content) < _NUMBER:
            raise OSError(0, "the process that forks workers has ended")
        return int.from_bytes(content, signed=True), connections


def open_nursery(
    dataset: Dataset, limits: Limits, caps: Caps, make_site: MakeSite | None = None
) -> Nursery:
    """Fork the nursery. Raises BackrunError where nothing can be forked."""
    if not CAN_FORK:
        raise BackrunError("serve needs Linux, macOS or WSL: each query runs in a forked process.")
    _ = dataset.store  # loaded here, it is shared with every worker
    warm_up()
    lives: Lives = {_WORKER: lambda channel: work(channel, dataset, limits, caps)}
    if make_site:
        lives[_SITE] = partial(send_site, dataset=dataset, make_site=make_site)
    ours, theirs = socket.socketpair()
    process = fork()
    if not process:
        _run(theirs.detach(), lives)
    theirs.close()
    return Nursery(process, ours)


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(connection, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(connection)


def _run(control: int, lives: Lives) -> NoReturn:
    """The nursery's own life. It leaves signals to the server, whose end is its end."""
    children: set[int] = set()
    try:
        for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ignored, signal.SIG_IGN)
        signal.set_wakeup_fd(-1)
        with socket.socket(fileno=keep_only(control)) as connection:
            while len(order := connection.recv(1 + _NUMBER)) == 1 + _NUMBER:
                _obey(order[:1], int.from_bytes(order[1:]), connection, children, lives)
    finally:
        for process in list(children):
            _end(process, children)
        os._exit(0)


def _obey(
    order: bytes, number: int, connection: socket.socket, children: set[int], lives: Lives
) -> None:
    if order in lives:
        _fork_off(connection, children, lives[order])
    else:
        code = _end(number, children) if order == _END else _renice(number)
        connection.send(code.to_bytes(_NUMBER, signed=True))


def _fork_off(connection: socket.socket, children: set[int], life: Life) -> None:
    """Fork a child and hand its socket over; or the error's number, negative, and no socket."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        try:
            process = os.fork()
        except OSError as error:
            connection.send((-(error.errno or 1)).to_bytes(_NUMBER, signed=True))
            return
        if not process:
            life(theirs.detach())
        children.add(process)
        socket.send_fds(connection, [process.to_bytes(_NUMBER, signed=True)], [ours.fileno()])


def _end(process: int, children: set[int]) -> int:
    if process not in children:
        return 0
    children.remove(process)
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    with suppress(ChildProcessError):
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return 0


def _renice(thread: int) -> int:
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, _LATER)
    return 0
