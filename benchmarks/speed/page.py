"""The page: what was measured on which machine, beside which versions, and what is reached."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.speed.engines import PREPARED
from benchmarks.speed.goals import REASONS, Verdict, find_slopes, judge, list_faults
from benchmarks.speed.measuring import OURS, SHIPPED, Row, tell_seconds

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
CHART = PAGE.with_suffix(".svg")

PROFILES = (
    "python -X importtime -m backrun_kg query muscles",
    "py-spy record --rate 1000 --native -o profile.svg -- python -m backrun_kg query muscles",
)
"""The commands that show where the time goes."""

KINDS = {
    "start": "Starting, over the shipped graph",
    "queries": "Named queries over the shipped graph, in process",
    "commands": "Named queries as commands, beside the floor",
    "validate": "Validation",
    "jsonld": "Compacted JSON-LD, with one context",
    "readers": "What three readers read from that JSON-LD",
    "convert": "Exports that stream",
    "load": "Loading",
    "repeat": "The same large file, again and again",
    "growth": "Growth",
    "stages": "Where the time goes",
}
"""The kinds of work in the order of the page, and their headings."""

_HEAD = """\
# Performance

How long the package takes, beside the tools that one would pick instead. Every ratio is our time by
the tool's, in the same run: the commands take turns, and the ratio is the median of the rounds' own
ratios, so that a busy machine weighs on both sides; a tool that takes more than two seconds has
three rounds, and one that takes minutes a single one. Times are medians of wall seconds, memory is
the peak of the whole process. What a tool prints goes through a pipe.

