"""How long ``backrun-kg validate`` takes: beside the ``pyshacl`` command, and as graphs grow.

Run it with ``python -m benchmarks.validation``; ``--help`` lists what may be left out or added.
The two commands take turns on the same data and shapes, so that a busy machine weighs on both;
growth is measured in seconds of the processor. ``--exact`` compares what is found with and without
screening instead: on the broken files and on corrupted graphs. It exits with 1 past a bound.
"""

import argparse
import json
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import pyoxigraph as ox

from backrun_kg.dataset import Dataset, Source, load
from backrun_kg.namespaces import PREFIXES
from backrun_kg.paths import SHAPES
from backrun_kg.turtle import write_turtle
from backrun_kg.validation import validate
from benchmarks.generate import write_graph
from benchmarks.speed.measuring import find_slope, ratio, run

OURS = shutil.which("backrun-kg") or "backrun-kg"
PEER = shutil.which("pyshacl") or "pyshacl"
RATIO, SLOPE = 0.5, 1.15
SIZES = (4_000, 13_000, 43_000, 130_000, 330_000)
BROKEN = Path(__file__).parents[1] / "tests" / "broken"
SHARE = 0.01
"""How much of a corrupted graph is wrong."""

_GROWN = 40_000  # triples from which on starting up no longer counts
_LIMIT = 3_600.0  # seconds
_LAYERS = ("article", "evidence", "alignment")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a short table and return 1 where something passes its bound, else 0."""
    options = _parse(arguments)
    figures: dict[str, Any] = {}
    if options.exact:
        return int(bool(list(_compare(options.exact))))
    with tempfile.TemporaryDirectory() as folder:
        figures["peer"] = _beside_peer(Path(folder), options.rounds)
        for name, share in (("growth", 0.0), ("corrupted", SHARE)):
            figures[name] = _grow(Path(folder), options.sizes, share)
        if options.pyshacl:
            figures["peer, grown"] = _beside_peer(Path(folder), 1, max(options.sizes))
    if options.json:
        options.json.write_text(json.dumps(figures, indent="\t") + "\n", encoding="utf-8")
    ratios = [figures[name]["ratio"] for name in figures if name.startswith("peer")]
    slopes = [figures[name]["slope"] for name in ("growth", "corrupted")]
    slack = options.slack
    return int(max(ratios) > RATIO * slack or max(slopes) > SLOPE * slack)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.validation")
    parser.add_argument("--rounds", type=int, default=7, help="rounds beside pyshacl")
    parser.add_argument("--slack", type=float, default=1, help="widens the bounds by a factor")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="triples of graphs")
    parser.add_argument("--pyshacl", action="store_true", help="pyshacl on the largest, too: slow")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    parser.add_argument(
        "--exact",
        type=int,
        metavar="N",
        help="only compare with unscreened validation, N broken files at a time",
    )
    return parser.parse_args(arguments)


def _beside_peer(folder: Path, rounds: int, size: int = 0) -> dict[str, float]:
    """Both commands in turns: the median times, and the median of the rounds' ratios.

    The data are the shipped ones, or a graph of some size.
    """
    data, merged = folder / "data.nt", folder / "merged.ttl"
    if size:
        write_graph(data, size)
    else:
        shipped = load(layers=_LAYERS).quads()
        data.write_text("".join(f"{quad.triple} .\n" for quad in shipped), encoding="utf-8")
    ontology = [quad.triple for quad in load(layers=["ontology"]).quads()]
    copied = [quad.triple for quad in ox.parse(path=str(data))]
    merged.write_text(write_turtle([*ontology, *copied]), encoding="utf-8")
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(run([OURS, "validate", "--no-shipped", str(data)], _LIMIT))
        command = [PEER, "--shacl", SHAPES, "--format", "json-ld", str(merged)]
        theirs.append(run(command, _LIMIT))
    found = {
        "triples": len(copied),
        "ours": median(each.wall for each in ours),
        "pyshacl": median(each.wall for each in theirs),
        "ours, MB": median(each.memory for each in ours),
        "pyshacl, MB": median(each.memory for each in theirs),
        "ratio": ratio([each.wall for each in ours], [each.wall for each in theirs]),
    }
    print(
        f"{len(copied):,} triples: {found['ours']:.2f} s, pyshacl {found['pyshacl']:.2f} s, "
        f"ratio {found['ratio']:.2f}, bound {RATIO}"
    )
    return found


def _grow(folder: Path, sizes: Iterable[int], share: float) -> dict[str, Any]:
    """Validation of ever larger graphs, and the slope of log time over log size."""
    print(f"{'corrupted' if share else 'right'}\n   triples   seconds        MB")
    points = []
    for size in sorted(sizes):
        path = folder / "grown.nt"
        triples = write_graph(path, size)
        if share:
            lines = path.read_text(encoding="utf-8").splitlines()
            path.write_text("\n".join(corrupt(lines, share)) + "\n", encoding="utf-8")
        command = [OURS, "validate", "--no-shipped", str(path)]
        taken = run(command, _LIMIT, fine=int(bool(share)))  # findings are no surprise there
        points.append({"triples": triples, "seconds": taken.cpu, "MB": taken.memory})
        print(f"{triples:10,}{taken.cpu:10.2f}{taken.memory:10.0f}", flush=True)
    grown = [point for point in points if point["triples"] >= _GROWN]
    used = grown if len(grown) > 1 else points
    slope = find_slope([(point["triples"], point["seconds"]) for point in used])
    print(f"slope {slope:.2f}, bound {SLOPE}")
    return {"points": points, "slope": slope}


def corrupt(lines: Sequence[str], share: float, seed: int = 0) -> list[str]:
    """N-Triples with a share of the lines gone wrong, each in one of five ways."""
    chance = random.Random(seed)  # noqa: S311  no secret
    corrupted = []
    for line in lines:
        if chance.random() >= share:
            corrupted.append(line)
            continue
        way = chance.choice(_WAYS)
        corrupted += way(line, chance.choice(lines))
    return corrupted


_KG = re.escape(PREFIXES["kg"])
_WAYS: tuple[Callable[[str, str], list[str]], ...] = (
    lambda _line, _other: [],
    lambda line, _other: [re.sub(rf"(<{_KG}[^>]*)> \.$", r"\1x> .", line)],
    lambda line, _other: [re.sub(r"(> <[^>]*)([a-z])> ", r"\1x\2> ", line, count=1)],
    lambda line, _other: [re.sub(r'"(@en|\^\^<[^>]*>)? \.$', '"^^<urn:x:type> .', line)],
    lambda line, other: [line, " ".join([*line.split(" ")[:2], *other.split(" ")[2:]])],
)
"""Left out, a link or a word misspelt, another datatype, somebody else's value as a second."""


