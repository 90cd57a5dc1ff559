"""Rows as a table for a person: labels for things, a width for every column."""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from backrun_kg.answers import Rows, Term, plain
from backrun_kg.escapes import neutral
from backrun_kg.namespaces import OWN

_GAP = 3  # columns between two columns of a table


def write_table(rows: Rows, width: int | None = None) -> str:
    """The rows as a table for a person, as wide as the terminal or as ``width`` says.

    Where a thing has a column for its label (``muscle``, ``muscleLabel``), the label stands for it;
    other things of ours go by their slug. Rows too wide for a table are written one below the
    other, a line per column. The other formats hold everything.
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
    if widths is None:
        return _records(names, cells, console.width) + f"{_counted(len(rows))}\n"
    grid = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in names:
        grid.add_column(Text(name), overflow="fold")
    for row in cells:
        grid.add_row(*(Text(_wrap(cell, width)) for cell, width in zip(row, widths, strict=True)))
    with console.capture() as captured:
        console.print(grid)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    return "\n".join([*lines, "", _counted(len(rows))]) + "\n"


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


def _share(lines: list[list[str]], width: int) -> list[int] | None:
    """A width for each column: its longest word, then an even share of what is left.

    None where the longest words do not fit beside each other.
    """
    columns = list(zip(*lines, strict=True))
    if len(columns) < 2:
        return [width] * len(columns)
    needs = [max(map(len, column)) for column in columns]
    left = width - _GAP * (len(needs) - 1)
    widths = [max(len(word) for text in column for word in _words(text)) for column in columns]
    left -= sum(widths)
    if left < 0:
        return None
    by_lack = sorted(range(len(needs)), key=lambda i: needs[i] - widths[i])
    for done, i in enumerate(by_lack):
        gain = max(0, min(needs[i] - widths[i], left // (len(needs) - done)))
        widths[i] += gain
        left -= gain
    return widths


def _records(names: list[str], cells: list[list[str]], width: int) -> str:
    """Each row as a block, a line per column that is not empty."""
    import textwrap

    longest = max(map(len, names))
    blocks = [
        [
            textwrap.fill(
                cell,
                width,
                initial_indent=f"{name:<{longest}}  ",
                subsequent_indent=" " * (longest + 2),
            )
            for name, cell in zip(names, row, strict=True)
            if cell
        ]
        for row in cells
    ]
    return "".join("\n".join(block) + "\n\n" for block in blocks)


def _words(text: str) -> list[str]:
    """The pieces that a line is best broken between: after spaces and hyphens."""
    return re.split(r"(?<=-)| ", text)


def _wrap(text: str, width: int) -> str:
    """The text in lines of a width, broken at spaces and hyphens, within words only if it must."""
    import textwrap

    return textwrap.fill(text, width)


def _counted(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"
