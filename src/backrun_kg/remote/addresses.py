"""Addresses of servers: taken apart, checked, and given parameters."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, urlencode, urljoin, urlsplit

from backrun_kg.errors import BackrunError

_PORTS = {"http": 80, "https": 443}
_KEPT = "/%:@!$&'()*+,;=~?-._[]"


class Address(NamedTuple):
    """Where a request goes: the server, and what is asked of it."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """The server alone, without its port where that is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def is_here(self) -> bool:
        """Whether the server is on this machine."""
        return self.host in ("localhost", "::1") or self.host.startswith("127.")

    def __str__(self) -> str:
        return self.origin + self.target


def read_address(url: str) -> Address:
    """The address that a text is. Raises BackrunError, also for one with a user or password in it.

    >>> read_address("http://127.0.0.1:7878/query").port
    7878
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise BackrunError(f"'{url}' is no address of a server: {error}.") from error
    if parts.username is not None:
        from backrun_kg.remote.credentials import HOW_TO_LOG_IN

        raise BackrunError(
            f"Write no user and no password into the address of {parts.hostname}, where others may "
            f"read them. {HOW_TO_LOG_IN}"
        )
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BackrunError(
            f"'{url}' is no address of a server, such as https://example.org/sparql."
        )
    query = f"?{parts.query}" if parts.query else ""
    target = quote((parts.path or "/") + query, safe=_KEPT)
    return Address(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], target)


def with_parameters(url: str, parameters: Iterable[tuple[str, str]]) -> str:
    """The address with parameters added.

    >>> with_parameters("http://localhost/store", [("graph", "urn:a")])
    'http://localhost/store?graph=urn%3Aa'
    """
    encoded = urlencode(list(parameters))
    return f"{url}{'&' if '?' in url else '?'}{encoded}" if encoded else url


def follow(address: Address, location: str) -> Address:
    """Where a redirect leads; only to the same server. Raises BackrunError.

    What was meant for one server, a login among it, is not sent to another unasked.
    """
    there = urljoin(str(address), location)
    if "@" in urlsplit(there).netloc or read_address(there).origin != address.origin:
        shown = there if "@" not in there else "another server"
        raise BackrunError(
            f"{address.origin} sends us on to {shown}. If you trust that, name it yourself."
        )
    return read_address(there)
