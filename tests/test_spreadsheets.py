"""Spreadsheets: texts that they would run are disarmed, numbers stay numbers."""

import json

import pytest

from backrun_kg.answers import Rows
from backrun_kg.namespaces import PREFIXES
from backrun_kg.spreadsheets import disarm, disarm_rows

XSD = PREFIXES["xsd"]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=", "-", '=cmd|"/c calc"!A0']
TEXTS = ["", "a", "1", "1-1", " =1", "'=1", "a=1", "<b>", "\n=1"]
NUMBERS = {
    "integer": ["-1", "+1", "-0", "7"],
    "decimal": ["-1.5", "+.5", "-1."],
    "double": ["-1e5", "+1.5E-3", "-INF"],
    "float": ["-1.5"],
    "nonPositiveInteger": ["-1"],
    "short": ["-1"],
}
NO_NUMBERS = {
    "integer": ["-1+cmd", "=1", "+", "-1\t", "-"],
    "double": ["-1e", "-NaN", "-.", "+e5"],
    "string": ["-1"],
    "duration": ["-P1D"],
    "gYear": ["-0044"],
    "dateTime": ["-0044-03-15T00:00:00"],
}


def one(value: str, datatype: str | None = None) -> Rows:
    """A row of one literal."""
    term = {"type": "literal", "value": value} | ({"datatype": datatype} if datatype else {})
    return Rows(
        json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": term}]}}).encode()
    )


def value(rows: Rows) -> str:
    """The text of the one literal."""
    return next(iter(rows))["x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_is_disarmed(text: str) -> None:
    """An apostrophe before it makes it a text."""
    assert (disarm(text), value(disarm_rows(one(text)))) == (f"'{text}", f"'{text}")


@pytest.mark.parametrize("text", TEXTS)
def test_text_stays(text: str) -> None:
    """What no spreadsheet runs is written as it is."""
    assert (disarm(text), value(disarm_rows(one(text)))) == (text, text)


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, texts in NUMBERS.items() for t in texts])
def test_number_stays(name: str, text: str) -> None:
    """A number may have a sign."""
    assert value(disarm_rows(one(text, XSD + name))) == text


@pytest.mark.parametrize(
    ("name", "text"), [(n, t) for n, texts in NO_NUMBERS.items() for t in texts]
)
def test_what_only_claims_to_be_a_number_is_disarmed(name: str, text: str) -> None:
    """A datatype is no proof, and not every one is of numbers."""
    assert value(disarm_rows(one(text, XSD + name))) == f"'{text}"


def test_other_terms_and_columns_stay() -> None:
    """An IRI is no formula, nor is a blank node, and what is unbound stays so."""
    row = {
        "iri": {"type": "uri", "value": "urn:-1"},
        "blank": {"type": "bnode", "value": "b0"},
        "tagged": {"type": "literal", "value": "=1", "xml:lang": "en"},
    }
    head = {"vars": [*row, "none"]}
    rows = Rows(json.dumps({"head": head, "results": {"bindings": [row]}}).encode())
    assert [str(term) for term in disarm_rows(rows).rows[0]] == [
        "<urn:-1>",
        str(rows.rows[0][1]),
        '"\'=1"@en',
        "None",
    ]
