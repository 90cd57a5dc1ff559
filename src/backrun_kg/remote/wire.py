"""HTTP with servers: patient with busy ones, led on only within one, let in where we may."""

import time
from collections.abc import Mapping
from random import SystemRandom
from typing import BinaryIO

from backrun_kg.errors import LimitReached
from backrun_kg.remote.addresses import follow, read_address
from backrun_kg.remote.connections import (
    Broken,
    Connection,
    FilePart,
    Reply,
    Request,
    ServerFailure,
)
from backrun_kg.remote.credentials import Authority
from backrun_kg.version import read_version

MOST_BYTES = 1 << 28
"""How large an answer may be that is kept in memory."""

MOST_ON_DISK = 1 << 40
"""How large one may be that goes to disk."""

MOST_TRIES = 5
"""How often a request is sent to a server that is busy, or whose connection breaks."""

LONGEST_WAIT = 60.0
"""The seconds that a busy server may make us wait before the next try."""

_BUSY = (429, 502, 503)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_FIRST_WAIT = 0.5


class Wire:
    """Requests to servers, each with its own connection and login."""

    def __init__(self, timeout: float, *, in_all: bool = True) -> None:
        """``timeout`` is for a request in all, tries and waits too, or else for each silence."""
        self._timeout, self._in_all = timeout, in_all
        self._connections: dict[str, Connection] = {}
        self._authorities: dict[str, Authority] = {}
        self._reached: set[str] = set()

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | FilePart | None = None,
        *,
        most: int = MOST_BYTES,
        into: BinaryIO | None = None,
    ) -> Reply:
        """The reply to a request that may be sent twice without harm.

        The body of a success goes into the file ``into``, if one is given. Raises BackrunError:
        for a server that is not reached or does not let us in, LimitReached for time and size.
        """
        told = {"User-Agent": f"backrun-kg/{read_version()}", **(headers or {})}
        request = Request(method, read_address(url), told, body)
        until = time.monotonic() + self._timeout if self._in_all else None
        for _ in range(_MOST_REDIRECTS + 1):
            reply = self._send_patiently(request, most, into, until)
            place = reply.headers.get("Location")
            if reply.status not in _REDIRECTS or not place:
                return reply
            request = request._replace(address=follow(request.address, place))
            if reply.status == 303:
                request = request._replace(method="GET", body=None)
        raise ServerFailure(f"{url} sends us on without end.")

    def close(self) -> None:
        """Close all connections."""
        for connection in self._connections.values():
            connection.close()

    def _send_patiently(
        self, request: Request, most: int, into: BinaryIO | None, until: float | None
    ) -> Reply:
        origin = request.address.origin
        for tries in range(1, MOST_TRIES + 1):
            wait = None
            try:
                reply = self._send_with_login(request, most, into, until)
            except Broken as error:
                if error.hopeless or origin not in self._reached or tries == MOST_TRIES:
                    raise ServerFailure(str(error)) from error
            else:
                if reply.status not in _BUSY or tries == MOST_TRIES:
                    return reply
                wait = _read_wait(reply)
            _rest(_next_wait(tries) if wait is None else wait, origin, until)
        raise AssertionError

    def _send_with_login(
        self, request: Request, most: int, into: BinaryIO | None, until: float | None
    ) -> Reply:
        origin = request.address.origin
        authority = self._authorities.setdefault(origin, Authority(request.address.host))
        while True:
            login = authority.header(request.method, str(request.address))
            sent = request
            if login:
                sent = request._replace(headers={**request.headers, "Authorization": login})
            reply = self._connect(request).exchange(sent, most, into, until)
            self._reached.add(origin)
            if reply.status != 401:
                authority.settle()
                return reply
            if not authority.learn(reply.headers.get_all("WWW-Authenticate") or [], origin):
                place = str(request.address).partition("?")[0]
                told = f"{place} asks who you are (401). {authority.explain()}"
                raise ServerFailure(told)

    def _connect(self, request: Request) -> Connection:
        address = request.address
        if address.origin not in self._connections:
            self._connections[address.origin] = Connection(address, self._timeout)
        return self._connections[address.origin]


def _next_wait(tries: int) -> float:
    """Longer with every try, and by chance, so that many clients do not come back at once."""
    return SystemRandom().uniform(0, _FIRST_WAIT * 2**tries)


def _read_wait(reply: Reply) -> float | None:
    """The seconds that a busy server asks us to wait, if it says so."""
    told = str(reply.headers.get("Retry-After", "")).strip()
    if told.isdecimal():
        return float(told)
    if not told:
        return None
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except ValueError:
        return None


def _rest(wait: float, origin: str, until: float | None) -> None:
    if wait > LONGEST_WAIT or (until is not None and time.monotonic() + wait > until):
        raise LimitReached(f"{origin} is busy and wants us back in {wait:.0f} s. Try again then.")
    time.sleep(wait)
