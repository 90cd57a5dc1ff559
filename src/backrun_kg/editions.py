"""Editions: what is compared with what. The shipped graph, a file, or a folder of files."""

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from os.path import basename, isdir, join, relpath

import pyoxigraph as ox

from backrun_kg.dataset import LAYERS, Source, read_source, shipped_sources
from backrun_kg.errors import UnknownName, UnreadableInput
from backrun_kg.formats import RDF_FORMATS
from backrun_kg.namespaces import GRAPH
from backrun_kg.paths import ROOT, SHAPES, list_files

SHIPPED = "shipped"
NO_LAYER = ""
"""The layer of what stands in no named graph."""

_WITHOUT_GRAPHS = ("ttl", "nt", "rdf")


class Edition:
    """Some files that are compared as one, parsed when asked for."""

    def __init__(self, name: str, sources: Sequence[Source]) -> None:
        self.name = name
        self.sources = tuple(sources)

    @cached_property
    def has_layers(self) -> bool:
        """Whether anything in it stands in a named graph."""
        return any(_has_layers(source) for source in self.sources)

    def quads(self, layers: Sequence[str] = ()) -> Iterator[ox.Quad]:
        """Every quad, or those of some layers; without layers of its own, an edition is whole."""
        kept = {GRAPH + layer for layer in layers} if self.has_layers else set()
        for source in self.sources:
            for quad in source.quads():
                if not kept or _graph(quad) in kept:
                    yield quad


def read_edition(name: str, input_format: str | None = None) -> Edition:
    """The edition of that name: ``shipped``, a folder of RDF files, or one RDF file.

    A folder with an ``ontology`` and ``data`` like ours is read as layers. ``input_format`` names a
    file's format where its extension does not. Raises UnreadableInput, UnknownName or
    MalformedData.
    """
    if name == SHIPPED:
        return Edition(name, tuple(shipped_sources(LAYERS)))
    if not isdir(name):
        source = read_source(name, input_format)._replace(layer=NO_LAYER)
        return Edition(source.name, [source])
    found = list(_layers(name)) or [
        read_source(path)._replace(layer=NO_LAYER) for path in _list_rdf(name)
    ]
    if not found:
        known = ", ".join(f".{extension}" for extension in RDF_FORMATS)
        raise UnreadableInput(f"{name} holds no RDF file ({known}, each also .gz).")
    return Edition(name, found)


def check_layers(layers: Sequence[str]) -> None:
    """Let pass what are names of layers. Raises UnknownName."""
    for layer in layers:
        if layer not in LAYERS:
            raise UnknownName("layer", layer, LAYERS)


def name_layer(quad: ox.Quad) -> str:
    """The layer a quad stands in: the name of one of ours, or the name of its graph."""
    return _graph(quad).removeprefix(GRAPH)


def _graph(quad: ox.Quad) -> str:
    name = quad.graph_name
    return name.value if isinstance(name, ox.NamedNode) else str(name)


def _has_layers(source: Source) -> bool:
    if source.layer != NO_LAYER:
        return True
    if source.extension in _WITHOUT_GRAPHS:
        return False
    return any(name_layer(quad) != NO_LAYER for quad in source.quads())


def _layers(folder: str) -> Iterator[Source]:
    """The layers of a folder that is laid out as ours is."""
    places = {layer: join(folder, relpath(place, ROOT)) for layer, place in LAYERS.items()}
    if not all(isdir(place) for place in places.values()):
        return
    for layer, place in places.items():
        for path in list_files(place, ".ttl"):
            if basename(path) != basename(SHAPES):
                yield read_source(path)._replace(layer=layer)


def _list_rdf(folder: str) -> Iterator[str]:
    """The RDF files of a folder and those in it, hidden ones left out, by name."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            extension = name.removesuffix(".gz").rpartition(".")[2]
            if extension in RDF_FORMATS and not name.startswith("."):
                yield join(place, name)
