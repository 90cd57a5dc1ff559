"""Canonical Turtle: what is written reads back the same, and formatting twice changes nothing."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.errors import MalformedData
from backrun_kg.namespaces import GRAPH, PREFIXES
from backrun_kg.turtle import format_turtle, prefix_block, write_trig, write_turtle
from strategies import KG, RDF_TYPE, XSD, in_graph, read, triples

CRAB, EATS = ox.NamedNode(KG + "crab"), ox.NamedNode(KG + "eats")


@settings(deadline=None)
@given(st.lists(triples))
def test_turtle_reads_back_as_written(written: list[ox.Triple]) -> None:
    """No statement, literal or name is lost or changed."""
    found = read(write_turtle(written), ox.RdfFormat.TURTLE)
    assert {quad.triple for quad in found} == set(written)


@settings(deadline=None)
@given(st.lists(triples))
def test_order_of_statements_does_not_matter(written: list[ox.Triple]) -> None:
    """Whatever order they come in, and however often, the bytes are the same."""
    assert write_turtle(written) == write_turtle([*reversed(written), *written])


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["", GRAPH + "article", "urn:x:g"]), st.lists(triples)))
def test_trig_reads_back_as_written(graphs: dict[str, list[ox.Triple]]) -> None:
    """Every statement stays in its graph."""
    expected = {
        in_graph(triple, ox.NamedNode(name) if name else ox.DefaultGraph())
        for name, held in graphs.items()
        for triple in held
    }
    assert read(write_trig({**graphs}), ox.RdfFormat.TRIG) == expected


@settings(deadline=None)
@given(st.lists(triples))
def test_formatting_twice_changes_nothing(written: list[ox.Triple]) -> None:
    """What is canonical stays as it is."""
    text = write_turtle(written)
    assert format_turtle(text, "a.ttl") == text


def test_block_holds_a_statement_a_line() -> None:
    """Subject, type first, then the rest by name, and the full stop alone."""
    statements = [
        ox.Triple(CRAB, EATS, ox.Literal("fish", language="en")),
        ox.Triple(CRAB, EATS, ox.Literal(7)),
        ox.Triple(CRAB, RDF_TYPE, ox.NamedNode(PREFIXES["br"] + "Thing")),
    ]
    assert write_turtle(statements).removeprefix(prefix_block()) == (
        '\nkg:crab\n\ta br:Thing ;\n\tkg:eats "fish"@en ;\n\tkg:eats 7 ;\n\t.\n'
    )


@pytest.mark.parametrize(
    ("lexical", "datatype", "written"),
    [
        ("01", "integer", "01"),
        ("-7", "integer", "-7"),
        ("0.60", "decimal", "0.60"),
        ("1.", "decimal", '"1."^^xsd:decimal'),
        ("true", "boolean", "true"),
        ("1", "boolean", '"1"^^xsd:boolean'),
        ("x", "integer", '"x"^^xsd:integer'),
        ("1e5", "double", '"1e5"^^xsd:double'),
        ("2026-11-22", "date", '"2026-11-22"^^xsd:date'),
        ("a", "string", '"a"'),
    ],
)
def test_literal_is_written_with_its_own_letters(lexical: str, datatype: str, written: str) -> None:
    """Numbers and truth values stand bare where Turtle reads the same literal from them."""
    value = ox.Literal(lexical, datatype=ox.NamedNode(XSD + datatype))
    assert f"\tkg:eats {written} ;\n" in write_turtle([ox.Triple(CRAB, EATS, value)])


@pytest.mark.parametrize("datatype", ["string", "integer"])
def test_text_that_looks_like_a_datatype_is_kept(datatype: str) -> None:
    """Only what follows the closing quote is a datatype."""
    value = ox.Literal(f"a^^<{XSD}{datatype}>", datatype=ox.NamedNode(XSD + datatype))
    found = read(write_turtle([ox.Triple(CRAB, EATS, value)]), ox.RdfFormat.TURTLE)
    assert [quad.object for quad in found] == [value]


def test_triple_term_reads_back_as_written() -> None:
    """A statement about a statement (RDF 1.2) is written as one."""
    about = ox.Triple(CRAB, EATS, ox.Triple(CRAB, EATS, ox.Literal("fish")))
    found = read(write_turtle([about]), ox.RdfFormat.TURTLE)
    assert [quad.triple for quad in found] == [about]


def test_direction_reads_back_as_written() -> None:
    """The direction of a text (RDF 1.2) is kept."""
    value = ox.Literal("fish", language="en", direction=ox.BaseDirection.LTR)
    found = read(write_turtle([ox.Triple(CRAB, EATS, value)]), ox.RdfFormat.TURTLE)
    assert [quad.object for quad in found] == [value]


def test_nothing_is_the_prefixes_alone() -> None:
    """A file without statements still opens as every file does."""
    assert write_turtle([]) == prefix_block()


def test_prefixes_are_in_two_groups() -> None:
    """Standards first, ours last, an empty line between them."""
    standard, own = prefix_block().split("\n\n")
    assert (standard.count("\n") + 1, own.count("\n")) == (17, 3)


@pytest.mark.parametrize(
    ("comment", "line"),
    [
        ("# first", 1),
        ("<urn:a> <urn:b> 1 . # after", 1),
        ("<urn:a> <urn:b> 1 .\n\n# last", 3),
        ('<urn:a> <urn:b> """x\n# text\n""" . # after', 3),
        ("<urn:a> <urn:b> '\\'' . # '", 1),
        ("<urn:a>#\n<urn:b> 1 .", 1),
    ],
)
def test_comment_is_refused_by_file_and_line(comment: str, line: int) -> None:
    """A comment would be lost, so its place is told and nothing is formatted."""
    with pytest.raises(MalformedData) as caught:
        format_turtle(comment, "a.ttl")
    assert str(caught.value) == (
        f"a.ttl:{line}: this comment would be lost; move it to a skos:editorialNote, or delete it."
    )


@pytest.mark.parametrize(
    "value",
    [
        '"a # b"',
        "'a # b'",
        '"\\" # b"',
        "'\\' # b'",
        '"""a "quoted" # b\n# c"""',
        "'''a 'quoted' # b\n# c'''",
        "<http://example.org/#b>",
        "<http://example.org/\u2028#b>",
        '"1"^^<http://example.org/#b>',
        "kg:a\\#b",
        "kg:a%23b",
    ],
)
def test_number_sign_that_is_no_comment_is_kept(value: str) -> None:
    """Inside strings, IRIs and escaped names # is a character like any other."""
    text = f"@prefix kg: <{KG}> .\n<urn:a> <urn:b> {value} ."
    formatted = format_turtle(text, "a.ttl")
    assert read(formatted, ox.RdfFormat.TURTLE) == read(text, ox.RdfFormat.TURTLE)


def test_text_that_does_not_parse_is_told_by_place() -> None:
    """The message has the file, the line and the column."""
    with pytest.raises(MalformedData, match=r"^a\.ttl: line 2, column \d+: "):
        format_turtle("<urn:a> <urn:b> 1 .\n<urn:a> nope", "a.ttl")


def test_foreign_layout_becomes_canonical() -> None:
    """Other prefixes, lists of objects and line ends make no difference."""
    text = f"@prefix x: <{KG}> .\r\nx:crab x:eats x:fish, 1 ; a x:thing ."
    assert format_turtle(text, "a.ttl").removeprefix(prefix_block()) == (
        "\nkg:crab\n\ta kg:thing ;\n\tkg:eats 1 ;\n\tkg:eats kg:fish ;\n\t.\n"
    )
