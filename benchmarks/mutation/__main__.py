"""Make mutants of the shipped data, judge them by validation, and count what it catches.

Ends with 1 where a score misses its goal.
"""

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.mutation.facts import shipped_facts
from benchmarks.mutation.mutants import KINDS, Mutant, make_mutants, why_equivalent
from benchmarks.mutation.score import (
    GOAL,
    STRUCTURAL_GOAL,
    Tally,
    Verdict,
    is_structural,
    judge_all,
    sample,
    tally,
)
from benchmarks.mutation.snapshot import SURVIVORS, read, update_equivalent, update_survivors

_console = Console(stderr=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the mutants that are asked for; 1 where a score misses its goal, else 0."""
    options = _options(arguments)
    start = time.perf_counter()
    verdicts = _verdicts(options)
    seconds = time.perf_counter() - start
    totals = {
        "structural": tally(v for v in verdicts if is_structural(v)),
        "plausible": tally(v for v in verdicts if not is_structural(v)),
        "all": tally(verdicts),
    }
    Console().print(_table(verdicts, totals, seconds))
    if options.output:
        _write(options, verdicts, totals, seconds)
    if options.update:
        update_survivors(verdicts, options.kinds, accept=options.accept)
    if options.update and not options.listed:
        update_equivalent(verdicts, options.kinds)
    return int(totals["structural"].score < STRUCTURAL_GOAL or totals["all"].score < GOAL)


def _options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND")
    parser.add_argument("--listed", action="store_true", help="only the listed survivors")
    parser.add_argument("--sample", type=int, metavar="N", help="so many mutants of each kind")
    parser.add_argument("--seed", type=int, default=0, help="which mutants the sample holds")
    parser.add_argument("--jobs", type=int, default=1, help="processes to judge in")
    parser.add_argument("--update", action="store_true", help="list caught survivors no more")
    parser.add_argument("--accept", action="store_true", help="with --update: list new ones, too")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write all as JSON")
    options = parser.parse_args(arguments)
    if options.update and options.sample:
        parser.error("--update needs every mutant of a kind; leave out --sample.")
    return options


def _verdicts(options: Namespace) -> list[Verdict]:
    facts = shipped_facts()
    mutants: Sequence[Mutant] = list(make_mutants(facts, options.kinds))
    if options.listed:
        listed = set(read(SURVIVORS))
        mutants = [mutant for mutant in mutants if mutant.name in listed]
    if options.sample:
        mutants = sample(mutants, options.sample, options.seed)
    reasons = {mutant.name: why_equivalent(mutant, facts) for mutant in mutants}
    judged = [mutant for mutant in mutants if not reasons[mutant.name]]
    rules = judge_all(judged, options.jobs)
    shown = track(rules, "mutants", len(judged), console=_console, transient=True)
    broken = dict(zip((mutant.name for mutant in judged), shown, strict=True))
    return [Verdict(m.kind, m.name, broken.get(m.name, ""), reasons[m.name]) for m in mutants]


def _table(verdicts: Sequence[Verdict], totals: dict[str, Tally], seconds: float) -> Table:
    table = Table("kind", title="Mutants of the shipped data", caption=f"{seconds:.0f} s")
    for heading in ("made", "equivalent", "caught", "survived", "score"):
        table.add_column(heading, justify="right")
    for kind, counts in _by_kind(verdicts).items():
        _add(table, kind, counts)
    table.add_section()
    for name, counts in totals.items():
        _add(table, name, counts)
    return table


def _add(table: Table, name: str, counts: Tally) -> None:
    table.add_row(name, *(f"{count:,}" for count in counts), f"{100 * counts.score:.1f} %")


def _by_kind(verdicts: Sequence[Verdict]) -> dict[str, Tally]:
    kinds = dict.fromkeys(verdict.kind for verdict in verdicts)
    return {kind: tally(v for v in verdicts if v.kind == kind) for kind in kinds}


def _write(
    options: Namespace, verdicts: Sequence[Verdict], totals: dict[str, Tally], seconds: float
) -> None:
    def counted(counts: Tally) -> dict[str, float]:
        return counts._asdict() | {"score": round(counts.score, 4)}

    found = {
        "seconds": round(seconds, 1),
        "sample": options.sample,
        "seed": options.seed,
        "totals": {name: counted(counts) for name, counts in totals.items()},
        "kinds": {kind: counted(counts) for kind, counts in _by_kind(verdicts).items()},
        "rules": dict(Counter(v.rule for v in verdicts if v.rule).most_common()),
        "survivors": [verdict.name for verdict in verdicts if verdict.survived],
        "equivalent": {verdict.name: verdict.reason for verdict in verdicts if verdict.reason},
    }
    options.output.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
