"""The files to take away: the graph in every format at hand, with sizes and digests."""

from collections.abc import Mapping
from os.path import basename
from typing import Any

from backrun_kg.errors import BackrunError
from backrun_kg.exports import MENU, write_quads
from backrun_kg.exports.imprint import read_imprint
from backrun_kg.exports.release import describe_file
from backrun_kg.paths import CONTEXT, SHAPES, read_content
from backrun_kg.site.addresses import Link
from backrun_kg.site.atlas import Atlas, open_ontology
from backrun_kg.site.linked import restore, write_layers
from backrun_kg.site.pages import Page

FOLDER = "downloads/"
"""Where the files lie in the site."""

_ALWAYS = ("ttl", "nt", "nq", "trig", "rdf", "jsonld")


def make_downloads(atlas: Atlas, release: Mapping[str, bytes] | None) -> dict[str, bytes]:
    """The files of a release, or else the graph in the RDF formats, by their paths in the site.

    Beside them are the layers, each by itself, the shipped ontology always among them, and the
    shapes and the context that they go by.
    """
    files = _write_rdf(atlas) if release is None else release
    placed = {f"{FOLDER}{name}": content for name, content in files.items()}
    ours = {basename(path): read_content(path).encode() for path in (SHAPES, CONTEXT)}
    datasets = open_ontology().source, atlas.statements.dataset
    layers = write_layers(quad for dataset in datasets for quad in dataset.quads())
    return placed | layers | ours


def tell_downloads(atlas: Atlas, files: Mapping[str, bytes]) -> Page:
    """The page that lists the files by folder."""
    folders: dict[str, list[dict[str, Any]]] = {}
    for path, content in sorted(files.items()):
        file = describe_file(path, content)
        folder, slash, name = path.rpartition("/")
        row = {"link": Link(name, file.path), "size": tell_size(file.size), "file": file}
        folders.setdefault(folder + slash, []).append(row)
    told = {"folders": folders, "imprint": read_imprint(atlas.source)}
    description = "The graph in the formats of other tools, with sizes, digests and licence."
    return Page("downloads.html", "downloads.html", "Downloads", description, told)


def tell_size(size: int) -> str:
    """A number of bytes as people say it.

    >>> tell_size(123456)
    '123.5 kB'
    """
    if size < 1000:
        return f"{size} B"
    return f"{size / 1e3:.1f} kB" if size < 1e6 else f"{size / 1e6:.1f} MB"


def _write_rdf(atlas: Atlas) -> dict[str, bytes]:
    """The graph in the RDF formats, blank nodes by the names that pages have for them."""
    quads = [restore(quad) for quad in atlas.statements.dataset.quads()]
    files: dict[str, bytes] = {}
    for name in _ALWAYS:
        try:
            files[MENU[name].place] = write_quads(quads, name).encode()
        except BackrunError:  # XML cannot hold every character
            continue
    return files
