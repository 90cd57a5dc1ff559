"""From what a person types to a term: an IRI, a CURIE, a slug, or a label in any case."""

import re
from collections.abc import Iterable
from itertools import islice

import pyoxigraph as ox

from backrun_kg.answers import Row, Rows, Term, plain
from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError, UnknownName
from backrun_kg.escapes import shorten
from backrun_kg.namespaces import PREFIXES, expand
from backrun_kg.queries import Parameter, Query, find_query, run_query, select

_MANY_NAMES = 10_000
"""As many are not compared with a name that nobody knows. Virtuoso gives no more rows at a time."""

_MANY_QUADS = 50_000
"""How many are looked through for slugs to compare it with."""


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

    A name that is written exactly so goes before those that differ in capitals. Raises UnknownName
    with the nearest names, or BackrunError where several things share it.
    """
    for iri in _candidates(text):
        if _occurs(dataset, iri):
            return iri
    found = _find_called(dataset, " ".join(text.split()))
    if len(found) > 1:
        listed = ", ".join(map(plain, found))
        raise BackrunError(f"'{text}' is the name of several things: {listed}. Name one of them.")
    if found:
        return found[0]
    raise UnknownName("thing", text, _find_known(dataset))


def _find_called(dataset: Dataset, text: str) -> list[ox.NamedNode]:
    """The things called so; the engine finds a name at once, and one in any case among all."""
    try:
        names = [ox.Literal(text), ox.Literal(text, language="en")]
    except ValueError:  # half a character
        return []
    exact = [row for name in names for row in select(dataset, "names", name=name).rows]
    condition = f"FILTER(LCASE(STR(?name)) = LCASE({names[0]}))"
    return _things(exact) or _things(_ask_names(dataset, condition, ""))


def _find_known(dataset: Dataset) -> list[str] | None:
    """The names and slugs that another may be compared with; None where they are too many."""
    rows = _ask_names(dataset, "", f"LIMIT {_MANY_NAMES}")
    if len(rows) == _MANY_NAMES:
        return None
    subjects = (quad.subject for quad in islice(dataset.store, _MANY_QUADS))
    iris = (term.value for term in subjects if isinstance(term, ox.NamedNode))
    slugs = (iri.removeprefix(PREFIXES["kg"]) for iri in iris if iri.startswith(PREFIXES["kg"]))
    return [*slugs, *(name.value for _, name in rows if isinstance(name, ox.Literal))]


def _ask_names(dataset: Dataset, condition: str, modifier: str) -> tuple[Row, ...]:
    """Rows of the named query without its order: to sort a million takes a minute or two."""
    text = find_query("names").text
    group = text[: text.rindex("}")]
    answer = run_query(dataset, f"{group}{condition} }} {modifier}", name="names")
    assert isinstance(answer, Rows)
    return answer.rows


def _things(rows: Iterable[Row]) -> list[ox.NamedNode]:
    found = {thing for thing, _ in rows if isinstance(thing, ox.NamedNode)}
    return sorted(found, key=lambda thing: thing.value)


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
