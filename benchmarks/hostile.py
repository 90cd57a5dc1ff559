"""How many hostile inputs crash, escape our errors or take long: none should.

Run it with ``python -m benchmarks.hostile [COUNT [SEED [KIND ...]]]``: COUNT inputs in all, by
default 1,000,000, as many of each KIND: a format's extension, ``gz``, or ``values`` for the
parameters of named queries. What did harm is named by kind, seed and number, which make it anew:
``python -m benchmarks.trial KIND SEED NUMBER NUMBER+1``.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from benchmarks.attacks import FILE_KINDS

KINDS = (*FILE_KINDS, "values")


class Assault:
    """The first so many inputs of a kind, and what becomes of them."""

    def __init__(self, kind: str, seed: int, count: int) -> None:
        self.kind, self.seed, self.count = kind, seed, count
        self.tried = self.accepted = self.crashes = 0
        self.slowest = (0.0, 0)
        self.harm: list[str] = []

    def run(self, advance: Callable[[], None]) -> None:
        """Try them all, going on after each that ends the process; ``advance`` counts them."""
        while self.tried < self.count:
            self._run_process(advance)

    def __str__(self) -> str:
        seconds, number = self.slowest
        return (
            f"{self.kind}: {self.tried:,} inputs tried, {self.accepted:,} of them accepted, "
            f"{self.crashes} crashes, slowest {seconds:.2f} s (number {number})"
        )

    def _run_process(self, advance: Callable[[], None]) -> None:
        numbers = map(str, (self.seed, self.tried, self.count))
        command = [sys.executable, "-m", "benchmarks.trial", self.kind, *numbers]
        first = self.tried
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                word, _, told = line.strip().partition(" ")
                if word == "end":
                    self._take_sums(*told.split())
                elif told:
                    self.harm.append(f"{self.kind} {self.seed} {word} {told}")
                else:
                    self.tried += 1
                    advance()
        if process.returncode:
            self._note_crash(process.returncode, first)

    def _take_sums(self, seconds: str, number: str, accepted: str) -> None:
        self.slowest = max(self.slowest, (float(seconds), int(number)))
        self.accepted += int(accepted)

    def _note_crash(self, code: int, first: int) -> None:
        if self.tried == first:
            raise RuntimeError(f"The trial of {self.kind} did not begin; see what it says above.")
        self.crashes += 1
        ended = f"by signal {-code}" if code < 0 else f"with code {code}"
        self.harm.append(f"{self.kind} {self.seed} {self.tried - 1} ended the process {ended}")


def main(count: str = "1000000", seed: str = "1", *kinds: str) -> int:
    """Print what became of the inputs, and return 1 where any did harm, else 0."""
    chosen = kinds or KINDS
    each = int(count) // len(chosen)
    assaults = [Assault(kind, int(seed), each) for kind in chosen]
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with (
        Progress(*columns, console=Console(stderr=True)) as progress,
        ThreadPoolExecutor(os.cpu_count()) as pool,
    ):
        task = progress.add_task("hostile inputs", total=each * len(chosen))
        advance = partial(progress.advance, task)
        for done in [pool.submit(assault.run, advance) for assault in assaults]:
            done.result()
    for assault in assaults:
        print(assault, *assault.harm, sep="\n  ")
    return int(any(assault.harm for assault in assaults))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
