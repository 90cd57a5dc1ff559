"""The menu of exports: a format by any of its names, or by what the name of a file says."""

import pytest

from backrun_kg.errors import BackrunError, UnknownName
from backrun_kg.exports.menu import MENU, choose_export


@pytest.mark.parametrize("format", MENU)
def test_function_is_there(format: str) -> None:
    """What the menu names can be called, and says what it writes."""
    assert MENU[format].write.__doc__


@pytest.mark.parametrize(
    ("format", "view", "output", "chosen"),
    [
        (None, None, None, "jsonld"),
        (None, None, "-", "jsonld"),
        (None, None, "graph", "jsonld"),
        (None, None, "a.ttl", "ttl"),
        (None, None, "a.nq.gz", "nq"),
        (None, None, "a.b/c.owl", "rdf"),
        (None, None, "A.TTL", "ttl"),
        (None, None, "a.graphml", "graphml"),
        (None, None, "a.GEXF", "gexf"),
        (None, None, "a.gv", "dot"),
        (None, None, "a.dot", "dot"),
        (None, None, "a.mmd", "mermaid"),
        (None, None, "a.cypher", "cypher"),
        (None, None, "a.sqlite", "sqlite"),
        (None, None, "a.db", "sqlite"),
        (None, None, "a.csv", "csv"),
        (None, None, "a.parquet", "parquet"),
        ("Parquet", None, "a", "parquet"),
        ("nt", None, "a.ttl", "nt"),
        ("N-Quads", None, None, "nq"),
        (None, "jsonld-framed", "a.jsonld", "jsonld-framed"),
        ("json-ld", "schema-org", None, "schema-org"),
    ],
)
def test_export_is_chosen(
    format: str | None, view: str | None, output: str | None, chosen: str
) -> None:
    """A view comes before a format, a format before the name of the output."""
    assert choose_export(format, view, output) == chosen


@pytest.mark.parametrize(
    ("view", "option"),
    [
        ("jsonld-framed", "--framed"),
        ("jsonld-expanded", "--expanded"),
        ("schema-org", "--schema-org"),
    ],
)
def test_view_of_another_format_is_refused(view: str, option: str) -> None:
    """Views are of JSON-LD alone."""
    with pytest.raises(BackrunError) as caught:
        choose_export("ttl", view, None)
    assert str(caught.value) == f"{option} is a view of JSON-LD, not of ttl."


def test_output_of_no_known_format_is_refused() -> None:
    """An extension that says nothing is not guessed at."""
    with pytest.raises(UnknownName, match=r"No RDF format named '\.xls'"):
        choose_export(None, None, "a.xls")


def test_unknown_format_is_refused_before_loading() -> None:
    """The choice alone tells, without a graph."""
    with pytest.raises(UnknownName, match="No export format named 'xls'"):
        choose_export("xls", None, None)
