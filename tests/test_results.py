"""Answers out: tables, Markdown and standard formats, neutral whatever the data hold."""

import json

import pyoxigraph as ox
import pytest

from backrun_kg.answers import Graph, Rows, Truth, neutral
from backrun_kg.errors import BackrunError
from backrun_kg.results import markdown, render
from backrun_kg.turtle import prefix_block
from samples import HIDDEN, rows

A = ox.NamedNode("urn:a")
TRUE = Truth(b'{"head": {}, "boolean": true}')
GRAPH = Graph([ox.Triple(A, A, ox.Literal("x"))])
ESCAPED = {
    "a|b": "a\\|b",
    "a\\|b": "a\\\\\\|b",
    "*a* _b_ `c`": "\\*a\\* \\_b\\_ \\`c\\`",
    "<b>": "\\<b\\>",
    "[a](b)": "\\[a\\](b)",
    "a\nb": "a b",
    "a\x1bb": "a\\u001Bb",
    "a\u2028b": "a\\u2028b",
}


@pytest.mark.parametrize("text", HIDDEN)
def test_hidden_characters_are_shown(text: str) -> None:
    """Control and direction characters are given as escapes."""
    assert neutral(text) == HIDDEN[text]


@pytest.mark.parametrize("text", ["läuft rückwärts", "走る", "\U0001f3c3", "a\u200db", "שלום"])
def test_letters_are_left_alone(text: str) -> None:
    """Every script reads as it is."""
    assert neutral(text) == text


def test_markdown_is_a_table() -> None:
    """Head, rule, rows."""
    assert markdown(rows("one", "two")) == "| x |\n| --- |\n| one |\n| two |\n"


@pytest.mark.parametrize("text", ESCAPED)
def test_markdown_cell_is_escaped(text: str) -> None:
    """A cell stays one cell, and its text is text."""
    assert markdown(rows(text)).split("\n")[2] == f"| {ESCAPED[text]} |"


def test_rows_are_tsv_by_default() -> None:
    """In a pipe, what cut and awk read."""
    assert render(rows("one"), None) == b'?x\n"one"\n'


@pytest.mark.parametrize(
    ("format", "content"),
    [
        ("table", "x\n───\none\n\n1 row\n"),
        ("markdown", "| x |\n| --- |\n| one |\n"),
        ("tsv", '?x\n"one"\n'),
        ("csv", "x\r\none\r\n"),
    ],
)
def test_rows_in_a_text_format(format: str, content: str) -> None:
    """Each format is the standard's own."""
    assert render(rows("one"), format, 40).decode() == content


def test_rows_in_json_are_the_standards() -> None:
    """SPARQL 1.1 Query Results JSON, ending with a line end."""
    content = render(rows("one"), "json")
    assert (json.loads(content), content[-1:]) == (
        {
            "head": {"vars": ["x"]},
            "results": {"bindings": [{"x": {"type": "literal", "value": "one"}}]},
        },
        b"\n",
    )


def test_rows_in_xml_are_the_standards() -> None:
    """SPARQL Query Results XML, ending with a line end."""
    content = render(rows("<one>"), "xml")
    assert b"<literal>&lt;one&gt;</literal>" in content
    assert content.endswith(b"</sparql>\n")


@pytest.mark.parametrize("format", [None, "table", "markdown", "tsv", "csv"])
def test_truth_is_a_word(format: str | None) -> None:
    """Where the format has no way of its own, the answer to ASK is true or false."""
    assert render(TRUE, format) == b"true\n"


def test_truth_in_json_is_the_standards() -> None:
    """SPARQL 1.1 Query Results JSON has a way to say it."""
    assert json.loads(render(TRUE, "json")) == {"head": {}, "boolean": True}


def test_truth_in_xml_is_the_standards() -> None:
    """SPARQL Query Results XML has a way to say it."""
    assert b"<boolean>true</boolean>" in render(TRUE, "xml")


def test_graph_is_turtle_by_default() -> None:
    """A graph is written in our canonical form."""
    assert render(GRAPH, None).decode() == prefix_block() + '\n<urn:a>\n\t<urn:a> "x" ;\n\t.\n'


def test_graph_in_n_triples() -> None:
    """One triple a line."""
    assert render(GRAPH, "nt") == b'<urn:a> <urn:a> "x" .\n'


@pytest.mark.parametrize("format", ["rdf", "jsonld"])
def test_graph_reads_back(format: str) -> None:
    """The other RDF formats hold the same statement."""
    formats = {"rdf": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD}
    read = ox.parse(render(GRAPH, format), format=formats[format])
    assert [str(quad) for quad in read] == ['<urn:a> <urn:a> "x"']


@pytest.mark.parametrize("format", ["table", "markdown", "tsv", "csv", "json", "xml"])
def test_graph_has_no_rows(format: str) -> None:
    """A format for rows is refused, and the right ones are named."""
    with pytest.raises(BackrunError) as caught:
        render(GRAPH, format)
    assert str(caught.value) == (
        f"'{format}' is for rows (SELECT, ASK); for a graph take one of: ttl, nt, rdf, jsonld."
    )


@pytest.mark.parametrize("format", ["ttl", "nt", "rdf", "jsonld"])
@pytest.mark.parametrize("answer", [rows("one"), TRUE], ids=["rows", "truth"])
def test_rows_are_no_graph(answer: Rows | Truth, format: str) -> None:
    """A format for graphs is refused, and the right ones are named."""
    with pytest.raises(BackrunError) as caught:
        render(answer, format)
    assert str(caught.value) == (
        f"'{format}' is for graphs (CONSTRUCT, DESCRIBE); for this answer take one of: "
        "table, markdown, tsv, csv, json, xml."
    )
