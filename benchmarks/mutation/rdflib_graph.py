"""A graph of rdflib's that is kept while triples come and go, where pySHACL expects a new one."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox
import rdflib
from rdflib.term import Node

from backrun_kg import judging
from backrun_kg.indexed_store import Index, IndexedStore
from backrun_kg.rdflib_bridge import to_rdflib_graph


class ChangingGraph:
    """Triples of the engine's as a graph of rdflib's."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._store = IndexedStore()
        self.graph = rdflib.Graph(store=self._store, bind_namespaces="none")
        for subject, predicate, value in to_rdflib_graph(quads):
            self._store.put(subject, predicate, value)

    def __iter__(self) -> Iterator[ox.Quad]:
        raise TypeError("This graph is kept as it is, not converted once more.")

    def put(self, quad: ox.Quad) -> None:
        """Add a triple."""
        self._store.put(*_converted(quad))

    def take(self, quad: ox.Quad) -> None:
        """Take a triple away."""
        _take(self._store, *_converted(quad))


@lru_cache(maxsize=10_000)
def _converted(quad: ox.Quad) -> tuple[Node, Node, Node]:
    return next(iter(to_rdflib_graph([quad])))


def _take(store: IndexedStore, subject: Node, predicate: Node, value: Node) -> None:
    _drop(store._by_subject, subject, predicate, value)
    _drop(store._by_predicate, predicate, value, subject)
    _drop(store._by_object, value, subject, predicate)
    store._size -= 1


def _drop(index: Index, first: Node, second: Node, third: Node) -> None:
    del index[first][second][third]
    if not index[first][second]:
        del index[first][second]
    if not index[first]:
        del index[first]


def _kept(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    return quads.graph if isinstance(quads, ChangingGraph) else to_rdflib_graph(quads)


# The one seam: the data are converted once, not for every mutant.
judging.to_rdflib_graph = _kept  # type: ignore[attr-defined]
