"""How differences are told in words: things, properties and values by name, and the sum."""

from itertools import groupby

import pyoxigraph as ox

from backrun_kg.answers import Term
from backrun_kg.differences import Differences, Status, ThingChange
from backrun_kg.escapes import neutral
from backrun_kg.namespaces import PREFIXES, shrink

STATUSES: tuple[Status, ...] = ("added", "removed", "changed")
SIGNS = {"added": "+", "removed": "-", "changed": "~"}

_BARE = {PREFIXES["xsd"] + name for name in ("integer", "decimal", "boolean")}
_STRING = PREFIXES["xsd"] + "string"


def name_term(term: Term) -> str:
    """A term as one would write it in Turtle, harmless in a terminal."""
    if isinstance(term, ox.NamedNode):
        return neutral(shrink(term.value))
    if not isinstance(term, ox.Literal):
        return neutral(write_term(term))
    if term.datatype.value in _BARE:
        return neutral(term.value)
    datatype = term.datatype.value
    text = str(ox.Literal(term.value))
    if term.language:
        return neutral(f"{text}@{term.language}")
    return neutral(text if datatype == _STRING else f"{text}^^{shrink(datatype)}")


def write_term(term: Term) -> str:
    """A term as N-Triples writes it."""
    return f"<<( {term} )>>" if isinstance(term, ox.Triple) else str(term)


def name_thing(term: Term, told: Differences) -> str:
    """A thing by its label and its name, anything else as ``name_term`` has it."""
    label = find_label(term, told)
    return f"{neutral(label)} ({name_term(term)})" if label else name_term(term)


def find_label(term: Term, told: Differences) -> str:
    """What either edition calls a thing, the new one first; '' where neither does."""
    return told.labels.get(term.value, "") if isinstance(term, ox.NamedNode) else ""


def name_property(iri: str, told: Differences) -> str:
    """A property by its label, or else by its name."""
    return neutral(told.labels.get(iri) or shrink(iri))


def name_layer(layer: str) -> str:
    """A layer by its name; what stands in no named graph is in none."""
    return neutral(layer) or "no layer"


def by_layer(told: Differences) -> dict[str, list[ThingChange]]:
    """The changes of each layer."""
    groups = groupby(told.things, key=lambda thing: thing.layer)
    return {layer: list(things) for layer, things in groups}


def tell_triples(number: int) -> str:
    """How many triples that is."""
    return "1 triple" if number == 1 else f"{number} triples"


def tell_things(told: Differences, layer: str | None = None) -> str:
    """How many things were added, removed and changed, where there are some."""
    numbers = {status: told.count(status, layer) for status in STATUSES}
    return ", ".join(f"{number} {status}" for status, number in numbers.items() if number)


def summarize(told: Differences) -> str:
    """The whole in one sentence."""
    if told.are_none:
        return f"No difference in {tell_triples(told.new_triples)}."
    triples = {"added": len(told.added), "removed": len(told.removed)}
    listed = ", ".join(f"{number} {status}" for status, number in triples.items() if number)
    return f"Things: {tell_things(told)}. Triples: {listed}."
