"""What the context and the ontology say of a property or class: its key, its values, its meaning.

Both are the shipped ones, whichever layers are at hand, so that columns and names stay the same.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import pyoxigraph as ox

from backrun_kg.dataset import shipped_sources
from backrun_kg.exports.jsonld import read_context
from backrun_kg.namespaces import PREFIXES

TYPE = PREFIXES["rdf"] + "type"
XSD = PREFIXES["xsd"]

KINDS = {
    XSD + "integer": "integer",
    XSD + "decimal": "decimal",
    XSD + "boolean": "boolean",
    XSD + "date": "date",
    XSD + "gYear": "year",
}
"""The datatypes that tables have a type for; values of all others are text."""


class Form(NamedTuple):
    """What the values of a column have in common: a kind, and a text's language or datatype.

    The kind is ``thing`` (something the dataset describes), ``iri`` (something it does not), one of
    KINDS, or ``text``.
    """

    kind: str
    language: str = ""
    datatype: str = ""


class Term(NamedTuple):
    """What the context says of a property: its key, the form of its values, and if it has many."""

    key: str
    form: Form
    many: bool


class Ontology(NamedTuple):
    """What the ontology says, by IRI: labels, definitions, and what properties join."""

    labels: dict[str, str]
    definitions: dict[str, str]
    properties: dict[str, list[str]]
    ranges: dict[str, list[str]]
    above: dict[str, list[str]]

    def find_broader(self, kind: str) -> list[str]:
        """A class and those above it, the nearest first."""
        found = [kind]
        for each in found:
            found += [other for other in self.above.get(each, ()) if other not in found]
        return found

    def find_properties(self, kind: str) -> list[str]:
        """The properties that are meant for a class or one above it."""
        broader = self.find_broader(kind)
        return sorted({p for each in broader for p in self.properties.get(each, ())})


@cache
def read_terms() -> dict[str, Term]:
    """The context's terms by IRI."""
    context = read_context()
    prefixes = {key: iri for key, iri in context.items() if isinstance(iri, str)}
    terms = {}
    for key, told in context.items():
        definition = told if isinstance(told, dict) else {"@id": told}
        iri = _full(str(definition.get("@id", "")), prefixes)
        if iri.startswith("http") and not iri.endswith(("#", "/")):
            many = definition.get("@container") == "@set"
            terms[iri] = Term(key, _form(definition, prefixes), many)
    return terms


@cache
def find_iri(key: str) -> str:
    """The IRI that a key of the context stands for."""
    return next(iri for iri, term in read_terms().items() if term.key == key)


@cache
def read_ontology() -> Ontology:
    """The shipped ontology."""
    quads = [quad for source in shipped_sources(["ontology"]) for quad in source.quads()]

    def pairs(key: str) -> list[tuple[str, str]]:
        iri = find_iri(key)
        return [(_text(q.subject), _text(q.object)) for q in quads if q.predicate.value == iri]

    return Ontology(
        dict(pairs("label")),
        dict(pairs("definition")),
        _gather((kind, name) for name, kind in pairs("domainIncludes")),
        _gather(pairs("rangeIncludes")),
        _gather(pairs("subClassOf")),
    )


def snake(name: str) -> str:
    """A name as tables write it: lower case, words joined by low lines; '' where nothing is left.

    >>> snake("pValue")
    'p_value'
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    plain = re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")
    return re.sub(r"^(?=[0-9])", "n", plain)[:60]


def local_name(iri: str) -> str:
    """What a context calls an IRI, or else what stands after its last ``#``, ``/`` or ``:``."""
    term = read_terms().get(iri)
    return term.key if term else re.split(r"[#/:]", iri.rstrip("#/:"))[-1]


def _form(definition: dict[str, str], prefixes: dict[str, str]) -> Form:
    wanted = _full(definition.get("@type", ""), prefixes)
    if wanted == "@id":
        return Form("thing")
    if wanted in KINDS:
        return Form(KINDS[wanted])
    language = definition.get("@language", "")
    return Form("text", language, "" if language else wanted or XSD + "string")


def _full(name: str, prefixes: dict[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes else name


def _gather(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in sorted(pairs):
        found.setdefault(key, []).append(value)
    return found


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
