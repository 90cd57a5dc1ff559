"""RDF out: every format reads back as what was written, in sorted lines."""

from collections.abc import Callable, Iterable

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.errors import BackrunError
from backrun_kg.exports.rdf import write_nq, write_nt, write_rdf, write_trig_graphs, write_ttl
from strategies import quads, read

A, B, G = ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:g")
TWO_GRAPHS = [ox.Quad(B, A, A, G), ox.Quad(A, A, B), ox.Quad(A, A, B, G)]


@settings(deadline=None)
@given(st.lists(quads))
def test_n_quads_read_back_as_written(written: list[ox.Quad]) -> None:
    """Graphs, literals and blank nodes come back as they were."""
    assert read(write_nq(written), ox.RdfFormat.N_QUADS) == set(written)


@settings(deadline=None)
@given(st.lists(quads))
def test_trig_reads_back_as_written(written: list[ox.Quad]) -> None:
    """Graphs, literals and blank nodes come back as they were."""
    assert read(write_trig_graphs(written), ox.RdfFormat.TRIG) == set(written)


@settings(deadline=None)
@given(st.lists(quads))
def test_n_triples_read_back_as_the_union(written: list[ox.Quad]) -> None:
    """Triples come back as they were, their graphs set aside."""
    found = read(write_nt(written), ox.RdfFormat.N_TRIPLES)
    assert {quad.triple for quad in found} == {quad.triple for quad in written}


@settings(deadline=None)
@given(st.lists(quads))
def test_turtle_reads_back_as_the_union(written: list[ox.Quad]) -> None:
    """Triples come back as they were, their graphs set aside."""
    found = read(write_ttl(written), ox.RdfFormat.TURTLE)
    assert {quad.triple for quad in found} == {quad.triple for quad in written}


@settings(deadline=None)
@given(st.lists(quads))
def test_rdf_xml_reads_back_or_is_refused(written: list[ox.Quad]) -> None:
    """Triples come back as they were, to a reader of another make, or nothing is written."""
    try:
        text = write_rdf(written)
    except BackrunError:
        return
    rdflib.Graph().parse(data=text, format="xml")
    found = read(text, ox.RdfFormat.RDF_XML)
    assert {quad.triple for quad in found} == {quad.triple for quad in written}


@pytest.mark.parametrize("write", [write_ttl, write_nt, write_nq, write_trig_graphs, write_rdf])
def test_order_and_repeats_do_not_matter(write: Callable[[Iterable[ox.Quad]], str]) -> None:
    """The same statements are the same bytes."""
    assert write([*reversed(TWO_GRAPHS), *TWO_GRAPHS]) == write(TWO_GRAPHS)


def test_n_triples_are_sorted_and_distinct() -> None:
    """A triple in two graphs is one line."""
    assert write_nt(TWO_GRAPHS) == "<urn:a> <urn:a> <urn:b> .\n<urn:b> <urn:a> <urn:a> .\n"


def test_n_quads_are_sorted() -> None:
    """A line for every graph a triple stands in."""
    assert write_nq(TWO_GRAPHS) == (
        "<urn:a> <urn:a> <urn:b> .\n"
        "<urn:a> <urn:a> <urn:b> <urn:g> .\n"
        "<urn:b> <urn:a> <urn:a> <urn:g> .\n"
    )


def test_trig_has_a_block_for_each_graph() -> None:
    """The default graph comes first and has no braces."""
    assert write_trig_graphs(TWO_GRAPHS).partition("shapes#> .\n")[2] == (
        "\n<urn:a>\n\t<urn:a> <urn:b> ;\n\t.\n"
        "\n<urn:g> {\n"
        "\n<urn:a>\n\t<urn:a> <urn:b> ;\n\t.\n"
        "\n<urn:b>\n\t<urn:a> <urn:a> ;\n\t.\n"
        "\n}\n"
    )


def test_graph_named_by_a_blank_node_stays_so() -> None:
    """A blank node is no IRI."""
    written = ox.Quad(A, A, B, ox.BlankNode("g"))
    assert read(write_trig_graphs([written]), ox.RdfFormat.TRIG) == {written}


def test_long_name_is_told_in_short() -> None:
    """A message stays one that can be read, however long the name of the thing is."""
    long = ox.NamedNode(f"urn:{'a' * 5000}")
    with pytest.raises(BackrunError) as caught:
        write_rdf([ox.Quad(long, A, ox.Literal("\x00"))])
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x1b", "\x0b", "\ufffe", "\uffff"])
def test_character_that_xml_has_not_is_refused(character: str) -> None:
    """No XML file can hold it, escaped or not; the message says where it is."""
    with pytest.raises(BackrunError) as caught:
        write_rdf([ox.Quad(B, A, B), ox.Quad(A, B, ox.Literal(f"a{character}b"))])
    assert str(caught.value) == (
        f"RDF/XML cannot hold the character U+{ord(character):04X}, which is in <urn:b> of "
        "<urn:a>; take ttl, nt, nq, trig or jsonld."
    )


def test_carriage_return_is_written_out() -> None:
    """As it is, readers of XML make it a line feed."""
    assert '<b xmlns="urn:">x&#13;y</b>' in write_rdf([ox.Quad(A, B, ox.Literal("x\ry"))])


@pytest.mark.parametrize("text", ["\t", "\n", "\r", "\r\n", "\x7f", "\x85", "\U0001f3c3", "]]>"])
def test_character_that_xml_has_is_kept(text: str) -> None:
    """White space is as it was, and no line end becomes another."""
    found = read(write_rdf([ox.Quad(A, A, ox.Literal(text))]), ox.RdfFormat.RDF_XML)
    assert [quad.object for quad in found] == [ox.Literal(text)]


@pytest.mark.parametrize("iri", ["https://schema.org/", "urn:x:1", "https://example.org/a?b=%20"])
def test_property_without_an_xml_name_is_refused(iri: str) -> None:
    """A property is an element in RDF/XML, so its IRI must end like the name of one."""
    with pytest.raises(BackrunError, match="RDF/XML cannot hold this graph"):
        write_rdf([ox.Quad(A, ox.NamedNode(iri), B)])
