"""A thing's statements as linked data: files beside its page, and JSON-LD within it."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from backrun_kg.exports.jsonld import write_compacted, write_expanded
from backrun_kg.exports.rdf import write_nt, write_ttl
from backrun_kg.exports.statements import plain_iri
from backrun_kg.namespaces import GRAPH

_LAYER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LAYER_FORMATS = {"jsonld": write_compacted, "nt": write_nt, "ttl": write_ttl}


def write_linked(stem: str, quads: Iterable[ox.Quad]) -> dict[str, bytes]:
    """The statements as Turtle and as JSON-LD, in files beside the page at ``stem``."""
    told = [restore(quad) for quad in quads]
    texts = {"ttl": write_ttl(told), "jsonld": _prune(write_compacted(told))}
    return {f"{stem}.{extension}": text.encode() for extension, text in texts.items()}


def write_layers(quads: Iterable[ox.Quad]) -> dict[str, bytes]:
    """The statements of each layer by themselves, in files by the layer's name."""
    layers: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        name = str(quad.graph_name).strip("<>").removeprefix(GRAPH)
        if _LAYER.fullmatch(name):
            layers.setdefault(name, []).append(restore(quad))
    return {
        f"graph/{name}.{extension}": write(told).encode()
        for name, told in layers.items()
        for extension, write in _LAYER_FORMATS.items()
    }


def write_embedded(quads: Iterable[ox.Quad]) -> str:
    """The statements as JSON-LD that may stand in a page's script."""
    return embed(write_expanded(map(restore, quads)))


def embed(document: str) -> str:
    """A JSON document on one line, without a sign that could end a script."""
    lean = json.dumps(json.loads(document), ensure_ascii=False, separators=(",", ":"))
    return lean.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def restore(quad: ox.Quad) -> ox.Quad:
    """The statement with its blank nodes blank again."""
    subject, value, graph = map(_blank, (quad.subject, quad.object, quad.graph_name))
    return ox.Quad(subject, quad.predicate, value, graph)


def _prune(document: str) -> str:
    """The document with no more of the context than it has use for."""
    told = json.loads(document)
    words = set(_words(told["graph"]))
    told["@context"] = {
        term: definition
        for term, definition in told["@context"].items()
        if term in words or _is_general(term, definition)
    }
    return json.dumps(told, ensure_ascii=False, indent="\t") + "\n"


def _is_general(term: str, definition: Any) -> bool:
    """Whether an entry of the context is a keyword, another name of one, or a prefix."""
    ends = "#", "/"
    return term[0] == "@" or (
        isinstance(definition, str) and (definition[0] == "@" or definition.endswith(ends))
    )


def _words(value: Any) -> Iterator[str]:
    """The keys of a document and the texts in it, among which are the names of classes."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _words(each)
    elif isinstance(value, str):
        yield value


def _blank(term: Any) -> Any:
    if isinstance(term, ox.NamedNode) and (name := plain_iri(term.value)).startswith("_:"):
        return ox.BlankNode(name.removeprefix("_:"))
    return term
