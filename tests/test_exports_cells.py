"""Cells: a value of the graph as what a table holds, and back as text."""

from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest

from backrun_kg.exports.cells import (
    Cell,
    Plain,
    Sheet,
    by_id,
    open_cell,
    read_value,
    text_column,
    unique,
    write_plain,
)
from backrun_kg.exports.statements import Statements
from backrun_kg.exports.vocabulary import Form
from backrun_kg.namespaces import PREFIXES
from export_samples import SMALL, own

KG, XSD = PREFIXES["kg"], PREFIXES["xsd"]
STATEMENTS = Statements(own(SMALL))


@pytest.mark.parametrize(
    ("text", "datatype", "form", "cell"),
    [
        ("7", "integer", Form("integer"), 7),
        ("-07", "integer", Form("integer"), -7),
        ("9" * 18, "integer", Form("integer"), int("9" * 18)),
        ("9" * 19, "integer", Form("text", "", XSD + "integer"), "9" * 19),
        ("7.0", "integer", Form("text", "", XSD + "integer"), "7.0"),
        ("٧", "integer", Form("text", "", XSD + "integer"), "٧"),
        ("0.60", "decimal", Form("decimal"), Decimal("0.60")),
        ("-.5", "decimal", Form("decimal"), Decimal("-0.5")),
        ("1e5", "decimal", Form("text", "", XSD + "decimal"), "1e5"),
        (".", "decimal", Form("text", "", XSD + "decimal"), "."),
        ("0." + "1" * 18, "decimal", Form("text", "", XSD + "decimal"), "0." + "1" * 18),
        ("true", "boolean", Form("boolean"), True),
        ("0", "boolean", Form("boolean"), False),
        ("yes", "boolean", Form("text", "", XSD + "boolean"), "yes"),
        ("2026-11-22", "date", Form("date"), date(2026, 11, 22)),
        ("2026-02-30", "date", Form("text", "", XSD + "date"), "2026-02-30"),
        ("20261122", "date", Form("text", "", XSD + "date"), "20261122"),
        ("2026-11-22Z", "date", Form("text", "", XSD + "date"), "2026-11-22Z"),
        ("2019", "gYear", Form("year"), 2019),
        ("7.5", "double", Form("text", "", XSD + "double"), "7.5"),
        ("x", "string", Form("text", "", XSD + "string"), "x"),
        ("x:y", "anyURI", Form("text", "", XSD + "anyURI"), "x:y"),
    ],
)
def test_literal_has_the_type_of_its_datatype(
    text: str, datatype: str, form: Form, cell: Plain
) -> None:
    """What a datatype does not allow, or is too long for it, stays text."""
    literal = ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))
    assert read_value(literal, STATEMENTS) == (form, cell)


def test_text_keeps_its_language() -> None:
    """Texts of several languages do not share a column."""
    assert read_value(ox.Literal("Knie", language="de"), STATEMENTS) == (Form("text", "de"), "Knie")


@pytest.mark.parametrize(
    ("iri", "form", "cell"),
    [
        (KG + "quadriceps", Form("thing"), "quadriceps"),
        (KG + "unheard-of", Form("iri"), KG + "unheard-of"),
    ],
)
def test_link_leads_to_what_is_described(iri: str, form: Form, cell: str) -> None:
    """Only that has a row to point at."""
    assert read_value(ox.NamedNode(iri), STATEMENTS) == (form, cell)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (7, "7"),
        (Decimal("0.60"), "0.60"),
        (Decimal("-0.0000001"), "-0.0000001"),
        (date(2026, 11, 2), "2026-11-02"),
        ("a,b", "a,b"),
    ],
)
def test_plain_value_is_written_as_xml_schema_does(value: Plain, text: str) -> None:
    """No exponents, no capitals."""
    assert write_plain(value) == text


@pytest.mark.parametrize(
    ("cell", "values"), [(None, ()), (0, (0,)), ("", ("",)), ((1, 2), (1, 2)), ((), ())]
)
def test_cell_opens_to_its_values(cell: Cell, values: tuple[Plain, ...]) -> None:
    """None is no value, and nothing is one."""
    assert open_cell(cell) == values


@pytest.mark.parametrize(
    ("taken", "name"), [([], "a"), (["b"], "a"), (["a"], "a_2"), (["a", "a_2", "a_4"], "a_3")]
)
def test_taken_name_gets_a_number(taken: list[str], name: str) -> None:
    """The first that is free."""
    assert unique("a", taken) == name


def test_sheet_has_a_key_where_it_has_ids() -> None:
    """The first column says."""
    sheets = [Sheet("x", "", "", (text_column(name),), (("b",), (None,))) for name in ("id", "a")]
    assert [sheet.key for sheet in sheets] == ["id", ""]
    assert sheets[0].values(0) == ["b"]


def test_rows_are_sorted_by_id() -> None:
    """As text, whatever it is."""
    assert sorted([("b", 1), ("a", 2)], key=by_id) == [("a", 2), ("b", 1)]
