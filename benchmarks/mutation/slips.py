"""Slips in statements and things: something missing, twice, or in another's place."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from backrun_kg.namespaces import OWN, shrink
from backrun_kg.shapes import Node, spelt
from benchmarks.mutation import edits
from benchmarks.mutation.choices import Choices
from benchmarks.mutation.facts import TYPE, Facts, replaced, term

_UNIT = term("br:Unit")
_LABEL = term("skos:prefLabel")
_BEARINGS = [term(f"br:{name}") for name in ("supports", "qualifies", "contradicts")]
_RULINGS = [term("br:direction"), term("br:directness")]


class Change(NamedTuple):
    """Where a slip is, what goes and what comes."""

    place: str
    removed: tuple[ox.Triple, ...]
    added: tuple[ox.Triple, ...]


class Shelf(NamedTuple):
    """What slips are made from."""

    facts: Facts
    choices: Choices


Slip = Callable[[Shelf], Iterator[Change]]


def drop_type(shelf: Shelf) -> Iterator[Change]:
    """A thing lost its class."""
    yield from (_dropped(shelf, triple) for triple in shelf.facts.uses[TYPE])


def drop_required(shelf: Shelf) -> Iterator[Change]:
    """A thing lost what everything of its class has."""
    yield from (_dropped(shelf, t) for t in _plain(shelf) if _is_needed(shelf, t))


def drop_optional(shelf: Shelf) -> Iterator[Change]:
    """A thing lost one of several values, or what others of its class do without."""
    yield from (_dropped(shelf, t) for t in _plain(shelf) if not _is_needed(shelf, t))


def second_value(shelf: Shelf) -> Iterator[Change]:
    """A thing got a further value of a property that nothing of its class has twice."""
    for triple in _plain(shelf):
        if shelf.facts.is_functional(triple) and (other := shelf.choices.peer(triple)):
            yield Change(_place(shelf, triple), (), (replaced(triple, value=other),))


def wrong_class(shelf: Shelf) -> Iterator[Change]:
    """A property points at a thing of another class."""
    for triple in _pointing(shelf):
        yield from _with_value(shelf, triple, shelf.choices.stranger(triple))


def same_class(shelf: Shelf) -> Iterator[Change]:
    """A property points at another thing of the right class."""
    for triple in _pointing(shelf):
        apart = _is_foreign(triple.object) or _is_unit(shelf, triple)
        if not apart and triple.predicate not in _RULINGS:
            yield from _with_value(shelf, triple, shelf.choices.peer(triple))


def unit(shelf: Shelf) -> Iterator[Change]:
    """A figure is in another unit."""
    for triple in _pointing(shelf):
        if _is_unit(shelf, triple):
            yield from _with_value(shelf, triple, shelf.choices.peer(triple))


def identifier(shelf: Shelf) -> Iterator[Change]:
    """The number of a thing of another vocabulary is one off."""
    for triple in _pointing(shelf):
        if _is_foreign(triple.object) and edits.has_digit(spelt(triple.object)):
            raised = edits.raise_digit(spelt(triple.object))
            yield from _with_value(shelf, triple, ox.NamedNode(raised))


def foreign_peer(shelf: Shelf) -> Iterator[Change]:
    """A mapping points at another thing of the same vocabulary."""
    for triple in _pointing(shelf):
        if _is_foreign(triple.object):
            yield from _with_value(shelf, triple, shelf.choices.peer(triple))


def swap(shelf: Shelf) -> Iterator[Change]:
    """Subject and object stand in each other's place."""
    for triple in (*shelf.facts.uses[TYPE], *_pointing(shelf)):
        turned = replaced(triple, triple.object, value=triple.subject)
        yield Change(_place(shelf, triple), (triple,), (turned,))


def dangling(shelf: Shelf) -> Iterator[Change]:
    """A property points at a thing that does not exist."""
    for triple in _pointing(shelf):
        if not _is_foreign(triple.object):
            yield from _with_value(shelf, triple, _misspelt(triple.object))


def wrong_type(shelf: Shelf) -> Iterator[Change]:
    """A thing is said to be of another class."""
    for triple in shelf.facts.uses[TYPE]:
        yield from _with_value(shelf, triple, shelf.choices.other_class(triple))


def misspelt_class(shelf: Shelf) -> Iterator[Change]:
    """A class lacks a letter."""
    for triple in shelf.facts.uses[TYPE]:
        yield from _with_value(shelf, triple, _misspelt(triple.object))


def misspelt_property(shelf: Shelf) -> Iterator[Change]:
    """A property lacks a letter."""
    for triple in shelf.facts.data:
        changed = replaced(triple, predicate=_misspelt(triple.predicate))
        yield Change(_place(shelf, triple), (triple,), (changed,))


