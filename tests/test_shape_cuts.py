"""The shapes cut short: whatever is taken out of a rule, some broken file shows that it is gone.

The screen asks, which never overlooks what breaks a rule: where it suspects nothing, a file passes.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from backrun_kg.dataset import Source, load
from backrun_kg.judging import judge
from backrun_kg.literals import portable
from backrun_kg.namespaces import PREFIXES, shrink
from backrun_kg.paths import SHAPES
from backrun_kg.screening import Screen
from backrun_kg.shapes import SH, Node, Shapes, local_name

BROKEN = Path(__file__).parent / "broken"
FIRST, REST, NIL = (ox.NamedNode(PREFIXES["rdf"] + name) for name in ("first", "rest", "nil"))
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
PROPERTY = SH + "property"

LISTS = {"alternativePath", "and", "in", "languageIn", "or", "xone"}
"""The lists whose members are taken out one by one."""

KEPT = {
    *("declare", "message", "name", "namespace", "prefix", "prefixes", "select", "severity"),
    *("alternativePath", "inversePath", "path"),
}
"""What demands nothing, and the paths, without which a shape would be another one."""

Part = frozenset[ox.Quad]


class Cut(NamedTuple):
    """What is taken out of a shape, and what is put in its place."""

    shape: Node
    taken: str
    out: Part
    put: Part = frozenset()


def _read(path: str) -> Part:
    source = Source(path, "user", "ttl")
    return frozenset(ox.Quad(q.subject, q.predicate, q.object) for q in source.quads())


whole = _read(SHAPES)
shapes = Shapes(whole)
files = {path.stem: _read(str(path)) for path in sorted(BROKEN.glob("*.ttl"))}
shipped = frozenset(ox.Quad(q.subject, q.predicate, q.object) for q in load().quads())
tree = {quad for quad in shipped if quad.predicate.value == PREFIXES["rdfs"] + "subClassOf"}
store = ox.Store()
store.extend(shipped)
users: dict[Node, set[Node]] = defaultdict(set)
said: dict[Node, set[ox.Quad]] = defaultdict(set)
for quad in whole:
    users[quad.object].add(quad.subject)
    said[quad.subject].add(quad)


def _owner(node: Node) -> Node:
    """The named shape that a node is a part of."""
    while isinstance(node, ox.BlankNode):
        (node,) = users[node]
    return node


def _cuts() -> Iterator[Cut]:
    for quad in sorted(whole, key=str):
        name = quad.predicate.value.removeprefix(SH)
        shape = _owner(quad.subject)
        if name in LISTS:
            yield from _shortened(quad, shape, name)
        if quad.predicate.value == SH + name and name not in KEPT:
            kind = "PropertyShape" if shapes.values(quad.subject, "path") else "NodeShape"
            bare = ox.Quad(quad.subject, TYPE, ox.NamedNode(SH + kind))
            yield Cut(shape, f"{name} {_shown(quad.object)}", frozenset({quad}), frozenset({bare}))


def _shortened(link: ox.Quad, shape: Node, name: str) -> Iterator[Cut]:
    """A list without each of its members in turn; one alternative alone is a path of its own."""
    members = shapes.members(link.object)
    uses = [quad for quad in whole if quad.object == link.subject]
    alone = name == "alternativePath" and len(members) == 2
    for member, other in zip(members, reversed(members), strict=True):
        cell = link.object
        assert isinstance(cell, ox.BlankNode)
        (rest,) = shapes.predicates(cell)[REST.value]
        gone, left = (uses[0], other) if alone else (link, rest)
        shorter = ox.Quad(gone.subject, gone.predicate, left)
        yield Cut(shape, f"{name} .. {_shown(member)}", frozenset({gone}), frozenset({shorter}))
        link = ox.Quad(cell, REST, rest)


def _shown(node: Node) -> str:
    if members := shapes.members(node):
        return f"( {' '.join(map(_shown, members))} )"
    if not isinstance(node, ox.BlankNode):
        return shrink(node.value) if isinstance(node, ox.NamedNode) else str(node)
    pairs = sorted(f"{shrink(q.predicate.value)} {_shown(q.object)}" for q in said[node])
    return f"[ {' ; '.join(pairs)} ]"


@cache
def _above(shape: Node) -> frozenset[Node]:
    """The shape, and the named ones that make use of it."""
    found, new = {shape}, {shape}
    while new:
        new = {_owner(user) for node in new for user in users[node]} - found
        found |= new
    return frozenset(found)


cuts = defaultdict(list)
for cut in _cuts():
    cuts[local_name(cut.shape)].append(cut)
named = {cut.shape for each in cuts.values() for cut in each}
targeting = set(shapes.targeting())
own = defaultdict(list)
for file in files:
    own[file.partition(".")[0]].append(file)


@cache
def _rules(cut: Cut) -> set[str]:
    """The rules that a cut touches."""
    (quad,) = cut.out
    shape = quad.object if quad.predicate.value == PROPERTY else cut.shape
    touched = {node for node in named if shape in _above(node)} | _above(shape)
    return {local_name(node) for node in touched}


@cache
def _part(tops: frozenset[Node], rule: str) -> Part:
    """The part of the shapes that one rule needs."""
    found: set[ox.Quad] = set()
    new: list[Node] = list(tops)
    while new:
        node = new.pop()
        for quad in said[node] - found:
            among = quad.predicate.value == PROPERTY and node in tops
            if not among or local_name(quad.object) == rule:
                found.add(quad)
                new.append(quad.object)
    return frozenset(found)


def _objected(part: Part, tops: frozenset[Node], data: Part) -> set[str]:
    """The things of the shipped graph and these data that a part of the shapes may object to."""
    rules = Shapes(part)
    if not all(portable(quad.object) for quad in data):
        return {finding.focus for finding in judge(data | tree, rules)}
    added = data - shipped
    store.extend(added)
    screen = Screen(rules, store)
    found = {str(thing) for top in tops for thing in screen.suspects(top)}
    for quad in added:
        store.remove(quad)
    return found


def _is_noticed(cut: Cut) -> bool:
    """Whether one rule that the cut touches lets a broken file of its own pass, or objects anew."""
    tops = frozenset(_above(cut.shape) & targeting)
    for rule in _rules(cut) & own.keys():
        part = _part(tops, rule)
        left = (part - cut.out) | cut.put
        if not all(_objected(left, tops, files[name]) for name in own[rule]):
            return True
        others = sorted(files, key=lambda name: name.partition("-")[0] != rule.partition("-")[0])
        for data in (frozenset(), *(files[name] for name in others)):
            if (found := _objected(left, tops, data)) and found - _objected(part, tops, data):
                return True
    return False


def _is_planted(cut: Cut) -> bool:
    """Whether test_property_rules plants something on each property that the cut would let pass."""
    shape = local_name(cut.shape)
    if shape.endswith("-domain"):
        return cut.taken.startswith("targetSubjectsOf br:")
    held = shape in {"Literal-decimal", "Literal-integer", "Thing-spacing"}
    return held and cut.taken.startswith(("targetClass ", "alternativePath .. "))


@pytest.mark.parametrize("shape", sorted(cuts))
def test_every_part_of_a_shape_counts(shape: str) -> None:
    """Whatever is taken out of a shape, a broken file passes or fails in another way."""
    asked = [cut for cut in cuts[shape] if not _is_planted(cut)]
    assert [cut.taken for cut in asked if not _is_noticed(cut)] == []
