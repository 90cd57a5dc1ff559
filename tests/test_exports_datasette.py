"""The folder for Datasette: what its pages show, as Datasette itself answers."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from backrun_kg.dataset import Dataset
from backrun_kg.exports.datasette import write_datasette
from backrun_kg.exports.sqlite import write_sqlite
from export_samples import SMALL, own

pytestmark = pytest.mark.filterwarnings("ignore")  # Datasette's own


@pytest.fixture(scope="module")
def folder(shipped: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the shipped graph."""
    place = tmp_path_factory.mktemp("datasette")
    for name, content in write_datasette(shipped).items():
        (place / name).write_bytes(content)
    return place


def ask(path: str, folder: Path | None = None, file: Path | None = None) -> Any:
    """What Datasette answers, without a server."""
    from datasette.app import Datasette

    async def answer() -> Any:
        datasette = Datasette([str(file)] if file else [], config_dir=folder)
        await datasette.invoke_startup()
        return await datasette.client.get(path)

    return asyncio.run(answer())


def test_front_page_has_the_title(folder: Path) -> None:
    """And lists no table that is merely a list of another."""
    page = ask("/", folder).text
    assert "backrun-kg: a knowledge graph of backward running" in page
    tables = ask("/backrun-kg.json", folder).json()["tables"]
    hidden = {table["name"]: table["hidden"] for table in tables}
    assert (hidden["finding"], hidden["finding_supports"]) == (False, True)


def test_table_offers_facets(folder: Path) -> None:
    """The columns in which few values come often."""
    found = ask("/backrun-kg/edges.json", folder).json()["facet_results"]
    assert sorted(found) == ["modality", "subject", "verdict"]
    values = {each["value"]: each["count"] for each in found["verdict"]["results"]}
    assert values["verdict-contradicted"] == 3


def test_reference_is_shown_by_its_label(folder: Path) -> None:
    """A study by what it is called."""
    page = ask("/backrun-kg/finding?study=study-wright-2001", folder).text
    assert ">Wright and Weyand 2001</a>" in page


@pytest.mark.parametrize("packed", [True, False], ids=["folder", "file"])
def test_search_is_found(packed: bool, folder: Path, shipped: Dataset, tmp_path: Path) -> None:
    """From the file alone as from the folder."""
    file = tmp_path / "backrun-kg.sqlite"
    file.write_bytes(write_sqlite(shipped)["backrun-kg.sqlite"])
    place = {"folder": folder} if packed else {"file": file}
    assert 'name="_search"' in ask("/backrun-kg/things", **place).text
    rows = ask("/backrun-kg/things.json?_search=knees&_shape=objects", **place).json()["rows"]
    assert "knee" in [row["id"] for row in rows]


def test_data_of_ones_own_claim_no_licence() -> None:
    """The metadata say what is known."""
    told = json.loads(write_datasette(own(SMALL))["metadata.json"])
    assert sorted(told) == ["databases", "description", "title"]
