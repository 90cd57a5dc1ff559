"""A release: everything in one folder, told in its metadata and sums, the same on every run."""

import hashlib
import json
from pathlib import Path

import pytest

from backrun_kg.dataset import Dataset, load
from backrun_kg.exports import MENU
from backrun_kg.exports.everything import DIGEST, SUMS, list_formats, make_release
from backrun_kg.exports.release import Release

BASE = "https://example.org/backrun/"


@pytest.fixture(scope="module")
def files(shipped: Dataset) -> dict[str, bytes]:
    """A release of the shipped graph, as published at an address."""
    return make_release(shipped, base=BASE, environment={"SOURCE_DATE_EPOCH": "0"})


@pytest.mark.parametrize("format", MENU)
def test_every_format_is_in_it(format: str, files: dict[str, bytes]) -> None:
    """A format has its file, or its folder has files; SQLite lies in Datasette's folder."""
    place = "datasette/backrun-kg.sqlite" if format == "sqlite" else MENU[format].place
    assert [name for name in files if name == place or name.startswith(f"{place}/")]


@pytest.mark.parametrize("name", ["backrun.ttl", "context.jsonld", "shapes.ttl"])
def test_ontology_is_in_it(name: str, files: dict[str, bytes]) -> None:
    """As it is shipped, for Protégé and for validators."""
    source = Path(__file__).parents[1] / "ontology" / name
    assert files[f"ontology/{name}"] == source.read_bytes()


def test_sums_are_those_of_all_other_files(files: dict[str, bytes]) -> None:
    """They come last, and leave out nothing but themselves."""
    lines = files[SUMS].decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert list(files)[-1] == SUMS
    assert sums == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != SUMS
    }


def test_digest_is_that_of_the_graph(files: dict[str, bytes], shipped: Dataset) -> None:
    """Also that of the N-Quads, which hold no blank node and are sorted."""
    assert files[DIGEST].decode() == f"sha256 {shipped.digest}\n"
    assert hashlib.sha256(files["backrun-kg.nq"]).hexdigest() == shipped.digest


@pytest.mark.parametrize("name", ["croissant.json", "ro-crate-metadata.json", "dcat.ttl"])
def test_metadata_tell_of_every_file(name: str, files: dict[str, bytes]) -> None:
    """Those that hold the data, by address and SHA-256."""
    told = files[name].decode()
    metadata = {entry.place for entry in MENU.values() if entry.input == "release"}
    wanted = {path for path in files if path not in {*metadata, SUMS, DIGEST}}
    missing = {
        path
        for path in wanted
        if path not in told or hashlib.sha256(files[path]).hexdigest() not in told
    }
    assert missing == set()


def test_crate_tells_of_the_other_metadata(files: dict[str, bytes]) -> None:
    """It describes the folder, so it comes after what lies in it."""
    graph = json.loads(files["ro-crate-metadata.json"])["@graph"]
    told = {node["@id"] for node in graph}
    assert {"dcat.ttl", "void.ttl", "prov.ttl", "croissant.json", "sparql-examples.ttl"} <= told


def test_address_is_where_the_release_will_be(files: dict[str, bytes]) -> None:
    """Distributions are downloaded from the address that was named."""
    assert f"<{BASE}backrun-kg.ttl>" in files["dcat.ttl"].decode()


def test_release_is_the_same_on_every_run(files: dict[str, bytes]) -> None:
    """Loaded anew, made anew: not a byte differs."""
    again = make_release(load(), base=BASE, environment={"SOURCE_DATE_EPOCH": "0"})
    assert {name for name in files if files[name] != again.get(name)} == set()
    assert [*again] == [*files]


def test_own_data_are_released_without_a_description(tmp_path: Path) -> None:
    """Nobody described them; all else is there."""
    file = tmp_path / "own.ttl"
    file.write_text(
        "@prefix br: <https://w3id.org/backrun-kg/ontology#> . <urn:drill> a br:Exercise ."
    )
    own = load(data=[file], shipped=False)
    left_out = {*MENU} - {*list_formats(Release(own))}
    assert left_out == {"sqlite", "dcat", "croissant", "rocrate"}
    assert "urn:drill" in make_release(own)["backrun-kg.nt"].decode()


def test_formats_go_by_one_after_another(shipped: Dataset) -> None:
    """Whoever watches sees each, the crate last."""
    seen: list[str] = []

    def watch(names: list[str]) -> list[str]:
        seen.extend(names)
        return names

    make_release(shipped, watch=watch)
    assert (len(seen), seen[-1]) == (len(MENU) - 1, "rocrate")
