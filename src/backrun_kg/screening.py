"""The things that may break a shape, found by the engine, so that pySHACL judges only those."""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from backrun_kg.conditions import Conditions
from backrun_kg.literals import askable
from backrun_kg.namespaces import PREFIXES
from backrun_kg.shapes import TARGETS, Node, Shapes, spelt

_PICKS = {
    "targetClass": "?this <{rdf}type>/<{rdfs}subClassOf>* {target}",
    "targetNode": "VALUES ?this {{ {target} }}",
    "targetSubjectsOf": "?this {target} ?any",
    "targetObjectsOf": "?any {target} ?this",
}
_BELOW = "?this <{rdfs}subClassOf>+ {target}"
_BEYOND = re.compile(r"[$?](?:PATH|shapesGraph|currentShape)\b|(?i:\b(?:SERVICE|FROM|GRAPH)\b)")
"""What a shape's own query may not ask of the engine: pySHACL's bindings, and other graphs."""


class Screen:
    """The shapes held against a store of data whose literals are portable."""

    def __init__(self, shapes: Shapes, store: ox.Store) -> None:
        self._shapes = shapes
        self._store = store
        self._conditions = Conditions(shapes, self._subclasses)

    def targets(self, shape: Node) -> set[Node]:
        """The things that a shape's own targets pick out."""
        return self._select(self._picking(shape)) | self._unaskable(shape)

    def suspects(self, shape: Node) -> set[Node]:
        """Those of a shape's targets that may break it."""
        picking = self._picking(shape)
        may_break = self._conditions.breaks(shape, "?this").text
        found = self._select(f"{picking} FILTER({may_break})") if may_break != "false" else set()
        for query in self._own_queries(shape):
            found |= {this for this in self._select(picking) if self._answers(query, this)}
        return found | self._unaskable(shape)

    def instances(self, kind: Node) -> set[Node]:
        """The things of a class, or of one below it."""
        return self._select(_PICKS["targetClass"].format(target=kind, **PREFIXES))

    def _picking(self, shape: Node) -> str:
        picks = (
            _PICKS[kind].format(target=target, **PREFIXES)
            for kind in TARGETS
            for target in self._shapes.values(shape, kind)
            if askable(target)
        )
        return f"{{ {' UNION '.join(f'{{ {pick} }}' for pick in picks)} }}"

    def _unaskable(self, shape: Node) -> set[Node]:
        """The targets that the engine would rewrite, or take for a variable."""
        return {node for node in self._shapes.values(shape, "targetNode") if not askable(node)}

    def _own_queries(self, shape: Node) -> Iterator[str]:
        for constraint in self._shapes.values(shape, "sparql"):
            for text in self._shapes.values(constraint, "select"):
                yield f"{self._declared(constraint)} {spelt(text)}"

    def _declared(self, constraint: Node) -> str:
        return " ".join(
            f"PREFIX {spelt(prefix)}: <{spelt(namespace)}>"
            for owner in self._shapes.values(constraint, "prefixes")
            for declared in self._shapes.values(owner, "declare")
            for prefix in self._shapes.values(declared, "prefix")
            for namespace in self._shapes.values(declared, "namespace")
        )

    def _answers(self, query: str, this: Node) -> bool:
        """Whether a shape's own query objects to a thing, or is none that the engine may answer."""
        if _BEYOND.search(query):
            return True
        try:
            rows = self._store.query(query, substitutions={ox.Variable("this"): this})
        except (SyntaxError, ValueError, RuntimeError):
            return True
        return not isinstance(rows, ox.QuerySolutions) or any(True for _ in rows)

    def _subclasses(self, kind: Node) -> set[Node]:
        return self._select(_BELOW.format(target=kind, **PREFIXES))

    def _select(self, where: str) -> set[Node]:
        rows = self._store.query(f"SELECT DISTINCT ?this WHERE {{ {where} }}")
        assert isinstance(rows, ox.QuerySolutions)
        return {row["this"] for row in rows if row["this"] is not None}
