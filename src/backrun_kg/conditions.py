"""SHACL Core as SPARQL: under which condition a thing may break a shape.

A condition may hold too often, never too seldom: what is not understood here, "may" always break.
pySHACL has the last word on every thing that a condition holds for.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, count

import pyoxigraph as ox

from backrun_kg.literals import askable
from backrun_kg.logic import ALWAYS, NEVER, Condition, all_of, any_of, negation, not_one_of
from backrun_kg.namespaces import PREFIXES
from backrun_kg.shapes import SH, TARGETS, Node, Shapes, spelt

_SAYS_NOTHING = {
    *(SH + name for name in ("name", "message", "description", "order", "group", "severity")),
    *(SH + name for name in ("path", "sparql", *TARGETS)),
    PREFIXES["rdf"] + "type",
}
_ON_VALUES = {
    *("and", "class", "datatype", "in", "languageIn", "maxExclusive", "maxInclusive", "maxLength"),
    *("minExclusive", "minInclusive", "minLength", "node", "nodeKind", "not", "or", "pattern"),
    *("property", "xone"),
}
_KINDS = {
    SH + "IRI": "isIRI({0})",
    SH + "Literal": "isLiteral({0})",
    SH + "BlankNode": "isBlank({0})",
    SH + "BlankNodeOrIRI": "!isLiteral({0})",
    SH + "BlankNodeOrLiteral": "!isIRI({0})",
    SH + "IRIOrLiteral": "!isBlank({0})",
}
_COMPARED = {
    "minInclusive": ">=",
    "minExclusive": ">",
    "maxInclusive": "<=",
    "maxExclusive": "<",
    "lessThan": "<",
    "lessThanOrEquals": "<=",
}
_ONE_DIALECT = (
    r"(?!.*(?:[*+?}]\+|\(\?|&&|--|~~))"  # possessive or special to one, set operations to the other
    r"\^?(?:[\w :/,;=@'~%&#<>!-]|\[\^?[ -Z^-~]+\]|[(|)+*?.]|\{[0-9,]+\})*\$?"
)
"""A pattern that Python's and the engine's regular expressions read alike."""

_INEXACT = {*_COMPARED, "languageIn"}
_ONCE = {
    *("datatype", "in", "languageIn", "maxCount", "maxLength", "minCount", "minLength"),
    *("nodeKind", "path"),
}
"""What pySHACL refuses to find twice at a shape."""

_MOST_COUNTED = 3
_DEEPEST = 9

Path = list[str]


class Conditions:
    """Conditions for the shapes of a graph; ``subclasses`` gives the classes below a class."""

    def __init__(self, shapes: Shapes, subclasses: Callable[[Node], Iterable[Node]]) -> None:
        self._shapes = shapes
        self._subclasses = subclasses
        self._numbers = count()
        self._within: list[Node] = []

    def breaks(self, shape: Node, node: str) -> Condition:
        """When the thing in a variable (``?this``) may break a shape."""
        paths = [self._steps(path) for path in self._shapes.values(shape, "path")]
        if self._is_beyond(shape) or not all(paths):
            return ALWAYS
        self._within.append(shape)
        found = any_of(self._of_path(shape, node, paths[0]) if paths else self._of(shape, node))
        self._within.pop()
        return found

    def _is_beyond(self, shape: Node) -> bool:
        """Whether a shape is unclear, refers to itself, lies too deep or queries a mere part."""
        within = self._within
        queries = within and self._shapes.values(shape, "sparql")
        unclear = not self._shapes.predicates(shape) or any(
            len(self._shapes.values(shape, name)) > 1 for name in _ONCE
        )
        return bool(unclear or queries or shape in within or len(within) > _DEEPEST)

    def _of(self, shape: Node, node: str) -> Iterator[Condition]:
        for name, value in self._constraints(shape):
            if name == "hasValue" and askable(value):
                yield Condition(f"!sameTerm({node}, {value})")
            else:
                yield self._of_value(shape, name, value, node)

    def _of_path(self, shape: Node, node: str, path: Path) -> Iterator[Condition]:
        each = self._variable()
        of_each = []
        for name, value in self._constraints(shape):
            if name in _ON_VALUES:
                of_each.append(self._of_value(shape, name, value, each))
            else:
                yield self._of_values(name, value, node, path)
        if of_each:
            broken = any_of(of_each)
            yield Condition(self._reaches(node, path, each, broken.text), broken.exact)

    def _constraints(self, shape: Node) -> Iterator[tuple[str, Node]]:
        for predicate, values in self._shapes.predicates(shape).items():
            if predicate not in _SAYS_NOTHING:
                for value in values:
                    yield predicate.removeprefix(SH), value

    def _of_values(self, name: str, value: Node, node: str, path: Path) -> Condition:
        """Constraints on all the values of a path together."""
        one, two = self._variable(), self._variable()
        if name in ("minCount", "maxCount"):
            return self._counted(name, value, node, path)
        if name == "hasValue" and askable(value):
            return Condition("!" + self._reaches(node, path, str(value), "true"))
        if not isinstance(value, ox.NamedNode):
            return ALWAYS
        other = [str(value)]
        if name == "equals":
            lacking = self._lacks(node, path, other), self._lacks(node, other, path)
            return any_of(lacking)
        if name == "disjoint":
            shared = self._reaches(node, other, one, "true")
            return Condition(self._reaches(node, path, one, shared))
        if name in ("lessThan", "lessThanOrEquals"):
            wrong = f"!COALESCE({one} {_COMPARED[name]} {two}, false)"
            found = self._reaches(node, path, one, self._reaches(node, other, two, wrong))
            return Condition(found, exact=False)
        return ALWAYS

    def _counted(self, name: str, number: Node, node: str, path: Path) -> Condition:
        if not re.fullmatch("[0-9]", spelt(number)):
            return ALWAYS
        wanted = int(spelt(number)) + (name == "maxCount")
        if wanted > _MOST_COUNTED:
            return ALWAYS
        if wanted < 1:
            return NEVER
        found = [self._variable() for _ in range(wanted)]
        pairs = combinations(found, 2)
        several = " && ".join(f"!sameTerm({a}, {b})" for a, b in pairs) or "true"
        for each in reversed(found):
            several = self._reaches(node, path, each, several)
        return Condition(f"!{several}" if name == "minCount" else several)

    def _lacks(self, node: str, path: Path, other: Path) -> Condition:
        one = self._variable()
        found = self._reaches(node, other, one, "true")
        return Condition(self._reaches(node, path, one, f"!{found}"))

    def _reaches(self, node: str, path: Path, each: str, condition: str) -> str:
        """Whether a value of a path meets a condition: step within step, so that order holds."""
        step, *rest = path
        reached = self._variable() if rest else each
        inner = self._reaches(reached, rest, each, condition) if rest else condition
        return f"EXISTS {{ {node} {step} {reached} FILTER({inner}) }}"

    def _of_value(self, shape: Node, name: str, value: Node, each: str) -> Condition:
        """Constraints on one value: of a path, or the thing itself."""
        if name in ("node", "property"):
            return self.breaks(value, each)
        if name == "not":
            return negation(self.breaks(value, each))
        if name in ("and", "or", "xone"):
            parts = [self.breaks(part, each) for part in self._shapes.members(value)]
            return {"and": any_of, "or": all_of, "xone": not_one_of}[name](parts)
        if name == "in":
            members = self._shapes.members(value)
            same = any_of(Condition(f"sameTerm({each}, {member})") for member in members)
            return negation(same) if all(map(askable, members)) else ALWAYS
        return self._of_term(name, value, each)

    def _of_term(self, name: str, value: Node, each: str) -> Condition:
        if name == "class":
            return self._of_class(value, each)
        kept = self._kept(name, value, each)
        exact = name not in _INEXACT and not (
            (name == "pattern" and "$" in spelt(value))  # Python lets a newline follow $
            or (name == "minLength" and spelt(value) == "0")  # pySHACL lets a blank node pass
        )
        return Condition(f"!COALESCE({kept}, false)", exact) if kept else ALWAYS

    def _of_class(self, value: Node, each: str) -> Condition:
        kinds = {value, *self._subclasses(value)} if isinstance(value, ox.NamedNode) else set()
        if not kinds or not all(isinstance(kind, ox.NamedNode) for kind in kinds):
            return ALWAYS  # a blank node cannot be named in a query
        listed = " ".join(sorted(map(str, kinds)))
        kind = self._variable()
        return Condition(f"NOT EXISTS {{ VALUES {kind} {{ {listed} }} {each} a {kind} }}")

    def _kept(self, name: str, value: Node, each: str) -> str | None:
        """When a value keeps a constraint; None where that cannot be told."""
        if name == "languageIn":
            return self._kept_language(value, each)
        if not askable(value):
            return None
        if name == "datatype" and not spelt(value).startswith(PREFIXES["rdfs"]):
            return f"datatype({each}) = {value}"
        if name == "nodeKind" and spelt(value) in _KINDS:
            return _KINDS[spelt(value)].format(each)
        if name in ("minLength", "maxLength"):
            sign = ">=" if name == "minLength" else "<="
            return f"STRLEN(STR({each})) {sign} {value}"
        if name in _COMPARED:
            return f"{each} {_COMPARED[name]} {value}"
        if name == "pattern" and re.fullmatch(_ONE_DIALECT, spelt(value), re.ASCII):
            return f"REGEX(STR({each}), {value})"
        return None

    def _kept_language(self, tags: Node, each: str) -> str | None:
        members = self._shapes.members(tags)
        if not all(isinstance(tag, ox.Literal) for tag in members):
            return None
        listed = ", ".join(f"LCASE({tag})" for tag in members)
        return f"LCASE(LANG({each})) IN ({listed})"

    def _steps(self, path: Node, sign: str = "", depth: int = 0) -> Path:
        """A path as SPARQL, step by step; empty where engines differ in its reach.

        They do where it repeats, and where a path of several steps is walked backwards (``^``).
        """
        if isinstance(path, ox.NamedNode):
            return [f"{sign}{path}"]
        if depth > _DEEPEST:
            return []
        if inverse := self._shapes.values(path, "inversePath"):
            return self._steps(inverse[0], "" if sign else "^", depth + 1)
        branches = self._shapes.values(path, "alternativePath")
        members = self._shapes.members(branches[0] if branches else path)
        parts = [self._steps(member, sign, depth + 1) for member in members]
        if not parts or not all(parts) or (sign and not branches):
            return []
        if branches:
            return [f"({'|'.join('/'.join(part) for part in parts)})"]
        return [step for part in parts for step in part]

    def _variable(self) -> str:
        return f"?v{next(self._numbers)}"
