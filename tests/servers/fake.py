"""A server of graphs in this process, on loopback, which misbehaves on demand."""

import hashlib
import json
import re
import threading
import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

JSON = "application/sparql-results+json"
TRIPLES = ox.RdfFormat.N_TRIPLES
NONCE = "dcd98b7102dd"


class Seen(NamedTuple):
    """A request as it arrived."""

    method: str
    path: str
    parameters: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


@dataclass
class Fake:
    """A server's graphs, its habits, what it was asked, and what it does to the next requests.

    A trouble answers a request in the server's stead; one that returns True lets it go on.
    """

    store: ox.Store = field(default_factory=ox.Store)
    troubles: deque[Callable[["Handler"], object]] = field(default_factory=deque)
    seen: list[Seen] = field(default_factory=list)
    login: tuple[str, str, str] | None = None
    most_rows: int | None = None
    most_inserted: int | None = None
    most_bytes: int | None = None
    types: tuple[str, ...] = ("application/n-triples", "text/turtle")
    url: str = ""

    def expect(self, *troubles: Callable[["Handler"], object]) -> None:
        """Have troubles happen to the next requests, in turn."""
        self.troubles.extend(troubles)


class Handler(BaseHTTPRequestHandler):
    """One connection to the fake."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    fake: Fake
    request_seen: Seen

    def handle_one_request(self) -> None:
        """What the library does, but silent where the other side hangs up."""
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def answer(self) -> None:
        """Note the request, let trouble happen, ask who it is, and serve it."""
        parts = urlsplit(self.path)
        fake, length = self.fake, int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        form = "form-urlencoded" in self.headers.get("Content-Type", "")
        parameters = parse_qs(body.decode() if form else parts.query)
        self.request_seen = Seen(self.command, parts.path, parameters, dict(self.headers), body)
        fake.seen.append(self.request_seen)
        if fake.troubles and not fake.troubles.popleft()(self):
            return
        if fake.login and not self._is_let_in(*fake.login):
            kind, _, _ = fake.login
            asked = {"basic": 'Basic realm="r"'}.get(
                kind, f'Digest realm="r", nonce="{NONCE}", qop="auth", algorithm=MD5'
            )
            self.reply(401, b"Who are you?", "text/plain", {"WWW-Authenticate": asked})
            return
        {"/query": self._query, "/store": self._serve_graph, "/update": self._update}.get(
            parts.path, lambda: self.reply(404, b"Nothing here.")
        )()

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the library's names

    def log_message(self, *_: Any) -> None:
        """Nothing: tests are silent."""

    def reply(
        self,
        status: int,
        body: bytes = b"",
        kind: str = "text/plain",
        headers: dict[str, str] | None = None,
        length: int | None = None,
    ) -> None:
        """Send a reply; ``length`` is what it claims, if that is not so."""
        self.send_response(status)
        told = {
            "Content-Type": kind,
            "Content-Length": str(len(body) if length is None else length),
        }
        for name, value in (told | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _is_let_in(self, kind: str, user: str, password: str) -> bool:
        told = self.headers.get("Authorization", "")
        if kind == "basic":
            return told == f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"
        if kind == "bearer":
            return told == f"Bearer {password}"
        parts = dict(re.findall(r'(\w+)="?([^",]+)"?', told))
        if parts.get("nonce") != NONCE:
            return False
        first = _md5(f"{user}:r:{password}")
        second = _md5(f"{self.command}:{parts['uri']}")
        rest = f"{NONCE}:{parts['nc']}:{parts['cnonce']}:auth"
        expected = _md5(f"{first}:{rest}:{second}")
        return bool(parts["response"] == expected and parts["uri"] == self.path)

    def _query(self) -> None:
        given = self.request_seen.parameters
        (text,) = given["query"]
        graphs = [ox.NamedNode(iri) for iri in given.get("default-graph-uri", [])]
        named = [ox.NamedNode(iri) for iri in given.get("named-graph-uri", [])]
        chosen: dict[str, Any] = {"default_graph": graphs, "named_graphs": named} if graphs else {}
        try:
            found = self.fake.store.query(text, **chosen)
        except SyntaxError as error:
            self.reply(400, str(error).encode())
            return
        if isinstance(found, ox.QueryTriples):
            self.reply(200, found.serialize(format=TRIPLES) or b"", "application/n-triples")
            return
        body = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
        if isinstance(found, ox.QuerySolutions) and self.fake.most_rows:
            body = _cut(body, self.fake.most_rows)
        self.reply(200, body, JSON)

    def _serve_graph(self) -> None:
        fake, body = self.fake, self.request_seen.body
        graph = ox.NamedNode(self.request_seen.parameters["graph"][0])
        if self.command == "GET":
            quads = list(fake.store.quads_for_pattern(None, None, None, graph))
            body = ox.serialize((q.triple for q in quads), format=TRIPLES) or b""
            self.reply(200 if quads else 404, body, "application/n-triples")
        elif self.headers["Content-Type"] not in fake.types:
            self.reply(415)
        elif fake.most_bytes and len(body) > fake.most_bytes:
            self.reply(413)
        else:
            if self.command == "PUT":
                fake.store.remove_graph(graph)
            fake.store.load(body, format=ox.RdfFormat.TURTLE, to_graph=graph)
            self.reply(204)

    def _update(self) -> None:
        (text,) = self.request_seen.parameters["update"]
        if self.fake.most_inserted and text.count(" .\n") > self.fake.most_inserted:
            self.reply(500, b"Too many.")
            return
        self.fake.store.update(text)
        self.reply(204)


@contextmanager
def start_fake(**habits: Any) -> Iterator[Fake]:
    """A server on a free port, stopped for certain."""
    fake = Fake(**habits)
    handler = type("Handler", (Handler,), {"fake": fake})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def say(
    status: int,
    body: bytes = b"",
    kind: str = "text/plain",
    headers: dict[str, str] | None = None,
    length: int | None = None,
) -> Callable[[Handler], None]:
    """A trouble: a reply of any kind."""
    return lambda handler: handler.reply(status, body, kind, headers, length)


def go_on(_: Handler) -> bool:
    """No trouble."""
    return True


def hang_up(handler: Handler) -> None:
    """A trouble: the connection ends without a word."""
    handler.close_connection = True


def cut_short(handler: Handler) -> None:
    """A trouble: the connection ends in the middle of the reply."""
    handler.reply(200, b'{"head": {"vars"', JSON, length=1_000)
    handler.close_connection = True


def drip(handler: Handler) -> None:
    """A trouble: a byte now and then, for three seconds."""
    handler.reply(200, kind=JSON, length=300)
    for _ in range(300):
        time.sleep(0.01)
        handler.wfile.write(b" ")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _cut(body: bytes, most: int) -> bytes:
    """The first rows of an answer."""
    told = json.loads(body)
    told["results"]["bindings"] = told["results"]["bindings"][:most]
    return json.dumps(told).encode()
