"""The chart of growth: seconds over triples, both on logarithmic scales, as plain SVG."""

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, log10

from benchmarks.speed.measuring import Row, tell_seconds

_WIDTH, _HEIGHT = 860, 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 230, 20, 50
_APART = 15
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f }
.grid { stroke: #d0d7de; stroke-width: 1 }
polyline { fill: none; stroke-width: 2 }
.leader { stroke-width: 1; stroke-dasharray: 2 3 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .grid { stroke: #3d444d } }
"""
_COLOURS = ("#2f81f7", "#d29922", "#3fb950", "#db61a2", "#a371f7", "#f0883e", "#8b949e")
"""Seen on white and on black alike."""

Point = tuple[float, float]


def draw_chart(rows: Sequence[Row]) -> str:
    """The chart, from the rows of growth."""
    lines: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        if row.kind == "growth" and row.seconds and not row.note:
            lines.setdefault(row.task, []).append((row.triples, row.seconds))
    drawn = {task: points for task, points in lines.items() if len(points) > 1}
    return "\n".join(_draw(drawn)) + "\n"


def _draw(lines: dict[str, list[tuple[int, float]]]) -> Iterator[str]:
    every = [point for points in lines.values() for point in points]
    across = _range([triples for triples, _ in every])
    up = _range([seconds for _, seconds in every])
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'role="img" aria-label="Seconds over triples, on logarithmic scales">'
    )
    yield f"<style>{_STYLE}</style>"
    yield from _draw_grid(across, up)
    placed = {
        task: [(_place_across(t, across), _place_up(s, up)) for t, s in points]
        for task, points in lines.items()
    }
    heights = _spread({task: points[-1][1] for task, points in placed.items()})
    for number, (task, points) in enumerate(placed.items()):
        yield from _draw_line(task, points, heights[task], _COLOURS[number % len(_COLOURS)])
    yield "</svg>"


def _range(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten around some values."""
    return floor(log10(min(values))), ceil(log10(max(values)))


def _place_across(triples: float, span: tuple[int, int]) -> float:
    share = (log10(triples) - span[0]) / (span[1] - span[0])
    return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)


def _place_up(seconds: float, span: tuple[int, int]) -> float:
    share = (log10(seconds) - span[0]) / (span[1] - span[0])
    return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM), 1)


def _draw_grid(across: tuple[int, int], up: tuple[int, int]) -> Iterator[str]:
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    for power in range(across[0], across[1] + 1):
        x = _place_across(10**power, across)
        yield f'<line class="grid" x1="{x}" y1="{_TOP}" x2="{x}" y2="{bottom}"/>'
        yield f'<text x="{x}" y="{bottom + 20}" text-anchor="middle">{10**power:,}</text>'
    for power in range(up[0], up[1] + 1):
        y = _place_up(10.0**power, up)
        yield f'<line class="grid" x1="{_LEFT}" y1="{y}" x2="{right}" y2="{y}"/>'
        told = tell_seconds(10.0**power)
        yield f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{told}</text>'
    yield f'<text x="{(_LEFT + right) / 2}" y="{_HEIGHT - 8}" text-anchor="middle">triples</text>'


def _spread(heights: dict[str, float]) -> dict[str, float]:
    """The heights of the labels, moved down where two would meet, and up from the lower edge."""
    placed: dict[str, float] = {}
    last = float(_TOP)
    for task, height in sorted(heights.items(), key=lambda item: item[1]):
        last = placed[task] = max(height, last + _APART)
    excess = max(0.0, last - (_HEIGHT - _BOTTOM))
    return {task: height - excess for task, height in placed.items()}


def _draw_line(task: str, points: Sequence[Point], height: float, colour: str) -> Iterator[str]:
    x, y = points[-1]
    path = " ".join(f"{across},{up}" for across, up in points)
    label = _WIDTH - _RIGHT + 24
    yield f'<polyline points="{path}" stroke="{colour}"/>'
    for across, up in points:
        yield f'<circle cx="{across}" cy="{up}" r="3" fill="{colour}"/>'
    yield (
        f'<polyline class="leader" points="{x},{y} {label - 4},{round(height, 1)}" '
        f'stroke="{colour}"/>'
    )
    yield f'<text x="{label}" y="{round(height + 4, 1)}">{escape(task)}</text>'
