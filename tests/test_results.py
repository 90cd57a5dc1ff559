"""Answers out: tables, Markdown and standard formats, neutral whatever the data hold."""

import csv
import io
import json

import pyoxigraph as ox
import pytest

from backrun_kg.answers import Graph, Rows, Truth, neutral
from backrun_kg.errors import BackrunError
from backrun_kg.results import markdown, render
from backrun_kg.turtle import prefix_block
from samples import SCHEMES, iris, rows

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


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ufffe", "\uffff"])
def test_character_that_xml_has_not_is_refused(character: str) -> None:
    """What the engine would write is no XML; the message says where it is and what can hold it."""
    with pytest.raises(BackrunError) as caught:
        render(rows("one", f"a{character}"), "xml")
    assert str(caught.value) == (
        f"XML cannot hold the character U+{ord(character):04X}, which is in ?x of row 2; "
        "take json, tsv or csv."
    )


@pytest.mark.parametrize("format", ["json", "tsv", "csv"])
@pytest.mark.parametrize("text", ["a\x1bb", "\x00", "\uffff", "a\rb", "\u202e"])
def test_other_formats_hold_every_character(text: str, format: str) -> None:
    """In a pipe, the bytes are those that the standards ask for."""
    content = render(rows(text), format)
    if format == "csv":
        assert list(csv.reader(io.StringIO(content.decode(), newline="")))[1] == [text]
    else:
        form = {"json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}[format]
        read = ox.parse_query_results(content, format=form)
        assert [row[0].value for row in read] == [text]  # type: ignore[union-attr]


def test_carriage_return_is_written_out_in_xml() -> None:
    """As it is, readers of XML make it a line feed."""
    assert b"<literal>a&#13;b</literal>" in render(rows("a\rb"), "xml")


@pytest.mark.parametrize(
    ("format", "content"),
    [("csv", "x\r\n'=1+1\r\n"), ("tsv", '?x\n"\'=1+1"\n'), (None, '?x\n"\'=1+1"\n')],
)
def test_cells_can_be_made_safe_for_spreadsheets(format: str | None, content: str) -> None:
    """A text that would be a formula follows an apostrophe, if that is asked for."""
    assert render(rows("=1+1"), format, excel_safe=True).decode() == content


@pytest.mark.parametrize(("format", "content"), [("csv", "x\r\n=1+1\r\n"), ("tsv", '?x\n"=1+1"\n')])
def test_cells_are_written_as_they_are_by_default(format: str, content: str) -> None:
    """The standards say so."""
    assert render(rows("=1+1"), format).decode() == content


@pytest.mark.parametrize(
    ("answer", "format"),
    [
        *((rows("=1"), name) for name in ("table", "markdown", "json", "xml")),
        (GRAPH, None),
        (GRAPH, "ttl"),
    ],
)
def test_what_has_no_cells_is_not_made_safe(answer: Rows | Graph, format: str | None) -> None:
    """An option that would do nothing is a slip."""
    with pytest.raises(BackrunError) as caught:
        render(answer, format, excel_safe=True)
    assert str(caught.value) == (
        "--excel-safe is for rows in a file of cells: add --format csv or tsv."
    )


@pytest.mark.parametrize("scheme", SCHEMES)
def test_markdown_makes_no_link(scheme: str) -> None:
    """An IRI is text: nothing to click on, whatever reads the table."""
    cell = markdown(iris(f"{scheme}a")).split("\n")[2]
    assert cell == f"| \\<{scheme}a\\> |"


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
