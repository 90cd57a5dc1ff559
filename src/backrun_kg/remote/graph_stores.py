"""Graphs into a server: by the Graph Store Protocol, or by SPARQL Update where it has none.

Whatever is sent may be sent again: a graph is replaced, and then only added to, so that a repeated
request changes nothing. Blank nodes are known by name within one request alone, so a graph that has
some goes in one.
"""

import tempfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol
from urllib.parse import urlencode

import pyoxigraph as ox

from backrun_kg.remote.addresses import read_address, with_parameters
from backrun_kg.remote.connections import FilePart, Reply, ServerFailure
from backrun_kg.remote.quirks import INSERTED_AT_ONCE
from backrun_kg.remote.replies import ACCEPT_TRIPLES, TRIPLES, check
from backrun_kg.remote.spool import GraphFile, Part
from backrun_kg.remote.wire import MOST_ON_DISK, Wire

PIECE = 1 << 25
"""The bytes that one request carries: a broken connection costs no more than these again."""

Told = Callable[[int], None]
"""Told of how many bytes of the file were sent."""

_NO_STORE = (404, 405, 406, 410, 415, 501)
_TOO_LARGE, _OTHER_TYPE = 413, 415
_LONG_LINE = 1 << 16
_WHERE = "Name its Graph Store Protocol with --gsp URL, or its SPARQL Update with --update URL."


class GraphStore(Protocol):
    """What takes graphs."""

    verb: str

    def describe(self, part: Part) -> str:
        """What replacing a graph will send, in a few words."""

    def replace(self, graphs: GraphFile, part: Part, told: Told) -> None:
        """Make a graph on the server what it is here. Raises BackrunError."""


class HttpStore:
    """A server that speaks the Graph Store Protocol."""

    verb = "PUT"

    def __init__(self, url: str, wire: Wire, piece: int = PIECE) -> None:
        self.url = str(read_address(url))
        self._wire, self._piece = wire, piece
        self._type = "application/n-triples"

    def describe(self, part: Part) -> str:
        """What replacing a graph will send, in a few words."""
        more = 0 if part.has_blanks else (part.length - 1) // self._piece
        return f"PUT {self._locate(part.graph)}" + (f" and {more:,} POST" if more > 0 else "")

    def replace(self, graphs: GraphFile, part: Part, told: Told) -> None:
        """PUT the beginning, POST the rest. Raises BackrunError."""
        end = part.start + part.length
        start, verb = part.start, "PUT"
        piece = part.length if part.has_blanks else self._piece
        while start < end:
            stop = _find_break(graphs.file, start, min(start + piece, end))
            body = FilePart(graphs.file, start, stop - start, told)
            reply = self._wire.send(
                verb, self._locate(part.graph), {"Content-Type": self._type}, body
            )
            if reply.status == _OTHER_TYPE and self._type != "text/turtle":
                self._type = "text/turtle"  # all N-Triples is Turtle
            elif reply.status == _TOO_LARGE and not part.has_blanks and stop - start > _LONG_LINE:
                piece = (stop - start) // 2
            else:
                _check_store(reply, part.graph)
                start, verb = stop, "POST"

    def fetch(self, graph: str, into: BinaryIO) -> Reply | None:
        """Write a graph's triples into a file, in the format the reply names; None where it is not.

        Raises BackrunError.
        """
        headers = {"Accept": ACCEPT_TRIPLES}
        reply = self._wire.send("GET", self._locate(graph), headers, most=MOST_ON_DISK, into=into)
        return None if reply.status == 404 else check(reply, f"the graph <{graph}>")

    def _locate(self, graph: str) -> str:
        return with_parameters(self.url, [("graph", graph)])


class UpdateStore:
    """A server that takes SPARQL Update."""

    verb = "INSERT DATA"

    def __init__(self, url: str, wire: Wire, at_once: int = INSERTED_AT_ONCE) -> None:
        self.url = str(read_address(url))
        self._wire, self._at_once = wire, at_once

    def describe(self, part: Part) -> str:
        """What replacing a graph will send, in a few words."""
        batches = -(-part.triples // self._at_once)
        return f"DROP GRAPH and {batches:,} INSERT DATA to {self.url}"

    def replace(self, graphs: GraphFile, part: Part, told: Told) -> None:
        """Drop the graph, then insert it batch by batch. Raises BackrunError."""
        if part.has_blanks and part.triples > self._at_once:
            raise ServerFailure(
                f"The graph <{part.graph}> is too large for one INSERT DATA, and a second would "
                "not know its blank nodes. Give them IRIs, or name a graph store with --gsp URL."
            )
        _check_store(self._send(f"DROP SILENT GRAPH <{part.graph}>"), part.graph)
        batch, sent = list[bytes](), part.start
        for line in graphs.lines(part):
            batch.append(line)
            if len(batch) == self._at_once:
                sent = self._insert(part.graph, batch, sent, told)
                batch = []
        self._insert(part.graph, batch, sent, told)

    def _insert(self, graph: str, batch: list[bytes], sent: int, told: Told) -> int:
        """Insert a batch, in halves where the server finds it too large."""
        if batch:
            data = b"".join(batch)
            reply = self._send(f"INSERT DATA {{ GRAPH <{graph}> {{\n{data.decode()}}} }}")
            if reply.status in (_TOO_LARGE, 400, 500) and len(batch) > 1:
                half = len(batch) // 2
                sent = self._insert(graph, batch[:half], sent, told)
                return self._insert(graph, batch[half:], sent, told)
            _check_store(reply, graph)
            sent += len(data)
            told(sent)
        return sent

    def _send(self, text: str) -> Reply:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._wire.send("POST", self.url, headers, urlencode({"update": text}).encode())


def read_fetched(reply: Reply, file: BinaryIO, graph: str) -> Iterator[ox.Quad]:
    """The quads of a graph that came back into a file. Raises ServerFailure."""
    name, origin = ox.NamedNode(graph), reply.address.origin
    if reply.media_type not in TRIPLES:
        raise ServerFailure(f"{origin} returns graphs as {reply.media_type or 'nothing known'}.")
    file.seek(0)
    try:
        for quad in ox.parse(file, format=TRIPLES[reply.media_type], rename_blank_nodes=True):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, name)
    except (SyntaxError, ValueError) as error:
        raise ServerFailure(f"{origin} returns a graph that cannot be read: {error}.") from error


def open_scratch() -> BinaryIO:
    """A file on disk for what comes back, gone when it is closed."""
    return tempfile.TemporaryFile()


def _check_store(reply: Reply, graph: str) -> None:
    if reply.status in _NO_STORE:
        place = reply.address.target.partition("?")[0]
        told = f"{reply.address.origin} takes no graph at {place} ({reply.status})."
        raise ServerFailure(f"{told} {_WHERE}")
    check(reply, f"the graph <{graph}>")


def _find_break(file: BinaryIO, start: int, stop: int) -> int:
    """Where the last line ends that ends before a place; or the first, where it is longer."""
    looked = max(start, stop - _LONG_LINE)
    file.seek(looked)
    place = file.read(stop - looked).rfind(b"\n")
    if place >= 0:
        return looked + place + 1
    file.readline()
    return file.tell()
