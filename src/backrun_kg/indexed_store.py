"""Triples for rdflib, without contexts: found by any part, counted in no time.

rdflib's own memory store follows every triple through its contexts; a validator that asks a
hundred thousand questions of one graph spends its time there.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import rdflib
from rdflib.store import Store
from rdflib.term import Node, URIRef

Index = dict[Node, dict[Node, dict[Node, None]]]
Triple = tuple[Node, Node, Node]
Pattern = tuple[Node | None, Node | None, Node | None]


class IndexedStore(Store):
    """One graph of triples in three indexes; everything that asks for contexts gets the one."""

    context_aware = True  # pySHACL wraps graphs in a Dataset, which wants both
    graph_aware = True

    def __init__(self, configuration: str | None = None, identifier: Any = None) -> None:
        super().__init__(configuration, identifier)
        self._by_subject: Index = {}
        self._by_predicate: Index = {}
        self._by_object: Index = {}
        self._size = 0
        self._graph = rdflib.Graph(store=self, identifier=identifier, bind_namespaces="none")
        self._namespaces: dict[str, URIRef] = {}
        self._prefixes: dict[URIRef, str] = {}

    def put(self, subject: Node, predicate: Node, object: Node) -> None:
        """Add a triple, once."""
        objects = self._by_subject.setdefault(subject, {}).setdefault(predicate, {})
        if object not in objects:
            objects[object] = None
            self._by_predicate.setdefault(predicate, {}).setdefault(object, {})[subject] = None
            self._by_object.setdefault(object, {}).setdefault(subject, {})[predicate] = None
            self._size += 1

    def add(self, triple: Triple, context: Any, quoted: bool = False) -> None:
        """Add a triple, as rdflib asks for it."""
        self.put(*triple)

    def add_graph(self, graph: rdflib.Graph) -> None:
        """Nothing to do: there is one graph."""

    def __len__(self, context: Any = None) -> int:
        return self._size

    def triples(
        self, triple_pattern: Pattern, context: Any = None
    ) -> Iterator[tuple[Triple, Iterator[rdflib.Graph]]]:
        """The triples that a pattern with None for "any" fits."""
        subject, predicate, value = triple_pattern
        here = (self._graph,)
        if subject is not None:
            for p, objects in _entries(self._by_subject.get(subject), predicate):
                for o in _keys(objects, value):
                    yield (subject, p, o), iter(here)
        elif predicate is not None:
            for o, subjects in _entries(self._by_predicate.get(predicate), value):
                for s in subjects:
                    yield (s, predicate, o), iter(here)
        else:
            for o, by_subject in _entries(self._by_object, value):
                for s, predicates in by_subject.items():
                    for p in predicates:
                        yield (s, p, o), iter(here)

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        """Remember a prefix, for those who write CURIEs."""
        self._namespaces[prefix] = namespace
        self._prefixes[namespace] = prefix

    def namespace(self, prefix: str) -> URIRef | None:
        """The namespace of a prefix."""
        return self._namespaces.get(prefix)

    def prefix(self, namespace: URIRef) -> str | None:
        """The prefix of a namespace."""
        return self._prefixes.get(namespace)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """Every prefix with its namespace."""
        return iter(list(self._namespaces.items()))


def _entries(index: Any, key: Node | None) -> Iterable[tuple[Node, Any]]:
    if not index:
        return ()
    if key is None:
        return list(index.items())
    return [(key, index[key])] if key in index else ()


def _keys(index: dict[Node, None], key: Node | None) -> Iterable[Node]:
    if key is None:
        return index
    return (key,) if key in index else ()
