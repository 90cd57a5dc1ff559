"""JSON-LD out: expanded, compacted with our context, framed as a tree, and as schema.org.

Expanded and compacted documents are written straight from the quads and lose nothing: named graphs,
datatypes and languages come back as they were. Framed and schema.org documents are views.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from backrun_kg.answers import Graph
from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError
from backrun_kg.namespaces import PREFIXES
from backrun_kg.paths import CONTEXT, FRAMES, read_content
from backrun_kg.queries import find_query, run_query

Json = dict[str, Any]

_PLAIN: Json = {}  # what the context says of a name that is none of its terms

_TYPE = PREFIXES["rdf"] + "type"
_XSD_STRING = PREFIXES["xsd"] + "string"
_XSD_INTEGER = PREFIXES["xsd"] + "integer"
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_XSD_BOOLEAN = PREFIXES["xsd"] + "boolean"
_LARGEST_INTEGER = 2**53  # beyond it, JSON readers round


def write_compacted(quads: Iterable[ox.Quad]) -> str:
    """Compacted with the bundled context, which the document carries in itself."""
    context = read_context()
    compact = _Compactor(context)
    graphs = _graphs(quads, compact.node)
    named = [{"id": name, "graph": nodes} for name, nodes in graphs.items() if name]
    return _dump({"@context": context, "graph": graphs.get("", []) + named})


def write_expanded(quads: Iterable[ox.Quad]) -> str:
    """Expanded: no context, every IRI in full, every value an object in an array."""
    graphs = _graphs(quads, _expanded_node)
    named = [{"@id": name, "@graph": nodes} for name, nodes in graphs.items() if name]
    return _dump(graphs.get("", []) + named)


def write_framed(quads: Iterable[ox.Quad]) -> str:
    """Each exercise as a tree: benefits with their effects, and claims with their passages."""
    return _dump(_frame(quads, "exercises", {"../context.jsonld": read_context()}))


def write_schema_org(dataset: Dataset) -> str:
    """An FAQPage about the exercise, in schema.org terms, fit to stand in a web page's script."""
    answer = run_query(dataset, find_query("schema-org").text)
    assert isinstance(answer, Graph)
    page = _frame(answer.triples, "schema-org", {}) | {"@context": "https://schema.org"}
    return _dump(page).replace("<", "\\u003c")


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
    expanded = _graphs(union, _expanded_node).get("", [])
    framed: Json = jsonld.frame(expanded, frame, {"documentLoader": never})
    return framed


def _graphs(
    quads: Iterable[ox.Quad], node: Callable[[str, list[ox.Quad]], Json]
) -> dict[str, list[Json]]:
    """The nodes of each graph, by its name; the default graph's name is ''."""
    ordered = sorted(set(quads), key=_order)
    return {
        name: [node(subject, list(about)) for subject, about in groupby(graph, key=_subject)]
        for name, graph in groupby(ordered, key=_graph_name)
    }


def _order(quad: ox.Quad) -> tuple[str, str, str, str]:
    return _graph_name(quad), _subject(quad), quad.predicate.value, str(quad.object)


def _graph_name(quad: ox.Quad) -> str:
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else _identifier(quad.graph_name)


def _subject(quad: ox.Quad) -> str:
    return _identifier(quad.subject)


def _identifier(term: object) -> str:
    if isinstance(term, ox.Triple):
        raise BackrunError("JSON-LD cannot hold a triple term (RDF 1.2): rewrite it as a claim.")
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _expanded_node(subject: str, about: list[ox.Quad]) -> Json:
    node: Json = {"@id": subject}
    for quad in about:
        if quad.predicate.value == _TYPE and not isinstance(quad.object, ox.Literal):
            node.setdefault("@type", []).append(_identifier(quad.object))
        else:
            node.setdefault(quad.predicate.value, []).append(_expanded_value(quad.object))
    return node


