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


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Parser error between line 1 column 1 and line 2 column 2: No dot", "No dot"),
        ("No IRI: 'a\nb'", "No IRI: 'a\\u000Ab'"),
        ("expected `a`: `\x1b[31m`", "expected `a`: `\\u001B[31m`"),
    ],
)
def test_parser_says_it_on_one_line(said: str, told: str) -> None:
    """What the parser quotes is harmless, and nothing but its preamble is left out."""
    assert parser_says(SyntaxError(said)) == told


def test_parser_does_not_quote_a_whole_file() -> None:
    """The beginning and the end of a long message are told."""
    assert parser_says(ValueError("a" * 500 + "b" * 500)) == f"{'a' * 120} … {'b' * 120}"
