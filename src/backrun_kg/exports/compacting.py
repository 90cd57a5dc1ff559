"""Nodes compacted by a JSON-LD context, and written as JSON at once: a tree would take longer."""

import json
from collections.abc import Iterable, Mapping
from itertools import groupby

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


def _one_or_more(values: list[str]) -> str:
    return values[0] if len(values) == 1 else write_array(values)


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
        self._references: dict[str, str] = {}
        for term, definition in context.items():
            expanded = definition if isinstance(definition, dict) else {"@id": definition}
            iri = self._full(str(expanded.get("@id", "")))
            if iri and term not in self._prefixes and not term.startswith("@"):
                self._terms[iri] = (
                    term,
                    {**expanded, "@type": self._full(expanded.get("@type", ""))},
                )

    def node(self, subject: str, about: Statements) -> str:
        """All of a node, as JSON."""
        members = {"id": self._reference(subject)}
        for predicate, said in groupby(about, key=_predicate):
            values = [value for _, value in said]
            name, definition = self._terms.get(predicate) or (self._curie(predicate), _PLAIN)
            if predicate == TYPE:
                classes = [v for v in values if not isinstance(v, ox.Literal)]
                values = [v for v in values if isinstance(v, ox.Literal)]
                if classes:
                    members["type"] = _one_or_more([self._class(identifier(c)) for c in classes])
                if not values:
                    continue
            written = [self._value(value, definition) for value in values]
            always_list = definition.get("@container") == "@set"
            members[name] = write_array(written) if always_list else _one_or_more(written)
        return write_object(members)

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

    def _class(self, iri: str) -> str:
        return dump(self._vocabulary(iri))

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


def _predicate(statement: tuple[tuple[str, str], object]) -> str:
    return statement[0][0]
