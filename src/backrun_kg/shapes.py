"""The shapes as data: what each one targets, demands and says."""

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from backrun_kg.namespaces import PREFIXES

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

SH = PREFIXES["sh"]
_FIRST, _REST = PREFIXES["rdf"] + "first", PREFIXES["rdf"] + "rest"

TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")


class Shapes:
    """A shapes graph, read by subject and predicate."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.quads = tuple(quads)
        self._values: dict[Node, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for quad in self.quads:
            self._values[quad.subject][quad.predicate.value].append(quad.object)

    def nodes(self) -> list[Node]:
        """Every node that something is said of, in the order of the file."""
        return list(self._values)

    def predicates(self, node: Node) -> dict[str, list[Node]]:
        """What is said of a node: the IRI of each predicate with its values."""
        return self._values.get(node, {})

    def values(self, node: Node, name: str) -> list[Node]:
        """The values of a SHACL term (``minCount``) at a node."""
        return self.predicates(node).get(SH + name, [])

    def members(self, node: Node) -> list[Node]:
        """The members of a list, in order."""
        members: list[Node] = []
        seen: set[Node] = set()
        while node not in seen and (first := self.predicates(node).get(_FIRST)):
            seen.add(node)
            members += first
            node = self.predicates(node)[_REST][0]
        return members

    def reach(self, nodes: Iterable[Node]) -> set[Node]:
        """Some nodes, and every node that what is said of them leads to."""
        reached: set[Node] = set()
        ahead = list(nodes)
        while ahead:
            node = ahead.pop()
            if node not in reached:
                reached.add(node)
                ahead += (value for values in self.predicates(node).values() for value in values)
        return reached

    def targeting(self) -> list[Node]:
        """The shapes that have a target of their own."""
        return [node for node in self._values if any(self.values(node, t) for t in TARGETS)]

    def rules(self) -> list[str]:
        """The names of the rules: of every named shape that can object, sorted."""
        speaking = (
            node
            for node in self._values
            if isinstance(node, ox.NamedNode)
            and (self.values(node, "message") or self.values(node, "sparql"))
        )
        return sorted(local_name(node) for node in speaking)


def spelt(node: Node) -> str:
    """An IRI, a literal's text or a blank node's label; '' for a triple term."""
    return "" if isinstance(node, ox.Triple) else node.value


def local_name(node: Node | None) -> str:
    """The part of an IRI after its last ``#``; blank nodes and literals as they are written."""
    return node.value.rpartition("#")[2] if isinstance(node, ox.NamedNode) else str(node or "")
