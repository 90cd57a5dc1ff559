"""The named queries as pages: what each asks, its answer as a table, and the files to take away."""

import re
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from backrun_kg.answers import Rows, Term, plain
from backrun_kg.queries import Query, list_queries, run_query
from backrun_kg.results import render
from backrun_kg.site.addresses import Link
from backrun_kg.site.atlas import Atlas
from backrun_kg.site.pages import Page

_MOST_ROWS = 500  # that a page shows; the files have them all
_LABEL = "Label"


def tell_queries(atlas: Atlas) -> Iterator[tuple[Page, dict[str, bytes]]]:
    """The page of every named query with its answer in files, and the list of them."""
    queries = list_queries()
    listed = [(Link(query.title, f"queries/{query.name}.html"), query) for query in queries]
    told = {"queries": [(link, _lead(query)) for link, query in listed]}
    description = "Questions that the graph answers, each with its SPARQL and its answer."
    yield Page("queries/index.html", "queries.html", "Queries", description, told), {}
    for query in queries:
        yield _tell_query(atlas, query)


def _tell_query(atlas: Atlas, query: Query) -> tuple[Page, dict[str, bytes]]:
    answer = run_query(atlas.statements.dataset, query.text, None, query.name)
    stem = f"queries/{query.name}"
    formats = ("csv", "json") if isinstance(answer, Rows) else ("ttl",)
    files = {f"{stem}.{name}": render(answer, name) for name in formats}
    told: dict[str, Any] = {
        "query": query,
        "paragraphs": _paragraphs(query),
        "downloads": [Link(name.upper(), f"{stem}.{name}") for name in formats],
        "graph": "" if isinstance(answer, Rows) else files[f"{stem}.ttl"].decode(),
        "columns": _columns(answer) if isinstance(answer, Rows) else [],
        "rows": _rows(atlas, answer) if isinstance(answer, Rows) else [],
        "number": len(answer) if isinstance(answer, Rows) else 0,
    }
    return Page(f"{stem}.html", "query.html", query.title, _lead(query), told), files


def _paragraphs(query: Query) -> list[str]:
    return [part for part in query.description.split("\n\n") if part]


def _lead(query: Query) -> str:
    return re.sub(r"\s+", " ", next(iter(_paragraphs(query)), query.title))


def _columns(rows: Rows) -> list[str]:
    """The columns that a page shows: a label stands in the place of what it names."""
    return [name for name in rows.columns if not _names(name, rows.columns)]


def _names(column: str, columns: tuple[str, ...]) -> bool:
    return column.endswith(_LABEL) and column.removesuffix(_LABEL) in columns


def _rows(atlas: Atlas, rows: Rows) -> list[list[Link]]:
    places = {name: place for place, name in enumerate(rows.columns)}
    return [
        [
            _cell(atlas, row[places[name]], row[label] if (label := _label(name, places)) else None)
            for name in _columns(rows)
        ]
        for row in rows.rows[:_MOST_ROWS]
    ]


def _label(column: str, places: dict[str, int]) -> int | None:
    return places.get(f"{column}{_LABEL}")


def _cell(atlas: Atlas, term: Term | None, label: Term | None) -> Link:
    if isinstance(term, ox.NamedNode):
        return Link(plain(label) or plain(term).strip("<>"), atlas.place(term.value))
    return atlas.value(term) if isinstance(term, ox.Literal) else Link(plain(term))
