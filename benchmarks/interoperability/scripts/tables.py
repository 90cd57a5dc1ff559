"""Reads tables with a Python library and writes the rows: ``tables.py LIBRARY (FORMAT IN OUT)…``.

What comes out is JSON, for each table its columns and rows; values that JSON has no type for name
their own. It runs in any Python that has the library.
"""

import asyncio
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

Table = dict[str, list[Any]]
Tables = dict[str, Table]

QUESTIONS = Path(__file__).parents[1] / "questions"
"""Named questions in SQL, over Parquet."""

VIEWS = "claim", "edges", "finding", "study", "things"
"""The tables that they ask."""


def read_duckdb(format: str, place: str) -> Tables:
    """By DuckDB; cells of CSV as the texts they are."""
    duckdb: Any = import_module("duckdb")
    if format == "questions":
        return _ask(lambda sql: _fetch(duckdb.sql(sql)), duckdb.sql, f"'{place}/{{}}.parquet'")
    if format == "parquet":
        read = "FROM read_parquet('{}')"
    else:
        read = "FROM read_csv('{}', all_varchar = true, header = true)"
    files = _list_files(place, "parquet" if format == "parquet" else "csv")
    return {path.stem: _fetch(duckdb.sql(read.format(path))) for path in files}


def _fetch(relation: Any) -> Table:
    return _table(relation.columns, relation.fetchall())


def _list_files(place: str, format: str) -> list[Path]:
    return sorted(Path(place).glob(f"*.{format}"))


def read_polars(format: str, place: str) -> Tables:
    """By Polars; cells of CSV as the texts they are."""
    polars: Any = import_module("polars")
    options = {"infer_schema": False} if format == "csv" else {}
    read = getattr(polars, f"read_{format}")
    frames = {path.stem: read(path, **options) for path in _list_files(place, format)}
    return {name: _table(frame.columns, frame.rows()) for name, frame in frames.items()}


def read_frictionless(_: str, place: str) -> Tables:
    """By Frictionless, with the types that ``datapackage.json`` gives."""
    frictionless: Any = import_module("frictionless")
    package = frictionless.Package(str(Path(place) / "datapackage.json"))
    found = {}
    for resource in package.resources:
        with resource:
            rows = [list(row.to_dict().values()) for row in resource.row_stream]
            found[resource.name] = _table(resource.header.labels, rows)
    return found


def read_csvw(_: str, place: str) -> Tables:
    """By csvw, with the types that ``csv-metadata.json`` gives."""
    csvw: Any = import_module("csvw")
    group = csvw.TableGroup.from_file(str(Path(place) / "csv-metadata.json"))
    found = {}
    for table in group.tables:
        names = [column.name for column in table.tableSchema.columns if not column.virtual]
        rows = [[row[name] for name in names] for row in table]
        found[Path(str(table.url)).stem] = _table(names, rows)
    return found


def read_sqlite(_: str, place: str) -> Tables:
    """By SQLite itself, which also checks its pages and the references between tables."""
    sqlite3: Any = import_module("sqlite3")
    with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as database:
        faults = database.execute("PRAGMA foreign_key_check").fetchall()
        if faults or database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise ValueError(f"The database is not whole: {faults}")
        found = {}
        for (name,) in database.execute(_TABLES).fetchall():
            rows = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608  a name of ours
            found[name] = _table([column[0] for column in rows.description], rows)
    return found


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'things_fts%'"


def read_datasette(_: str, place: str) -> Tables:
    """By Datasette's own JSON, asked without a server."""
    datasette: Any = import_module("datasette.app").Datasette

    async def ask() -> Tables:
        database = datasette(files=[str(Path(place) / "backrun-kg.sqlite")])
        await database.invoke_startup()
        listed = (await database.client.get("/backrun-kg.json")).json()["tables"]
        names = [table["name"] for table in listed if "_fts" not in table["name"]]
        found = {}
        for name in sorted(names):
            rows, path = [], f"/backrun-kg/{name}.json?_size=max"
            while path:
                page = (await database.client.get(path)).json()
                rows += page["rows"]
                path = (page["next_url"] or "").removeprefix("http://localhost")
            found[name] = _table(page["columns"], rows)
        return found

    return asyncio.run(ask())


def read_spark(format: str, place: str) -> Tables:
    """By Apache Spark, on this machine alone or on the cluster that SPARK_MASTER names."""
    spark = (
        import_module("pyspark.sql")
        .SparkSession.builder.master(os.environ.get("SPARK_MASTER", "local[2]"))
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.codegen.wholeStage", "false")  # many small tables: compiling costs more
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")

    def rows(found: Any) -> Table:
        return _table(found.columns, found.collect())

    if format == "questions":
        return _ask(lambda sql: rows(spark.sql(sql)), spark.sql, f"parquet.`{place}/{{}}.parquet`")
    return {path.stem: rows(spark.read.parquet(str(path))) for path in _list_files(place, format)}


def _ask(ask: Callable[[str], Table], run: Callable[[str], Any], files: str) -> Tables:
    """The questions, over the files as views of the same names."""
    for name in VIEWS:
        run(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS FROM {files.format(name)}")
    return {path.stem: ask(path.read_text("utf-8")) for path in sorted(QUESTIONS.glob("*.sql"))}


def _table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Table:
    return {"columns": list(columns), "rows": [[_tell(cell) for cell in row] for row in rows]}


def _tell(cell: Any) -> Any:
    """A value as JSON has it; one of another type with the name of that."""
    if hasattr(cell, "unsplit"):  # an IRI
        return cell.unsplit()
    if isinstance(cell, list | tuple):
        return [_tell(value) for value in cell]
    if isinstance(cell, Decimal):
        return {"decimal": f"{cell.normalize():f}"}
    if isinstance(cell, float):
        return {"double": repr(cell)}
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


READERS: dict[str, Callable[[str, str], Tables]] = {
    "duckdb": read_duckdb,
    "polars": read_polars,
    "frictionless": read_frictionless,
    "csvw": read_csvw,
    "sqlite3": read_sqlite,
    "datasette": read_datasette,
    "pyspark": read_spark,
}


def main(library: str, *files: str) -> int:
    """Read the tables, and write what was read; 1 where some could not be."""
    failed = 0
    for kind, place, out in zip(files[::3], files[1::3], files[2::3], strict=True):
        try:
            told = json.dumps(READERS[library](kind, place), ensure_ascii=False)
            Path(out).write_text(told, encoding="utf-8")
        except Exception:
            traceback.print_exc()
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
