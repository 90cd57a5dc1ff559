"""What an editor most likely meant: the right value that is written most like the wrong one."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from backrun_kg.findings import Finding
from backrun_kg.namespaces import expand, shrink
from backrun_kg.screening import Screen
from backrun_kg.shapes import Node, Shapes, local_name

_CLOSE = 0.7
_FEW = 1000


class Nearest:
    """Known IRIs, to be asked for the one that is written most like another.

    Among many, only those that begin or end like it are looked at: comparing every unknown name
    with every known one would take a large graph's validation hours.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._named = {_last_part(iri): iri for iri in sorted(known)}
        self._halves: dict[str, list[str]] = {}
        if len(self._named) > _FEW:
            for name in self._named:
                for half in _halves(name, len(name) // 2):
                    self._halves.setdefault(half, []).append(name)

    def find(self, iri: str) -> str:
        """The nearest as a CURIE; '' where none is close."""
        name = _last_part(iri)
        names = [other for other in self._alike(name) if self._named[other] != iri]
        close = get_close_matches(name, names, n=1, cutoff=_CLOSE)
        return shrink(self._named[close[0]]) if close else ""

    def _alike(self, name: str) -> Iterable[str]:
        if not self._halves:
            return self._named
        lengths = {(len(name) + change) // 2 for change in (-1, 0, 1)}
        halves = {half for length in lengths for half in _halves(name, length)}
        return sorted({other for half in halves for other in self._halves.get(half, ())})


_CHOICES: WeakKeyDictionary[Screen, dict[str, Nearest]] = WeakKeyDictionary()
"""The values that each rule allows, by the screen that looked them up."""


def nearest_value(finding: Finding, shapes: Shapes, screen: Screen) -> str:
    """The value a shape allows that is most like the one it objects to; '' where none is close."""
    iri = expand(finding.value)
    if iri is None or finding.value == finding.focus:
        return ""
    choices = _CHOICES.setdefault(screen, {})
    if finding.rule not in choices:
        named = (node for node in shapes.nodes() if local_name(node) == finding.rule)
        allowed = {value for shape in named for value in _allowed(shape, shapes, screen)}
        iris = (value.value for value in allowed if isinstance(value, ox.NamedNode))
        choices[finding.rule] = Nearest(iris)
    return choices[finding.rule].find(iri)


def _allowed(shape: Node, shapes: Shapes, screen: Screen) -> Iterator[Node]:
    """The things a shape names as values, or whose class it names, its branches included."""
    for kind in shapes.values(shape, "class"):
        yield from screen.instances(kind)
    for choice in shapes.values(shape, "in"):
        yield from shapes.members(choice)
    yield from shapes.values(shape, "hasValue")
    for name in ("or", "xone", "and"):
        for branches in shapes.values(shape, name):
            for branch in shapes.members(branches):
                yield from _allowed(branch, shapes, screen)


def _halves(name: str, length: int) -> tuple[str, str]:
    """The first and the last letters of a name, told apart."""
    return f"^{name[:length]}", f"{name[len(name) - length :]}$"


def _last_part(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
