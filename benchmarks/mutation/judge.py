"""What validation says of a mutant, with all that mutants have in common done once.

Nothing is judged otherwise than by ``validate``: the same screen, the same pySHACL, the same
checks. Only shapes that speak of a property that was touched are asked again, and where nothing
but a yes or no is wanted, the first finding ends the search.
"""

from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager

import pyoxigraph as ox

from backrun_kg.checks import check
from backrun_kg.findings import Finding
from backrun_kg.judging import judge
from backrun_kg.literals import portable
from backrun_kg.namespaces import PREFIXES
from backrun_kg.screening import Screen
from backrun_kg.shapes import Node, Shapes
from backrun_kg.validation import Validator
from benchmarks.mutation.facts import Facts
from benchmarks.mutation.mutants import Mutant
from benchmarks.mutation.rdflib_graph import ChangingGraph

_BLOCKING = {"Violation", "Warning"}
_EVERYWHERE = (PREFIXES["rdf"] + "type", PREFIXES["rdfs"])


class Judge:
    """The shipped statements, ready to be changed, judged and put back."""

    def __init__(self, facts: Facts) -> None:
        validator = Validator()
        self._shapes = validator.shapes
        self._reference = validator._reference
        self._quads = [_quad(triple) for triple in (*facts.ontology, *facts.data)]
        self._places = {quad: place for place, quad in enumerate(self._quads)}
        self._store = ox.Store()
        self._store.extend(self._quads)
        self._graph = ChangingGraph(self._quads)
        self._screen = Screen(self._shapes, self._store)
        self._rules = {shape: _Rule(self._shapes, shape) for shape in self._shapes.targeting()}
        self._targets = {shape: self._screen.targets(shape) for shape in self._rules}

    def rule_against(self, mutant: Mutant) -> str:
        """The name of a rule that a mutant breaks, as ``validate --strict`` would; '' if none."""
        with self._changed(mutant):
            found = (f.rule for f in self._find(mutant) if f.severity in _BLOCKING)
            return next(found, "")

    def findings(self, mutant: Mutant) -> set[Finding]:
        """Everything that validation says of a mutant."""
        with self._changed(mutant):
            return set(self._find(mutant))

    @contextmanager
    def _changed(self, mutant: Mutant) -> Iterator[None]:
        self._change(mutant.removed, mutant.added)
        try:
            yield
        finally:
            self._change(mutant.added, mutant.removed)

    def _change(self, removed: Iterable[ox.Triple], added: Iterable[ox.Triple]) -> None:
        for quad in map(_quad, removed):
            self._store.remove(quad)
            self._graph.take(quad)
        for quad in map(_quad, added):
            self._store.add(quad)
            self._graph.put(quad)

    def _find(self, mutant: Mutant) -> Iterator[Finding]:
        touched = {triple.predicate.value for triple in (*mutant.removed, *mutant.added)}
        asked = [shape for shape, rule in self._rules.items() if rule.speaks_of(touched)]
        screened = all(portable(triple.object) for triple in mutant.added)
        for shape in asked:
            suspects = self._screen.suspects(shape) if screened else self._near(shape, mutant)
            if suspects:
                yield from self._judged(shape, suspects)
        if not screened:
            yield from self._judged_all()
        yield from self._checked(mutant, asked)

    def _checked(self, mutant: Mutant, asked: Iterable[Node]) -> Iterator[Finding]:
        quads = [*self._quads, *map(_quad, mutant.added)]
        for place in sorted((self._places[_quad(t)] for t in mutant.removed), reverse=True):
            del quads[place]
        targets = self._targets | {shape: self._screen.targets(shape) for shape in asked}
        return check(quads, self._reference, set().union(*targets.values()))

    def _near(self, shape: Node, mutant: Mutant) -> set[Node]:
        """The targets of a shape that a change is about: where a finding is likely."""
        changes = (*mutant.removed, *mutant.added)
        about = {node for triple in changes for node in (triple.subject, triple.object)}
        objects = {
            triple.object
            for triple in mutant.added
            if triple.predicate in self._shapes.values(shape, "targetObjectsOf")
        }
        things = {node for node in about if not isinstance(node, ox.Literal)}
        return things & self._screen.targets(shape) | objects

    def _judged(self, shape: Node, suspects: Set[Node]) -> Iterator[Finding]:
        return judge(self._graph, self._rules[shape].shapes, {shape: suspects})

    def _judged_all(self) -> Iterator[Finding]:
        return judge(self._graph, self._shapes)


class _Rule:
    """A shape with all it refers to."""

    def __init__(self, shapes: Shapes, shape: Node) -> None:
        reached = _reached(shapes, shape)
        self.shapes = Shapes(quad for quad in shapes.quads if quad.subject in reached)
        objects = (quad.object for quad in self.shapes.quads)
        self._says = {node.value for node in objects if isinstance(node, ox.NamedNode)}
        self._asks = any(self.shapes.values(node, "sparql") for node in reached)

    def speaks_of(self, touched: Set[str]) -> bool:
        """Whether what the shape finds may hang on statements with one of these properties."""
        everywhere = any(iri.startswith(_EVERYWHERE) for iri in touched)
        return self._asks or everywhere or bool(self._says & touched)


def _reached(shapes: Shapes, shape: Node) -> set[Node]:
    reached: set[Node] = set()
    waiting = [shape]
    while waiting:
        node = waiting.pop()
        if node not in reached and not isinstance(node, ox.Literal):
            reached.add(node)
            waiting += (v for values in shapes.predicates(node).values() for v in values)
    return reached


def _quad(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object)
