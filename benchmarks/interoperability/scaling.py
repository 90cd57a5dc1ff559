"""What the embedded engine makes of larger graphs: the figures of ``docs/scaling.md``.

Run it with ``python -m benchmarks.interoperability.scaling [TRIPLES…]``, the sizes of graphs that
are made for it. Each has a process of its own, so that its peak memory is its own.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import pyoxigraph as ox

from backrun_kg.dataset import load
from backrun_kg.namespaces import PREFIXES
from backrun_kg.queries import select
from benchmarks.generate import write_graph

ROOT = Path(__file__).parents[2]
SIZES = (4_000, 40_000, 300_000, 1_000_000)
LOOK_UPS = 200

_THING = "quadriceps-1"


def main(*sizes: str) -> int:
    """Print a row for each size."""
    print("| triples | load, s | triples a second | MB | one thing, ms | all muscles, ms |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in map(int, sizes or map(str, SIZES)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "grown.nt"
            triples = write_graph(path, size)
            measured = subprocess.run(
                [sys.executable, "-m", __spec__.name, "--measure", path],
                stdout=subprocess.PIPE,
                text=True,
                check=True,
                cwd=ROOT,
            )
        seconds, memory, thing, muscles = map(float, measured.stdout.split())
        row = f"{triples:,} | {seconds:.2f} | {triples / seconds:,.0f} | {memory:,.0f}"
        print(f"| {row} | {1000 * thing:.1f} | {1000 * muscles:,.1f} |", flush=True)
    return 0


def measure(path: str) -> int:
    """Print seconds to load, peak memory, and seconds of two questions."""
    start = time.perf_counter()
    dataset = load(data=[path], shipped=False)
    _ = dataset.store
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    thing = ox.NamedNode(PREFIXES["kg"] + _THING)
    print(
        seconds,
        memory,
        _time(lambda: len(select(dataset, "facts", thing=thing).rows), LOOK_UPS),
        _time(lambda: len(select(dataset, "muscles").rows), 3),
    )
    return 0


def _time(ask: Callable[[], int], times: int) -> float:
    """The median of some times; what is asked for must be there."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        if not ask():
            raise SystemExit("Nothing was found.")
        taken.append(time.perf_counter() - start)
    return median(taken)


def _start(arguments: Sequence[str]) -> int:
    return measure(arguments[1]) if arguments[:1] == ["--measure"] else main(*arguments)


if __name__ == "__main__":
    sys.exit(_start(sys.argv[1:]))
