"""Commands run in turn, round by round, and what they took."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from statistics import linear_regression, median
from typing import Any, NamedTuple

SCRIPTS = Path(__file__).parent / "scripts"
OURS = "backrun-kg"
SLOW = 2.0
"""Seconds from which on a command is slow."""

SHIPPED = 0
"""Stands for the size of the shipped graph."""

FAILED = "failed:"
"""How the note of a tool begins that ended with an error."""


class Failed(Exception):
    """A command ended with an error."""


class Run(NamedTuple):
    """One process: seconds by the clock and of the processor, peak memory in MB, lines printed."""

    wall: float
    cpu: float
    memory: float
    lines: int
    limited: bool = False


@dataclass(frozen=True)
class Row:
    """What a tool took for a task: medians of some rounds, and of the rounds' own ratios.

    The ratio is our time by the tool's. A note says what else there is to know, such as that the
    tool was ended at the limit: its time is then that limit, and the ratio at most what is given.
    """

    kind: str
    task: str
    triples: int
    tool: str
    seconds: float | None = None
    ratio: float | None = None
    cpu: float | None = None
    memory: float | None = None
    lines: int = 0
    rounds: int = 1
    note: str = ""
    command: str = ""


def run(command: Sequence[str], limit: float, folder: Path | None = None, *, fine: int = 0) -> Run:
    """Run a command for so many seconds at most. Raises Failed with what it says.

    An exit code up to ``fine`` is no failure.
    """
    measure = [sys.executable, "-I", "-S", str(SCRIPTS / "measure.py"), str(limit), *command]
    done = subprocess.run(measure, capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode:
        raise Failed(f"{command[0]}: {done.stderr.strip().splitlines()[-1]}")
    told: dict[str, Any] = json.loads(done.stdout)
    limited = told["status"] < 0 and told["wall"] >= limit
    if not (0 <= told["status"] <= fine or limited):
        raise Failed(f"{' '.join(command)} ended with {told['status']}: {told['error'].strip()}")
    return Run(told["wall"], told["cpu"], told["memory"], told["lines"], limited)


def compare(
    about: Row, commands: Mapping[str, Sequence[str]], rounds: int, limit: float, folder: Path
) -> Iterator[Row]:
    """Run commands in turn; a row for each, with our time by its own where we are among them.

    One that was ended at the limit is not run again, nor is one that failed; one that is slow is
    run three times at most.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    failed: dict[str, str] = {}
    for _ in range(rounds):
        for name, command in commands.items():
            if name in failed or _is_enough(runs[name]):
                continue
            try:
                runs[name].append(run(command, limit, folder))
            except Failed as error:
                failed[name] = str(error)
    for name, command in commands.items():
        row = replace(about, tool=name, command=shorten(command))
        if name in failed:
            yield replace(row, note=f"{FAILED} {failed[name]}")
        else:
            yield _sum_up(row, runs[name], runs.get(OURS, []) if name != OURS else [])


def _is_enough(runs: Sequence[Run]) -> bool:
    return any(each.limited for each in runs) or (len(runs) >= 3 and runs[0].wall > SLOW)


def _sum_up(row: Row, runs: Sequence[Run], ours: Sequence[Run]) -> Row:
    limited = any(each.limited for each in runs)
    return replace(
        row,
        seconds=median(each.wall for each in runs),
        cpu=median(each.cpu for each in runs),
        memory=median(each.memory for each in runs),
        lines=runs[0].lines,
        rounds=len(runs),
        ratio=ratio([each.wall for each in ours], [each.wall for each in runs]) if ours else None,
        note=f"ended after {runs[-1].wall:,.0f} s" if limited else row.note,
    )


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the rounds' own ratios: a busy machine weighs on both sides of each."""
    return median(one / other for one, other in zip(ours, theirs, strict=False))


def find_slope(points: Sequence[tuple[float, float]]) -> float:
    """The slope of log seconds over log triples: 1 is linear, 0 is flat."""
    sizes, seconds = zip(*points, strict=True)
    return linear_regression([log(n) for n in sizes], [log(s) for s in seconds]).slope


def quiet_environment(cache: Path) -> None:
    """Let what is run keep its cache in a folder of ours, and print without colours."""
    os.environ |= {"BACKRUN_CACHE": str(cache), "NO_COLOR": "1"}


def tell_seconds(seconds: float | None) -> str:
    """Seconds, or a smaller unit, with three digits that count."""
    if seconds is None:
        return "–"
    if seconds >= 100:
        return f"{seconds:,.0f} s"
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def shorten(command: Sequence[str]) -> str:
    """A command as one writes it, without where things lie on this machine."""
    words = [re.sub(r"(?<![\w./])/(?!/)(?:[\w.@+-]+/)+", "", word) for word in command]
    return shlex.join("python" if word.startswith("python3") else word for word in words)
