"""The menu of exports: what each format is written from, by which function, to which file.

A format of several files is a folder. Functions are named, not imported, so that an export loads
its own libraries and no other's.
"""

from collections.abc import Callable
from importlib import import_module
from os.path import splitext
from typing import Any, Literal, NamedTuple

from backrun_kg.errors import BackrunError, UnknownName
from backrun_kg.formats import ALIASES, find_format

Input = Literal["quads", "dataset", "release"]


class Export(NamedTuple):
    """One format: what it is written from, its function in this package, its file or folder.

    The function gives text, or bytes by file name; that of a ``sheet`` takes ``excel_safe``.
    """

    input: Input
    function: str
    place: str
    folder: bool = False
    sheet: bool = False

    @property
    def write(self) -> Callable[..., Any]:
        """The function."""
        module, _, name = self.function.partition(":")
        write: Callable[..., Any] = getattr(import_module(f"backrun_kg.exports.{module}"), name)
        return write


MENU = {
    "ttl": Export("quads", "rdf:write_ttl", "backrun-kg.ttl"),
    "nt": Export("quads", "rdf:write_nt", "backrun-kg.nt"),
    "nq": Export("quads", "rdf:write_nq", "backrun-kg.nq"),
    "trig": Export("quads", "rdf:write_trig_graphs", "backrun-kg.trig"),
    "rdf": Export("quads", "rdf:write_rdf", "backrun-kg.rdf"),
    "jsonld": Export("dataset", "jsonld:write_compacted", "backrun-kg.jsonld"),
    "jsonld-expanded": Export("quads", "jsonld:write_expanded", "backrun-kg.expanded.jsonld"),
    "jsonld-framed": Export("quads", "jsonld:write_framed", "backrun-kg.framed.jsonld"),
    "schema-org": Export("dataset", "jsonld:write_schema_org", "schema-org.jsonld"),
    "csv": Export("dataset", "csv_folder:write_csv", "csv", folder=True, sheet=True),
    "parquet": Export("dataset", "parquet:write_parquet", "parquet", folder=True),
    "sqlite": Export("dataset", "sqlite:write_sqlite", "backrun-kg.sqlite"),
    "datasette": Export("dataset", "datasette:write_datasette", "datasette", folder=True),
    "graphml": Export("dataset", "networks:write_graphml", "backrun-kg.graphml"),
    "gexf": Export("dataset", "networks:write_gexf", "backrun-kg.gexf"),
    "dot": Export("dataset", "pictures:write_dot", "backrun-kg.dot"),
    "mermaid": Export("dataset", "pictures:write_mermaid", "backrun-kg.mmd"),
    "cypher": Export("dataset", "cypher:write_cypher", "backrun-kg.cypher"),
    "neo4j": Export("dataset", "neo4j:write_neo4j", "neo4j", folder=True),
    "sssom": Export("dataset", "sssom:write_sssom", "backrun-kg.sssom.tsv", sheet=True),
    "dcat": Export("release", "metadata:write_dcat", "dcat.ttl"),
    "void": Export("release", "metadata:write_void", "void.ttl"),
    "prov": Export("release", "metadata:write_prov", "prov.ttl"),
    "sparql-examples": Export("release", "metadata:write_examples", "sparql-examples.ttl"),
    "croissant": Export("release", "croissant:write_croissant", "croissant.json"),
    "rocrate": Export("release", "rocrate:write_rocrate", "ro-crate-metadata.json"),
}
"""Every format by its name."""

_EXTENSIONS = {
    ".csv": "csv",
    ".parquet": "parquet",
    ".sqlite": "sqlite",
    ".db": "sqlite",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".cypher": "cypher",
}
"""What the name of an output says, beside the RDF formats."""


def find_export(format: str) -> str:
    """The name of a format in the menu, whichever of its usual names is given."""
    name = ALIASES.get(format.casefold(), format.casefold())
    if name not in MENU:
        raise UnknownName("export format", format, MENU)
    return name


def choose_export(format: str | None, view: str | None, output: str | None) -> str:
    """The export a caller means: a JSON-LD view, a format, what a file's name says, or JSON-LD."""
    if view and format and find_export(format) != "jsonld":
        raise BackrunError(
            f"--{view.removeprefix('jsonld-')} is a view of JSON-LD, not of {format}."
        )
    if view or format:
        return find_export(view or format or "")
    suffix = splitext((output or "").removesuffix(".gz"))[1]
    if suffix.casefold() in _EXTENSIONS:
        return _EXTENSIONS[suffix.casefold()]
    return find_format(suffix) if suffix else "jsonld"
