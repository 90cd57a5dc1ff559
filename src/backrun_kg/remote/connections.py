"""One connection to one server: requests out, replies in, bounded in time and in size.

The library's own client does the talking: it takes nothing to install and half the time of any
other to import, keeps its connection open, and still reads what a server answered that stopped
listening in the middle of an upload.
"""

import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from http.client import (
    BadStatusLine,
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
    RemoteDisconnected,
)
from typing import BinaryIO, NamedTuple

from backrun_kg.errors import BackrunError, LimitReached
from backrun_kg.remote.addresses import Address, read_address

MOST_OF_ERROR = 1 << 16
"""How many bytes are read of a reply that is no success: enough for its message."""

_STEP = 1 << 16


class ServerFailure(BackrunError):
    """A server that is not reached, does not let us in, or answers what it should not."""


class FilePart:
    """A stretch of a file as the body of a request, sent from its start on every try."""

    def __init__(
        self, file: BinaryIO, start: int, length: int, told: Callable[[int], None] | None = None
    ) -> None:
        self.file, self.start, self.length, self._told = file, start, length, told

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        sent = 0
        while part := self.file.read(min(_STEP, self.length - sent)):
            yield part
            sent += len(part)
            if self._told:
                self._told(self.start + sent)


class Request(NamedTuple):
    """What is asked of a server."""

    method: str
    address: Address
    headers: dict[str, str]
    body: bytes | FilePart | None = None


class Reply(NamedTuple):
    """What a server answers; the body is empty where it went into a file."""

    status: int
    headers: Message
    body: bytes
    address: Address

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case; '' where none is named."""
        return str(self.headers.get("Content-Type", "")).partition(";")[0].strip().lower()

    @property
    def server(self) -> str:
        """What the server calls itself; '' where it does not say."""
        return str(self.headers.get("Server", ""))


class Broken(Exception):
    """A connection that was not made or did not last; hopeless where no second try would help."""

    def __init__(self, told: str, *, hopeless: bool = False) -> None:
        super().__init__(told)
        self.hopeless = hopeless


class Connection:
    """A connection to one server, opened when it is needed and kept for the next request."""

    def __init__(self, address: Address, timeout: float) -> None:
        self._raw: HTTPConnection | None = None
        self._address, self._timeout = address, timeout
        self._proxy = _find_proxy(address)
        self._late = False

    def exchange(
        self, request: Request, most: int, into: BinaryIO | None, until: float | None
    ) -> Reply:
        """Send a request and read the reply. Raises Broken or LimitReached.

        A kept connection that the server has closed meanwhile is opened anew.
        """
        kept = self._raw is not None
        try:
            return self._exchange(request, most, into, until)
        except Broken:
            if not kept:
                raise
            return self._exchange(request, most, into, until)

    def close(self) -> None:
        """Close the connection, if it is open."""
        if self._raw:
            self._raw.close()
        self._raw = None

    def __del__(self) -> None:
        """Leave no socket open; those who ask a server once need not think of it."""
        self.close()

    def _exchange(
        self, request: Request, most: int, into: BinaryIO | None, until: float | None
    ) -> Reply:
        try:
            with self._watched(until):
                return self._talk(request, most, into)
        except (OSError, HTTPException) as error:
            self.close()
            if self._late or isinstance(error, TimeoutError):
                raise LimitReached(
                    f"{self._address.origin} did not answer in time. "
                    "Allow more with --timeout SECONDS."
                ) from error
            told, hopeless = _explain(error)
            raise Broken(f"{self._address.origin} {told}", hopeless=hopeless) from error
        except BaseException:
            self.close()
            raise

    def _talk(self, request: Request, most: int, into: BinaryIO | None) -> Reply:
        raw = self._raw = self._raw or self._open()
        by_proxy = self._proxy and request.address.scheme == "http"
        target = str(request.address) if by_proxy else request.address.target
        headers = dict(request.headers)
        if request.body is not None:
            headers["Content-Length"] = str(len(request.body))
        whole = True
        try:
            raw.request(request.method, target, body=request.body, headers=headers)
        except (BrokenPipeError, ConnectionResetError):
            whole = False  # it may have said why before it hung up
        response = raw.getresponse()
        body = _receive(response, most, into)
        if not whole or response.will_close or not response.isclosed():
            self.close()
        return Reply(response.status, response.headers, body, request.address)

    def _open(self) -> HTTPConnection:
        place = self._proxy or self._address
        if self._address.scheme == "http":
            return HTTPConnection(place.host, place.port, timeout=self._timeout)
        trusted = ssl.create_default_context()
        raw = HTTPSConnection(place.host, place.port, timeout=self._timeout, context=trusted)
        if self._proxy:
            raw.set_tunnel(self._address.host, self._address.port)
        return raw

    @contextmanager
    def _watched(self, until: float | None) -> Iterator[None]:
        """Cut the connection when the time is over, however slowly a server may drip."""
        self._late = False
        if until is None:
            yield
            return
        timer = threading.Timer(max(0, until - time.monotonic()), self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self._late = True
        if self._raw and self._raw.sock:
            with suppress(OSError):
                self._raw.sock.shutdown(socket.SHUT_RDWR)


def _receive(response: HTTPResponse, most: int, into: BinaryIO | None) -> bytes:
    """The body of a success, or what goes into the file; the beginning of any other body."""
    if not 200 <= response.status < 300:
        return response.read(MOST_OF_ERROR)
    sink = into or io.BytesIO()
    sink.seek(0)
    sink.truncate()
    size = 0
    while part := response.read(_STEP):
        size += len(part)
        if size > most:
            raise LimitReached(f"The answer is larger than {most >> 20:,} MiB. Ask for less.")
        sink.write(part)
    if response.length:  # the library does not say so where it is read in steps
        raise IncompleteRead(b"", response.length)
    return sink.getvalue() if isinstance(sink, io.BytesIO) and not into else b""


def _find_proxy(address: Address) -> Address | None:
    """The proxy that the environment names for a server; none for one on this machine."""
    if address.is_here:
        return None
    from urllib.request import getproxies, proxy_bypass

    named = getproxies().get(address.scheme)
    if not named or proxy_bypass(address.host):
        return None
    return read_address(named if "://" in named else f"http://{named}")


def _explain(error: Exception) -> tuple[str, bool]:
    """What went wrong, and whether a second try is hopeless."""
    if isinstance(error, socket.gaierror):
        return "is no known host. Is the address right?", True
    if isinstance(error, ConnectionRefusedError):
        return "refuses connections. Does the server run, and at this port?", False
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has a certificate that is not trusted: {error.verify_message}.", True
    if isinstance(error, ssl.SSLError):
        return "does not speak TLS as we do. Is it http rather than https?", True
    if isinstance(error, BadStatusLine) and not isinstance(error, RemoteDisconnected):
        return "does not speak HTTP.", True
    if isinstance(error, IncompleteRead | ConnectionError):
        return "broke the connection.", False
    told = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"cannot be reached: {told}.", False