This page is written by `python -m benchmarks`; graphs of a size are made by
`python -m benchmarks.generate` and are valid against our shapes.
"""


def write_page(figures: Mapping[str, Any]) -> str:
    """The page, from the figures of a run."""
    rows = [Row(**row) for row in figures["rows"]]
    parts = [
        _HEAD,
        *_tell_machine(figures),
        *_tell_goals(judge(rows)),
        *(line for kind in KINDS for line in _tell_kind(kind, rows)),
    ]
    return "\n".join(parts)


def write_table(rows: Sequence[Row], verdicts: Iterable[Verdict], slack: float) -> str:
    """The same for a terminal: medians and ratios, then goals and faults."""
    lines = [
        f"{row.kind:9} {row.task:24} {_size(row):>9} {row.tool:24} {tell_seconds(row.seconds):>8} "
        f"{_number(row.ratio):>7} {row.note[:80]}"
        for row in rows
    ]
    for verdict in verdicts:
        told = (verdict.tell(value) for value in (verdict.value, verdict.goal.bound))
        judged = f"{_judged(verdict) if verdict.is_held(slack) else 'WORSE':12}"
        lines.append(
            f"{judged} {' bound '.join(f'{each:13}' for each in told)} {verdict.goal.words}"
        )
    return "\n".join([*lines, *(f"FAILED {fault}" for fault in list_faults(rows))])


def _tell_machine(figures: Mapping[str, Any]) -> Iterator[str]:
    machine = figures["machine"]
    yield (
        f"Measured on {machine['cores']} cores ({machine['cpu']}) with {machine['memory']} GB of "
        f"memory, {machine['system']}, Python {machine['python']}. A command was ended after "
        f"{figures['limit']:,.0f} seconds; where that happened its row says so.\n"
    )
    yield "| tool | version |\n| --- | --- |"
    yield from (f"| {name} | {version} |" for name, version in figures["versions"].items())
    yield ""
    for name, hint in figures["missing"].items():
        yield f"**{name}** was not installed, and is not compared with (`{hint}`).\n"


def _tell_goals(verdicts: Iterable[Verdict]) -> Iterator[str]:
    yield "## Goals\n"
    yield "| beside | measured | bound | |"
    yield "| --- | ---: | ---: | --- |"
    for verdict in verdicts:
        goal, told = verdict.goal, _judged(verdict)
        if told == "missed" and goal.words in REASONS:
            told = f"missed: {REASONS[goal.words]}"
        figures = f"{verdict.tell(verdict.value)} | {verdict.tell(goal.bound)}"
        yield f"| {goal.words} | {figures} | {told} |"
    yield ""


def _tell_kind(kind: str, rows: Sequence[Row]) -> Iterator[str]:
    own = [row for row in rows if row.kind == kind]
    if not own:
        return
    yield f"## {KINDS[kind]}\n"
    special = {
        "growth": _tell_growth,
        "queries": _tell_queries,
        "commands": _tell_questions,
        "stages": _tell_stages,
    }
    if kind in special:
        yield from special[kind](own)
        return
    yield "| task | triples | tool | time | processor | MB | ratio | |"
    yield "| --- | ---: | --- | ---: | ---: | ---: | ---: | --- |"
    yield from map(_tell_row, own)
    yield ""
    yield from _tell_commands(own)


def _tell_queries(rows: Sequence[Row]) -> Iterator[str]:
    """One row for each query, with the least gain first."""
    found = {(row.tool, row.task): row for row in rows}
    theirs = [row for row in rows if row.tool == "rdflib"]
    yield "| query | backrun-kg | rdflib | times faster | rdflib, prepared | times faster | |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | --- |"
    for row in sorted(theirs, key=lambda row: -(row.ratio or 0)):
        cells = [f"`{row.task}`", tell_seconds(found[OURS, row.task].seconds)]
        for other in (row, found.get((PREPARED, row.task))):
            gain = f"{1 / other.ratio:.0f}" if other and other.ratio else "–"
            cells += [tell_seconds(other.seconds if other else None), gain]
        yield f"| {' | '.join(cells)} | {_plain(row.note)} |"
    yield (
        "\nFrom the text of the query to its whole answer, which in ours is JSON; both give the "
        "same rows in the same order. rdflib can also prepare a query, and then reads it once for "
        "all; our engine reads it each time.\n"
    )


def _tell_questions(rows: Sequence[Row]) -> Iterator[str]:
    """One row for each command, with the longest first."""
    yield "| command | time | MB | beside the floor |"
    yield "| --- | ---: | ---: | ---: |"
    for row in sorted(rows, key=lambda row: -(row.ratio or 0)):
        cells = f"{tell_seconds(row.seconds)} | {_number(row.memory, '{:,.0f}')}"
        yield f"| `{row.task}` | {cells} | {_number(row.ratio)} |"
    yield ""


def _tell_row(row: Row) -> str:
    note = row.note
    if row.kind == "load" and row.seconds:
        note = f"{row.triples / row.seconds:,.0f} triples a second"
    cells = [
        row.task if row.tool == OURS or row.kind == "readers" else "",
        _size(row),
        f"**{row.tool}**" if row.tool == OURS else row.tool,
        tell_seconds(row.seconds),
        tell_seconds(row.cpu),
        _number(row.memory, "{:,.0f}"),
        _number(row.ratio),
        note,
    ]
    return f"| {' | '.join(map(_plain, cells))} |"


def _tell_growth(rows: Sequence[Row]) -> Iterator[str]:
    yield f"![Seconds over triples, on logarithmic scales]({CHART.name})\n"
    sizes = sorted({row.triples for row in rows})
    slopes = find_slopes(rows)
    yield f"| task | {' | '.join(f'{size:,}' for size in sizes)} | slope |"
    yield f"| --- |{' ---: |' * (len(sizes) + 1)}"
    for task in dict.fromkeys(row.task for row in rows):
        found = {row.triples: row for row in rows if row.task == task}
        cells = [_tell_point(found.get(size)) for size in sizes]
        yield f"| {task} | {' | '.join(cells)} | {_number(slopes.get(task))} |"
    yield (
        "\nTime, and the peak of the process in MB. The slope is that of log time over log "
        "size: 1 is linear, 0 flat; where starting up weighs, small sizes are left out of it. The "
        "queries are the costliest, all of the rows; look-ups bind one thing. Loading, look-ups "
        "and queries are of one process, whose peak stays.\n"
    )
    yield from _tell_commands(row for row in rows if row.triples == sizes[-1])


def _tell_point(row: Row | None) -> str:
    if row is None or row.seconds is None:
        return row.note if row else "–"
    return row.note or f"{tell_seconds(row.seconds)}, {_number(row.memory, '{:,.0f}')} MB"


def _tell_commands(rows: Iterable[Row]) -> Iterator[str]:
    told = dict.fromkeys(row.command for row in rows if row.command and row.command != "in process")
    if told:
        yield "\n".join(["```sh", *told, "```\n"])


def _tell_stages(rows: Sequence[Row]) -> Iterator[str]:
    """The stages of each task in their order, and the commands that show more."""
    yield "Stage by stage, in process and without starting up.\n"
    yield "| task | triples | |\n| --- | ---: | --- |"
    for task in dict.fromkeys(row.task for row in rows):
        own = [row for row in rows if row.task == task]
        stages = ", ".join(f"{row.tool} {tell_seconds(row.seconds)}" for row in own)
        yield f"| {task} | {_size(own[0])} | {stages} |"
    yield "\n```sh"
    yield from PROFILES
    yield "```\n"


def _judged(verdict: Verdict) -> str:
    if verdict.value is None:
        return "not measured"
    return "met" if verdict.is_met() else "missed"


def _size(row: Row) -> str:
    return "shipped" if row.triples == SHIPPED else f"{row.triples:,}"


def _plain(text: str) -> str:
    """A text that keeps to one cell of a table."""
    return " ".join(text.replace("|", "/").split())


def _number(number: float | None, form: str = "{:.3g}") -> str:
    return "–" if number is None else form.format(number)
