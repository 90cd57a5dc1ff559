"""What is said of a thing and what points at it, property by property."""

from collections.abc import Iterable
from typing import NamedTuple

from backrun_kg.exports.vocabulary import TYPE, find_iri
from backrun_kg.site.addresses import Link
from backrun_kg.site.atlas import Atlas

_ON_TOP = ("label", "definition")  # what a page opens with


class Fact(NamedTuple):
    """A property and all that stands at its other end."""

    name: Link
    values: list[Link]

    @property
    def sentences(self) -> bool:
        """Whether the values are sentences, which want lines of their own."""
        return any(len(value.text) > 60 for value in self.values)


def list_facts(atlas: Atlas, iri: str, without: Iterable[str] = ()) -> list[Fact]:
    """What is said of a thing, but for what its page opens with and the properties ``without``."""
    left = {TYPE, *without, *(find_iri(key) for key in _ON_TOP)}
    said = atlas.statements.about[iri].items()
    return _sorted(
        Fact(_link(atlas, predicate), [atlas.value(value) for value in values])
        for predicate, values in said
        if predicate not in left
    )


def list_pointers(atlas: Atlas, iri: str, without: Iterable[str] = ()) -> list[Fact]:
    """What points at a thing, but for the subjects ``without``."""
    left = set(without)
    found: dict[str, list[Link]] = {}
    for predicate, subject in atlas.pointers.get(iri, []):
        if subject not in left:
            found.setdefault(predicate, []).append(atlas.link(subject))
    return _sorted(Fact(_link(atlas, name), sorted(links)) for name, links in found.items())


def _link(atlas: Atlas, predicate: str) -> Link:
    return atlas.link(predicate, atlas.name_property(predicate))


def _sorted(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (fact.name.text.casefold(), fact.name.place))
