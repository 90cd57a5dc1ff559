"""RDF out as it is read: data too large for memory pass through, in the order of their files.

Nothing is sorted, and a triple that is there twice is written twice; it is the same graph.
"""

from collections.abc import Iterable
from itertools import chain
from operator import attrgetter
from typing import Any, BinaryIO, cast

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

_Said = Iterable[Any]  # triples or quads: no type says that they are all of one kind

_LINE_END = b" .\n"
_PIECES = 4  # of 8 KiB each, as the engine hands them over; more would fill a pipe at once
_TRIPLE = attrgetter("triple")


def write_stream(sources: Iterable[Source], format: str, file: BinaryIO) -> None:
    """Write what some files hold, in a format of STREAMED. Raises BackrunError or OSError.

    Each statement goes from the parser to the serializer as it is, wherever the format allows: to
    make it anew in Python would take longer than both.
    """
    syntax = STREAMED[format]
    if format == "nq":
        for source in sources:
            _write_nq(source, file)
    elif syntax.supports_datasets:
        quads = chain.from_iterable(source.quads() for source in sources)
        prefixes = None if format == "jsonld-expanded" else PREFIXES
        ox.serialize(quads, file, format=syntax, prefixes=prefixes)
    else:
        triples: _Said = chain.from_iterable(map(_triples, sources))
        if format == "rdf":
            triples, file = _fitting(triples), cast("BinaryIO", _KeepingReturns(file))
        ox.serialize(triples, file, format=syntax, prefixes=PREFIXES)


def _write_nq(source: Source, file: BinaryIO) -> None:
    """Write a file as N-Quads; where none of its statements has a graph, by their lines."""
    if RDF_FORMATS[source.extension].supports_datasets:
        ox.serialize(source.quads(), file, format=RDF_FORMATS["nq"])
    else:
        named = _NamingGraph(file, source.graph)
        ox.serialize(source.statements(), cast("BinaryIO", named), format=RDF_FORMATS["nt"])
        named.flush()


def _triples(source: Source) -> _Said:
    """What a file says, without graphs: a quad of the default graph is as good as a triple."""
    if RDF_FORMATS[source.extension].supports_datasets:
        return map(_TRIPLE, source.statements())
    return source.statements()


def _fitting(triples: _Said) -> _Said:
    """The same, each of them one that XML can hold."""
    for triple in triples:
        refuse_for_xml(triple)
        yield triple


class _NamingGraph:
    """A file into which N-Triples go as N-Quads: a line ends where a statement does, only there."""

    def __init__(self, file: BinaryIO, graph: ox.NamedNode) -> None:
        self._file, self._end = file, f" {graph} .\n".encode()
        self._held: list[bytes] = []

    def write(self, content: bytes) -> int:
        """Hold the content back until there is a good deal of it."""
        self._held.append(content)
        if len(self._held) >= _PIECES:
            self.flush()
        return len(content)

    def flush(self) -> None:
        """Pass on the lines that are held back, but for one that is not at its end."""
        lines, end, rest = b"".join(self._held).rpartition(b"\n")
        self._file.write((lines + end).replace(_LINE_END, self._end))
        self._held = [rest]


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
