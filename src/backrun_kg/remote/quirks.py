"""Where servers differ from the standard or from each other: all of it here, each with its reason.

What a server does of its own is put right on its answers alone; our queries are the same for all.
"""

import json
from typing import Any

import pyoxigraph as ox

from backrun_kg.answers import Rows
from backrun_kg.namespaces import PREFIXES
from backrun_kg.remote.connections import Reply
from backrun_kg.remote.rewriting import Layout

INSERTED_AT_ONCE = 500
"""How many triples one INSERT DATA carries. Virtuoso 7 refuses 2,000, since it compiles the text
into one procedure; for others, larger ones gain little."""

ROUND = 1_000
"""A cut leaves a round number of rows, such as the 10,000 of Virtuoso as it is installed. As many
rows as this, or a multiple, are looked at twice."""

_TOLD_CUT = "X-SPARQL-MaxRows"
"""The header by which Virtuoso says that there are more rows, under status 200 and in silence."""

_JSON = ox.QueryResultsFormat.JSON
_TRUTHS = {"1": "true", "0": "false"}


def read_rows(body: bytes) -> Rows:
    """Rows, put right. Raises SyntaxError or ValueError where they are none.

    Virtuoso keeps truth values as 1 and 0, which are as valid as true and false and the same
    values, but other terms; the embedded engine says true and false. Comunica adds ``metadata``
    after the results, which the standard allows and the engine's reader does not.
    """
    rows = Rows(body)
    try:
        if isinstance(ox.parse_query_results(body, format=_JSON), ox.QueryBoolean):
            raise ValueError("it answers another kind of question")
        found = rows.rows
    except SyntaxError:
        rows = Rows(_write_rows(json.loads(body)))
        found = rows.rows
    if any(_is_numbered_truth(term) for row in found for term in row):
        rows = Rows(_write_rows(json.loads(rows.json)))
    return rows


def may_be_cut(reply: Reply, count: int, layout: Layout) -> bool:
    """Whether there may be more rows than the server sent, without a word."""
    asked = {"LIMIT", "OFFSET"} & set(layout.modifiers)
    return count > 0 and (_TOLD_CUT in reply.headers or (count % ROUND == 0 and not asked))


def write_page(text: str, layout: Layout, server: str, limit: int, offset: int) -> str:
    """The query for some of its rows, from a place on; ``server`` is how the server calls itself.

    Virtuoso sorts no more rows for LIMIT than it returns (SR353), but any number in a subquery, and
    hands them on in that order. The standard promises the order of a subquery to nobody, so other
    servers get the plain form.
    """
    page = f"LIMIT {limit} OFFSET {offset}"
    if server.startswith("Virtuoso"):
        inner = text[layout.start :]
        return f"{text[: layout.start]}SELECT * WHERE {{ {{ {inner}\n}} }} {page}"
    return f"{text}\n{page}"


def _is_numbered_truth(term: object) -> bool:
    return (
        isinstance(term, ox.Literal)
        and term.value in _TRUTHS
        and term.datatype.value == f"{PREFIXES['xsd']}boolean"
    )


def _write_rows(told: Any) -> bytes:
    """The parts of an answer that the standard names, its truth values as words."""
    try:
        columns, found = told["head"]["vars"], told["results"]["bindings"]
        for row in found:
            for term in row.values():
                if term.get("datatype") == f"{PREFIXES['xsd']}boolean":
                    term["value"] = _TRUTHS.get(term["value"], term["value"])
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("it lacks the parts that rows have") from error
    written = {"head": {"vars": columns}, "results": {"bindings": found}}
    return json.dumps(written, ensure_ascii=False).encode()
