"""RDF out as it is read: data too large for memory pass through, in the order of their files.

Nothing is sorted, and a triple that is there twice is written twice; it is the same graph.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

import pyoxigraph as ox

from backrun_kg.dataset import Source
from backrun_kg.exports.rdf import refuse_for_xml
from backrun_kg.formats import RDF_FORMATS
from backrun_kg.namespaces import PREFIXES
from backrun_kg.xmltext import keep_returns

STREAMED = {
    "ttl": RDF_FORMATS["ttl"],
    "nt": RDF_FORMATS["nt"],
    "nq": RDF_FORMATS["nq"],
    "trig": RDF_FORMATS["trig"],
    "rdf": RDF_FORMATS["rdf"],
    "jsonld-expanded": RDF_FORMATS["jsonld"],
}
"""The formats that can be written without having all of the graph."""


def write_stream(sources: Iterable[Source], format: str, file: BinaryIO) -> None:
    """Write what some files hold, in a format of STREAMED. Raises BackrunError or OSError."""
    syntax = STREAMED[format]
    quads = (quad for source in sources for quad in source.quads())
    if format == "jsonld-expanded":
        ox.serialize(quads, file, format=syntax)
    elif syntax.supports_datasets:
        ox.serialize(quads, file, format=syntax, prefixes=PREFIXES)
    elif format == "rdf":
        returns = cast("BinaryIO", _KeepingReturns(file))
        ox.serialize(_fitting(quads), returns, format=syntax, prefixes=PREFIXES)
    else:
        triples = (quad.triple for quad in quads)
        ox.serialize(triples, file, format=syntax, prefixes=PREFIXES)


def _fitting(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """The triples, each of them one that XML can hold."""
    for quad in quads:
        refuse_for_xml(quad.triple)
        yield quad.triple


class _KeepingReturns:
    """A file into which carriage returns go as XML keeps them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, content: bytes) -> int:
        """Write all of the content; the engine is told that it is done with it."""
        self._file.write(keep_returns(content))
        return len(content)

    def flush(self) -> None:
        """Pass on what is held back."""
        self._file.flush()
