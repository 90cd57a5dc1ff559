"""From what a person types to a term: an IRI, a CURIE, a slug, or a label in any case."""

import re
from collections.abc import Iterable

import pyoxigraph as ox

from backrun_kg.answers import Term, plain
from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError, UnknownName
from backrun_kg.escapes import shorten
from backrun_kg.namespaces import PREFIXES, expand
from backrun_kg.queries import Parameter, Query, select


def read_values(dataset: Dataset, query: Query, values: Iterable[str]) -> dict[str, Term]:
    """The bindings that ``parameter=value`` texts stand for. Raises BackrunError."""
    bindings: dict[str, Term] = {}
    for text in values:
        name, equals, value = text.partition("=")
        if not equals:
            raise BackrunError(f"'{text}' is not PARAMETER=VALUE.")
        if name in bindings:
            raise BackrunError(f"'{name}' is given twice.")
        bindings[name] = read_value(dataset, query.parameter(name), value)
    return bindings


def read_value(dataset: Dataset, parameter: Parameter, text: str) -> Term:
    """The term that a parameter's value stands for. Raises BackrunError where there is none."""
    if parameter.kind == "thing":
        return find_thing(dataset, text)
    if parameter.kind == "integer":
        if not re.fullmatch("-?[0-9]{1,18}", text):
            told = shorten(text, 80)
            raise BackrunError(f"'{parameter.name}' takes a whole number, not '{told}'.")
        return ox.Literal(int(text))
    try:
        return ox.Literal(text)
    except ValueError as error:
        told = f"'{shorten(text, 80)}' is no Unicode text: it holds half a character."
        raise BackrunError(told) from error


def find_thing(dataset: Dataset, text: str) -> ox.NamedNode:
    """The one thing in the dataset that goes by this name.

    Raises UnknownName with the nearest names, or BackrunError where several things share it.
    """
    for iri in _candidates(text):
        if _occurs(dataset, iri):
            return iri
    names = find_names(dataset)
    wanted = " ".join(text.casefold().split())
    found = sorted({iri for name, iri in names if name.casefold() == wanted})
    if len(found) > 1:
        listed = ", ".join(plain(ox.NamedNode(iri)) for iri in found)
        raise BackrunError(f"'{text}' is the name of several things: {listed}. Name one of them.")
    if found:
        return ox.NamedNode(found[0])
    slugs = (
        quad.subject.value.removeprefix(PREFIXES["kg"])
        for quad in dataset.store
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(PREFIXES["kg"])
    )
    raise UnknownName("thing", text, [*slugs, *(name for name, _ in names)])


def find_names(dataset: Dataset) -> list[tuple[str, str]]:
    """Every label in the dataset with the IRI of the thing it names."""
    return [
        (name.value, thing.value)
        for thing, name in select(dataset, "names").rows
        if isinstance(thing, ox.NamedNode) and isinstance(name, ox.Literal)
    ]


def _candidates(text: str) -> list[ox.NamedNode]:
    bare = text.strip()
    if bare.startswith("<") and bare.endswith(">"):
        bare = bare[1:-1]
    options = [expand(bare), bare if "://" in bare else None]
    if not any(options):
        options = [PREFIXES["kg"] + bare.casefold(), PREFIXES["br"] + bare]
    return [iri for option in options if option and (iri := _iri(option))]


def _iri(text: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(text)
    except ValueError:
        return None


def _occurs(dataset: Dataset, iri: ox.NamedNode) -> bool:
    find = dataset.store.quads_for_pattern
    patterns = find(iri, None, None), find(None, None, iri), find(None, iri, None)
    return any(next(found, None) for found in patterns)
