"""Keeps Python's sockets on this machine, and writes down every attempt to leave it.

Importing it is enough, and for good: it is an audit hook, which nothing takes off again. It sees
what any Python code asks of a socket; native code with sockets of its own it cannot see.
"""

import os
import sys

RECORD = "SOCKET_GUARD_RECORD"
"""The environment variable that names the file where attempts are written down."""

_TARGETS = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
}
"""What is watched, and where its arguments say whom it would reach."""


class NetworkUse(RuntimeError):
    """A test would have reached another machine."""


def take_attempts(path: str) -> list[str]:
    """The attempts in a record since they were last taken, of this process and its children."""
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        attempts = file.read().splitlines()
    os.remove(path)
    return attempts


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _TARGETS:
        return
    target = arguments[_TARGETS[event]]
    if isinstance(target, tuple):
        target = target[0]
    elif event == "socket.connect":  # only a UNIX socket has a bare address
        return
    if not _is_here(target):
        attempt = f"{event} to {target!r}"
        _write_down(attempt)
        raise NetworkUse(f"{attempt}: a test may not leave this machine.")


def _is_here(host: object) -> bool:
    """Whether a host is this machine; none at all means its own address, without a look-up."""
    name = host.decode("utf-8", "replace") if isinstance(host, bytes) else host
    if not isinstance(name, str):
        return name is None
    return name in {"localhost", "::1"} or (
        name.startswith("127.") and name.replace(".", "").isdigit()
    )


def _write_down(attempt: str) -> None:
    try:
        with open(os.environ[RECORD], "a", encoding="utf-8") as file:
            file.write(f"{attempt}\n")
    except (KeyError, OSError):  # a child that may open no file is refused all the same
        pass


sys.addaudithook(_watch)
