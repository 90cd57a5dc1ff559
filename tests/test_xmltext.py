"""Characters of XML: which it cannot hold, and which it would change."""

import pyoxigraph as ox
import pytest

from backrun_kg.xmltext import find_forbidden, keep_returns

A = ox.NamedNode("urn:a")
FORBIDDEN = ["\x00", "\x08", "\x0b", "\x0c", "\x0e", "\x1b", "\x1f", "\ufffe", "\uffff"]
ALLOWED = ["\t", "\n", "\r", " ", "\x7f", "\x80", "\x9f", "\u2028", "\ud7ff", "\ue000", "\ufffd"]


@pytest.mark.parametrize("character", FORBIDDEN)
def test_forbidden_character_is_named(character: str) -> None:
    """It is told as Unicode tells it."""
    found = find_forbidden(ox.Literal(f"a{character}b\x00"))
    assert found == f"U+{ord(character):04X}"


@pytest.mark.parametrize("character", [*ALLOWED, "\U00010000", "\U0001fffe", "\U0010ffff"])
def test_allowed_character_passes(character: str) -> None:
    """XML 1.0 has the controls above 127, and all beyond the first plane."""
    assert find_forbidden(ox.Literal(f"a{character}b")) is None


def test_triple_term_is_looked_into() -> None:
    """A literal may stand deep within."""
    term = ox.Triple(A, A, ox.Triple(A, A, ox.Literal("\x01")))
    assert find_forbidden(term) == "U+0001"


@pytest.mark.parametrize("term", [A, ox.BlankNode("a"), None, ox.Triple(A, A, A)])
def test_other_term_holds_none(term: object) -> None:
    """The parser lets none into an IRI."""
    assert find_forbidden(term) is None


def test_carriage_returns_are_written_out() -> None:
    """As they are, a reader makes them line feeds."""
    assert keep_returns(b"<a>b\r\nc\r</a>") == b"<a>b&#13;\nc&#13;</a>"
