"""Answers out: rows as a table, Markdown or a standard results format, graphs as RDF."""

import re

import pyoxigraph as ox

from backrun_kg.answers import Answer, Graph, Rows, Truth, plain
from backrun_kg.errors import BackrunError
from backrun_kg.escapes import neutral

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


def render(
    answer: Answer, format: str | None, width: int | None = None, *, excel_safe: bool = False
) -> bytes:
    """An answer in one of RESULT_FORMATS; by default TSV for rows and Turtle for graphs.

    ``width`` is the table's, in columns. ``excel_safe`` is for CSV and TSV: a text that a
    spreadsheet would take for a formula follows an apostrophe. Raises BackrunError where the format
    does not fit, or XML cannot hold a character.
    """
    if excel_safe and (isinstance(answer, Graph) or (format or "tsv") not in ("csv", "tsv")):
        raise BackrunError("--excel-safe is for rows in a file of cells: add --format csv or tsv.")
    if isinstance(answer, Graph):
        return _render_graph(answer, format or "ttl")
    name = format or "tsv"
    if name not in ROW_FORMATS:
        raise BackrunError(
            f"'{name}' is for graphs (CONSTRUCT, DESCRIBE); for this answer take one of: "
            f"{', '.join(ROW_FORMATS)}."
        )
    if isinstance(answer, Truth):
        return _render_truth(answer, name)
    return _render_rows(answer, name, width, excel_safe)


def markdown(rows: Rows) -> str:
    """The rows as a Markdown table."""
    lines = [list(rows.columns), ["---"] * len(rows.columns)]
    lines += [[_markdown_cell(plain(term)) for term in row] for row in rows.rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _render_truth(truth: Truth, name: str) -> bytes:
    if name in _WORDS:
        return f"{str(bool(truth)).lower()}\n".encode()
    return _ended(truth.serialize(_STANDARD[name]))


def _render_rows(rows: Rows, name: str, width: int | None, excel_safe: bool) -> bytes:
    if name == "table":
        from backrun_kg.tables import write_table

        return write_table(rows, width).encode()
    if name == "markdown":
        return markdown(rows).encode()
    if name == "xml":
        return _render_xml(rows)
    if excel_safe:
        from backrun_kg.spreadsheets import disarm_rows

        rows = disarm_rows(rows)
    return _ended(rows.serialize(_STANDARD[name]))


def _render_xml(rows: Rows) -> bytes:
    """The rows in XML, refused where it would not be XML that the engine writes."""
    from backrun_kg.xmltext import find_forbidden, keep_returns

    for number, row in enumerate(rows.rows, 1):
        for column, term in zip(rows.columns, row, strict=True):
            if found := find_forbidden(term):
                raise BackrunError(
                    f"XML cannot hold the character {found}, which is in ?{column} of row "
                    f"{number}; take json, tsv or csv."
                )
    return _ended(keep_returns(rows.serialize(_STANDARD["xml"])))


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
