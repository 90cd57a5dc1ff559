"""The indexed store: for every pattern the triples that rdflib's own store gives."""

from itertools import product

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.term import BNode, Literal, Node, URIRef

from backrun_kg.indexed_store import IndexedStore, Triple

A, B, C = URIRef("urn:a"), URIRef("urn:b"), URIRef("urn:c")
ONE, LETTER = Literal(1), Literal("a")

nodes = st.sampled_from([A, B, C, BNode("x"), BNode("y")])
values = nodes | st.sampled_from(
    [ONE, LETTER, Literal("01", datatype=rdflib.XSD.integer, normalize=False), Literal("a", "en")]
)
triples = st.lists(st.tuples(nodes, st.sampled_from([A, B, C]), values))


def graph_of(*held: Triple) -> rdflib.Graph:
    """A graph on the indexed store."""
    store = IndexedStore()
    for triple in held:
        store.put(*triple)
    return rdflib.Graph(store=store)


@settings(deadline=None)
@given(triples, nodes, st.sampled_from([A, B, C]), values)
def test_every_pattern_finds_what_rdflib_finds(
    held: list[Triple], subject: Node, predicate: Node, value: Node
) -> None:
    """Each part given or not: the same triples, each once."""
    plain, indexed = rdflib.Graph(), graph_of(*held)
    for triple in held:
        plain.add(triple)
    for pattern in product((subject, None), (predicate, None), (value, None)):
        found = list(indexed.triples(pattern))
        assert (set(found), len(found)) == (set(plain.triples(pattern)), len(set(found)))


@settings(deadline=None)
@given(triples)
def test_length_is_that_of_rdflib(held: list[Triple]) -> None:
    """What is put twice is there once."""
    plain, indexed = rdflib.Graph(), rdflib.Graph(store=IndexedStore())
    for triple in [*held, *held]:
        plain.add(triple)
        indexed.add(triple)
    assert len(indexed) == len(plain)


def test_literals_are_told_apart_as_written() -> None:
    """Another spelling of a number is another term."""
    spelt = [Literal(text, datatype=rdflib.XSD.integer, normalize=False) for text in ("1", "01")]
    graph = graph_of((A, B, spelt[0]), (A, B, spelt[1]))
    assert [str(value) for value in graph.objects(A, B)] == ["1", "01"]


def test_order_is_that_of_putting() -> None:
    """Findings come in the same order on every run."""
    graph = graph_of((A, B, C), (A, B, ONE), (A, B, LETTER))
    assert list(graph.objects(A, B)) == [C, ONE, LETTER]


def test_union_of_graphs_has_every_triple_with_its_graph() -> None:
    """A Dataset, which pySHACL makes of it, drops what stands in no graph."""
    dataset = rdflib.Dataset(store=graph_of((A, B, C)).store, default_union=True)
    assert [quad[:3] for quad in dataset.quads((A, None, None, None))] == [(A, B, C)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?s { ?s <urn:b> ?o }", 2),
        ("SELECT ?s { ?s <urn:b> 1 }", 1),
        ("SELECT ?p { <urn:a> ?p ?o }", 2),
        ("SELECT ?s { ?s <urn:b>/<urn:b> ?o }", 1),
        ("SELECT ?s { ?s ?p <urn:nowhere> }", 0),
    ],
)
def test_query_is_answered(query: str, expected: int) -> None:
    """Rdflib's SPARQL runs on it."""
    graph = graph_of((A, B, C), (A, C, C), (C, B, ONE))
    assert len(list(graph.query(query))) == expected


def test_prefix_is_found_by_namespace_and_back() -> None:
    """A prefix is remembered both ways."""
    store = IndexedStore()
    store.bind("x", A)
    found = store.namespace("x"), store.prefix(A), list(store.namespaces())
    assert found == (A, "x", [("x", A)])


def test_unknown_prefix_is_none() -> None:
    """Nothing is made up."""
    store = IndexedStore()
    assert (store.namespace("x"), store.prefix(A)) == (None, None)
