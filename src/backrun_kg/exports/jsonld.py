"""JSON-LD out: expanded, compacted with our context, framed as a tree, and as schema.org.

Expanded and compacted documents are written straight from the quads and lose nothing: named graphs,
datatypes and languages come back as they were. Framed and schema.org documents are views.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache

import pyoxigraph as ox

from backrun_kg.answers import Graph
from backrun_kg.dataset import Dataset
from backrun_kg.exports.compacting import Compactor, dump, write_array, write_object
from backrun_kg.exports.nodes import (
    TYPE,
    XSD_STRING,
    Json,
    Statements,
    gather_nodes,
    identifier,
    localized,
    native,
)
from backrun_kg.paths import CONTEXT, FRAMES, read_content
from backrun_kg.queries import find_query, run_query


def write_compacted(given: Dataset | Iterable[ox.Quad]) -> str:
    """Compacted with the bundled context, which the document carries in itself."""
    context = read_context()
    parts: list[tuple[str, Iterable[ox.Quad]]]
    if isinstance(given, Dataset):  # as parsed: to name their graphs takes longer than to parse
        parts = [(source.graph.value, source.statements()) for source in given.sources]
    else:
        parts = [("", given)]
    graphs = gather_nodes(parts, Compactor(context).node)
    unnamed = graphs.pop("", [])
    named = [write_object({"id": dump(g), "graph": write_array(graphs[g])}) for g in graphs]
    return write_object({"@context": dump(context), "graph": write_array(unnamed + named)}) + "\n"


def write_expanded(quads: Iterable[ox.Quad]) -> str:
    """Expanded: no context, every IRI in full, every value an object in an array."""
    graphs = gather_nodes([("", quads)], _expanded_node)
    named = [{"@id": name, "@graph": nodes} for name, nodes in graphs.items() if name]
    return dump(graphs.get("", []) + named) + "\n"


def write_framed(quads: Iterable[ox.Quad]) -> str:
    """Each exercise as a tree: benefits with their effects, and claims with their passages."""
    return dump(_frame(quads, "exercises", {"../context.jsonld": read_context()})) + "\n"


def write_schema_org(dataset: Dataset) -> str:
    """An FAQPage about the exercise, in schema.org terms, fit to stand in a web page's script."""
    answer = run_query(dataset, find_query("schema-org").text)
    assert isinstance(answer, Graph)
    page = _frame(answer.triples, "schema-org", {}) | {"@context": "https://schema.org"}
    return dump(page).replace("<", "\\u003c") + "\n"


@cache
def read_context() -> Json:
    """The bundled context."""
    context: Json = json.loads(read_content(CONTEXT))["@context"]
    return context


def _frame(
    statements: Iterable[ox.Quad] | Iterable[ox.Triple], name: str, contexts: Mapping[str, Json]
) -> Json:
    """Frame by a file of ``ontology/frames``; contexts it names must be among those given."""
    from pyld import jsonld

    def never(url: str, _: object) -> Json:
        raise AssertionError(f"A frame asks for {url}; only bundled contexts are read.")

    frame = json.loads(read_content(f"{FRAMES}/{name}.jsonld"))
    named = frame["@context"] if isinstance(frame["@context"], list) else [frame["@context"]]
    frame["@context"] = [contexts[c] if isinstance(c, str) else c for c in named]
    union = (ox.Quad(s.subject, s.predicate, s.object) for s in statements)
    expanded = gather_nodes([("", union)], _expanded_node).get("", [])
    framed: Json = jsonld.frame(expanded, frame, {"documentLoader": never})
    return framed


def _expanded_node(subject: str, about: Statements) -> Json:
    node: Json = {"@id": subject}
    for (predicate, _), value in about:
        if predicate == TYPE and not isinstance(value, ox.Literal):
            node.setdefault("@type", []).append(identifier(value))
        else:
            node.setdefault(predicate, []).append(_expanded_value(value))
    return node


def _expanded_value(term: object) -> Json:
    if not isinstance(term, ox.Literal):
        return {"@id": identifier(term)}
    if term.language:
        return localized(term)
    if term.datatype.value == XSD_STRING:
        return {"@value": term.value}
    return {"@type": term.datatype.value, "@value": native(term)}
