"""The picture of three columns, muscles, exercises and benefits, laid out by counting."""

from typing import NamedTuple

from backrun_kg.site.addresses import Link
from backrun_kg.site.atlas import Atlas
from backrun_kg.site.evidence import Effect, Verdict, map_evidence, read_verdict

WIDTH = 960
_STEP = 25  # between two lines
_ROOM = 88  # the most between two muscles
_TOP = 44  # where the first line is, below the titles
_LEFT, _MIDDLE, _RIGHT = 214, 480, 690  # where the columns begin to have lines
_HALF = 84  # of an exercise's box
_SPREAD = 2  # between two lines that end in one box


class Node(NamedTuple):
    """Words at a place; a heading has no line."""

    link: Link
    x: int
    y: int
    style: str = ""


class Line(NamedTuple):
    """A curve, and the verdict on the claim it stands for."""

    path: str
    style: str


class Drawing(NamedTuple):
    """All that is drawn."""

    height: int
    muscles: list[Node]
    exercises: list[Node]
    benefits: list[Node]
    lines: list[Line]
    verdicts: list[Verdict]

    @property
    def width(self) -> int:
        """How wide it is."""
        return WIDTH


def draw(atlas: Atlas) -> Drawing | None:
    """The picture; None where the dataset has no exercise with muscles and benefits."""
    rows, effects = atlas.rows("muscles"), map_evidence(atlas)
    if not rows or not effects:
        return None
    benefits = _list_benefits(effects)
    height = benefits[-1].y + _STEP
    muscles = _spread([atlas.link(row["muscle"]) for row in rows], _LEFT, height)
    exercises = _spread([atlas.link(row["exercise"]) for row in rows], _MIDDLE, height)
    verdicts = {row["claim"]: read_verdict(row) for row in atlas.rows("verdicts")}
    left = _join_muscles(atlas, muscles, exercises, verdicts)
    right = _join_benefits(atlas, benefits, exercises)
    known = sorted({*verdicts.values()}, key=lambda verdict: verdict.style)
    return Drawing(height, muscles, exercises, benefits, [*left, *right], known)


def _list_benefits(effects: dict[Link, list[Effect]]) -> list[Node]:
    nodes: list[Node] = []
    y = _TOP
    for heading, rows in effects.items():
        nodes.append(Node(heading, _RIGHT, y, "heading"))
        for number, row in enumerate(rows, 1):
            nodes.append(Node(row.effect, _RIGHT, y + number * _STEP, row.verdict.style))
        y = nodes[-1].y + _STEP + _STEP // 2
    return nodes


def _spread(links: list[Link], x: int, height: int) -> list[Node]:
    """Nodes at equal distances about the middle of the height, each once."""
    unique = list(dict.fromkeys(links))
    step = min(_ROOM, (height - _TOP) // len(unique))
    first = (height + _TOP - step * (len(unique) - 1)) // 2
    return [Node(link, x, first + step * number) for number, link in enumerate(unique)]


def _join_muscles(
    atlas: Atlas, muscles: list[Node], exercises: list[Node], verdicts: dict[str, Verdict]
) -> list[Line]:
    left = {node.link: node for node in muscles}
    right = {node.link: node for node in exercises}
    lines = []
    rows = atlas.rows("muscles")
    for number, row in enumerate(rows):
        start, end = left[atlas.link(row["muscle"])], right[atlas.link(row["exercise"])]
        style = verdicts[row["claim"]].style if row["claim"] in verdicts else ""
        shift = _SPREAD * (2 * number - len(rows) + 1) // 2
        lines.append(_curve(start.x + 8, start.y, end.x - _HALF, end.y + shift, style))
    return lines


def _join_benefits(atlas: Atlas, benefits: list[Node], exercises: list[Node]) -> list[Line]:
    places = {node.link.place: node for node in exercises}
    stated = {atlas.link(row["effect"]): row for row in atlas.rows("effects")}
    subjects = {row["claim"]: atlas.place(row["subject"]) for row in atlas.rows("claims")}
    ends = [node for node in benefits if node.style != "heading"]
    lines = []
    for number, end in enumerate(ends):
        row = stated.get(end.link)
        start = places.get(subjects.get(row["claim"], "")) if row else None
        if start:
            shift = _SPREAD * (2 * number - len(ends) + 1) // 2
            lines.append(_curve(start.x + _HALF, start.y + shift, end.x - 8, end.y, end.style))
    return lines


def _curve(x1: int, y1: int, x2: int, y2: int, style: str) -> Line:
    middle = (x1 + x2) // 2
    return Line(f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}", style)
