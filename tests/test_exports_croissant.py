"""Croissant: what its specification asks for, and the tables as record sets."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml

from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import BackrunError
from backrun_kg.exports.cells import Column, Sheet
from backrun_kg.exports.croissant import cite, write_croissant
from backrun_kg.exports.release import Release, describe_file
from backrun_kg.exports.vocabulary import Form

Json = dict[str, Any]

LIGHT = "https://example.org/light/"
SHEET = Sheet(
    "light",
    "Lights",
    "Every light.",
    (
        Column("id", Form("text")),
        Column("height", Form("decimal"), "Height", "In metres.", f"{LIGHT}height"),
        Column("marks", Form("thing"), "Marks", "", f"{LIGHT}marks", many=True, target="rock"),
        Column("lit", Form("boolean"), "Lit"),
        Column("built", Form("year"), "Built"),
        Column("seen", Form("date"), "Seen"),
        Column("keepers", Form("integer"), "Keepers"),
    ),
    (),
)
KEYLESS = Sheet("edge", "Edges", "", (Column("subject", Form("thing"), "Subject"),), ())
CSV, PARQUET = describe_file("csv/light.csv", b"id"), describe_file("parquet/light.parquet", b"")


def read(release: Release) -> Json:
    """The document."""
    document: Json = json.loads(write_croissant(release))
    return document


def record_set(dataset: Dataset, *names: str) -> Json:
    """The record set of the sheet, read from these files."""
    files = tuple(describe_file(name, b"") for name in names)
    (found,) = read(Release(dataset, files, (SHEET,)))["recordSet"]
    assert isinstance(found, dict)
    return found


def test_dataset_is_described(shipped: Dataset) -> None:
    """All that Croissant requires, and what it recommends and we know."""
    document = read(Release(shipped))
    del document["@context"]
    maker = [{"@type": "sc:Organization", "name": "The backrun-kg maintainers"}]
    version = Release(shipped).version
    told = Release(shipped).description
    assert document == {
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": "backrun-kg: a knowledge graph of backward running",
        "description": told["description"][0],
        "url": "https://w3id.org/backrun-kg/dataset",
        "version": version,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "creator": maker,
        "publisher": maker,
        "datePublished": told["issued"][0],
        "inLanguage": "en",
        "keywords": ["backward running", "exercise science", "knowledge graph", "linked data"],
        "citeAs": cite(Release(shipped)),
        "isLiveDataset": False,
        "distribution": [],
    }


def test_citation_is_that_of_the_repository(shipped: Dataset) -> None:
    """Authors, title, version and year are those of CITATION.cff."""
    told = yaml.safe_load((Path(__file__).parents[1] / "CITATION.cff").read_text("utf-8"))
    assert cite(Release(shipped)) == (
        f"@misc{{backrun-kg, author = {{{{{told['authors'][0]['name']}}}}}, "
        f"title = {{{{{told['title']}}}}}, year = {{{told['date-released'][:4]}}}, "
        f"version = {{{told['version']}}}, url = {{https://w3id.org/backrun-kg/dataset}}}}"
    )


def test_file_has_its_digest(shipped: Dataset) -> None:
    """And its size, its formats, and where it lies beside the document."""
    release = Release(shipped, (describe_file("a b.nq.gz", b"packed"),))
    assert read(release)["distribution"] == [
        {
            "@type": "cr:FileObject",
            "@id": "a%20b.nq.gz",
            "name": "a b.nq.gz",
            "contentUrl": "a%20b.nq.gz",
            "contentSize": "6 B",
            "encodingFormat": ["application/n-quads", "application/gzip"],
            "sha256": release.files[0].sha256,
        }
    ]


def test_file_has_its_address_where_that_is_known(shipped: Dataset) -> None:
    """The folder's, and its name in it."""
    document = read(Release(shipped, (CSV,), base="https://example.org/r/"))
    assert document["distribution"][0]["contentUrl"] == "https://example.org/r/csv/light.csv"


