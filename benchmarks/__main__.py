"""How fast the package is, beside the tools that one would pick instead: ``python -m benchmarks``.

Measures, prints a table, and writes ``docs/performance.md`` with its chart. A tool that is not
installed is left out by name. Exits with 1 where a ratio or a slope is worse than its bound, or
than what a goal that is missed is held to, or where a command fails. ``--small`` is for every
change: it takes a minute or two, has only the tools that there is a bound for, and writes no page.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.speed import commands, engines
from benchmarks.speed.bench import Bench
from benchmarks.speed.chart import draw_chart
from benchmarks.speed.goals import GOALS, judge, list_faults
from benchmarks.speed.measuring import Row, quiet_environment
from benchmarks.speed.page import CHART, KINDS, PAGE, write_page, write_table
from benchmarks.speed.peers import HIDDEN, find_missing, find_peers

Kept = TypeVar("Kept")

SIZES, SMALL_SIZES = (3_000, 30_000, 300_000, 3_000_000), (3_000, 30_000)

WORK: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "start": commands.measure_starts,
    "queries": engines.measure_queries,
    "commands": commands.measure_questions,
    "validate": commands.measure_validation,
    "jsonld": commands.measure_jsonld,
    "readers": engines.check_readers,
    "convert": commands.measure_conversions,
    "load": engines.measure_loading,
    "repeat": commands.measure_repeats,
    "growth": engines.measure_growth,
    "stages": engines.measure_stages,
}
"""Every kind of work, in the order of the page."""

NOT_SMALL = {"commands", "convert", "repeat", "stages"}
"""What a small run leaves out: it is slow, or says nothing at a small size."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, or read what was measured; print it, and write the page where it is whole."""
    options = _parse(arguments)
    figures = _find_figures(options)
    rows = [Row(**row) for row in figures["rows"]]
    verdicts = judge(rows, small=options.small)
    measured = {row.kind for row in rows}
    told = [verdict for verdict in verdicts if verdict.goal.kind in measured]
    print(write_table(rows, told, options.slack))
    for name, hint in figures["missing"].items():
        print(f"{name} is not installed, and left out ({hint}).", file=sys.stderr)
    if options.json:
        options.json.write_text(json.dumps(figures, indent="\t") + "\n", encoding="utf-8")
    if not options.small and (options.read or not options.only):
        PAGE.write_text(write_page(figures), encoding="utf-8")
        CHART.write_text(draw_chart(rows), encoding="utf-8")
    faults = [*list_faults(rows), *(figures["missing"] if options.require else ())]
    return int(bool(faults) or not all(verdict.is_held(options.slack) for verdict in verdicts))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("--small", action="store_true", help="3,000 and 30,000 triples only; no page")
    add("--slack", type=float, default=1, metavar="F", help="widens what is held to by a factor")
    add("--rounds", type=int, metavar="N", help="rounds of short commands (default 11, small 5)")
    add("--limit", type=float, metavar="SECONDS", help="ends a command (default 600, small 30)")
    add("--only", choices=WORK, action="append", help="one kind of work (repeatable); no page")
    add(
        "--tools",
        type=Path,
        default=Path("tools"),
        metavar="FOLDER",
        help="holds bin/ and node_modules/ with tools that the system has not",
    )
    add("--require", action="store_true", help="exit with 1 where a tool is not installed")
    add("--json", type=Path, metavar="FILE", help="write the figures here, too")
    add(
        "--from",
        dest="read",
        type=Path,
        metavar="FILE",
        help="read these figures; measure only --only",
    )
    return parser.parse_args(arguments)


def _find_figures(options: argparse.Namespace) -> dict[str, Any]:
    """What was measured before, now, or before and for some kinds of work now."""
    if not options.read:
        return _measure(options)
    figures: dict[str, Any] = json.loads(options.read.read_text("utf-8"))
    if options.only:
        rows = _measure(options)["rows"]
        others = [row for row in figures["rows"] if row["kind"] not in options.only]
        figures["rows"] = sorted([*others, *rows], key=lambda row: list(WORK).index(row["kind"]))
    return figures


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    tools = options.tools.resolve()
    peers = find_peers(tools)
    missing = find_missing(peers)
    if options.small:  # what has no bound has no place in it
        peers, missing = _keep_bound(peers), _keep_bound(missing)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = options.small
        bench = Bench(
            folder,
            tools,
            peers,
            ours=(shutil.which("backrun-kg") or "backrun-kg",),
            sizes=SMALL_SIZES if small else SIZES,
            large=30_000 if small else 300_000,
            validated=() if small else (300_000,),
            rounds=options.rounds or (5 if small else 11),
            limit=options.limit or (30 if small else 600),
        )
        quiet_environment(bench.cache)
        kinds = options.only or [kind for kind in WORK if not (small and kind in NOT_SMALL)]
        rows: list[Row] = []
        for kind in kinds:
            print(f"{KINDS[kind]} …", file=sys.stderr, flush=True)
            rows += WORK[kind](bench)
    return {
        "machine": _describe_machine(),
        "limit": bench.limit,
        "versions": {name: p.version for name, p in peers.items() if name not in HIDDEN},
        "missing": missing,
        "rows": [asdict(row) for row in rows],
    }


def _keep_bound(tools: Mapping[str, Kept]) -> dict[str, Kept]:
    bound = {goal.tool for goal in GOALS} | HIDDEN
    return {name: tool for name, tool in tools.items() if name in bound}


def _describe_machine() -> dict[str, Any]:
    """The cores, the model of the processor, the gigabytes of memory, the system, the Python."""
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    return {
        "cores": os.cpu_count(),
        "cpu": models[0] if models else platform.machine(),
        "memory": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "system": platform.system(),
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    sys.exit(main())
