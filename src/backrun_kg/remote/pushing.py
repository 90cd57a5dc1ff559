"""Puts the layers into a server, each as a named graph, and proves that they arrived.

A graph that the server already has is left as it is, so a second push changes nothing, and one that
was interrupted goes on with the graph where it broke off.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from backrun_kg.errors import BackrunError
from backrun_kg.remote.endpoints import Endpoint
from backrun_kg.remote.graph_stores import GraphStore, HttpStore, UpdateStore
from backrun_kg.remote.returns import Returns
from backrun_kg.remote.spool import GraphFile
from backrun_kg.remote.wire import Wire

TIMEOUT = 300.0
"""The seconds a server may be silent: it answers a large graph when all of it is stored."""


class Place(NamedTuple):
    """Where a server is asked (SPARQL), takes graphs (GSP) or takes updates, if it is known."""

    query: str | None
    gsp: str | None
    update: str | None


class Pushed(NamedTuple):
    """What became of one graph.

    ``was_there`` says that nothing had to be sent; ``found`` how many triples the server holds,
    ``same`` whether they are those sent, and ``note`` what is to be said about that.
    """

    graph: str
    triples: int
    was_there: bool
    found: int
    same: bool
    note: str


def find_place(url: str, gsp: str | None = None, update: str | None = None) -> Place:
    """What an address is: the graph store's own, or the SPARQL endpoint's beside one of the others.

    Raises BackrunError.
    """
    if gsp and update:
        raise BackrunError("--gsp and --update are two roads to the same place; name one.")
    return Place(url, gsp, update) if gsp or update else Place(None, url, None)


def collect(quads: Iterable[ox.Quad]) -> GraphFile:
    """The quads laid out graph by graph, on disk. Raises BackrunError for a graph with no IRI."""
    return GraphFile(_named(quads))


def open_store(place: Place, wire: Wire) -> GraphStore:
    """What takes graphs at a place. Raises BackrunError."""
    if place.update:
        return UpdateStore(place.update, wire)
    return HttpStore(place.gsp or "", wire)


def push(
    graphs: GraphFile,
    place: Place,
    *,
    timeout: float = TIMEOUT,
    told: Callable[[int], None] = lambda _: None,
) -> Iterator[Pushed]:
    """Put graphs in a server, one by one, and say of each what became of it.

    ``told`` hears how many bytes are done. Raises BackrunError where a server does not take them.
    """
    wire = Wire(timeout, in_all=False)
    try:
        store = open_store(place, wire)
        endpoint = Endpoint(place.query, wire=wire) if place.query else None
        returns = Returns(store if isinstance(store, HttpStore) else None, endpoint)
        for part in graphs.parts:
            comparison = returns.find(graphs, part)
            was_there = comparison is not None
            if comparison is None:
                store.replace(graphs, part, told)
                comparison = returns.compare(graphs, part)
            told(part.start + part.length)
            yield Pushed(part.graph, part.triples, was_there, *comparison)
    finally:
        wire.close()


def _named(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for quad in quads:
        if not isinstance(quad.graph_name, ox.NamedNode):
            raise BackrunError(
                "A graph is named by a blank node, which no server can be asked for. "
                "Name it by an IRI."
            )
        yield quad
