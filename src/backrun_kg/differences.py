"""Differences between two editions, thing by thing: what was added, removed and changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

import pyoxigraph as ox

from backrun_kg.answers import Term
from backrun_kg.blanks import has_blanks, name_blanks
from backrun_kg.dataset import shipped_sources
from backrun_kg.editions import Edition, check_layers, name_layer
from backrun_kg.errors import BackrunError
from backrun_kg.exports.jsonld import read_context
from backrun_kg.namespaces import GRAPH, PREFIXES, expand

Status = Literal["added", "removed", "changed"]

_UNION = ox.NamedNode(GRAPH)
_CALLED = ("label", "statement", "summary")  # the keys of what says how a thing is called


@dataclass(frozen=True)
class Change:
    """What one property of a thing no longer says, and what it says now; ``iri`` is its name."""

    iri: str
    old: tuple[Term, ...]
    new: tuple[Term, ...]

    @property
    def replaces(self) -> bool:
        """Whether one value took the place of one other."""
        return len(self.old) == len(self.new) == 1


@dataclass(frozen=True)
class ThingChange:
    """What changed of one thing in one layer; as a whole where nothing else was said of it."""

    thing: Term
    status: Status
    layer: str
    changes: tuple[Change, ...]

    @property
    def added(self) -> int:
        """How many triples are new."""
        return sum(len(change.new) for change in self.changes)

    @property
    def removed(self) -> int:
        """How many triples are gone."""
        return sum(len(change.old) for change in self.changes)


@dataclass(frozen=True)
class Differences:
    """What was compared, how large it is, and what differs; labels by IRI.

    ``by_layer`` says whether layers were compared one by one, ``one_has_layers`` that this could
    not be, since only one of the two has any.
    """

    old: str
    new: str
    old_triples: int
    new_triples: int
    by_layer: bool
    one_has_layers: bool
    things: tuple[ThingChange, ...]
    removed: tuple[ox.Quad, ...]
    added: tuple[ox.Quad, ...]
    labels: Mapping[str, str]

    @property
    def are_none(self) -> bool:
        """Whether both editions say the same."""
        return not self.things

    def count(self, status: Status, layer: str | None = None) -> int:
        """How many things were added, removed or changed, in all or in one layer."""
        found = {t.thing for t in self.things if t.status == status and layer in (None, t.layer)}
        return len(found)


def compare(old: Edition, new: Edition, layers: Sequence[str] = ()) -> Differences:
    """What differs between two editions, or between some of their layers.

    Layers are compared one by one where both editions have some, and else all that is said in
    either. Blank nodes are the same where what is said of them is. Raises UnknownName,
    MalformedData, or BackrunError where layers are asked for and neither edition has any.
    """
    check_layers(layers)
    if layers and not (old.has_layers or new.has_layers):
        raise BackrunError(f"Neither {old.name} nor {new.name} has layers; leave out --layer.")
    by_layer = old.has_layers and new.has_layers
    before, after = _Side(old, layers, by_layer), _Side(new, layers, by_layer)
    kept, removed, added = _part(before.quads(), after.quads())
    return Differences(
        old.name,
        new.name,
        kept + len(removed),
        kept + len(added),
        by_layer,
        old.has_layers != new.has_layers,
        tuple(_things(removed, added, before.subjects, after.subjects)),
        tuple(sorted(removed, key=str)),
        tuple(sorted(added, key=str)),
        _shipped_labels() | before.labels | after.labels,
    )


def _part(
    before: Iterable[ox.Quad], after: Iterable[ox.Quad]
) -> tuple[int, list[ox.Quad], set[ox.Quad]]:
    """How many quads are on both sides, and which only on one; ``after`` is not kept in memory."""
    found = dict.fromkeys(before, False)
    added = set()
    for quad in after:
        if quad in found:
            found[quad] = True
        else:
            added.add(quad)
    removed = [quad for quad, is_kept in found.items() if not is_kept]
    return len(found) - len(removed), removed, added


class _Side:
    """One of two editions: its quads once they have names, and what was noted on the way."""

    def __init__(self, edition: Edition, layers: Sequence[str], by_layer: bool) -> None:
        self._edition = edition
        self._layers = layers
        self._merges = edition.has_layers and not by_layer
        self._calling = _label_properties()
        self.subjects: set[Term] = set()
        self._labels: dict[str, tuple[bool, str]] = {}

    @property
    def labels(self) -> dict[str, str]:
        """What things are called, by IRI."""
        return {iri: text for iri, (_, text) in self._labels.items()}

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad, blank nodes named by what is said of them, some of them twice."""
        blank = set()
        for quad in self._edition.quads(self._layers):
            placed = _in_union(quad) if self._merges else quad
            if has_blanks(placed):
                blank.add(placed)
            else:
                yield self._note(placed)
        yield from map(self._note, name_blanks(blank))

    def _note(self, quad: ox.Quad) -> ox.Quad:
        self.subjects.add(quad.subject)
        if quad.predicate.value in self._calling and isinstance(quad.object, ox.Literal):
            iri, label = str(quad.subject).strip("<>"), _rank(quad.object)
            self._labels[iri] = min(label, self._labels.get(iri, label))
        return quad


def _rank(label: ox.Literal) -> tuple[bool, str]:
    """Labels in English, or in no language, before all others."""
    return label.language not in ("en", None), label.value


def _in_union(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, _UNION)


def _things(
    removed: Iterable[ox.Quad],
    added: Iterable[ox.Quad],
    before: set[Term],
    after: set[Term],
) -> Iterator[ThingChange]:
    """The differences by layer and thing."""
    marked = [(quad, False) for quad in removed] + [(quad, True) for quad in added]
    marked.sort(key=lambda pair: _place(pair[0]))
    for (layer, _), group in groupby(marked, key=lambda pair: _place(pair[0])[:2]):
        quads = list(group)
        thing = quads[0][0].subject
        status: Status = "changed" if thing in before and thing in after else "added"
        if thing not in after:
            status = "removed"
        yield ThingChange(thing, status, layer, tuple(_changes(quads)))


def _changes(quads: Iterable[tuple[ox.Quad, bool]]) -> Iterator[Change]:
    for predicate, group in groupby(quads, key=lambda pair: pair[0].predicate.value):
        ends: tuple[list[Term], list[Term]] = [], []
        for quad, is_new in group:
            ends[is_new].append(quad.object)
        yield Change(predicate, tuple(sorted(ends[0], key=str)), tuple(sorted(ends[1], key=str)))


def _place(quad: ox.Quad) -> tuple[str, str, str]:
    return name_layer(quad), str(quad.subject), quad.predicate.value


@cache
def _label_properties() -> frozenset[str]:
    """The properties that say how a thing is called: those of the context, and RDF Schema's own."""
    names = (str(read_context()[key]["@id"]) for key in _CALLED)
    return frozenset({PREFIXES["rdfs"] + "label", *(expand(name) or name for name in names)})


def _shipped_labels() -> dict[str, str]:
    """What the shipped ontology calls its terms, for files that use them and do not say it."""
    side = _Side(Edition("ontology", tuple(shipped_sources(["ontology"]))), (), by_layer=True)
    for _ in side.quads():
        pass
    return side.labels
