"""SQLite out: the sheets with keys and indexes, a table for each list, views, and a word index.

One value stands in its row, many in a table of two columns that is named after both. ``things``
holds all texts of each thing, and ``things_fts`` is the index of their words. The same rows are the
same bytes by the same release of SQLite; another may lay them out otherwise.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from os.path import join

from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError
from backrun_kg.exports.cells import Cell, Column, Sheet, open_cell, text_column, unique
from backrun_kg.exports.imprint import read_imprint
from backrun_kg.exports.sheets import make_sheets
from backrun_kg.exports.statements import Statements
from backrun_kg.paths import QUERIES, read_content

_TYPES = {"integer": "INTEGER", "year": "INTEGER", "boolean": "INTEGER", "decimal": "REAL"}
_SEARCH = """
CREATE VIRTUAL TABLE "things_fts"
USING fts5("label", "text", content="things", tokenize="porter unicode61");
INSERT INTO "things_fts"("things_fts") VALUES ('rebuild');
"""
_PAGE = 1024  # bytes; most tables are small, and each takes a page at least
_WRITER = {24: 1, 92: 1, 96: 3_040_000}
"""Where the header counts changes and names the SQLite that made them, and what we put there."""


def write_sqlite(dataset: Dataset) -> dict[str, bytes]:
    """One database file. Raises BackrunError where Python's SQLite cannot make it."""
    tables = make_tables(Statements(dataset))
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        try:
            database.execute(f"PRAGMA page_size = {_PAGE}")
            for table in tables:
                _create(database, table)
            _index(database, tables)
            _tell(database, read_imprint(dataset).facts())
            database.executescript(_SEARCH + read_content(join(QUERIES, "views.sql")))
            _drop_broken_views(database)
            database.execute("VACUUM")
            content = database.serialize()
        except (sqlite3.Error, AttributeError) as error:
            raise BackrunError(f"This Python's SQLite cannot make the file: {error}.") from error
    return {"backrun-kg.sqlite": _timeless(content)}


def make_tables(statements: Statements) -> list[Sheet]:
    """The sheets as tables: those without ids are the lists of others."""
    return list(_split(_add_texts(make_sheets(statements), statements)))


def _add_texts(sheets: Iterable[Sheet], statements: Statements) -> Iterator[Sheet]:
    """The sheets, that of the things with all texts of each."""
    for sheet in sheets:
        if sheet.name == "things":
            rows = [
                (
                    *row,
                    "\n".join(sorted(text.value for text in statements.texts.get(str(row[1]), ()))),
                )
                for row in sheet.rows
            ]
            sheet = replace(sheet, columns=(*sheet.columns, text_column("text")), rows=tuple(rows))
        yield sheet


def _split(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Each sheet without its columns of many values, and each of those as a sheet of its own."""
    sheets = list(sheets)
    names = [sheet.name for sheet in sheets]
    for sheet in sheets:
        single = [index for index, column in enumerate(sheet.columns) if not column.many]
        rows = tuple(tuple(row[index] for index in single) for row in sheet.rows)
        yield replace(sheet, columns=tuple(sheet.columns[index] for index in single), rows=rows)
        for index, column in enumerate(sheet.columns):
            if column.many:
                names.append(unique(f"{sheet.name}_{column.name}", names))
                yield _links(names[-1], sheet, index)


def _links(name: str, sheet: Sheet, index: int) -> Sheet:
    column = sheet.columns[index]
    thing = text_column(unique(sheet.name, [column.name]), target=sheet.name)
    rows = [(row[0], value) for row in sheet.rows for value in open_cell(row[index])]
    columns = thing, replace(column, many=False)
    return Sheet(name, f"{sheet.title}: {column.title}", column.description, columns, tuple(rows))


def _create(database: sqlite3.Connection, table: Sheet) -> None:
    """A table with its rows; one without ids is a list, whose rows are their own key."""
    declared = ", ".join(map(_declare, table.columns))
    if table.key:
        database.execute(f"CREATE TABLE {_quote(table.name)} ({declared})")
    else:
        key = ", ".join(_quote(column.name) for column in table.columns)
        database.execute(
            f"CREATE TABLE {_quote(table.name)} ({declared}, PRIMARY KEY ({key})) WITHOUT ROWID"
        )
    places = ", ".join("?" * len(table.columns))
    rows = ([_native(cell) for cell in row] for row in table.rows)
    database.executemany(f"INSERT INTO {_quote(table.name)} VALUES ({places})", rows)  # noqa: S608


def _declare(column: Column) -> str:
    words = [_quote(column.name), _TYPES.get(column.form.kind, "TEXT")]
    if column.name == "id":
        words.append("NOT NULL PRIMARY KEY")
    if column.target:
        words.append(f"REFERENCES {_quote(column.target)}(id)")
    return " ".join(words)


def _index(database: sqlite3.Connection, tables: Iterable[Sheet]) -> None:
    for table in tables:
        for column in table.columns:
            if column.target:
                name, place = _quote(f"{table.name}.{column.name}"), _quote(column.name)
                database.execute(f"CREATE INDEX {name} ON {_quote(table.name)}({place})")


def _tell(database: sqlite3.Connection, facts: dict[str, str]) -> None:
    database.execute("CREATE TABLE about (name TEXT NOT NULL PRIMARY KEY, value TEXT)")
    database.executemany("INSERT INTO about VALUES (?, ?)", facts.items())


def _drop_broken_views(database: sqlite3.Connection) -> None:
    """Drop the views over what this graph has not: a layer may be left out."""
    for (name,) in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'view'"
    ).fetchall():
        try:
            database.execute(f"SELECT 1 FROM {_quote(name)} LIMIT 0")  # noqa: S608
        except sqlite3.OperationalError:
            database.execute(f"DROP VIEW {_quote(name)}")


def _native(cell: Cell) -> object:
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _quote(name: str) -> str:
    """A name as SQL takes it; it may be a word of SQL, but holds no quotes."""
    return f'"{name}"'


def _timeless(content: bytes) -> bytes:
    """The file without the marks of when and with which release of SQLite it was made."""
    header = bytearray(content[:100])
    for place, value in _WRITER.items():
        header[place : place + 4] = value.to_bytes(4, "big")
    return bytes(header) + content[100:]
