"""The shipped statements, indexed by what the makers of mutants ask of them."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import chain, islice
from zlib import crc32

import pyoxigraph as ox

from backrun_kg.dataset import load, shipped_sources
from backrun_kg.namespaces import PREFIXES, expand, shrink
from backrun_kg.shapes import Node, spelt

TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
_SUBPROPERTY = ox.NamedNode(PREFIXES["rdfs"] + "subPropertyOf")
_SYMMETRIC = ox.NamedNode(PREFIXES["owl"] + "SymmetricProperty")
_LAYERS = ("article", "evidence", "alignment")

_FEW = 3
"""Classes with fewer members than this tell nothing about what their members have."""


def term(curie: str) -> ox.NamedNode:
    """The term that a CURIE stands for."""
    return ox.NamedNode(expand(curie) or curie)


_SKOS_SYMMETRIC = {term(f"skos:{n}") for n in ("exactMatch", "closeMatch", "relatedMatch")}
_SKOS_ABOVE = {
    term("skos:exactMatch"): {term("skos:closeMatch")},
    term("skos:topConceptOf"): {term("skos:inScheme")},
}
"""What the SKOS reference says of its own properties (S44, S42, S7)."""


def replaced(
    triple: ox.Triple,
    subject: Node | None = None,
    predicate: ox.NamedNode | None = None,
    value: Node | None = None,
) -> ox.Triple:
    """A triple with another subject, property or object."""
    thing = subject if isinstance(subject, ox.NamedNode) else triple.subject
    return ox.Triple(thing, predicate or triple.predicate, value or triple.object)


class Ring:
    """Nodes in the order of their hashes, so that a pick stays when other nodes come or go."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        hashed = {crc32(str(node).encode()): node for node in nodes}
        self._places = sorted(hashed)
        self._nodes = [hashed[place] for place in self._places]

    def pick(self, key: str, is_wanted: Callable[[Node], bool]) -> Node | None:
        """The first wanted node that follows a key's hash, None where none is left."""
        start = bisect(self._places, crc32(key.encode()))
        order = chain(islice(self._nodes, start, None), islice(self._nodes, start))
        return next(filter(is_wanted, order), None)


class Facts:
    """The statements of the data and the ontology, and what they have in common by class."""

    def __init__(self, data: Iterable[ox.Triple], ontology: Iterable[ox.Triple]) -> None:
        self.ontology = set(ontology)
        self.data: Sequence[ox.Triple] = sorted(set(data) - self.ontology, key=str)
        self._all = self.ontology | set(self.data)
        self._values: dict[Node, dict[ox.NamedNode, list[Node]]] = {}
        self.uses: dict[ox.NamedNode, list[ox.Triple]] = defaultdict(list)
        for triple in (*self.ontology, *self.data):
            values = self._values.setdefault(triple.subject, {})
            values.setdefault(triple.predicate, []).append(triple.object)
        for triple in self.data:
            self.uses[triple.predicate].append(triple)

    def __contains__(self, triple: ox.Triple) -> bool:
        return triple in self._all

    def values(self, thing: Node, predicate: ox.NamedNode) -> Sequence[Node]:
        """What a thing has by a property."""
        return self._values.get(thing, {}).get(predicate, [])

    @cache  # noqa: B019 - facts live as long as the run; so below
    def types(self, thing: Node) -> frozenset[Node]:
        """The classes a thing is said to be of."""
        return frozenset(self.values(thing, TYPE))

    @cached_property
    def members(self) -> dict[Node, list[Node]]:
        """The things of each class and of those below it."""
        found: dict[Node, list[Node]] = defaultdict(list)
        for thing in self._values:
            for kind in self._classes(thing):
                found[kind].append(thing)
        return found

    @cached_property
    def blocks(self) -> dict[Node, list[ox.Triple]]:
        """What the data say of each thing."""
        found: dict[Node, list[ox.Triple]] = defaultdict(list)
        for triple in self.data:
            found[triple.subject].append(triple)
        return found

    @cache  # noqa: B019
    def above(self, node: Node, link: ox.NamedNode = _SUBCLASS) -> set[Node]:
        """A class or property with everything above it."""
        found, new = {node}, {node}
        while new:
            new = {upper for each in new for upper in self._uppers(each, link)} - found
            found |= new
        return found

    def is_required(self, triple: ox.Triple) -> bool:
        """Whether everything of the subject's class has this property."""
        return any(min(counts) > 0 for counts in self._counts(triple))

    def is_functional(self, triple: ox.Triple) -> bool:
        """Whether nothing of the subject's class has this property twice."""
        return any(max(counts) == 1 for counts in self._counts(triple))

    def why_entailed(self, triple: ox.Triple, is_stated: Callable[[ox.Triple], bool]) -> str | None:
        """Why a triple follows from what is stated, '' if it is stated itself, None if it is not.

        One step is taken, by the ontology and by what SKOS says of its own properties.
        """
        return next((why for why, other in self._premises(triple) if is_stated(other)), None)

    def _classes(self, thing: Node) -> set[Node]:
        return {upper for kind in self.types(thing) for upper in self.above(kind)}

    def _counts(self, triple: ox.Triple) -> Iterator[list[int]]:
        for kind in self._classes(triple.subject):
            if len(self.members[kind]) >= _FEW:
                yield self._count(kind, triple.predicate)

    @cache  # noqa: B019
    def _count(self, kind: Node, predicate: ox.NamedNode) -> list[int]:
        return [len(self.values(member, predicate)) for member in self.members[kind]]

    def _uppers(self, node: Node, link: ox.NamedNode) -> Iterable[Node]:
        known = _SKOS_ABOVE.get(node, set()) if isinstance(node, ox.NamedNode) else set()
        return {*self.values(node, link), *known}

    def _premises(self, triple: ox.Triple) -> Iterator[tuple[str, ox.Triple]]:
        predicate, value = triple.predicate, triple.object
        yield "", triple
        symmetric = predicate in _SKOS_SYMMETRIC or _SYMMETRIC in self.types(predicate)
        if symmetric and isinstance(value, ox.NamedNode):
            yield f"{_name(predicate)} is symmetric", replaced(triple, value, value=triple.subject)
        for below in self._below(predicate):
            why = f"{_name(below)} is a subproperty of {_name(predicate)}"
            yield why, replaced(triple, predicate=below)
        for kind in self._classes_below(value) if predicate == TYPE else ():
            yield f"{_name(kind)} is a subclass of {_name(value)}", replaced(triple, value=kind)

    def _classes_below(self, kind: Node) -> list[Node]:
        return [other for other in self.members if other != kind and kind in self.above(other)]

    @cache  # noqa: B019
    def _below(self, predicate: Node) -> list[ox.NamedNode]:
        others = (other for other in self.uses if other != predicate)
        return [other for other in others if predicate in self.above(other, _SUBPROPERTY)]


def _name(node: Node) -> str:
    return shrink(spelt(node))


def shipped_facts() -> Facts:
    """The shipped data and ontology."""
    data = load(layers=_LAYERS).quads()
    ontology = (quad for source in shipped_sources(["ontology"]) for quad in source.quads())
    return Facts((quad.triple for quad in data), (quad.triple for quad in ontology))
