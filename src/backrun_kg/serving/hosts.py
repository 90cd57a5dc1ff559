"""Whom the server listens to: an address of this machine, and requests that name it."""

import socket
from ipaddress import ip_address

from backrun_kg.errors import BackrunError

LOOPBACK = "127.0.0.1"

_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


def open_socket(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises BackrunError where the address or the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # named so, asyncio lets answers go at once; else a client waits 40 ms for each
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(1024)
    except OSError as error:
        listening.close()
        raise BackrunError(
            f"Cannot listen on {write_authority(host, port)}: {error.strerror or error}. "
            "Choose another with --port, or any that is free with --port 0."
        ) from error
    listening.setblocking(False)
    return listening


def write_authority(host: str, port: int) -> str:
    """Host and port as an address has them.

    >>> write_authority("::1", 80)
    '[::1]:80'
    """
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def is_known(header: str, bound: str) -> bool:
    """Whether a Host header names this machine, by the address it listens on.

    A page of another site cannot ask in its own name then (DNS rebinding). On an address that is
    every address of the machine, any number will do, but no name: such an attack needs a name.
    """
    name = _host(header)
    if is_loopback(bound):
        return name in _LOOPBACK_NAMES or is_loopback(name)
    if name == bound.lower():
        return True
    return bound in ("0.0.0.0", "::") and (name in _LOOPBACK_NAMES or _is_number(name))  # noqa: S104


def is_loopback(host: str) -> bool:
    """Whether an address is one that only this machine can reach."""
    return host == "localhost" or (_is_number(host) and ip_address(host).is_loopback)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _host(header: str) -> str:
    """The host of a Host header, without its port and in lower case."""
    name, colon, port = header.rpartition(":")
    if not colon or not port.isdecimal():
        name = header if not header.endswith(":") else header[:-1]
    return name.removeprefix("[").removesuffix("]").lower()
