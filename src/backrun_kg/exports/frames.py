"""The sheets as pandas data frames."""

from decimal import Decimal
from typing import TYPE_CHECKING

from backrun_kg.dataset import Dataset
from backrun_kg.errors import MissingExtra
from backrun_kg.exports.cells import Cell, Sheet
from backrun_kg.exports.sheets import make_sheets
from backrun_kg.exports.statements import Statements

if TYPE_CHECKING:
    import pandas

_TYPES = {"integer": "Int64", "year": "Int64", "decimal": "Float64", "boolean": "boolean"}


def to_pandas(dataset: Dataset) -> dict[str, "pandas.DataFrame"]:
    """A data frame for each sheet by its name. Raises MissingExtra.

    Numbers and truth values may be missing, dates are timestamps, many values are a list.

    >>> from backrun_kg import load
    >>> frames = to_pandas(load())
    >>> frames["muscle"].loc[0, ["id", "label", "part_of"]].tolist()
    ['biceps-femoris', 'Biceps femoris', 'hamstrings']
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingExtra("pandas", "pandas") from error
    return {
        sheet.name: pandas.DataFrame(
            {column.name: _series(sheet, index) for index, column in enumerate(sheet.columns)}
        )
        for sheet in make_sheets(Statements(dataset))
    }


def _series(sheet: Sheet, index: int) -> "pandas.Series":
    import pandas

    column = sheet.columns[index]
    cells = [_native(row[index]) for row in sheet.rows]
    if column.many:
        return pandas.Series(cells, dtype="object")
    if column.form.kind == "date":
        return pandas.Series(cells, dtype="datetime64[s]")
    return pandas.Series(cells, dtype=_TYPES.get(column.form.kind, "string"))


def _native(cell: Cell) -> object:
    if isinstance(cell, tuple):
        return [_native(value) for value in cell]
    return float(cell) if isinstance(cell, Decimal) else cell
