"""A folder for Datasette: the SQLite file, and what its pages say and offer beside the rows."""

import json
from collections.abc import Iterator
from typing import Any

from backrun_kg.dataset import Dataset
from backrun_kg.exports.cells import Sheet
from backrun_kg.exports.imprint import Imprint, read_imprint
from backrun_kg.exports.overviews import OVERVIEWS
from backrun_kg.exports.sqlite import make_tables, write_sqlite
from backrun_kg.exports.statements import Statements

_MOST_VALUES = 50  # in a column that is offered to filter by


def write_datasette(dataset: Dataset) -> dict[str, bytes]:
    """The files that ``datasette FOLDER`` serves: the database and ``metadata.json``."""
    tables = make_tables(Statements(dataset))
    metadata = _describe(tables, read_imprint(dataset))
    text = json.dumps(metadata, ensure_ascii=False, indent="\t") + "\n"
    return {**write_sqlite(dataset), "metadata.json": text.encode()}


def _describe(tables: list[Sheet], imprint: Imprint) -> dict[str, Any]:
    told = {
        "title": imprint.title,
        "description": imprint.description,
        "license": imprint.license,
        "license_url": imprint.license,
    }
    database = {"tables": {table.name: _describe_table(table) for table in tables}}
    return {
        **{name: value for name, value in told.items() if value},
        "databases": {"backrun-kg": database},
    }


def _describe_table(table: Sheet) -> dict[str, Any]:
    """The lists of other tables are hidden from the menu; their rows are found from both ends."""
    names = {column.name for column in table.columns}
    told: dict[str, Any] = {
        "title": table.title,
        "description": table.description,
        "label_column": "label" if "label" in names else "",
        "facets": sorted(_find_facets(table)) if table.key else [],
        "hidden": not table.key,
    }
    return {name: value for name, value in told.items() if value}


def _find_facets(table: Sheet) -> Iterator[str]:
    """The columns in which few values come often."""
    for index, column in enumerate(table.columns):
        fits = column.form.kind in ("thing", "boolean") or table.name in OVERVIEWS
        many = min(_MOST_VALUES, len(table.rows) // 4)
        if fits and 1 < len(set(table.values(index))) <= many and "label" not in column.name:
            yield column.name
