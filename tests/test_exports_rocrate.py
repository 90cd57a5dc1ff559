"""RO-Crate: what version 1.1 asks for, and every file of the folder."""

import json

import pytest

from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import BackrunError
from backrun_kg.exports.release import Release, describe_file
from backrun_kg.exports.rocrate import write_rocrate

FILES = (describe_file("csv/a b.csv", b"id\r\n"), describe_file("backrun.nq.gz", b"packed"))
MAKER = "https://w3id.org/backrun-kg/id/maintainers"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"


def read(release: Release) -> dict[str, dict[str, object]]:
    """The entities by their id."""
    document = json.loads(write_rocrate(release))
    return {entity["@id"]: entity for entity in document["@graph"]}


def test_context_is_that_of_the_version(shipped: Dataset) -> None:
    """And names the one term that came later."""
    document = json.loads(write_rocrate(Release(shipped)))
    assert document["@context"] == [
        "https://w3id.org/ro/crate/1.1/context",
        {"sha256": "http://schema.org/sha256"},
    ]


def test_descriptor_is_about_the_folder(shipped: Dataset) -> None:
    """It comes first and says which version it keeps to."""
    document = json.loads(write_rocrate(Release(shipped)))
    assert document["@graph"][0] == {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }


def test_folder_is_the_dataset(shipped: Dataset) -> None:
    """As data/dataset.ttl describes it."""
    release = Release(shipped, FILES)
    told = release.description
    assert read(release)["./"] == {
        "@id": "./",
        "@type": "Dataset",
        "identifier": "https://w3id.org/backrun-kg/dataset",
        "name": "backrun-kg: a knowledge graph of backward running",
        "description": told["description"][0],
        "datePublished": told["issued"][0],
        "version": release.version,
        "inLanguage": "en",
        "keywords": ["backward running", "exercise science", "knowledge graph", "linked data"],
        "license": {"@id": LICENSE},
        "author": {"@id": MAKER},
        "publisher": {"@id": MAKER},
        "mentions": {"@id": "#build"},
        "hasPart": [{"@id": "backrun.nq.gz"}, {"@id": "csv/a%20b.csv"}],
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "csv/a%20b.csv",
            {"name": "csv/a b.csv", "contentSize": "4", "encodingFormat": "text/csv"},
        ),
        (
            "backrun.nq.gz",
            {
                "name": "backrun.nq.gz",
                "contentSize": "6",
                "encodingFormat": ["application/n-quads", "application/gzip"],
            },
        ),
    ],
)
def test_file_is_an_entity(shipped: Dataset, name: str, expected: dict[str, object]) -> None:
    """With its size, its formats and its digest."""
    found = read(Release(shipped, FILES))[name]
    digests = {file.path: file.sha256 for file in FILES}
    assert found == {"@id": name, "@type": "File", "sha256": digests[name], **expected}


@pytest.mark.parametrize(
    ("name", "kind", "called"),
    [
        (MAKER, "Organization", "The backrun-kg maintainers"),
        (LICENSE, "CreativeWork", "Creative Commons Attribution 4.0 International"),
        ("#backrun-kg", "SoftwareApplication", "backrun-kg"),
    ],
)
def test_what_is_mentioned_is_an_entity(
    shipped: Dataset, name: str, kind: str, called: str
) -> None:
    """Nothing is pointed at that is not described."""
    found = read(Release(shipped, FILES))[name]
    assert (found["@type"], found["name"]) == (kind, called)


def test_build_made_the_files(shipped: Dataset) -> None:
    """With the software in its version."""
    release = Release(shipped, FILES)
    assert read(release)["#build"] == {
        "@id": "#build",
        "@type": "CreateAction",
        "name": f"Build with backrun-kg {release.version}",
        "instrument": {"@id": "#backrun-kg"},
        "result": [{"@id": "backrun.nq.gz"}, {"@id": "csv/a%20b.csv"}],
    }


def test_build_has_a_time_where_one_is_given(shipped: Dataset) -> None:
    """And else none, since a clock would make every build another."""
    release = Release(shipped, FILES, built="2026-11-22T00:00:00Z")
    assert read(release)["#build"]["endTime"] == "2026-11-22T00:00:00Z"


def test_order_of_files_does_not_matter(shipped: Dataset) -> None:
    """The same release is the same bytes."""
    assert write_rocrate(Release(shipped, FILES)) == write_rocrate(Release(shipped, FILES[::-1]))


def test_ones_own_data_are_refused() -> None:
    """Nobody has described them."""
    with pytest.raises(BackrunError, match="Only the shipped graph as a whole"):
        write_rocrate(Release(load(layers=["article"])))
