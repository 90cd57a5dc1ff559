"""What a release is made of: files with digests, and names that depend on no machine."""

import gzip
from pathlib import Path

import pytest
import yaml

from backrun_kg.dataset import Dataset, load, read_source, shipped_sources
from backrun_kg.errors import BackrunError
from backrun_kg.exports.release import (
    Release,
    ReleaseFile,
    describe_file,
    describe_source,
    name_by_digest,
    read_build_time,
)

REPOSITORY = Path(__file__).parents[1]
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("name", "media_type", "packing"),
    [
        ("backrun.ttl", "text/turtle", ""),
        ("backrun.nt", "application/n-triples", ""),
        ("backrun.nq.gz", "application/n-quads", "application/gzip"),
        ("backrun.trig", "application/trig", ""),
        ("backrun.rdf", "application/rdf+xml", ""),
        ("backrun.jsonld", "application/ld+json", ""),
        ("csv/claim.csv", "text/csv", ""),
        ("backrun.sssom.tsv", "text/tab-separated-values", ""),
        ("parquet/claim.parquet", "application/vnd.apache.parquet", ""),
        ("backrun.sqlite", "application/vnd.sqlite3", ""),
        ("backrun.graphml", "application/xml", ""),
        ("backrun.dot", "text/vnd.graphviz", ""),
        ("backrun.mmd", "application/vnd.mermaid", ""),
        ("backrun.cypher", "text/plain", ""),
        ("README.MD", "text/markdown", ""),
        ("SHA256SUMS", "text/plain", ""),
        ("backrun.xyz", "application/octet-stream", ""),
    ],
)
def test_file_has_a_media_type(name: str, media_type: str, packing: str) -> None:
    """That of what is in it, packed or not."""
    file = describe_file(name, b"")
    assert (file.media_type, file.packing) == (media_type, packing)


def test_file_is_told_by_size_and_digest() -> None:
    """SHA-256, in hexadecimal."""
    assert describe_file("a.ttl", b"") == ReleaseFile("a.ttl", 0, EMPTY)


def test_name_becomes_part_of_an_address() -> None:
    """Folders stay folders, everything else is quoted."""
    assert describe_file("csv/a b#.csv", b"").path == "csv/a%20b%23.csv"


def test_shipped_source_goes_by_its_place() -> None:
    """Wherever the package is installed."""
    names = [describe_source(source).name for source in shipped_sources(["alignment"])]
    assert names == [
        "data/alignment/mappings.ttl",
        "data/alignment/muscle-parts.ttl",
        "data/alignment/names.ttl",
    ]


def test_other_source_goes_by_its_bare_name(tmp_path: Path) -> None:
    """Nobody's folders are told, and of a packed file what is in it."""
    content = b"<urn:a> <urn:p> <urn:b> .\n"
    (tmp_path / "my.nt.gz").write_bytes(gzip.compress(content))
    source = read_source(str(tmp_path / "my.nt.gz"))
    assert describe_source(source) == describe_file("my.nt", content)


def test_digest_becomes_a_name() -> None:
    """The example of RFC 6920: the SHA-256 of 'Hello World!'."""
    sha256 = describe_file("a", b"Hello World!").sha256
    assert name_by_digest(sha256) == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"


def test_shipped_dataset_has_its_name_and_description(shipped: Dataset) -> None:
    """As data/dataset.ttl has them."""
    release = Release(shipped)
    assert (release.is_ours, release.iri, release.description["license"], release.agents) == (
        True,
        "https://w3id.org/backrun-kg/dataset",
        ["https://creativecommons.org/licenses/by/4.0/"],
        {"https://w3id.org/backrun-kg/id/maintainers": "The backrun-kg maintainers"},
    )


def test_description_agrees_with_the_citation(shipped: Dataset) -> None:
    """Title, version, date and keywords are told twice, and the same."""
    told = Release(shipped).description
    cited = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text("utf-8"))
    assert (told["title"], told["version"], told["issued"], told["keyword"]) == (
        [cited["title"]],
        [cited["version"]],
        [cited["date-released"]],
        cited["keywords"],
    )


def test_rights_are_those_of_the_licence(shipped: Dataset) -> None:
    """The licence is called as its text calls itself."""
    text = (REPOSITORY / "LICENSE-DATA").read_text("utf-8")
    assert Release(shipped).description["rights"] == [text.splitlines()[0]]


@pytest.fixture
def own(tmp_path: Path) -> Dataset:
    """Data of one's own."""
    (tmp_path / "my.nt").write_text("<urn:a> <urn:p> <urn:b> .\n", encoding="utf-8")
    return load(data=[tmp_path / "my.nt"], shipped=False)


def test_other_dataset_is_named_by_its_digest(own: Dataset) -> None:
    """Nobody gave it another name."""
    assert Release(own).iri == name_by_digest(own.digest)


def test_part_of_the_shipped_dataset_is_another() -> None:
    """What is told of the whole is not told of a layer."""
    assert not Release(load(layers=["article"])).is_ours


def test_other_dataset_has_no_description(own: Dataset) -> None:
    """Ours is not lent to it."""
    with pytest.raises(BackrunError, match="Only the shipped graph as a whole has a description"):
        _ = Release(own).description


@pytest.mark.parametrize(
    ("base", "place"),
    [
        ("", "https://w3id.org/backrun-kg/release/{version}/"),
        ("https://example.org/r/", "https://example.org/r/"),
    ],
)
def test_files_have_a_place(shipped: Dataset, base: str, place: str) -> None:
    """The address of their folder, or a name of ours that is no address."""
    release = Release(shipped, base=base)
    assert release.place == place.format(version=release.version)


@pytest.mark.parametrize(
    ("epoch", "time"),
    [(None, ""), ("", ""), ("0", "1970-01-01T00:00:00Z"), ("1795305600", "2026-11-22T00:00:00Z")],
)
def test_time_is_told_only_where_it_is_set(epoch: str | None, time: str) -> None:
    """A clock would make every build another."""
    assert read_build_time({} if epoch is None else {"SOURCE_DATE_EPOCH": epoch}) == time


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "9" * 30])
def test_time_that_is_none_is_refused(epoch: str) -> None:
    """It is not passed over."""
    with pytest.raises(BackrunError, match="it is a number of seconds since 1970"):
        read_build_time({"SOURCE_DATE_EPOCH": epoch})
