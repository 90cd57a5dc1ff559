"""How long ``backrun-kg query muscles`` takes, whole process, beside its floor and beside rdflib.

Run it with ``python -m benchmarks.startup [rounds [slack]]``; slack widens the bounds by a factor.
Each round runs every command once, in turn; a ratio is the median of the rounds' own ratios, so
that a busy machine weighs on both sides.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import median

from backrun_kg.paths import DATA, ONTOLOGY, QUERIES

OURS = [shutil.which("backrun-kg") or "backrun-kg", "query", "muscles"]
FLOOR = [sys.executable, "-c", "import click, pyoxigraph"]
RDFLIB = [
    sys.executable,
    "-c",
    f"""
import glob, rdflib
graph = rdflib.Graph()
for path in glob.glob({f"{DATA}/*/*.ttl"!r}) + [{f"{ONTOLOGY}/backrun.ttl"!r}]:
    graph.parse(path, format="turtle")
graph.parse({f"{ONTOLOGY}/vocabularies.ttl"!r}, format="turtle")
with open({f"{QUERIES}/muscles.rq"!r}) as file:
    print(graph.query(file.read()).serialize(format="csv").decode())
""",
]
BOUNDS = {"floor (import click, pyoxigraph)": (FLOOR, 1.6), "rdflib": (RDFLIB, 0.25)}


def main(rounds: str = "21", slack: str = "1") -> int:
    """Print the ratios and return 1 where one passes its bound, else 0."""
    times: dict[str, list[float]] = {name: [] for name in ("ours", *BOUNDS)}
    for _ in range(int(rounds)):
        times["ours"].append(_run(OURS))
        for name, (command, _bound) in BOUNDS.items():
            times[name].append(_run(command))
    print(f"backrun-kg query muscles: {1000 * median(times['ours']):.0f} ms")
    late = False
    for name, (_, bound) in BOUNDS.items():
        pairs = zip(times["ours"], times[name], strict=True)
        ratio = median(ours / theirs for ours, theirs in pairs)
        late |= ratio > bound * float(slack)
        print(f"{name}: {1000 * median(times[name]):.0f} ms, ratio {ratio:.2f}, bound {bound}")
    return int(late)


def _run(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
