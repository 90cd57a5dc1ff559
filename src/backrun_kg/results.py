"""Answers out: rows as a table, Markdown or a standard results format, graphs as RDF."""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from backrun_kg.answers import Answer, Graph, Rows, Term, Truth, plain
from backrun_kg.errors import BackrunError
from backrun_kg.namespaces import OWN

_STANDARD = {
    "tsv": ox.QueryResultsFormat.TSV,
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}

_TRUTH = {"table": "text", "tsv": "text", "csv": "text", "markdown": "text"}

ROW_FORMATS = ("table", "markdown", *_STANDARD)
GRAPH_FORMATS = ("ttl", "nt", "rdf", "jsonld")
RESULT_FORMATS = ROW_FORMATS + GRAPH_FORMATS

_GAP = 3  # columns between two columns of a table

_HIDDEN = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"


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
        if name in _TRUTH:
            return f"{str(bool(answer)).lower()}\n".encode()
        return _ended(answer.serialize(_STANDARD[name]))
    if name == "table":
        return table(answer, width).encode()
    if name == "markdown":
        return markdown(answer).encode()
    return _ended(answer.serialize(_STANDARD[name]))


def table(rows: Rows, width: int | None = None) -> str:
    """The rows as a table for a person, as wide as the terminal or as ``width`` says.

    Where a thing has a column for its label (``muscle``, ``muscleLabel``), the label stands for it;
    other things of ours go by their slug. The other formats hold everything.
    """
    import io

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    names = [name for name in rows.columns if f"{name}Label" not in rows.columns]
    cells = [[_cell(row, name) for name in names] for row in _terms(rows)]
    names = [name.removesuffix("Label") or name for name in names]
    console = Console(file=io.StringIO(), width=width, color_system=None)
    widths = _share([names, *cells], console.width)
    grid = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in names:
        grid.add_column(Text(name), overflow="fold")
    for row in cells:
        grid.add_row(*(Text(_wrap(cell, width)) for cell, width in zip(row, widths, strict=True)))
    with console.capture() as captured:
        console.print(grid)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    return "\n".join([*lines, "", _counted(len(rows))]) + "\n"


def markdown(rows: Rows) -> str:
    """The rows as a Markdown table."""
    lines = [list(rows.columns), ["---"] * len(rows.columns)]
    lines += [[_markdown_cell(plain(term)) for term in row] for row in rows.rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def neutral(text: str) -> str:
    """The text with control and direction characters shown as escapes, harmless in a terminal."""
    return re.sub(_HIDDEN, lambda found: f"\\u{ord(found[0]):04X}", text)


def _render_graph(graph: Graph, name: str) -> bytes:
    if name not in GRAPH_FORMATS:
        raise BackrunError(
            f"'{name}' is for rows (SELECT, ASK); for a graph take one of: "
            f"{', '.join(GRAPH_FORMATS)}."
        )
    from backrun_kg.exports import write_quads

    quads = [ox.Quad(t.subject, t.predicate, t.object) for t in graph.triples]
    return write_quads(quads, name).encode()


def _terms(rows: Rows) -> Iterator[dict[str, Term | None]]:
    for row in rows.rows:
        yield dict(zip(rows.columns, row, strict=True))


def _cell(row: dict[str, Term | None], name: str) -> str:
    """A label, or where a thing has none its name: the slug for things of ours."""
    term = row[name]
    if term is None:
        term = row.get(name.removesuffix("Label"))
    text = plain(term)
    ours = isinstance(term, ox.NamedNode) and text.partition(":")[0] in OWN
    return neutral(text.partition(":")[2] if ours else text)


def _share(lines: list[list[str]], width: int) -> list[int]:
    """A width for each column: what it needs, or an even share of what the narrow ones leave."""
    needs = [max(map(len, column)) for column in zip(*lines, strict=True)]
    left = max(width - _GAP * (len(needs) - 1), len(needs))
    widths = [0] * len(needs)
    by_need = sorted(range(len(needs)), key=needs.__getitem__)
    for done, i in enumerate(by_need):
        widths[i] = max(1, min(needs[i], left // (len(needs) - done)))
        left -= widths[i]
    return widths


def _wrap(text: str, width: int) -> str:
    """The text in lines of a width, broken at spaces and hyphens, within words only if it must."""
    import textwrap

    return textwrap.fill(text, width)


def _markdown_cell(text: str) -> str:
    escaped = re.sub(r"([\\|`*_<>\[\]])", r"\\\1", text)
    return neutral(escaped.replace("\n", " "))


def _counted(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def _ended(content: bytes) -> bytes:
    return content if content.endswith(b"\n") else content + b"\n"
