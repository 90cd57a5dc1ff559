"""Portable literals: every engine keeps them and reads in them what the others read."""

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.literals import askable, portable
from backrun_kg.rdflib_bridge import to_rdflib_graph
from strategies import XSD, literals

A = ox.NamedNode("urn:a")
DATATYPES = ("string", "anyURI", "boolean", "integer", "decimal", "gYear", "date", "dateTime")

written = st.builds(
    lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
    st.text("0123456789-+.:TZe ", max_size=20)
    | st.from_regex(r"-?[0-9]{1,19}(\.[0-9]{1,18})?", fullmatch=True)
    | st.from_regex(r"[0-9]{4}(-[01][0-9](-[0-3][0-9])?)?", fullmatch=True)
    | st.sampled_from(["true", "false", "1", "0", "", "a"]),
    st.sampled_from(DATATYPES),
)


def literal(text: str, datatype: str) -> ox.Literal:
    """A literal of a datatype of XML Schema."""
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("", "string"),
        ("a\n", "string"),
        ("a b", "anyURI"),
        ("true", "boolean"),
        ("0", "integer"),
        ("-7", "integer"),
        ("999999999999999999", "integer"),
        ("0", "decimal"),
        ("7", "decimal"),
        ("-0.5", "decimal"),
        ("0.12345678901234", "decimal"),
        ("123456789012345", "decimal"),
        ("0001", "gYear"),
        ("2024-02-29", "date"),
    ],
)
def test_literal_is_portable(text: str, datatype: str) -> None:
    """Its form is the one form in which every engine writes the value."""
    assert portable(literal(text, datatype))


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("1", "boolean"),
        ("True", "boolean"),
        ("01", "integer"),
        ("+1", "integer"),
        ("-0", "integer"),
        ("1\n", "integer"),
        ("١", "integer"),
        ("9999999999999999999", "integer"),
        ("x", "integer"),
        ("1.0", "decimal"),
        (".5", "decimal"),
        ("0.1234567890123456789", "decimal"),
        ("1e0", "decimal"),
        ("0000", "gYear"),
        ("2020Z", "gYear"),
        ("12020", "gYear"),
        ("2023-02-29", "date"),
        ("0000-01-01", "date"),
        ("2020-01-01Z", "date"),
        ("20200101", "date"),
        ("2020-01-01T00:00:00", "dateTime"),
        ("1", "double"),
        ("NaN", "double"),
        ("1", "int"),
    ],
)
def test_literal_is_not_portable(text: str, datatype: str) -> None:
    """Some engine rewrites it, or reads something else in it."""
    assert not portable(literal(text, datatype))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (ox.NamedNode("urn:a"), True),
        (ox.BlankNode("a"), True),
        (ox.Triple(A, A, A), False),
        (ox.Literal("a", language="en"), True),
        (ox.Literal("a", language="en", direction=ox.BaseDirection.LTR), False),
        (literal("a", "nosuch"), False),
    ],
    ids=["iri", "blank-node", "triple-term", "language", "direction", "other-datatype"],
)
def test_term_is_portable(term: object, expected: bool) -> None:
    """What is no literal is kept by all; what rdflib does not know of is not."""
    assert portable(term) is expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (ox.NamedNode("urn:a"), True),
        (ox.Literal("a"), True),
        (literal("01", "integer"), False),
        (ox.BlankNode("a"), False),
    ],
    ids=["iri", "text", "not-portable", "blank-node"],
)
def test_term_can_be_asked_for(term: object, expected: bool) -> None:
    """A blank node in a query is a variable, and a literal may be rewritten there."""
    assert askable(term) is expected


@settings(deadline=None, max_examples=500)
@given(literals | written)
def test_engine_keeps_a_portable_literal(term: ox.Literal) -> None:
    """What is portable comes back from the store as it was written, up to a language tag's case."""
    store = ox.Store()
    store.add(ox.Quad(A, A, term))
    found = next(iter(store)).object
    assert not portable(term) or _folded(found) == _folded(term)


@settings(deadline=None, max_examples=500)
@given(written)
def test_rdflib_reads_a_portable_literal(term: ox.Literal) -> None:
    """What is portable has a value of its datatype in rdflib, and pySHACL judges by that."""
    (found,) = to_rdflib_graph([ox.Quad(A, A, term)]).objects()
    assert isinstance(found, rdflib.Literal)
    assert not (portable(term) and found.ill_typed)


def _folded(term: object) -> tuple[str, str | None, str]:
    assert isinstance(term, ox.Literal)
    return term.value, (term.language or "").lower(), term.datatype.value
