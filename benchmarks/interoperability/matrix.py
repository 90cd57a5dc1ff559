"""The matrix: for each format what it is compared as, and the readers that read it."""

from collections.abc import Callable
from typing import NamedTuple

from benchmarks.interoperability import lines, originals
from benchmarks.interoperability.originals import Original

Parse = Callable[[str], lines.Lines]


class Row(NamedTuple):
    """A format: the original, how what was read becomes lines, who reads it, as which format."""

    original: Original
    parse: Parse
    readers: tuple[str, ...]
    syntax: str = ""


_TRIPLES = ("rdflib", "pyoxigraph", "rudof", "jena", "rdf4j", "rapper", "serdi", "n3.js")
_QUADS = tuple(name for name in _TRIPLES if name != "rudof")
_JSONLD = ("rdflib", "pyoxigraph", "rudof", "pyld", "jena", "rdf4j", "jsonld.js")
_XML = ("rdflib", "pyoxigraph", "rudof", "jena", "rdf4j", "rapper", "rdfxml-streaming-parser")
_FRAMED = ("pyoxigraph", "pyld", "jsonld.js")
_METADATA = Row(originals.turtle, lines.of_quads, ("rdflib", "jena", "rapper", "n3.js"), "ttl")
_ONTOLOGY = Row(originals.turtle, lines.of_quads, ("owlapi",), "ttl")

MATRIX = {
    "ttl": Row(originals.triples, lines.of_quads, _TRIPLES),
    "nt": Row(originals.triples, lines.of_quads, _TRIPLES),
    "nq": Row(originals.quads, lines.of_quads, _QUADS),
    "trig": Row(originals.quads, lines.of_quads, _QUADS),
    "rdf": Row(originals.triples, lines.of_quads, _XML),
    "jsonld": Row(originals.quads, lines.of_quads, _JSONLD),
    "jsonld-expanded": Row(originals.quads, lines.of_quads, _JSONLD, "jsonld"),
    "jsonld-framed": Row(originals.quads, lines.of_quads, _FRAMED, "jsonld"),
    "dcat": _METADATA,
    "void": _METADATA,
    "prov": _METADATA,
    "sparql-examples": _METADATA,
    "ontology/backrun.ttl": _ONTOLOGY,
    "ontology/vocabularies.ttl": _ONTOLOGY,
    "csv": Row(originals.csv, lines.of_tables, ("frictionless", "csvw", "duckdb", "polars")),
    "parquet": Row(originals.tables, lines.of_tables, ("duckdb", "polars", "spark", "hyparquet")),
    "questions": Row(originals.answers, lines.of_answers, ("duckdb", "spark")),
    "sqlite": Row(originals.sqlite, lines.of_tables, ("sqlite",)),
    "datasette": Row(originals.sqlite, lines.of_tables, ("datasette",)),
    "graphml": Row(originals.network, lines.of_network, ("networkx", "igraph")),
    "gexf": Row(originals.network, lines.of_network, ("networkx",)),
    "dot": Row(originals.picture, lines.of_drawing, ("graphviz",)),
    "mermaid": Row(originals.picture, lines.of_picture, ("mermaid",)),
    "cypher": Row(originals.property_graph, lines.of_property_graph, ("neo4j",)),
    "neo4j": Row(originals.property_graph, lines.of_import, ("duckdb",)),
}
"""Every format that is read back. ``questions`` are asked of the Parquet files, in SQL."""

ELSEWHERE = {
    "schema-org": "its context lies on schema.org, and nothing is fetched here",
    "sssom": "`.ci/run` reads it with SSSOM's own tools",
    "croissant": "`.ci/run` reads it with mlcroissant, which is its own validator",
    "rocrate": "`.ci/run` reads it with rocrate and roc-validator",
}
"""The formats that are not in the matrix, with the reason."""