def sibling_property(shelf: Shelf) -> Iterator[Change]:
    """Another property stands where it could."""
    for triple in _plain(shelf):
        other = shelf.choices.sibling(triple)
        if other and triple.predicate not in _BEARINGS:
            changed = replaced(triple, predicate=other)
            yield Change(_place(shelf, triple), (triple,), (changed,))


def verdict(shelf: Shelf) -> Iterator[Change]:
    """Evidence bears on a claim otherwise than it does."""
    for triple in (t for bearing in _BEARINGS for t in shelf.facts.uses[bearing]):
        for other in _BEARINGS:
            changed = replaced(triple, predicate=other)
            if changed not in shelf.facts:
                place = f"{_place(shelf, triple)} -> {shrink(other.value)}"
                yield Change(place, (triple,), (changed,))
    for triple in (t for ruling in _RULINGS for t in shelf.facts.uses[ruling]):
        yield from _with_value(shelf, triple, shelf.choices.peer(triple))


def text(shelf: Shelf) -> Iterator[Change]:
    """Another thing's words stand in place of a thing's own."""
    for triple in _plain(shelf):
        if edits.is_wording(triple) and triple.predicate != _LABEL:
            yield from _with_value(shelf, triple, shelf.choices.peer(triple))


def label(shelf: Shelf) -> Iterator[Change]:
    """The labels of two things of a class stand in each other's place."""
    for mine in shelf.facts.uses[_LABEL]:
        if theirs := shelf.choices.namesake(mine):
            swapped = replaced(mine, theirs.subject), replaced(theirs, mine.subject)
            yield Change(_place(shelf, mine), (mine, theirs), swapped)


def block_dropped(shelf: Shelf) -> Iterator[Change]:
    """Nothing is said of a thing any more."""
    for thing, block in shelf.facts.blocks.items():
        yield Change(shrink(spelt(thing)), tuple(block), ())


def block_copied(shelf: Shelf) -> Iterator[Change]:
    """A thing is recorded again under another name."""
    for thing, block in shelf.facts.blocks.items():
        twin = ox.NamedNode(f"{spelt(thing)}-copy")
        yield Change(shrink(spelt(thing)), (), tuple(replaced(t, twin) for t in block))


def edited(edit: edits.Edit) -> Slip:
    """The slip that befalls single literals."""

    def slip(shelf: Shelf) -> Iterator[Change]:
        for triple in shelf.facts.data:
            if isinstance(triple.object, ox.Literal):
                yield from _with_value(shelf, triple, edit(triple, triple.object))

    return slip


def _plain(shelf: Shelf) -> Iterable[ox.Triple]:
    return (triple for triple in shelf.facts.data if triple.predicate != TYPE)


def _pointing(shelf: Shelf) -> Iterable[ox.Triple]:
    return (triple for triple in _plain(shelf) if isinstance(triple.object, ox.NamedNode))


def _is_needed(shelf: Shelf, triple: ox.Triple) -> bool:
    values = shelf.facts.values(triple.subject, triple.predicate)
    return len(values) == 1 and shelf.facts.is_required(triple)


def _is_unit(shelf: Shelf, triple: ox.Triple) -> bool:
    return _UNIT in shelf.facts.types(triple.object)


def _is_foreign(node: Node) -> bool:
    return not spelt(node).startswith(tuple(OWN.values()))


def _misspelt(node: Node) -> ox.NamedNode:
    """A name without its last letter but one, or with its last one twice if it is short."""
    name = spelt(node)
    short = len(name.replace("#", "/").rpartition("/")[2]) < 3
    return ox.NamedNode(name + name[-1] if short else name[:-2] + name[-1])


def _dropped(shelf: Shelf, triple: ox.Triple) -> Change:
    return Change(_place(shelf, triple), (triple,), ())


def _with_value(shelf: Shelf, triple: ox.Triple, value: Node | None) -> Iterator[Change]:
    changed = None if value is None else replaced(triple, value=value)
    if changed and changed not in shelf.facts:
        yield Change(_place(shelf, triple), (triple,), (changed,))


def _place(shelf: Shelf, triple: ox.Triple) -> str:
    """Thing and property, and the value if it is a thing or one of several."""
    named = [shrink(spelt(triple.subject)), shrink(triple.predicate.value)]
    if isinstance(triple.object, ox.NamedNode):
        return " ".join([*named, shrink(triple.object.value)])
    several = len(shelf.facts.values(triple.subject, triple.predicate)) > 1
    return " ".join([*named, str(triple.object)] if several else named)
