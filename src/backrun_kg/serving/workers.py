"""A worker: a forked process that answers queries, one after the other, and can do nothing else.

It has a large stack, so much memory and processor time, and no way to open a file or a socket but
the one it is given. It ends when that is closed, or when it was told to keep nothing of a query
that left it large.
"""

import _thread
import os
import resource
import select
import socket
import time
from contextlib import suppress
from typing import NoReturn

from backrun_kg.dataset import Dataset
from backrun_kg.processes import STACK, Limits, keep_only, restrict
from backrun_kg.serving.evaluation import Caps, answer
from backrun_kg.serving.messages import LENGTH, Reply, read_job

_LIFE = 20
"""A worker's processor time, as so many times that of one query."""

_GROWTH = 64 << 20
"""How many bytes a worker may keep beyond those it starts with."""

_QUERIES = 5000
"""After how many queries a worker is replaced, however well it looks."""

_NICENESS = 5
"""A worker stands back behind the process that talks to clients."""


def work(channel: int, dataset: Dataset, limits: Limits, caps: Caps) -> NoReturn:
    """Answer what comes through a socket until it closes. Called in a fork, it never returns."""
    try:
        channel = keep_only(channel)
        _thread.stack_size(STACK)
        _thread.start_new_thread(_serve, (channel, dataset, limits, caps))
        closed = select.poll()
        closed.register(channel, 0)  # wakes for nothing but the other side's end
        closed.poll()
    finally:
        os._exit(1)


def _serve(channel: int, dataset: Dataset, limits: Limits, caps: Caps) -> NoReturn:
    """The thread with the large stack."""
    code = 1
    try:
        _lower_priority()
        restrict(limits._replace(timeout=_LIFE * limits.timeout))
        with socket.socket(fileno=channel) as connection:
            connection.setblocking(True)
            connection.sendall(_thread.get_native_id().to_bytes(LENGTH))
            _answer_all(connection, dataset, limits, caps)
        code = 0
    finally:
        os._exit(code)


def _answer_all(connection: socket.socket, dataset: Dataset, limits: Limits, caps: Caps) -> None:
    at_first = _largest()
    for number in range(1, _QUERIES + 1):
        length = int.from_bytes(_receive(connection, LENGTH))
        reply = answer(dataset, read_job(_receive(connection, length)), caps)
        grown = _largest() - at_first > _GROWTH
        spent = time.process_time() > (_LIFE - 2) * limits.timeout
        reply = reply._replace(last=reply.last or grown or spent or number == _QUERIES)
        _send(connection, reply)
        if reply.last:
            return


def _send(connection: socket.socket, reply: Reply) -> None:
    content = reply.to_bytes()
    connection.sendall(len(content).to_bytes(LENGTH))
    connection.sendall(content)


def _receive(connection: socket.socket, length: int) -> bytes:
    parts = []
    while length:
        part = connection.recv(min(length, 1 << 20))
        if not part:
            os._exit(0)
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _lower_priority() -> None:
    with suppress(OSError):
        os.nice(_NICENESS)


def _largest() -> int:
    """The most memory that this process ever held; Linux counts it in KiB, macOS in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if os.uname().sysname == "Darwin" else most << 10
