"""Parquet out: the types that DuckDB and Arrow find, and what the files say of themselves."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from backrun_kg.dataset import Dataset
from backrun_kg.errors import MissingExtra
from backrun_kg.exports.parquet import make_table, write_parquet
from backrun_kg.exports.sheets import make_sheets
from backrun_kg.exports.statements import Statements
from export_samples import HOSTILE, SMALL, of_quads, own
from strategies import quads


def read(content: bytes) -> pyarrow.Table:
    """A file as Arrow reads it."""
    return parquet.read_table(io.BytesIO(content))


def ask(query: str) -> list[tuple[Any, ...]]:
    """What DuckDB answers."""
    return duckdb.execute(query).fetchall()


@pytest.fixture(scope="module")
def folder(shipped: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the shipped graph."""
    place = tmp_path_factory.mktemp("parquet")
    for name, content in write_parquet(shipped).items():
        (place / name).write_bytes(content)
    return place


def test_duckdb_finds_the_types(folder: Path) -> None:
    """Decimals are exact, many values a list, numbers no texts."""
    told = ask(f"DESCRIBE FROM '{folder}/finding.parquet'")
    types = {row[0]: row[1] for row in told}
    wanted = ("id", "derived_percentage", "figure_reported", "supports", "value")
    assert {name: types[name] for name in wanted} == {
        "id": "VARCHAR",
        "derived_percentage": "BIGINT",
        "figure_reported": "BOOLEAN",
        "supports": "VARCHAR[]",
        "value": "DECIMAL(7,3)",
    }


def test_duckdb_counts_the_rows(folder: Path) -> None:
    """Every sheet has its file."""
    counts = {
        name: ask(f"FROM '{folder}/{name}.parquet' SELECT COUNT(*)")[0][0]
        for name in ("claim", "finding", "muscle", "study", "edges")
    }
    assert counts == {"claim": 84, "finding": 111, "muscle": 12, "study": 45, "edges": 84}


def test_duckdb_joins_by_id(folder: Path) -> None:
    """The studies that speak against a claim, as the query of that name has them."""
    rows = ask(
        f"""FROM '{folder}/finding.parquet' f, UNNEST(f.contradicts) c(claim)
        JOIN '{folder}/study.parquet' s ON s.id = f.study SELECT DISTINCT s.id
        WHERE c.claim = 'claim-reduces-body-weight' ORDER BY ALL"""
    )
    assert rows == [("study-ordway-2016",)]


def test_date_and_decimal_are_such() -> None:
    """As Python has them."""
    files = write_parquet(own(SMALL))
    assert read(files["activity.parquet"])["date"].to_pylist() == [date(2026, 11, 22)]
    assert read(files["finding.parquet"])["p_value"].to_pylist() == [Decimal("0.05")]


def test_file_says_what_it_is(shipped: Dataset, folder: Path) -> None:
    """Version, licence and digest for the file, the meaning of a column at the column."""
    schema = parquet.read_schema(folder / "finding.parquet")
    told = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    assert told["version"] == "0.1.0"
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["digest"] == shipped.digest
    assert told["class"] == "https://w3id.org/backrun-kg/ontology#Finding"
    column = schema.field("p_value").metadata
    assert column[b"property"] == b"https://w3id.org/backrun-kg/ontology#pValue"


@pytest.mark.parametrize(
    ("path", "packed"), [("study", True), ("supports.list.element", True), ("id", False)]
)
def test_repeated_values_are_a_dictionary(path: str, packed: bool, folder: Path) -> None:
    """Ids are not: no id comes twice."""
    group = parquet.read_metadata(folder / "finding.parquet").row_group(0)
    columns = (group.column(index) for index in range(group.num_columns))
    found = next(column for column in columns if column.path_in_schema == path)
    assert ("RLE_DICTIONARY" in found.encodings) == packed


def test_ids_and_lists_are_never_missing() -> None:
    """A list without values is empty."""
    schema = read(write_parquet(own(SMALL))["finding.parquet"]).schema
    assert [schema.field(name).nullable for name in ("id", "supports", "label")] == [
        *(False, False, True)
    ]


def test_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the way to install it."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"pyarrow.*backrun-kg\[tables\]"):
        write_parquet(own(SMALL))


@settings(deadline=None, max_examples=30)
@given(st.lists(quads, max_size=12))
def test_any_graph_is_read_back(written: list) -> None:  # type: ignore[type-arg]
    """Cell by cell, whatever stands in it."""
    dataset = of_quads(written)
    files = write_parquet(dataset)
    for sheet in make_sheets(Statements(dataset)):
        found = read(files[f"{sheet.name}.parquet"]).to_pydict()
        for index, column in enumerate(sheet.columns):
            cells = [list(c) if isinstance(c := row[index], tuple) else c for row in sheet.rows]
            assert found[column.name] == cells


@pytest.mark.parametrize("text", [HOSTILE, ""])
def test_table_has_the_columns_of_its_sheet(text: str) -> None:
    """Also without rows."""
    from backrun_kg.exports.imprint import read_imprint

    dataset = own(text) if text else Dataset([])
    for sheet in make_sheets(Statements(dataset)):
        table = make_table(sheet, read_imprint(dataset))
        assert table.column_names == [column.name for column in sheet.columns]
