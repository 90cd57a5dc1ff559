"""Two editions for several modules: lighthouses, before and after a storm."""

from collections.abc import Sequence
from pathlib import Path

from backrun_kg.differences import Differences, compare
from backrun_kg.editions import read_edition
from backrun_kg.namespaces import GRAPH

PREFIXES = f"""
@prefix l: <https://example.org/light/> .
@prefix g: <{GRAPH}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""

OLD = """
l:fastnet rdfs:label "Fastnet"@en ; l:height 54 ; l:marks l:rock , l:route .
l:galley rdfs:label "Galley Head"@en ; l:marks l:coast .
l:height rdfs:label "height"@en .
"""

NEW = """
l:fastnet rdfs:label "Fastnet Rock"@en ; l:height 54 ; l:marks l:rock , l:bay , l:reef .
l:mizen rdfs:label "Mizen Head"@en ; l:height 55 .
l:height rdfs:label "height"@en .
"""

LAYERED_OLD = f"g:article {{ {OLD} }} g:evidence {{ l:fastnet l:seen 1854 . }}"
LAYERED_NEW = f"g:article {{ {NEW} }} g:evidence {{ l:fastnet l:seen 1904 . }}"


def write(folder: Path, name: str, text: str) -> str:
    """Write a file with our prefixes; its path."""
    (folder / name).write_text(PREFIXES + text, encoding="utf-8")
    return str(folder / name)


def differ(
    folder: Path, old: str, new: str, extension: str = "ttl", layers: Sequence[str] = ()
) -> Differences:
    """The differences between two texts."""
    before = write(folder, f"old.{extension}", old)
    after = write(folder, f"new.{extension}", new)
    return compare(read_edition(before), read_edition(after), layers)
