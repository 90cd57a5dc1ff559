"""Reads RDF with a Python library and writes what it read: ``rdf.py LIBRARY (FORMAT IN OUT)…``.

What comes out is N-Quads in the library's own writing. It runs in any Python that has the library.
"""

import json
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

MEDIA_TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}


def read_rdflib(format: str, path: str) -> str:
    """By rdflib, which leaves literals as they are only when it is told to."""
    rdflib: Any = import_module("rdflib")
    rdflib.NORMALIZE_LITERALS = False
    names = {"nt": "nt", "nq": "nquads", "rdf": "xml", "jsonld": "json-ld"}
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(path, format=names.get(format, format))
    text: str = dataset.serialize(format="nquads")
    return text


def read_pyoxigraph(format: str, path: str) -> str:
    """By pyoxigraph's parser, without its store."""
    ox: Any = import_module("pyoxigraph")
    parsed = ox.parse(path=path, format=ox.RdfFormat.from_media_type(MEDIA_TYPES[format]))
    text: bytes = ox.serialize(parsed, format=ox.RdfFormat.N_QUADS)
    return text.decode()


def read_rudof(format: str, path: str) -> str:
    """By rudof, which has no named graphs."""
    rudof: Any = import_module("pyrudof")
    formats = {"ttl": "Turtle", "nt": "NTriples", "rdf": "RdfXml", "jsonld": "JsonLd"}
    session = rudof.Rudof(rudof.RudofConfig())
    wanted = getattr(rudof.RDFFormat, formats[format])
    text = Path(path).read_text("utf-8")
    session.read_data(text, wanted, reader_mode=rudof.ReaderMode.Strict)
    told: str = session.serialize_data(format=rudof.ResultDataFormat.NTriples)
    return told


def read_pyld(_: str, path: str) -> str:
    """By PyLD, which is to fetch nothing."""
    jsonld: Any = import_module("pyld.jsonld")
    document = json.loads(Path(path).read_text("utf-8"))
    options = {"format": "application/n-quads", "documentLoader": _never}
    text: str = jsonld.to_rdf(document, options)
    return text


def _never(url: str, _: object) -> dict[str, Any]:
    raise OSError(f"The document asks for {url}.")


READERS: dict[str, Callable[[str, str], str]] = {
    "rdflib": read_rdflib,
    "pyoxigraph": read_pyoxigraph,
    "pyrudof": read_rudof,
    "pyld": read_pyld,
}


def main(library: str, *files: str) -> int:
    """Read the files, and write what was read; 1 where one could not be."""
    failed = 0
    for kind, place, out in zip(files[::3], files[1::3], files[2::3], strict=True):
        try:
            Path(out).write_text(READERS[library](kind, place), encoding="utf-8")
        except Exception:
            traceback.print_exc()
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
