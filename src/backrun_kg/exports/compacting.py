"""Nodes compacted by a JSON-LD context, and written as JSON at once: a tree would take longer."""

import json
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from backrun_kg.errors import BackrunError
from backrun_kg.exports.nodes import (
    TYPE,
    XSD_STRING,
    Json,
    Statements,
    identifier,
    localized,
    native,
)

dump = json.JSONEncoder(ensure_ascii=False, indent="\t").encode
"""A value as JSON, indented by tabs."""

_PLAIN: Json = {}  # what the context says of a name that is none of its terms


def write_object(members: Mapping[str, str]) -> str:
    """A JSON object whose values are JSON already."""
    return _bracket("{", (f"{dump(name)}: {value}" for name, value in members.items()), "}")


def write_array(items: Iterable[str]) -> str:
    """A JSON array of what is JSON already."""
    return _bracket("[", items, "]")


def _bracket(opening: str, parts: Iterable[str], closing: str) -> str:
    """Parts on lines of their own; no string in JSON has a line feed in it, so each is a line's."""
    text = ",\n".join(parts)
    return (
        f"{opening}\n{text}".replace("\n", "\n\t") + f"\n{closing}" if text else opening + closing
    )


class Compactor:
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
        self._lists = {name for name, d in self._terms.values() if d.get("@container") == "@set"}
        self._references: dict[str, str] = {}
        self._members: dict[tuple[str, str], tuple[str, str]] = {}

    def node(self, subject: str, about: Statements) -> str:
        """All of a node, as JSON."""
        members: dict[str, list[str]] = {}
        for key, value in about:
            known = self._members.get(key)
            if known is None:
                known = self._members[key] = self._member(key[0], value)
            members.setdefault(known[0], []).append(known[1])
        written = {name: self._all(name, values) for name, values in members.items()}
        return write_object({"id": self._reference(subject), **written})

    def _member(self, predicate: str, value: object) -> tuple[str, str]:
        """Name and value of what is said, as JSON; most is said of many things."""
        if predicate == TYPE and not isinstance(value, ox.Literal):
            return "type", dump(self._vocabulary(identifier(value)))
        name, definition = self._terms.get(predicate) or (self._curie(predicate), _PLAIN)
        return name, self._value(value, definition)

    def _all(self, name: str, values: list[str]) -> str:
        if len(values) == 1 and name not in self._lists:
            return values[0]
        return write_array(values)

    def _value(self, term: object, definition: Json) -> str:
        wanted = definition.get("@type", "")
        if not isinstance(term, ox.Literal):
            reference = self._reference(identifier(term))
            return reference if wanted == "@id" else write_object({"id": reference})
        datatype = term.datatype.value
        if term.language:
            matches = definition.get("@language") == term.language and term.direction is None
            return dump(term.value if matches else localized(term))
        if datatype == XSD_STRING:
            plain = not wanted and "@language" not in definition
            return dump(term.value if plain else {"@value": term.value})
        if datatype == wanted:
            return dump(native(term))
        return dump({"@type": self._vocabulary(datatype), "@value": term.value})

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
        """What stands for a node, as JSON; most are named many times."""
        known = self._references.get(iri)
        if known is None:
            known = self._references[iri] = dump(self._relative(iri))
        return known

    def _relative(self, iri: str) -> str:
        slug = iri[len(self._base) :]
        if iri.startswith(self._base) and slug.replace("-", "").isalnum():
            return slug
        return self._curie(iri)
