"""RDF formats: every usual name leads to one extension."""

import pytest

from backrun_kg.errors import UnknownName
from backrun_kg.formats import find_format, parser_says

NAMES = {
    "ttl": "ttl",
    ".ttl": "ttl",
    "Turtle": "ttl",
    "nt": "nt",
    "NTriples": "nt",
    "N-Triples": "nt",
    "nq": "nq",
    "nquads": "nq",
    "n-quads": "nq",
    "TriG": "trig",
    "rdf": "rdf",
    "xml": "rdf",
    "RDFXML": "rdf",
    ".owl": "rdf",
    "jsonld": "jsonld",
    "JSON-LD": "jsonld",
    ".json": "jsonld",
}


@pytest.mark.parametrize("name", NAMES)
def test_format_is_found(name: str) -> None:
    """A format goes by its extension and by its usual names, in any case."""
    assert find_format(name) == NAMES[name]


@pytest.mark.parametrize("name", ["csv", "", ".", "ttl.gz", "html"])
def test_unknown_format_names_the_known(name: str) -> None:
    """The message says what was asked for."""
    with pytest.raises(UnknownName, match=f"No RDF format named '{name}'"):
        find_format(name)


def test_near_format_is_offered() -> None:
    """A slip of the finger is told the format it meant."""
    with pytest.raises(UnknownName, match=r"Did you mean jsonld\?"):
        find_format("jsonlb")


def test_parser_says_where() -> None:
    """A syntax error is told by line and column, the parser's own preamble left out."""
    error = SyntaxError("Parser error at line 3 column 7: A dot is expected", ("-", 3, 7, None))
    assert parser_says(error) == "line 3, column 7: A dot is expected"


def test_parser_says_what_where_it_knows_no_place() -> None:
    """Without a place the message stands alone."""
    assert parser_says(ValueError("bad input")) == "bad input"
