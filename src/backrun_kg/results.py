"""Answers out: rows as a table, Markdown or a standard results format, graphs as RDF."""

import re

import pyoxigraph as ox

from backrun_kg.answers import Answer, Graph, Rows, Truth, neutral, plain
from backrun_kg.errors import BackrunError

_STANDARD = {
    "tsv": ox.QueryResultsFormat.TSV,
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}

_WORDS = {"table", "markdown", "tsv", "csv"}  # formats without a form for a truth value

ROW_FORMATS = ("table", "markdown", *_STANDARD)
GRAPH_FORMATS = ("ttl", "nt", "rdf", "jsonld")
RESULT_FORMATS = ROW_FORMATS + GRAPH_FORMATS


def render(answer: Answer, format: str | None, width: int | None = None) -> bytes:
    """An answer in one of RESULT_FORMATS; by default TSV for rows and Turtle for graphs.

    ``width`` is the table's, in columns. Raises BackrunError where the format does not fit.
    """
    if isinstance(answer, Graph):
        return _render_graph(answer, format or "ttl")
    name = format or "tsv"
    if name not in ROW_FORMATS:
        raise BackrunError(
            f"'{name}' is for graphs (CONSTRUCT, DESCRIBE); for this answer take one of: "
            f"{', '.join(ROW_FORMATS)}."
        )
    if isinstance(answer, Truth):
        if name in _WORDS:
            return f"{str(bool(answer)).lower()}\n".encode()
        return _ended(answer.serialize(_STANDARD[name]))
    if name == "table":
        from backrun_kg.tables import write_table

        return write_table(answer, width).encode()
    if name == "markdown":
        return markdown(answer).encode()
    return _ended(answer.serialize(_STANDARD[name]))


def markdown(rows: Rows) -> str:
    """The rows as a Markdown table."""
    lines = [list(rows.columns), ["---"] * len(rows.columns)]
    lines += [[_markdown_cell(plain(term)) for term in row] for row in rows.rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _render_graph(graph: Graph, name: str) -> bytes:
    if name not in GRAPH_FORMATS:
        raise BackrunError(
            f"'{name}' is for rows (SELECT, ASK); for a graph take one of: "
            f"{', '.join(GRAPH_FORMATS)}."
        )
    from backrun_kg.exports import write_quads

    quads = [ox.Quad(t.subject, t.predicate, t.object) for t in graph.triples]
    return write_quads(quads, name).encode()


def _markdown_cell(text: str) -> str:
    escaped = re.sub(r"([\\|`*_<>\[\]])", r"\\\1", text)
    return neutral(escaped.replace("\n", " "))


def _ended(content: bytes) -> bytes:
    return content if content.endswith(b"\n") else content + b"\n"
