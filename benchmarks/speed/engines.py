"""The work that is measured within a process: each process measures, and tells line by line."""

import json
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import IO, Any, cast

from backrun_kg.dataset import load
from benchmarks.interoperability.catalogue import READERS
from benchmarks.interoperability.lines import of_quads
from benchmarks.interoperability.readers import Task
from benchmarks.interoperability.readers import run as read_by
from benchmarks.speed.bench import ROOT, Bench
from benchmarks.speed.measuring import FAILED, OURS, SHIPPED, Failed, Row, ratio

LOAD = "load"
LOOK_UPS = ("facts", "pointers", "names")
"""Named queries that find one thing when it is bound."""

PREPARED = "rdflib, prepared"
"""rdflib with a query that it has read before."""

COSTLIEST, FOUND_AT = 6, 30_000
"""How many named queries growth is measured of, and at which size they are found."""

EXPORTS = {
    "export to nq": "export --format nq --no-shipped --data",
    "export to jsonld": "export --format jsonld --no-shipped --data",
    "validate": "validate --no-shipped",
}
"""The commands whose growth is measured."""

READ_BY = ("pyoxigraph", "rdflib", "jsonld.js")

Told = dict[str, Any]


def measure_queries(bench: Bench) -> Iterator[Row]:
    """Every named query over the shipped graph, in our engine and in rdflib."""
    limit = min(20.0, bench.limit)
    for told in _follow(bench, bench.limit, "queries", bench.shipped, str(limit), "3"):
        about = Row("queries", told["task"], SHIPPED, OURS, command="in process")
        yield replace(about, seconds=median(told["ours"]), rounds=len(told["ours"]))
        note = "" if told["same"] else f"{FAILED} other rows"
        if told["same"] is None:
            note = f"ended after {limit:.0f} s"
        for tool, times in (("rdflib", told["theirs"]), (PREPARED, told["prepared"])):
            yield replace(
                about,
                tool=tool,
                seconds=median(times),
                ratio=ratio(told["ours"], times),
                rounds=len(times),
                note=note,
            )


def measure_loading(bench: Bench) -> Iterator[Row]:
    """Loading N-Triples into our engine and into rdflib, a process each."""
    runs: dict[str, list[Told]] = {"ours": [], "rdflib": []}
    for _ in range(min(bench.rounds, 3)):
        for engine, told in runs.items():
            told += _follow(bench, bench.limit, LOAD, bench.graph(bench.large), engine)
    ours, theirs = ([told["seconds"] for told in each] for each in runs.values())
    about = Row("load", LOAD, bench.large, OURS, rounds=len(runs["ours"]), command="in process")
    peaks = [max(told["memory"] for told in each) for each in runs.values()]
    yield replace(about, seconds=median(ours), memory=peaks[0])
    seconds, share = median(theirs), ratio(ours, theirs)
    yield replace(about, tool="rdflib", seconds=seconds, ratio=share, memory=peaks[1])


def measure_stages(bench: Bench) -> Iterator[Row]:
    """Where the time goes in what misses a goal."""
    for told in _follow(bench, bench.limit, "stages", bench.graph(bench.large)):
        triples = SHIPPED if told["task"].startswith("query") else bench.large
        yield Row("stages", told["task"], triples, told["stage"], seconds=told["seconds"])


def measure_growth(bench: Bench) -> Iterator[Row]:
    """What takes how long at which size: loading, looking up, asking, exporting, validating."""
    costs = [*_follow(bench, bench.limit, "costs", bench.graph(FOUND_AT))]
    costs.sort(key=lambda told: -told["seconds"])
    names = [told["task"] for told in costs[:COSTLIEST]]
    for size in bench.sizes:
        yield from _grow_inside(
            bench, size, [*(f"look-up {name}" for name in LOOK_UPS), *reversed(names)]
        )
        for task, words in EXPORTS.items():
            own = f"{words} {bench.graph(size)}"
            rounds = min(bench.rounds, 3) if size < 100_000 else 1
            yield from bench.compare("growth", task, size, own, {}, rounds)


def _grow_inside(bench: Bench, size: int, tasks: Sequence[str]) -> Iterator[Row]:
    """The tasks in one process; where one takes too long, those behind it in a new one."""
    left = [LOAD, *tasks]
    while left:
        words = left[1:] if left[0] == LOAD else left
        note = f"ended after {bench.limit:,.0f} s"
        try:
            for told in _follow(bench, bench.limit, "growth", bench.graph(size), *words):
                if told["task"] in left:
                    left.remove(told["task"])
                    yield _row(size, **told)
        except Failed as error:
            note = f"{FAILED} {error}"
        if left:
            yield _row(size, left.pop(0), bench.limit, note=note)


def _row(size: int, task: str, seconds: float, memory: float | None = None, note: str = "") -> Row:
    return Row(
        "growth", task, size, OURS, seconds=seconds, memory=memory, note=note, command="in process"
    )


def check_readers(bench: Bench) -> Iterator[Row]:
    """Whether three readers read from our JSON-LD what was written."""
    tools = bench.tools
    for size in (bench.sizes[0], bench.large):
        path = bench.folder / f"{size}.jsonld"
        own = ["export", "--no-shipped", "--data", bench.graph(size), "-o", path.name]
        subprocess.run([*bench.ours, *own], check=True, cwd=bench.folder)
        quads = load(data=[bench.folder / bench.graph(size)], shipped=False).quads()
        wanted = {f"{quad} ." for quad in quads}
        for name in READ_BY:
            if name == "jsonld.js" and name not in bench.peers:
                continue
            task = Task("jsonld", path)
            text = read_by(READERS[name], [task], tools, bench.folder)[task]
            same = not text.startswith("!") and of_quads(text).keys() == wanted
            note = "the same triples" if same else f"{FAILED} other triples: {text[:200]}"
            yield Row("readers", "JSON-LD", size, name, note=note)


def _follow(bench: Bench, limit: float, *words: str) -> Iterator[Told]:
    """What a process tells, line by line, until one takes longer than the limit to come."""
    command = [sys.executable, "-m", "benchmarks.speed.inside", *words]
    command = [str(bench.folder / word) if word.endswith(".nt") else word for word in command]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, bufsize=0) as process:
        lines = cast("IO[bytes]", process.stdout)
        while select.select([lines], [], [], limit)[0] and (line := lines.readline()):
            yield json.loads(line)
        process.kill()
    if process.returncode not in (0, -9):
        raise Failed(f"{words[0]} ended with {process.returncode}")
