"""From the engine's terms to rdflib's: nothing lost, nothing normalized."""

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import XSD

from backrun_kg.dataset import Dataset
from backrun_kg.errors import MalformedData
from backrun_kg.namespaces import PREFIXES
from backrun_kg.rdflib_bridge import to_rdflib, to_rdflib_graph
from strategies import quads

A, G = ox.NamedNode("urn:a"), ox.NamedNode("urn:g")


def quad(value: ox.Literal | ox.NamedNode | ox.BlankNode | ox.Triple) -> ox.Quad:
    """A quad in a named graph with this object."""
    return ox.Quad(A, A, value, G)


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        (ox.Literal("a"), rdflib.Literal("a")),
        (ox.Literal(""), rdflib.Literal("")),
        (ox.Literal("a", language="en-gb"), rdflib.Literal("a", lang="en-gb")),
        (
            ox.Literal("01", datatype=ox.NamedNode(XSD.integer)),
            rdflib.Literal("01", datatype=XSD.integer, normalize=False),
        ),
        (
            ox.Literal("0.60", datatype=ox.NamedNode(XSD.decimal)),
            rdflib.Literal("0.60", datatype=XSD.decimal, normalize=False),
        ),
    ],
    ids=["text", "empty", "language", "integer", "decimal"],
)
def test_literal_is_kept_as_written(literal: ox.Literal, expected: rdflib.Literal) -> None:
    """Text, language and datatype come over letter for letter."""
    assert [o.n3() for o in to_rdflib_graph([quad(literal)]).objects()] == [expected.n3()]


def test_plain_text_has_no_datatype() -> None:
    """Rdflib tells a plain literal from one of xsd:string; RDF 1.1 does not."""
    found = to_rdflib_graph([quad(ox.Literal("a"))]).objects()
    assert [o.datatype for o in found if isinstance(o, rdflib.Literal)] == [None]


def test_blank_node_keeps_its_label() -> None:
    """Two statements of one node stay statements of one node."""
    assert list(to_rdflib_graph([quad(ox.BlankNode("x"))]).objects()) == [rdflib.BNode("x")]


def test_named_graph_keeps_its_name() -> None:
    """A layer is a named graph in rdflib too."""
    graph = to_rdflib([quad(A)]).graph(rdflib.URIRef("urn:g"))
    assert list(graph) == [(rdflib.URIRef("urn:a"),) * 3]


def test_default_graph_is_kept() -> None:
    """A quad without a graph name needs none."""
    dataset = to_rdflib([ox.Quad(A, A, A)])
    assert list(dataset.default_graph) == [(rdflib.URIRef("urn:a"),) * 3]


def test_union_answers_for_all_graphs() -> None:
    """Whoever asks without naming a graph asks all of them."""
    dataset = to_rdflib([quad(A), ox.Quad(A, A, G, A)])
    assert len(list(dataset.triples((None, None, None)))) == 2


def test_graph_is_the_union_of_the_quads() -> None:
    """A triple in two graphs is one triple."""
    assert len(to_rdflib_graph([quad(A), ox.Quad(A, A, A, A), ox.Quad(A, A, G, A)])) == 2


def test_prefixes_are_ours() -> None:
    """What is written from the graph has our CURIEs."""
    bound = {prefix: str(iri) for prefix, iri in to_rdflib_graph([]).namespaces()}
    assert bound == PREFIXES


@pytest.mark.parametrize("prefix", PREFIXES)
def test_dataset_knows_our_prefix(prefix: str) -> None:
    """Queries over the dataset need no declaration of it."""
    assert str(dict(to_rdflib([]).namespaces())[prefix]) == PREFIXES[prefix]


def test_triple_term_is_refused() -> None:
    """What rdflib cannot hold is refused with a remedy."""
    with pytest.raises(MalformedData) as caught:
        to_rdflib_graph([quad(ox.Triple(A, A, A))])
    assert str(caught.value) == (
        "rdflib cannot hold a triple term (RDF 1.2): rewrite it as a claim."
    )


@settings(deadline=None)
@given(st.lists(quads))
def test_rdflib_says_the_same(written: list[ox.Quad]) -> None:
    """Term by term, rdflib's N-Triples form means what the engine's means."""
    graph = to_rdflib_graph(written)
    lines = "".join(f"{s.n3()} {p.n3()} {_n3(o)} .\n" for s, p, o in graph)
    found = ox.parse(lines.encode(), format=ox.RdfFormat.N_TRIPLES)
    assert {quad.triple for quad in found} == {quad.triple for quad in written}


def test_shipped_graph_comes_over_whole(shipped: Dataset) -> None:
    """Every shipped triple is there."""
    assert len(to_rdflib_graph(shipped.quads())) == sum(shipped.counts().values())


def _n3(node: rdflib.term.Node) -> str:
    """A node in N-Triples form, its text escaped by the engine since rdflib's n3() may not."""
    if not isinstance(node, rdflib.Literal):
        return node.n3()
    datatype = ox.NamedNode(str(node.datatype)) if node.datatype else None
    return str(ox.Literal(str(node), language=node.language, datatype=datatype))
