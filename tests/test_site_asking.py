"""The page that asks: named queries ready to be bound in a browser, and the names of things."""

import json
from pathlib import Path
from typing import Any

import pytest

from backrun_kg.answers import Rows, plain
from backrun_kg.dataset import Dataset
from backrun_kg.names import read_values
from backrun_kg.queries import find_query, list_queries, run_query
from backrun_kg.site import make_site
from backrun_kg.site.asking import split_query
from export_samples import SMALL, own
from site_samples import page, parse

ANSWERS = Path(__file__).parent / "answers"
BOUND = sorted(path.stem for path in ANSWERS.glob("* *=*.tsv"))


def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page("ask.html").embedded[0])
    return found


@pytest.mark.parametrize("name", BOUND)
def test_values_bind_as_the_command_line_does(name: str, shipped: Dataset) -> None:
    """The query with VALUES in its place has the answer of the query with its parameter bound."""
    query, *values = name.split(" ", 1)
    chosen = find_query(query)
    start, rest = split_query(chosen.text)
    for parameter, term in read_values(shipped, chosen, values).items():
        start += f"\tVALUES ?{parameter} {{ {term} }}\n"
    answer = run_query(shipped, start + rest)
    assert isinstance(answer, Rows)
    _, *lines = (ANSWERS / f"{name}.tsv").read_text("utf-8").splitlines()
    assert ["\t".join(map(plain, row)) for row in answer.rows] == lines


def test_page_has_every_named_query() -> None:
    """With its text in two parts, the header left to the page."""
    queries = _data()["queries"]
    assert [q["name"] for q in queries] == [query.name for query in list_queries()]
    for query, told in zip(list_queries(), queries, strict=True):
        assert query.text.endswith("\n\n" + told["start"] + told["rest"])
        assert told["start"].startswith("PREFIX ")


@pytest.mark.parametrize(
    ("name", "slug"),
    [("glutes", "id/gluteals"), ("mixed", "ontology#verdict-mixed"), ("knee", "id/knee")],
)
def test_things_and_terms_go_by_their_names(name: str, slug: str) -> None:
    """Labels and other names, in small letters."""
    assert _data()["names"][name] == f"https://w3id.org/backrun-kg/{slug}"


def test_page_asks_the_endpoint_it_is_given() -> None:
    """Where a server answers, no engine is needed in the browser."""
    html = make_site(own(SMALL), endpoint="sparql")["ask.html"].decode()
    assert json.loads(parse(html).embedded[0])["endpoint"] == "sparql"
    assert _data()["endpoint"] == ""


def test_page_reads_without_scripts() -> None:
    """The form waits for scripts; what can be read without them is linked."""
    parsed = page("ask.html")
    (form,) = (found for tag, found in parsed.tags if tag == "form")
    assert "hidden" in form
    assert "This page needs scripts" in parsed.text
    assert "queries/index.html" in parsed.values("href")


def test_page_runs_scripts_of_the_site_alone() -> None:
    """Its own two, and data that no browser runs."""
    scripts = [found for tag, found in page("ask.html").tags if tag == "script"]
    assert [found.get("src") or found["type"] for found in scripts] == [
        "assets/site.js",
        "application/json",
        "assets/ask.js",
    ]


def test_policy_lets_the_engine_run_and_nothing_else() -> None:
    """WebAssembly and workers of the site's own, and no other connection."""
    assert page("ask.html").values("content", "meta")[0] == (
        "default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
        "worker-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'none'"
    )
