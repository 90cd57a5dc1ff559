"""Parquet out: a file a sheet, typed, with what each column means in the file itself."""

from decimal import Decimal
from typing import TYPE_CHECKING

from backrun_kg.dataset import Dataset
from backrun_kg.errors import MissingExtra
from backrun_kg.exports.cells import Column, Plain, Sheet
from backrun_kg.exports.imprint import Imprint, read_imprint
from backrun_kg.exports.sheets import make_sheets
from backrun_kg.exports.statements import Statements

if TYPE_CHECKING:
    import pyarrow

_UNLIKE = ("id", "iri")  # columns in which no value comes twice


def write_parquet(dataset: Dataset) -> dict[str, bytes]:
    """A Parquet file for each sheet. Raises MissingExtra.

    Many values are a list, and decimals are exact. The metadata of a file tell title, version,
    licence and digest, those of a column its property and what that means.
    """
    imprint = read_imprint(dataset)
    return {
        f"{sheet.name}.parquet": _write(make_table(sheet, imprint))
        for sheet in make_sheets(Statements(dataset))
    }


def make_table(sheet: Sheet, imprint: Imprint) -> "pyarrow.Table":
    """A sheet as an Arrow table. Raises MissingExtra."""
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtra("pyarrow", "tables") from error
    told = {"sheet": sheet.title, "about": sheet.description, "class": sheet.iri}
    metadata = imprint.facts() | {name: value for name, value in told.items() if value}
    fields = [_field(column, sheet.values(index)) for index, column in enumerate(sheet.columns)]
    arrays = [
        pyarrow.array([row[index] for row in sheet.rows], field.type)
        for index, field in enumerate(fields)
    ]
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields, metadata=metadata))


def _field(column: Column, values: list[Plain]) -> "pyarrow.Field":
    import pyarrow

    kind = _type(column.form.kind, values)
    told = {"title": column.title, "description": column.description, "property": column.property}
    return pyarrow.field(
        column.name,
        pyarrow.list_(kind) if column.many else kind,
        nullable=column.name != "id" and not column.many,
        metadata={name: value for name, value in told.items() if value},
    )


def _type(kind: str, values: list[Plain]) -> "pyarrow.DataType":
    import pyarrow

    if kind == "decimal":
        return pyarrow.decimal128(*_size([v for v in values if isinstance(v, Decimal)]))
    known = {"integer": pyarrow.int64, "year": pyarrow.int32}
    known |= {"boolean": pyarrow.bool_, "date": pyarrow.date32}
    return known.get(kind, pyarrow.string)()


def _size(values: list[Decimal]) -> tuple[int, int]:
    """The digits that the widest of some decimals needs, in all and after the point."""
    scale = max((-int(value.as_tuple().exponent) for value in values), default=0)
    whole = max((value.adjusted() + 1 for value in values), default=1)
    return max(whole, 1) + scale, scale


def _write(table: "pyarrow.Table") -> bytes:
    import pyarrow
    from pyarrow import parquet

    out = pyarrow.BufferOutputStream()
    repeating = [path for path in _paths(table.schema) if path not in _UNLIKE]
    parquet.write_table(table, out, compression="zstd", use_dictionary=repeating)
    content: bytes = out.getvalue().to_pybytes()
    return content


def _paths(schema: "pyarrow.Schema") -> list[str]:
    """The columns by the names that Parquet has for them, for lists those of the items."""
    from pyarrow.types import is_list

    return [f"{f.name}.list.element" if is_list(f.type) else f.name for f in schema]
