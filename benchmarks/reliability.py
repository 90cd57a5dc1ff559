"""Writes ``docs/reliability.md``: what was measured, by which command, with what result.

Run it with ``python -m benchmarks.reliability FOLDER``. Each measurement writes what it found to a
file in FOLDER; one whose file is there already is not made again, and those that are cut short by
kind (``mutation-*.json``) are added up. All of them together take some hours.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.mutation.score import GOAL, STRUCTURAL_GOAL

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reliability.md"

MEASURES = {
    "mutation.json": "python -m benchmarks.mutation -o mutation.json",
    "hostile.txt": "python -m benchmarks.hostile 1000000",
    "kills.txt": "python -m benchmarks.kills 1000",
    "engines.txt": "python -m pytest -q tests/test_two_engines.py",
    "validation.json": "python -m benchmarks.validation --json validation.json",
}
"""The file of each measurement, and the command that makes it."""


def main(folder: str) -> int:
    """Measure what is not measured yet, and write the page."""
    found = {name: _measure(Path(folder), name) for name in MEASURES}
    PAGE.write_text(write_page(found), encoding="utf-8")
    return 0


def write_page(found: Mapping[str, str]) -> str:
    """The page, from what each measurement gave."""
    parts = [
        "# Reliability\n",
        "What was measured, on two cores, and how to measure it again. This page is written by "
        "`python -m benchmarks.reliability`; a test holds its commands to those of the script.\n",
        *_mutation(json.loads(found["mutation.json"])),
        *_hostile(found["hostile.txt"]),
        *_kills(found["kills.txt"]),
        *_engines(found["engines.txt"]),
        *_validation(json.loads(found["validation.json"])),
    ]
    return "\n".join(parts)


def _measure(folder: Path, name: str) -> str:
    path, pieces = folder / name, sorted(folder.glob(name.replace(".", "-*.")))
    if not path.exists() and pieces:
        path.write_text(json.dumps(_added(json.loads(p.read_text("utf-8")) for p in pieces)))
    if not path.exists():
        command = MEASURES[name].replace(name, str(path)).split()
        run = subprocess.run(
            [sys.executable, *command[1:]], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
        )
        if name.endswith(".txt"):
            path.write_text(run.stdout, encoding="utf-8")
    return path.read_text("utf-8")


def _added(pieces: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The results of several runs over different kinds of mutants, as one."""
    kinds: dict[str, Any] = {}
    totals: dict[str, dict[str, float]] = {}
    for piece in pieces:
        kinds |= piece["kinds"]
        for name, counts in piece["totals"].items():
            sums = totals.setdefault(name, dict.fromkeys(counts, 0))
            for key, count in counts.items():
                sums[key] += count
    for counts in totals.values():
        counts["score"] = counts["caught"] / (counts["made"] - counts["equivalent"])
    return {"kinds": kinds, "totals": totals}


def _heading(title: str, name: str) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"```sh\n{MEASURES[name]}\n```\n"


def _mutation(found: Mapping[str, Any]) -> Iterator[str]:
    yield from _heading("Mutants of the data that `validate --strict` catches", "mutation.json")
    yield "| kind | made | equivalent | caught | left | score |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name, counts in (found["kinds"] | found["totals"]).items():
        cells = (f"{counts[key]:,}" for key in ("made", "equivalent", "caught", "survived"))
        shown = f"**{name}**" if name in found["totals"] else name
        yield f"| {shown} | {' | '.join(cells)} | {100 * counts['score']:.1f} % |"
    goals = f"{100 * STRUCTURAL_GOAL:.0f} % of the structural mutants and {100 * GOAL:.0f} % of all"
    yield (
        "\n*Structural* mutants break a type, a number of values, a link, a datatype, a vocabulary,"
        " a range or a pattern. *Plausible* ones are well formed and only untrue: another effect of"
        " the same class, a figure off by one, an optional fact left out. Nothing in the graph says"
        " those facts a second time, and a rule made for a single figure would be no rule. The goal"
        f" is {goals}. What is short of the second could only be caught by saying every fact twice,"
        " such as with a digest of each record as it was reviewed; passages have one, which"
        " `verify-source` compares with the article and `validate`, without it, cannot. The mutants"
        " that are left are named in `tests/mutation/survivors.txt`, a list that may only shrink.\n"
    )


def _hostile(found: str) -> Iterator[str]:
    yield from _heading("Hostile files and parameter values", "hostile.txt")
    yield f"```text\n{found.strip()}\n```\n"


def _kills(found: str) -> Iterator[str]:
    yield from _heading("`kill -9` while a file is written", "kills.txt")
    yield f"```text\n{found.strip()}\n```\n"


def _engines(found: str) -> Iterator[str]:
    yield from _heading(
        "pySHACL and rudof, thing by thing and component by component", "engines.txt"
    )
    yield f"```text\n{found.strip().splitlines()[-1]}\n```\n"
    yield "Where they differ, the test has the reason beside it.\n"


def _validation(found: Mapping[str, Any]) -> Iterator[str]:
    yield from _heading("Time of `validate`", "validation.json")
    peer = found["peer"]
    yield (
        f"The shipped data, whole process: {peer['ratio']:.2f} of the time of the `pyshacl` "
        "command on the same data and shapes, in the same run.\n"
    )
    yield "| triples | seconds of the processor | MB | with 1 % of faults, seconds | MB |"
    yield "| ---: | ---: | ---: | ---: | ---: |"
    pairs = zip(found["growth"]["points"], found["corrupted"]["points"], strict=True)
    for well, ill in pairs:
        cells = f"{well['seconds']:.1f} | {well['MB']:.0f} | {ill['seconds']:.1f} | {ill['MB']:.0f}"
        yield f"| {well['triples']:,} | {cells} |"
    slopes = f"{found['growth']['slope']:.2f} and {found['corrupted']['slope']:.2f}"
    yield f"\nGrowth, time over size on logarithmic scales: slopes {slopes}, where 1 is linear.\n"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
