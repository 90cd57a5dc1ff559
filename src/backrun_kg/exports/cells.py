"""The cells of tables: what stands in a column, and how a value of the graph becomes a cell."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from backrun_kg.exports.statements import Statements, Value
from backrun_kg.exports.vocabulary import KINDS, Form

Plain = str | int | bool | Decimal | date
Cell = Plain | tuple[Plain, ...] | None


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds, and which property of which meaning it stands for.

    ``many`` columns hold tuples; ``target`` is the sheet whose ids stand here.
    """

    name: str
    form: Form
    title: str = ""
    description: str = ""
    property: str = ""
    many: bool = False
    target: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table: a column of ids first where it has a key, and rows sorted."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    iri: str = ""

    @property
    def key(self) -> str:
        """The name of the column that tells the rows apart; '' where none does."""
        return "id" if self.columns[0].name == "id" else ""

    def values(self, index: int) -> list[Plain]:
        """Everything that stands in a column, lists opened."""
        return [value for row in self.rows for value in open_cell(row[index])]


def text_column(name: str, title: str = "", target: str = "") -> Column:
    """A column of texts, or of ids where it has a target."""
    return Column(name, Form("thing" if target else "text"), title, target=target)


def read_value(value: Value, statements: Statements) -> tuple[Form, Plain]:
    """The form of a value of the graph, and the value as a cell holds it.

    A literal that its datatype does not allow, or that passes 18 digits, is a text.
    """
    if isinstance(value, ox.NamedNode):
        described = value.value in statements.about
        return Form("thing" if described else "iri"), statements.name(value.value)
    if value.language:
        return Form("text", value.language), value.value
    datatype = value.datatype.value
    kind = KINDS.get(datatype)
    if kind and re.fullmatch(_LEXICAL[kind], value.value, re.ASCII):
        try:
            return Form(kind), _CONVERT[kind](value.value)
        except ValueError:  # the 30th of February
            pass
    return Form("text", "", datatype), value.value


_LEXICAL = {
    "integer": "[+-]?[0-9]{1,18}",
    "decimal": r"[+-]?(?=[0-9.]{1,19}$)([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "boolean": "true|false|1|0",
    "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "year": "[0-9]{4}",
}
_CONVERT: dict[str, Callable[[str], Plain]] = {
    "integer": int,
    "decimal": Decimal,
    "boolean": lambda text: text in ("true", "1"),
    "date": date.fromisoformat,
    "year": int,
}


def by_id(row: tuple[Cell, ...]) -> str:
    """The key that sorts rows."""
    return str(row[0])


def write_plain(value: Plain) -> str:
    """A value as text, as XML Schema writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def open_cell(cell: Cell) -> tuple[Plain, ...]:
    """The values in a cell, whether it holds none, one or many."""
    if cell is None:
        return ()
    return cell if isinstance(cell, tuple) else (cell,)


def unique(wanted: str, taken: Iterable[str]) -> str:
    """The name, with a number behind it where it is taken."""
    names = set(taken)
    numbered = (f"{wanted}_{number}" for number in range(2, len(names) + 3))
    return next(name for name in (wanted, *numbered) if name not in names)
