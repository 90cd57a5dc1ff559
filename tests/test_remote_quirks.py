"""Where servers differ: their answers are put right, and cuts are noticed."""

import json
from email.message import Message

import pyoxigraph as ox
import pytest

from backrun_kg.remote.addresses import read_address
from backrun_kg.remote.connections import Reply
from backrun_kg.remote.quirks import may_be_cut, read_rows, write_page
from backrun_kg.remote.rewriting import read_layout

XSD = "http://www.w3.org/2001/XMLSchema#"
PLAIN, ORDERED = "SELECT ?x { ?x ?p ?o }", "SELECT ?x { ?x ?p ?o } ORDER BY ?x"


def _answer(term: dict[str, str], **more: object) -> bytes:
    return json.dumps(
        {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": term}]}, **more}
    ).encode()


def _reply(**headers: str) -> Reply:
    told = Message()
    for name, value in headers.items():
        told[name.replace("_", "-")] = value
    return Reply(200, told, b"", read_address("http://a/"))


@pytest.mark.parametrize(
    ("written", "read"), [("1", "true"), ("0", "false"), ("true", "true"), ("x", "x")]
)
def test_truth_values_are_words(written: str, read: str) -> None:
    """As the embedded engine says them."""
    term = {"type": "literal", "value": written, "datatype": f"{XSD}boolean"}
    expected = ox.Literal(read, datatype=ox.NamedNode(f"{XSD}boolean"))
    assert read_rows(_answer(term)).rows == ((expected,),)


def test_numbers_stay_numbers() -> None:
    """Only truth values are touched."""
    term = {"type": "literal", "value": "1", "datatype": f"{XSD}integer"}
    assert read_rows(_answer(term)).rows == ((ox.Literal(1),),)


def test_what_follows_the_results_is_left_out() -> None:
    """Such as Comunica's metadata."""
    found = read_rows(_answer({"type": "uri", "value": "urn:a"}, metadata={"httpRequests": 3}))
    assert found.rows == ((ox.NamedNode("urn:a"),),)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"head": {"vars": ["x"]}', b'{"head": {"vars": []}, "results": []}'],
)
def test_broken_rows_are_told(body: bytes) -> None:
    """As an error of the text."""
    with pytest.raises((SyntaxError, ValueError)):
        read_rows(body)


@pytest.mark.parametrize(
    ("count", "text", "headers", "cut"),
    [
        (10_000, PLAIN, {}, True),
        (9_999, PLAIN, {}, False),
        (0, PLAIN, {}, False),
        (1_000, f"{PLAIN} LIMIT 1000", {}, False),
        (7, PLAIN, {"X_SPARQL_MaxRows": "7"}, True),
    ],
    ids=["round", "not round", "none", "asked for", "told"],
)
def test_cut_is_suspected(count: int, text: str, headers: dict[str, str], cut: bool) -> None:
    """By a round number of rows, or by a header."""
    assert may_be_cut(_reply(**headers), count, read_layout(text, "query")) == cut


def test_page_is_asked_for_in_the_standard_way() -> None:
    """Of any server."""
    page = write_page(ORDERED, read_layout(ORDERED, "query"), "Other", 10, 20)
    assert page == f"{ORDERED}\nLIMIT 10 OFFSET 20"


def test_page_of_virtuoso_is_asked_for_in_a_subquery() -> None:
    """It sorts any number of rows there."""
    text = f"PREFIX a: <urn:a:>\n{ORDERED}"
    page = write_page(text, read_layout(text, "query"), "Virtuoso/07.20", 10, 20)
    assert page == f"PREFIX a: <urn:a:>\nSELECT * WHERE {{ {{ {ORDERED}\n}} }} LIMIT 10 OFFSET 20"
