"""Which readers there are, by the name that the matrix has for them."""

from benchmarks.interoperability.readers import Reader

_JSON = ("jackson-core", "jackson-databind", "jackson-annotations", "jsonld-java")
_HTTP = ("httpclient", "httpclient-cache", "httpcore", "commons-logging")
_COMMON = ("slf4j-api", "slf4j-nop", "guava", "commons-io", "commons-lang3", "commons-codec")
_RDF4J = (
    "rdf4j-config",
    "rdf4j-model",
    "rdf4j-model-api",
    "rdf4j-model-vocabulary",
    "rdf4j-rio-datatypes",
    "rdf4j-rio-jsonld",
    "rdf4j-rio-languages",
    "rdf4j-rio-n3",
    "rdf4j-rio-nquads",
    "rdf4j-rio-ntriples",
    "rdf4j-rio-rdfxml",
    "rdf4j-rio-trig",
    "rdf4j-rio-turtle",
    "rdf4j-util",
    "commons-text",
    *_COMMON,
    *_JSON,
    *_HTTP,
)
_JENA = (
    "jena-base",
    "jena-core",
    "jena-iri",
    "commons-cli",
    "commons-compress",
    "commons-csv",
    "dexx.collection",
    "gson",
    "jakarta.json-api",
    "protobuf",
    "thrift",
    "titanium-json-ld",
    *_COMMON,
    *_JSON,
    *_HTTP,
)
_OWLAPI = (
    "owlapi-apibinding",
    "owlapi-impl",
    "owlapi-oboformat",
    "owlapi-parsers",
    "owlapi-rio",
    "owlapi-tools",
    "atinject-jsr330-api",
    "caffeine",
    "commons-rdf-api",
    "hppcrt",
    "jsr305",
    "rdf4j-rio-api",
    "xz",
    *_RDF4J,
)
_NAMES = (("ttl", "turtle"), ("nt", "ntriples"), ("nq", "nquads"), ("rdf", "rdfxml"))

READERS = {
    "rdflib": Reader("rdflib", "python", "rdf.py rdflib", "rdflib"),
    "pyoxigraph": Reader("pyoxigraph", "python", "rdf.py pyoxigraph", "pyoxigraph"),
    "rudof": Reader("rudof", "python", "rdf.py pyrudof", "pyrudof"),
    "pyld": Reader("PyLD", "python", "rdf.py pyld", "pyld"),
    "jena": Reader(
        "Apache Jena",
        "java",
        "Jena.java",
        "jena-arq",
        jars=_JENA,
    ),
    "rdf4j": Reader(
        "Eclipse RDF4J",
        "java",
        "Rdf4j.java",
        "rdf4j-rio-api",
        jars=_RDF4J,
    ),
    "rapper": Reader(
        "rapper (Raptor)",
        "program",
        "rapper -q -i {format} -o nquads {place}",
        "rapper --version",
        _NAMES,
    ),
    "serdi": Reader(
        "serdi (Serd)",
        "program",
        "serdi -i {format} -o nquads {place}",
        "serdi -v",
        _NAMES,
    ),
    "n3.js": Reader("N3.js", "node", "rdf.cjs n3", "n3"),
    "jsonld.js": Reader("jsonld.js", "node", "rdf.cjs jsonld", "jsonld"),
    "rdfxml-streaming-parser": Reader(
        "rdfxml-streaming-parser",
        "node",
        "rdf.cjs rdfxml-streaming-parser",
        "rdfxml-streaming-parser",
    ),
    "owlapi": Reader(
        "OWL API",
        "java",
        "Owlapi.java",
        "owlapi-api",
        jars=_OWLAPI,
    ),
    "duckdb": Reader("DuckDB", "python", "tables.py duckdb", "duckdb"),
    "polars": Reader("Polars", "python", "tables.py polars", "polars"),
    "hyparquet": Reader("hyparquet", "node", "hyparquet.mjs", "hyparquet"),
    "spark": Reader("Apache Spark", "python", "tables.py pyspark", "pyspark"),
    "frictionless": Reader("Frictionless", "python", "tables.py frictionless", "frictionless"),
    "csvw": Reader("csvw", "python", "tables.py csvw", "csvw"),
    "sqlite": Reader("SQLite", "python", "tables.py sqlite3", "sqlite3"),
    "datasette": Reader("Datasette", "python", "tables.py datasette", "datasette"),
    "networkx": Reader("networkx", "python", "networks.py networkx", "networkx"),
    "igraph": Reader("igraph", "python", "networks.py igraph", "igraph"),
    "graphviz": Reader("Graphviz", "program", "dot -Tsvg {place}", "dot -V"),
    "mermaid": Reader("Mermaid", "node", "mermaid.mjs", "mermaid"),
    "neo4j": Reader(
        "Neo4j's grammar of Cypher", "node", "cypher.cjs", "@neo4j-cypher/language-support"
    ),
}
"""Every reader by the name that the matrix has for it."""
