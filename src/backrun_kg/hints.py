"""What an editor most likely meant: the right value that is written most like the wrong one."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import pyoxigraph as ox

from backrun_kg.findings import Finding
from backrun_kg.namespaces import expand, shrink
from backrun_kg.screening import Screen
from backrun_kg.shapes import Node, Shapes, local_name

_CLOSE = 0.7


def find_nearest(iri: str, known: Iterable[str]) -> str:
    """The known IRI that is written most like this one, as a CURIE; '' where none is close."""
    named = {_last_part(other): other for other in sorted(known) if other != iri}
    close = get_close_matches(_last_part(iri), list(named), n=1, cutoff=_CLOSE)
    return shrink(named[close[0]]) if close else ""


def nearest_value(finding: Finding, shapes: Shapes, screen: Screen) -> str:
    """The value a shape allows that is most like the one it objects to; '' where none is close."""
    iri = expand(finding.value)
    if iri is None or finding.value == finding.focus:
        return ""
    named = (node for node in shapes.nodes() if local_name(node) == finding.rule)
    allowed = {value for shape in named for value in _allowed(shape, shapes, screen)}
    return find_nearest(iri, (value.value for value in allowed if isinstance(value, ox.NamedNode)))


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


def _last_part(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
