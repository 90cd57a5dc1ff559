"""What metadata speak of: a dataset, the files it is released as, and where and when that was."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from os.path import basename, relpath, splitext
from urllib.parse import quote

import pyoxigraph as ox

from backrun_kg.about import read_description
from backrun_kg.dataset import LAYERS, Dataset, Source
from backrun_kg.errors import BackrunError
from backrun_kg.exports.cells import Sheet
from backrun_kg.formats import RDF_FORMATS
from backrun_kg.namespaces import PREFIXES, expand
from backrun_kg.paths import ROOT
from backrun_kg.queries import select
from backrun_kg.version import read_version

HOME = PREFIXES["kg"].removesuffix("id/")
"""What the IRIs of all that the project makes begin with."""

_MEDIA_TYPES = {
    **{extension: rdf.media_type for extension, rdf in RDF_FORMATS.items()},
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "db": "application/vnd.sqlite3",
    "graphml": "application/xml",
    "gexf": "application/xml",
    "xml": "application/xml",
    "dot": "text/vnd.graphviz",
    "gv": "text/vnd.graphviz",
    "mmd": "application/vnd.mermaid",
    "mermaid": "application/vnd.mermaid",
    "rq": "application/sparql-query",
    "md": "text/markdown",
    "html": "text/html",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "cypher": "text/plain",
    "txt": "text/plain",
    "": "text/plain",
}
"""Registered media types; a format without one of its own goes by that of what it is written in."""

_PACKED = "application/gzip"
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, order=True)
class ReleaseFile:
    """One file of a release: its name in the folder (parts joined by ``/``), size and SHA-256."""

    name: str
    size: int
    sha256: str

    @property
    def path(self) -> str:
        """The name as part of an address."""
        return quote(self.name)

    @property
    def media_type(self) -> str:
        """The media type of what is in the file, unpacked."""
        extension = splitext(self.name.removesuffix(".gz"))[1].lstrip(".").casefold()
        return _MEDIA_TYPES.get(extension, _UNKNOWN)

    @property
    def packing(self) -> str:
        """The media type of how the file is packed; '' where it is not."""
        return _PACKED if self.name.endswith(".gz") else ""


@dataclass(frozen=True)
class Release:
    """A dataset, its files, the sheets that tables among them hold, and what is known of its place.

    ``base`` is the address of the folder, ``built`` when that was (an ISO 8601 time), ``endpoint``
    the address of a SPARQL server that holds the dataset. What is not known is ''.
    """

    dataset: Dataset
    files: tuple[ReleaseFile, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    base: str = ""
    built: str = ""
    endpoint: str = ""

    @cached_property
    def is_ours(self) -> bool:
        """Whether the dataset is the shipped one, whole and with nothing added."""
        sources = self.dataset.sources
        ours = all(source.content is None for source in sources)
        return ours and {source.layer for source in sources} == set(LAYERS)

    @property
    def version(self) -> str:
        """The version of the software, and of the dataset where it is ours."""
        return read_version()

    @cached_property
    def iri(self) -> str:
        """The dataset's IRI, or for data of one's own one made of their digest (RFC 6920)."""
        return f"{HOME}dataset" if self.is_ours else name_by_digest(self.dataset.digest)

    @property
    def place(self) -> str:
        """What the IRIs of the files begin with: their folder's address, or a name of ours."""
        return self.base or f"{HOME}release/{self.version}/"

    @cached_property
    def description(self) -> dict[str, list[str]]:
        """The facts of ``data/dataset.ttl`` by name. Raises BackrunError for data of one's own."""
        if not self.is_ours:
            raise BackrunError(
                "Only the shipped graph as a whole has a description to export: "
                "leave out --data, --layer and --no-shipped."
            )
        return read_description()

    @cached_property
    def agents(self) -> dict[str, str]:
        """Who made and publishes the dataset: names by IRI."""
        told = self.description
        iris = sorted({expand(name) or name for name in told["creator"] + told["publisher"]})
        return {iri: _label(self.dataset, iri) for iri in iris}


def describe_file(name: str, content: bytes) -> ReleaseFile:
    """What metadata say of a file with this content.

    >>> describe_file("a.ttl.gz", b"").media_type
    'text/turtle'
    """
    return ReleaseFile(name, len(content), hashlib.sha256(content).hexdigest())


def describe_source(source: Source) -> ReleaseFile:
    """What metadata say of a file that was read: ours by its place, another by its bare name.

    Of a packed file it is what was in it.
    """
    if source.content is not None:
        return describe_file(basename(source.name).removesuffix(".gz"), source.content)
    with open(source.name, "rb") as file:
        return describe_file(relpath(source.name, ROOT).replace("\\", "/"), file.read())


def name_by_digest(sha256: str) -> str:
    """The IRI of whatever has this SHA-256, given in hexadecimal (RFC 6920)."""
    digest = urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def read_build_time(environment: Mapping[str, str]) -> str:
    """The time that SOURCE_DATE_EPOCH states, in UTC; '' where it is not set.

    >>> read_build_time({"SOURCE_DATE_EPOCH": "0"})
    '1970-01-01T00:00:00Z'
    """
    from datetime import UTC, datetime

    text = environment.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return ""
    try:
        time = datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BackrunError(
            f"SOURCE_DATE_EPOCH is '{text}'; it is a number of seconds since 1970."
        ) from error
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _label(dataset: Dataset, iri: str) -> str:
    rows = list(select(dataset, "things", thing=ox.NamedNode(iri)))
    return rows[0]["thingLabel"]
