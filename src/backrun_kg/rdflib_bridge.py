"""From the engine's terms to rdflib's, with every literal as it was written."""

from collections.abc import Iterable

import pyoxigraph as ox
import rdflib
from rdflib.term import BNode, IdentifiedNode, Literal, Node, URIRef

from backrun_kg.errors import MalformedData
from backrun_kg.indexed_store import IndexedStore
from backrun_kg.namespaces import PREFIXES


def to_rdflib(quads: Iterable[ox.Quad]) -> rdflib.Dataset:
    """An rdflib Dataset of the quads, whose default graph is the union of the named ones."""
    dataset = rdflib.Dataset(default_union=True)
    _bind(dataset)
    for quad in quads:
        name = quad.graph_name
        graph = (
            dataset.default_graph
            if isinstance(name, ox.DefaultGraph)
            else dataset.graph(_resource(name))
        )
        graph.add(_triple(quad.triple))
    return dataset


def to_rdflib_graph(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """One rdflib Graph of the quads' triples, whatever graph they stand in."""
    store = IndexedStore()
    graph = rdflib.Graph(store=store, bind_namespaces="none")
    _bind(graph)
    known: dict[object, Node] = {}
    for quad in quads:
        triple = quad.triple
        terms = triple.subject, triple.predicate, triple.object
        for term in terms:
            if term not in known:
                known[term] = _term(term)
        store.put(*(known[term] for term in terms))
    return graph


def _bind(graph: rdflib.Graph) -> None:
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, replace=True)


def _triple(triple: ox.Triple) -> tuple[Node, Node, Node]:
    return _resource(triple.subject), URIRef(triple.predicate.value), _term(triple.object)


def _resource(term: object) -> IdentifiedNode:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    raise MalformedData("rdflib cannot hold a triple term (RDF 1.2): rewrite it as a claim.")


def _term(term: object) -> Node:
    if not isinstance(term, ox.Literal):
        return _resource(term)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == PREFIXES["xsd"] + "string":
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(datatype), normalize=False)
