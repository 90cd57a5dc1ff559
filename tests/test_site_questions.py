"""The named queries as pages: parameters, tables, files."""

import csv
import io
import json

import pytest

from backrun_kg.queries import list_queries
from site_samples import page, shipped_site


@pytest.mark.parametrize("name", [query.name for query in list_queries()])
def test_query_has_a_page(name: str) -> None:
    """With its SPARQL on it, in the list of queries."""
    assert "SELECT" in page(f"queries/{name}.html").text or name == "schema-org"
    assert f"../queries/{name}.html" in page("queries/index.html").values("href")


def test_page_shows_labels_in_the_place_of_what_they_name() -> None:
    """One column for a thing and its label, linked."""
    text = page("queries/muscles.html").text
    assert (
        "muscle exercise does claim Ankle-supporting muscles Backward running strengthens" in text
    )
    assert "../id/quadriceps.html" in page("queries/muscles.html").values("href")


def test_page_tells_the_parameters() -> None:
    """Name, meaning and kind, and how to bind one on the command line."""
    text = page("queries/studies.html").text
    assert "Parameters study keep one study. thing design" in text
    assert "backrun-kg query studies study=…" in text


def test_files_have_every_row() -> None:
    """A page shows 500 rows; the CSV and the JSON have all 5,480."""
    rows = list(csv.reader(io.StringIO(shipped_site()["queries/facts.csv"].decode())))
    told = json.loads(shipped_site()["queries/facts.json"])
    assert (len(rows) - 1, len(told["results"]["bindings"])) == (5480, 5480)
    parsed = page("queries/facts.html")
    assert "5,480 rows; the first 500 are shown." in parsed.text
    assert [tag for tag, _ in parsed.tags].count("tr") == 501


def test_graph_is_told_as_turtle() -> None:
    """The answer of a query that gives a graph."""
    assert b"FAQPage" in shipped_site()["queries/schema-org.ttl"]
    assert "A graph. Take it away: TTL." in page("queries/schema-org.html").text


def test_empty_answer_says_so() -> None:
    """No table of nothing."""
    assert "0 rows." in page("queries/unclaimed.html").text
    assert "table" not in [tag for tag, _ in page("queries/unclaimed.html").tags]
