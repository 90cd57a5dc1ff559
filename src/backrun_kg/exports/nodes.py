"""Quads gathered into the nodes of a JSON-LD document, and what is alike in all of its forms."""

import gc
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pyoxigraph as ox

from backrun_kg.errors import BackrunError
from backrun_kg.namespaces import PREFIXES

Json = dict[str, Any]

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Statements = list[tuple[tuple[str, str], Value]]
"""What is said of a subject: predicate and written value, by which they are sorted, and value."""

TYPE = PREFIXES["rdf"] + "type"
XSD_STRING = PREFIXES["xsd"] + "string"
_XSD_INTEGER = PREFIXES["xsd"] + "integer"
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_XSD_BOOLEAN = PREFIXES["xsd"] + "boolean"
_LARGEST_INTEGER = 2**53  # beyond it, JSON readers round

_Node = TypeVar("_Node")
_Graphs = defaultdict[str, defaultdict[str, dict[tuple[str, str], Value]]]


def gather_nodes(
    parts: Iterable[tuple[str, Iterable[ox.Quad]]], node: Callable[[str, Statements], _Node]
) -> dict[str, list[_Node]]:
    """The nodes of each graph, sorted, by its name; the default graph's name is ''.

    Each part has the name of the graph in which its quads of the default graph are.
    """
    with _uncollected():
        graphs = _gather(parts)
        return {
            name: [node(subject, sorted(about.items())) for subject, about in sorted(nodes.items())]
            for name, nodes in sorted(graphs.items())
        }


def identifier(term: object) -> str:
    """The IRI, or the blank node as JSON-LD names it. Raises BackrunError for a triple term."""
    if isinstance(term, ox.Triple):
        raise BackrunError("JSON-LD cannot hold a triple term (RDF 1.2): rewrite it as a claim.")
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def localized(literal: ox.Literal) -> Json:
    """The value object of a text in a language."""
    value = {"@language": literal.language, "@value": literal.value}
    if literal.direction is None:
        return value
    return {"@direction": str(literal.direction), **value}


def native(literal: ox.Literal) -> str | int | bool:
    """A JSON number or truth value where that says exactly what the literal says, else its text."""
    text, datatype = literal.value, literal.datatype.value
    if datatype == _XSD_BOOLEAN and text in ("true", "false"):
        return text == "true"
    if datatype == _XSD_INTEGER and _CANONICAL_INTEGER.fullmatch(text):
        return int(text) if abs(int(text)) < _LARGEST_INTEGER else text
    return text


def _gather(parts: Iterable[tuple[str, Iterable[ox.Quad]]]) -> _Graphs:
    """What is said, once each, by graph and subject, so that no long list is to be sorted."""
    graphs: _Graphs = defaultdict(lambda: defaultdict(dict))
    for unnamed, quads in parts:
        for subject, predicate, value, graph in quads:
            name = unnamed if isinstance(graph, ox.DefaultGraph) else identifier(graph)
            about = graphs[name][identifier(subject)]
            about[predicate.value, str(value)] = value
    return graphs


@contextmanager
def _uncollected() -> Iterator[None]:
    """Have Python seek no cycles: among a million new objects it takes a third of the time."""
    seeks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if seeks:
            gc.enable()
