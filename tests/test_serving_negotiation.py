"""The Accept header: what a client would rather have."""

import pytest

from backrun_kg.serving.negotiation import GRAPHS, ROWS, Range, choose, read_accept

JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("application/*", "json"),
        ("application/json", "json"),
        ("Application/SPARQL-Results+XML", "xml"),
        ("application/xml", "xml"),
        ("text/csv", "csv"),
        ("text/*", "csv"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", "tsv"),
        ("text/csv; q=0.5 , */*;q=0.1", "csv"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("application/sparql-results+json;q=0.1, text/*;q=0, */*;q=0.5", "xml"),
        ("text/csv;header=present;q=0.9, text/csv;q=0.2", "csv"),
        (JAVA, "json"),
        ("text/turtle", None),
        ("text/csv;q=0", None),
        ("*/*;q=0", None),
    ],
)
def test_form_of_rows_is_the_one_wanted_most(accept: str | None, chosen: str | None) -> None:
    """The closest range tells how much a type is wanted; the first of equals is ours to choose."""
    offer = choose(read_accept(accept), ROWS)
    assert (offer and offer.name) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "ttl"),
        ("text/turtle, application/rdf+xml;q=0.9", "ttl"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
        ("application/ld+json;profile=x", "jsonld"),
        ("application/json", "jsonld"),
        ("text/csv", None),
    ],
)
def test_form_of_a_graph_is_the_one_wanted_most(accept: str | None, chosen: str | None) -> None:
    """A graph has forms of its own."""
    offer = choose(read_accept(accept), GRAPHS)
    assert (offer and offer.name) == chosen


@pytest.mark.parametrize(
    ("accept", "ranges"),
    [
        ("text/csv;q=2", [Range("text", "csv", 1)]),
        ("text/csv;q=x", [Range("text", "csv", 1)]),
        (",, ;q=1, text/csv;Q=0.25", [Range("text", "csv", 0.25)]),
        ("/", [Range("*", "*", 1)]),
        ("text/csv;q=٣", [Range("text", "csv", 1)]),
    ],
)
def test_what_no_standard_knows_is_read_as_well_as_can_be(accept: str, ranges: list[Range]) -> None:
    """A header that is not quite right is no reason to refuse a query."""
    assert read_accept(accept) == ranges