def _compare(files_at_a_time: int) -> Iterator[str]:
    """The graphs in which screening changes what is found."""
    shipped = [quad.triple for quad in load(layers=_LAYERS).quads()]
    known = {node for triple in shipped for node in (triple.subject, triple.object)}
    files = sorted(BROKEN.glob("*.ttl"))
    for first in range(0, len(files), files_at_a_time):
        chosen = files[first : first + files_at_a_time]
        text = "".join(f"{t} .\n" for t in dict.fromkeys([*shipped, *read_apart(chosen, known)]))
        yield from _differing(f"{chosen[0].stem} … {chosen[-1].stem}", text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "generated.nt"
        triples = write_graph(path, 13_000)
        lines = path.read_text(encoding="utf-8").splitlines()
        for seed in range(10):
            text = "\n".join(corrupt(lines, 30 / triples, seed))
            yield from _differing(f"corrupted {seed}", text)


def _differing(name: str, text: str) -> Iterator[str]:
    dataset = Dataset([Source("data.nt", "user", "nt", text.encode())])
    screened, full = validate(dataset), validate(dataset, screened=False)
    same = screened == full
    print(f"{name}: {len(full.findings)} findings, {'same' if same else 'DIFFERENT'}", flush=True)
    if not same:
        print(*sorted({*screened.findings} ^ {*full.findings})[:5], sep="\n")
        yield name


def read_apart(files: Iterable[Path], known: set[Any]) -> list[ox.Triple]:
    """The statements of files, each with names of its own for things that are not known."""
    found = []
    for number, file in enumerate(files):
        names = {
            node: ox.NamedNode(f"{node.value}-{number}")
            for quad in ox.parse(path=str(file))
            for node in (quad.subject, quad.object)
            if isinstance(node, ox.NamedNode)
            and node.value.startswith(PREFIXES["kg"])
            and node not in known
        }
        for quad in ox.parse(path=str(file), rename_blank_nodes=True):
            thing, value = quad.subject, quad.object
            found.append(
                ox.Triple(names.get(thing, thing), quad.predicate, names.get(value, value))
            )
    return found


if __name__ == "__main__":
    sys.exit(main())