def test_parquet_goes_by_both_its_names(shipped: Dataset) -> None:
    """The registered one, and the one that mlcroissant reads."""
    document = read(Release(shipped, (PARQUET,)))
    assert document["distribution"][0]["encodingFormat"] == [
        "application/vnd.apache.parquet",
        "application/x-parquet",
    ]


def test_sheet_is_a_record_set(shipped: Dataset) -> None:
    """With its key and its columns."""
    found = record_set(shipped, "csv/light.csv")
    fields = found.pop("field")
    assert found == {
        "@type": "cr:RecordSet",
        "@id": "light",
        "name": "light",
        "description": "Every light.",
        "key": {"@id": "light/id"},
    }
    assert fields[1] == {
        "@type": "cr:Field",
        "@id": "light/height",
        "name": "height",
        "description": "In metres.",
        "dataType": "sc:Float",
        "equivalentProperty": f"{LIGHT}height",
        "source": {"fileObject": {"@id": "csv/light.csv"}, "extract": {"column": "height"}},
    }


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("id", "sc:Text"),
        ("height", "sc:Float"),
        ("marks", "sc:Text"),
        ("lit", "sc:Boolean"),
        ("built", "sc:Integer"),
        ("seen", "sc:Date"),
        ("keepers", "sc:Integer"),
    ],
)
def test_column_has_a_type(shipped: Dataset, column: str, kind: str) -> None:
    """That of what stands in it."""
    fields = {field["name"]: field for field in record_set(shipped, "csv/light.csv")["field"]}
    assert fields[column]["dataType"] == kind


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("light.parquet", {"extract": {"column": "marks"}}),
        ("light.csv", {"extract": {"column": "marks"}, "transform": {"separator": "|"}}),
    ],
)
def test_column_of_many_values_is_an_array(shipped: Dataset, name: str, source: Json) -> None:
    """A list in Parquet, parted by a bar in CSV."""
    field = record_set(shipped, name)["field"][2]
    assert (field["isArray"], field["arrayShape"], field["source"]) == (
        True,
        "-1",
        {"fileObject": {"@id": name}, **source},
    )


def test_parquet_is_read_rather_than_csv(shipped: Dataset) -> None:
    """It keeps types and lists."""
    found = record_set(shipped, "csv/light.csv", "parquet/light.parquet")
    assert found["field"][0]["source"]["fileObject"] == {"@id": "parquet/light.parquet"}


def test_sheet_without_a_key_has_none(shipped: Dataset) -> None:
    """And goes by its title where nothing else is said of it."""
    release = Release(shipped, (describe_file("edge.csv", b""),), (KEYLESS,))
    (found,) = read(release)["recordSet"]
    assert (found.get("key"), found["description"]) == (None, "Edges")


def test_sheet_that_no_file_holds_is_left_out(shipped: Dataset) -> None:
    """A record set has records."""
    assert "recordSet" not in read(Release(shipped, (), (SHEET,)))


def test_document_is_json_ld(shipped: Dataset) -> None:
    """Its context makes terms of Croissant and schema.org of its keys."""
    content = write_croissant(Release(shipped, (CSV,), (SHEET,), base="https://example.org/r/"))
    quads = list(
        ox.parse(content, format=ox.RdfFormat.JSON_LD, base_iri="https://example.org/r/c.json")
    )
    predicates = {quad.predicate.value for quad in quads}
    assert {
        "http://mlcommons.org/croissant/recordSet",
        "http://mlcommons.org/croissant/column",
        "http://mlcommons.org/croissant/citeAs",
        "http://purl.org/dc/terms/conformsTo",
        "https://schema.org/sha256",
        "https://schema.org/distribution",
    } <= predicates


def test_ones_own_data_are_refused() -> None:
    """Nobody has described them."""
    with pytest.raises(BackrunError, match="Only the shipped graph as a whole"):
        write_croissant(Release(load(layers=["article"])))
