"""Which other thing, class, property or value a slip puts in place of the right one.

A choice hangs on hashes alone: it is the same on every run, and hardly ever another one when the
data grow. What is plausible is read off the data, not off the shapes that are to be judged.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox

from backrun_kg.namespaces import OWN
from backrun_kg.shapes import Node, spelt
from benchmarks.mutation.facts import TYPE, Facts, Ring, replaced, term

_LABEL = term("skos:prefLabel")


class Choices:
    """Choices among what the facts hold."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._rings: dict[Hashable, Ring] = {}

    def peer(self, triple: ox.Triple) -> Node | None:
        """Another value of the property that is of the same classes or datatype."""
        key = ("peers", triple.predicate, self._sort(triple.object))
        ring = self._ring(key, self._peers, triple)
        taken = {*self._facts.values(triple.subject, triple.predicate), triple.subject}
        return ring.pick(str(triple), lambda node: node not in taken)

    def stranger(self, triple: ox.Triple) -> Node | None:
        """A thing of another class than any that the property points at."""
        ring = self._ring(("strangers", triple.predicate), self._strangers, triple)
        return ring.pick(str(triple), triple.subject.__ne__)

    def other_class(self, triple: ox.Triple) -> Node | None:
        """A class neither above nor below that of the thing."""
        ring = self._ring(("classes", triple.object), self._other_classes, triple)
        return ring.pick(str(triple), lambda _: True)

    def sibling(self, triple: ox.Triple) -> ox.NamedNode | None:
        """Another property that joins such a subject and such an object elsewhere."""
        ring = self._siblings.get(self._link(triple), Ring(()))
        found = ring.pick(str(triple), lambda node: _with_property(triple, node) not in self._facts)
        return found if isinstance(found, ox.NamedNode) else None

    def namesake(self, triple: ox.Triple) -> ox.Triple | None:
        """The label of another thing of the same class."""
        ring = self._ring(("things", self._facts.types(triple.subject)), self._alike, triple)
        thing = ring.pick(str(triple), triple.subject.__ne__)
        labels = self._facts.values(thing, triple.predicate) if thing else ()
        return next((replaced(triple, thing, value=label) for label in labels), None)

    def _ring(
        self, key: Hashable, members: Callable[[ox.Triple], Iterable[Node]], triple: ox.Triple
    ) -> Ring:
        if key not in self._rings:
            self._rings[key] = Ring(members(triple))
        return self._rings[key]

    def _sort(self, value: Node) -> Hashable:
        """What a value has in common with those that can stand in its place."""
        if isinstance(value, ox.Literal):
            return value.datatype, value.language
        return self._facts.types(value) or spelt(value).rpartition("/")[0]

    def _peers(self, triple: ox.Triple) -> set[Node]:
        values = (use.object for use in self._facts.uses[triple.predicate])
        like = {value for value in values if self._sort(value) == self._sort(triple.object)}
        if len(like) > 1:
            return like
        return {m for kind in self._facts.types(triple.object) for m in self._facts.members[kind]}

    def _strangers(self, triple: ox.Triple) -> Iterator[Node]:
        values = {use.object for use in self._facts.uses[triple.predicate]}
        meant = {kind for value in values for kind in self._facts.types(value)}
        for thing in self._facts.blocks:
            kinds = self._facts.types(thing)
            if spelt(thing).startswith(OWN["kg"]) and not self._reach(kinds, meant):
                yield thing

    def _other_classes(self, triple: ox.Triple) -> Iterator[Node]:
        for kind in self._facts.members:
            related = self._reach({kind}, {triple.object}) or self._reach({triple.object}, {kind})
            if not related and any(use.object == kind for use in self._facts.uses[TYPE]):
                yield kind

    @cached_property
    def _siblings(self) -> dict[Hashable, Ring]:
        """The properties that join such a subject and such an object."""
        found: dict[Hashable, set[Node]] = defaultdict(set)
        for use in self._facts.data:
            found[self._link(use)].add(use.predicate)
        return {link: Ring(properties) for link, properties in found.items()}

    def _link(self, triple: ox.Triple) -> Hashable:
        return self._facts.types(triple.subject), self._sort(triple.object)

    def _alike(self, triple: ox.Triple) -> Iterator[Node]:
        for kind in self._facts.types(triple.subject):
            yield from self._facts.members[kind]

    def _reach(self, kinds: Iterable[Node], meant: set[Node]) -> bool:
        return any(self._facts.above(kind) & meant for kind in kinds)


def _with_property(triple: ox.Triple, node: Node) -> ox.Triple:
    return replaced(triple, predicate=node) if isinstance(node, ox.NamedNode) else triple