def _expanded_value(term: object) -> Json:
    if not isinstance(term, ox.Literal):
        return {"@id": _identifier(term)}
    if term.language:
        return _localized(term)
    if term.datatype.value == _XSD_STRING:
        return {"@value": term.value}
    return {"@type": term.datatype.value, "@value": _native(term)}


def _localized(literal: ox.Literal) -> Json:
    value = {"@language": literal.language, "@value": literal.value}
    if literal.direction is None:
        return value
    return {"@direction": str(literal.direction), **value}


class _Compactor:
    """Names and values as the context's terms make them; whatever fits no term is spelt out."""

    def __init__(self, context: Json) -> None:
        self._base: str = context["@base"]
        self._prefixes = {
            term: iri
            for term, iri in context.items()
            if isinstance(iri, str) and iri.endswith(("#", "/")) and not term.startswith("@")
        }
        self._terms: dict[str, tuple[str, Json]] = {}
        for term, definition in context.items():
            expanded = definition if isinstance(definition, dict) else {"@id": definition}
            iri = self._full(str(expanded.get("@id", "")))
            if iri and term not in self._prefixes and not term.startswith("@"):
                self._terms[iri] = (
                    term,
                    {**expanded, "@type": self._full(expanded.get("@type", ""))},
                )

    def node(self, subject: str, about: list[ox.Quad]) -> Json:
        node: Json = {"id": self._reference(subject)}
        for predicate, quads in groupby(about, key=lambda quad: quad.predicate.value):
            objects = [quad.object for quad in quads]
            name, definition = self._terms.get(predicate) or (self._curie(predicate), _PLAIN)
            if predicate == _TYPE:
                classes = [o for o in objects if not isinstance(o, ox.Literal)]
                objects = [o for o in objects if isinstance(o, ox.Literal)]
                types = [self._vocabulary(_identifier(o)) for o in classes]
                if types:
                    node["type"] = types if len(types) > 1 else types[0]
                if not objects:
                    continue
            values = [self._value(o, definition) for o in objects]
            always_list = definition.get("@container") == "@set"
            node[name] = values if always_list or len(values) > 1 else values[0]
        return node

    def _value(self, term: object, definition: Json) -> Any:
        wanted = definition.get("@type", "")
        if not isinstance(term, ox.Literal):
            reference = self._reference(_identifier(term))
            return reference if wanted == "@id" else {"id": reference}
        datatype = term.datatype.value
        if term.language:
            matches = definition.get("@language") == term.language and term.direction is None
            return term.value if matches else _localized(term)
        if datatype == _XSD_STRING:
            plain = not wanted and "@language" not in definition
            return term.value if plain else {"@value": term.value}
        if datatype == wanted:
            return _native(term)
        return {"@type": self._vocabulary(datatype), "@value": term.value}

    def _full(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self._prefixes[prefix] + local if colon and prefix in self._prefixes else name

    def _curie(self, iri: str) -> str:
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and not iri[len(namespace) :].startswith("//"):
                return f"{prefix}:{iri[len(namespace) :]}"
        if iri.partition(":")[0] in self._prefixes:
            raise BackrunError(f"JSON-LD cannot hold <{iri}>: its scheme is a prefix of ours.")
        return iri

    def _vocabulary(self, iri: str) -> str:
        term, _ = self._terms.get(iri, (None, None))
        return term or self._curie(iri)

    def _reference(self, iri: str) -> str:
        slug = iri[len(self._base) :]
        if iri.startswith(self._base) and slug.replace("-", "").isalnum():
            return slug
        return self._curie(iri)


def _native(literal: ox.Literal) -> str | int | bool:
    """A JSON number or truth value where that says exactly what the literal says, else its text."""
    text, datatype = literal.value, literal.datatype.value
    if datatype == _XSD_BOOLEAN and text in ("true", "false"):
        return text == "true"
    if datatype == _XSD_INTEGER and _CANONICAL_INTEGER.fullmatch(text):
        return int(text) if abs(int(text)) < _LARGEST_INTEGER else text
    return text


def _dump(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent="\t") + "\n"
