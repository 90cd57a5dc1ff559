"""What the dataset is: the version from its one home, the facts beside it, the size and digest."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from backrun_kg import about, version
from backrun_kg.about import (
    About,
    Cache,
    describe_dataset,
    read_description,
    tell_size,
    write_cache_json,
    write_cache_text,
    write_json,
    write_text,
)
from backrun_kg.dataset import Dataset, load
from backrun_kg.paths import DATASET, ROOT
from backrun_kg.stores import Kept

FACTS = About(
    version="1.2.3",
    description={"license": ["https://example.org/by"], "title": ["A", "B"]},
    triples={"article": 30, "user": 4},
    digest="ab",
    files="/somewhere",
)
DESCRIPTION = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<urn:d> dcat:version "1.2.3" ; dcterms:title "Title"@en ; dcat:keyword "b", "a" ;
    dcterms:license <https://example.org/by> .
"""


@pytest.fixture
def described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another description in the place of ours."""
    (tmp_path / "dataset.ttl").write_text(DESCRIPTION, encoding="utf-8")
    for module in (about, version):
        monkeypatch.setattr(module, "DATASET", str(tmp_path / "dataset.ttl"))
    return tmp_path / "dataset.ttl"


@pytest.mark.usefixtures("described")
def test_version_is_that_of_the_dataset() -> None:
    """Data, ontology and code have one version."""
    assert version.read_version() == "1.2.3"


def test_missing_version_is_a_defect(described: Path) -> None:
    """A dataset without a version was not built by us."""
    described.write_text("", encoding="utf-8")
    with pytest.raises(AssertionError, match="states no dcat:version"):
        version.read_version()


def test_shipped_version_has_three_numbers() -> None:
    """Versions speak of meaning."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", version.read_version())


@pytest.mark.usefixtures("described")
def test_description_is_by_local_name() -> None:
    """Names and values sorted, IRIs without brackets."""
    assert read_description() == {
        "keyword": ["a", "b"],
        "license": ["https://example.org/by"],
        "title": ["Title"],
        "version": ["1.2.3"],
    }


@pytest.mark.parametrize("fact", ["creator", "description", "license", "title", "version"])
def test_shipped_description_has_the_fact(fact: str) -> None:
    """Whoever takes the data learns whose they are and what may be done with them."""
    assert fact in read_description()


def test_dataset_is_counted_by_layer(tmp_path: Path) -> None:
    """A layer goes by its name, another graph by its IRI."""
    (tmp_path / "a.nq").write_text(
        "<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:b> <urn:g> .\n", encoding="utf-8"
    )
    facts = describe_dataset(load(data=[tmp_path / "a.nq"], shipped=False))
    assert facts.triples == {"user": 1, "urn:g": 1}


def test_shipped_layers_are_counted(shipped: Dataset) -> None:
    """By name, every one of them."""
    assert sorted(describe_dataset(shipped).triples) == [
        "alignment",
        "article",
        "evidence",
        "ontology",
    ]


def test_digest_is_a_sha256(shipped: Dataset) -> None:
    """Sixty-four hexadecimal digits."""
    assert re.fullmatch("[0-9a-f]{64}", describe_dataset(shipped).digest)


def test_files_are_where_the_description_is(shipped: Dataset) -> None:
    """The folder that is told holds the data."""
    assert (describe_dataset(shipped).files, DATASET) == (ROOT, f"{ROOT}/data/dataset.ttl")


def test_text_has_a_line_per_fact() -> None:
    """The size by layer last."""
    assert write_text(FACTS) == (
        "backrun-kg 1.2.3\n"
        "license: https://example.org/by\n"
        "title: A, B\n"
        "sha256: ab\n"
        "files: /somewhere\n"
        "triples:\n"
        "  article: 30\n"
        "  user: 4\n"
        "  in all: 34\n"
    )


def test_json_has_the_fields_of_about() -> None:
    """One object, letters as they are."""
    text = write_json(replace(FACTS, digest="läuft"))
    assert (json.loads(text), "läuft" in text) == (
        {
            "version": "1.2.3",
            "description": {"license": ["https://example.org/by"], "title": ["A", "B"]},
            "triples": {"article": 30, "user": 4},
            "digest": "läuft",
            "files": "/somewhere",
        },
        True,
    )


CACHE = Cache(
    "/my\x1b/cache",
    (
        Kept("/my\x1b/cache/k", ("/a.nt", "/b\udcff\n.nt"), 3 << 19, 1_700_000_000.5),
        Kept("/my\x1b/cache/l", ("/c.nq.gz",), 5 << 30, 0),
    ),
)


def test_cache_has_a_line_per_store() -> None:
    """Names that a terminal would act on, or that are no text, are harmless."""
    assert write_cache_text(CACHE) == (
        "/my\\u001B/cache (2 stores, 5,121.5 MiB)\n"
        "  2023-11-14T22:13:20Z       1.5 MiB  /a.nt, /b\\uDCFF\\u000A.nt\n"
        "  1970-01-01T00:00:00Z   5,120.0 MiB  /c.nq.gz\n"
    )


def test_cache_is_one_object() -> None:
    """With the limit, and bytes as a number."""
    found = json.loads(write_cache_json(CACHE).encode())
    assert (found["folder"], found["limit"]) == ("/my\\u001B/cache", 10_737_418_240)
    assert found["stores"][0] == {
        "files": ["/a.nt", "/b\\uDCFF\\u000A.nt"],
        "bytes": 1_572_864,
        "used": "2023-11-14T22:13:20Z",
        "folder": "/my\\u001B/cache/k",
    }


@pytest.mark.parametrize(
    ("cache", "told"),
    [(Cache(None), "off"), (Cache("/c"), "/c (0 stores, 0.0 MiB)")],
    ids=["off", "empty"],
)
def test_description_tells_of_the_cache(cache: Cache, told: str) -> None:
    """On a line of its own, where it was asked for."""
    about = replace(FACTS, cache=cache)
    assert f"\nfiles: /somewhere\ncache: {told}\ntriples:\n" in write_text(about)
    assert json.loads(write_json(about))["cache"]["folder"] == cache.folder


def test_one_store_is_one() -> None:
    """Not one stores."""
    assert tell_size(CACHE.kept[:1]) == "1 store, 1.5 MiB"
