"""What a query gives back: terms, plain text, pandas and HTML."""

import json
import sys

import pyoxigraph as ox
import pytest

from backrun_kg.answers import Graph, Rows, Truth, plain
from backrun_kg.errors import MissingExtra
from backrun_kg.namespaces import PREFIXES
from samples import SCHEMES, iris

XSD = PREFIXES["xsd"]
A, B = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")
NATIVE = {
    "integer": ("7", 7),
    "decimal": ("0.60", 0.6),
    "double": ("1.5e0", 1.5),
    "float": ("1.5", 1.5),
    "boolean": ("1", True),
    "date": ("2026-11-22", "2026-11-22"),
    "string": ("7", "7"),
}


def rows(**columns: dict[str, str] | None) -> Rows:
    """One row, by column, as the SPARQL results format has it."""
    found = {name: term for name, term in columns.items() if term}
    return Rows(
        json.dumps({"head": {"vars": list(columns)}, "results": {"bindings": [found]}}).encode()
    )


def literal(value: str, datatype: str = "string") -> dict[str, str]:
    """A typed literal as the SPARQL results format has it."""
    return {"type": "literal", "value": value, "datatype": XSD + datatype}


def test_columns_are_in_the_order_of_the_query() -> None:
    """Names of columns have no question marks."""
    assert rows(z=literal("1"), a=None).columns == ("z", "a")


def test_rows_are_terms() -> None:
    """Terms are as the engine found them, None where unbound."""
    answer = rows(x={"type": "uri", "value": "urn:a"}, y=literal("01", "integer"), z=None)
    typed = ox.Literal("01", datatype=ox.NamedNode(XSD + "integer"))
    assert answer.rows == ((A, typed, None),)


def test_rows_iterate_as_plain_text() -> None:
    """CURIEs for IRIs, the text of literals, nothing where unbound."""
    answer = rows(x={"type": "uri", "value": PREFIXES["kg"] + "knee"}, y=literal("a\nb"), z=None)
    assert list(answer) == [{"x": "kg:knee", "y": "a\nb", "z": ""}]


def test_length_is_the_number_of_rows() -> None:
    """An answer without rows is empty, and so false."""
    answer = Rows(b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}')
    assert (len(answer), bool(answer), answer.columns) == (0, False, ("x",))


def test_rows_serialize_in_a_standard_format() -> None:
    """TSV has terms in SPARQL's own syntax."""
    answer = rows(x={"type": "uri", "value": "urn:a"}, y=literal('a\t"b"'))
    assert answer.serialize(ox.QueryResultsFormat.TSV) == b'?x\t?y\n<urn:a>\t"a\\t\\"b\\""\n'


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a & b", "a &amp; b"),
        ('"quoted"', "&quot;quoted&quot;"),
        ("&lt;", "&amp;lt;"),
    ],
)
def test_html_escapes_markup(text: str, escaped: str) -> None:
    """Text from data is text in a notebook."""
    assert rows(x=literal(text))._repr_html_() == (
        f"<table><thead><tr><th>x</th></tr></thead><tbody><tr><td>{escaped}</td></tr></tbody></table>"
    )


def test_html_brackets_of_an_iri_are_escaped() -> None:
    """An IRI without a prefix stands in angle brackets, which are no tag."""
    assert "<td>&lt;urn:a&gt;</td>" in rows(x={"type": "uri", "value": "urn:a"})._repr_html_()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_html_makes_no_link(scheme: str) -> None:
    """An IRI is text: a notebook gives nothing to click on."""
    assert iris(f"{scheme}a")._repr_html_() == (
        "<table><thead><tr><th>x</th></tr></thead><tbody><tr>"
        f"<td>&lt;{scheme}a&gt;</td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    ("text", "shown"), [("a\u202eb", "a\\u202Eb"), ("a\x1bb", "a\\u001Bb"), ("a\nb\tc", "a\nb\tc")]
)
def test_html_shows_hidden_characters(text: str, shown: str) -> None:
    """Nothing turns the direction of what stands beside it; line ends are white space in HTML."""
    assert f"<td>{shown}</td>" in rows(x=literal(text))._repr_html_()


@pytest.mark.parametrize("datatype", NATIVE)
def test_pandas_gets_native_values(datatype: str) -> None:
    """Numbers and truth values are such, everything else is text."""
    text, value = NATIVE[datatype]
    found = rows(x=literal(text, datatype)).to_pandas().to_dict("list")
    assert (found, type(found["x"][0])) == ({"x": [value]}, type(value))


def test_pandas_gets_curies() -> None:
    """An IRI is the CURIE a person would write."""
    frame = rows(x={"type": "uri", "value": PREFIXES["kg"] + "knee"}).to_pandas()
    assert frame.to_dict("list") == {"x": ["kg:knee"]}


def test_pandas_knows_what_is_missing() -> None:
    """What is unbound is missing, not an empty text."""
    assert rows(x=literal("a"), y=None).to_pandas().isna().to_dict("list") == {
        "x": [False],
        "y": [True],
    }


@pytest.mark.parametrize("datatype", ["integer", "decimal", "double"])
def test_pandas_gets_what_is_no_number_as_text(datatype: str) -> None:
    """A literal that is not of its datatype is shown as it stands."""
    assert rows(x=literal("about 7", datatype)).to_pandas().to_dict("list") == {"x": ["about 7"]}


def test_pandas_keeps_columns_without_rows() -> None:
    """An empty answer still has its columns."""
    answer = Rows(b'{"head": {"vars": ["x", "y"]}, "results": {"bindings": []}}')
    assert list(answer.to_pandas().columns) == ["x", "y"]


def test_missing_pandas_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has no pandas is told how to get it."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r"pip install 'backrun-kg\[pandas\]'"):
        rows(x=literal("a")).to_pandas()


@pytest.mark.parametrize("value", [True, False])
def test_truth_is_true_or_false(value: bool) -> None:
    """The answer to ASK counts as what it says."""
    assert bool(Truth(json.dumps({"head": {}, "boolean": value}).encode())) is value


def test_truth_serializes_in_a_standard_format() -> None:
    """JSON is the standard's own."""
    answer = Truth(b'{"head": {}, "boolean": true}')
    assert json.loads(answer.serialize(ox.QueryResultsFormat.JSON)) == {"head": {}, "boolean": True}


def test_graph_is_sorted_and_without_repeats() -> None:
    """A graph is a set, told in one order."""
    one, two = ox.Triple(A, A, B), ox.Triple(B, A, A)
    assert Graph([two, one, two]).triples == (one, two)


def test_length_of_a_graph_is_its_triples() -> None:
    """An answer without triples is empty."""
    assert (len(Graph([])), len(Graph([ox.Triple(A, A, B)]))) == (0, 1)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (None, ""),
        (ox.NamedNode(PREFIXES["br"] + "Muscle"), "br:Muscle"),
        (A, "<urn:a>"),
        (ox.Literal("läuft", language="de"), "läuft"),
        (ox.Literal("01", datatype=ox.NamedNode(XSD + "integer")), "01"),
        (ox.BlankNode("x"), "_:x"),
    ],
)
def test_term_is_told_plainly(term: ox.NamedNode | None, text: str) -> None:
    """A term is written as a person would write it."""
    assert plain(term) == text
