"""Faults in shapes that validators pass over in silence, so that bad data conform to them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

import pyoxigraph as ox

from backrun_kg.dataset import Source
from backrun_kg.errors import MalformedData
from backrun_kg.findings import Finding
from backrun_kg.namespaces import PREFIXES, shrink
from backrun_kg.shapes import SH, TARGETS, Node, Shapes, spelt

FAULTS = {
    "Shape-target": "Give the shape a target, or refer to it from one that has a target.",
    "Shape-constraint": "Say what the shape demands; it demands nothing.",
    "Shape-members": "Mend the target; it picks out nothing in these data.",
}
"""Each fault and what its findings tell an editor."""

_CODE = ("sparql", "js", "rule", "target", "expression", "validator")
_IDLE = {
    *(SH + name for name in ("name", "message", "description", "order", "group", "severity")),
    *(SH + name for name in ("path", *TARGETS)),
}
_KINDS = {ox.NamedNode(SH + "NodeShape"), ox.NamedNode(SH + "PropertyShape")}
_TYPE, _FIRST, _REST, _NIL = (PREFIXES["rdf"] + name for name in ("type", "first", "rest", "nil"))


def read_own_shapes(sources: Iterable[Source]) -> tuple[ox.Quad, ...]:
    """Shapes that somebody else wrote: SHACL Core, nothing that runs as code.

    Raises MalformedData.
    """
    quads: list[ox.Quad] = []
    for source in sources:
        for quad in source.quads():
            if quad.predicate.value in {SH + name for name in _CODE}:
                raise MalformedData(
                    f"{source.name}: {shrink(quad.predicate.value)} would run code of the file. "
                    "Say it in SHACL Core."
                )
            quads.append(quad)
        _refuse_endless_lists(quads, source.name)
    return tuple(quads)


def _refuse_endless_lists(quads: Iterable[ox.Quad], name: str) -> None:
    """Lists that fork, break off or run in a circle have no members to speak of."""
    links = [quad for quad in quads if quad.predicate.value in (_FIRST, _REST)]
    said = Counter(quad.subject for quad in links)
    before = defaultdict(list)
    for quad in links:
        if quad.predicate.value == _REST:
            before[quad.object].append(quad.subject)
    ended: set[Node] = set()
    ahead: list[Node] = [ox.NamedNode(_NIL)]
    while ahead:
        cells = before.pop(ahead.pop(), [])
        ended.update(cells)
        ahead += cells
    if any(cell not in ended or number != 2 for cell, number in said.items()):
        raise MalformedData(f"{name}: a list has no end, or two. Write lists as ( a b c ).")


def vet(shapes: Shapes, targets: Mapping[Node, Set[Node]]) -> Iterator[Finding]:
    """What is wrong with the shapes themselves; ``targets`` are the things each one looks at."""
    for shape in _all_shapes(shapes):
        if not set(shapes.predicates(shape)) - _IDLE - {_TYPE}:
            yield _finding("Shape-constraint", shape)
        if shape not in targets and not _is_named(shape, shapes):
            yield _finding("Shape-target", shape)
        elif shape in targets and not targets[shape]:
            yield _finding("Shape-members", shape)


def _all_shapes(shapes: Shapes) -> list[Node]:
    return [
        node
        for node in shapes.nodes()
        if _KINDS & set(shapes.predicates(node).get(_TYPE, ()))
        or any(shapes.values(node, target) for target in TARGETS)
    ]


def _is_named(shape: Node, shapes: Shapes) -> bool:
    return any(quad.object == shape for quad in shapes.quads)


def _finding(rule: str, shape: Node) -> Finding:
    focus = shrink(spelt(shape)) if isinstance(shape, ox.NamedNode) else str(shape)
    return Finding(focus, rule, "", "", FAULTS[rule], "Violation")
