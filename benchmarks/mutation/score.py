"""Mutants judged and counted, by kind."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import Pool
from typing import NamedTuple
from zlib import crc32

from benchmarks.mutation.facts import shipped_facts
from benchmarks.mutation.judge import Judge
from benchmarks.mutation.mutants import STRUCTURAL, Mutant

STRUCTURAL_GOAL, GOAL = 0.99, 0.95

_CHUNK = 20


class Tally(NamedTuple):
    """How the mutants of some kinds fared; the equivalent ones count neither way."""

    made: int
    equivalent: int
    caught: int
    survived: int

    @property
    def score(self) -> float:
        """The share of what was caught in what changes the meaning."""
        judged = self.caught + self.survived
        return self.caught / judged if judged else 1.0


class Verdict(NamedTuple):
    """What became of a mutant: the rule it breaks, or why it says what the data say."""

    kind: str
    name: str
    rule: str = ""
    reason: str = ""

    @property
    def survived(self) -> bool:
        """Whether nothing tells the mutant from the data, though it says something else."""
        return not (self.rule or self.reason)


def sample(mutants: Iterable[Mutant], size: int, seed: int = 0) -> list[Mutant]:
    """So many mutants of each kind, in their order; a seed tells which."""

    def place(mutant: Mutant) -> int:
        return crc32(f"{seed} {mutant.name}".encode())

    kinds: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        kinds.setdefault(mutant.kind, []).append(mutant)
    chosen = (sorted(members, key=place)[:size] for members in kinds.values())
    return [mutant for members in chosen for mutant in members]


def judge_all(mutants: Sequence[Mutant], jobs: int = 1) -> Iterator[str]:
    """The rule that each mutant breaks, '' for a survivor, in the order of the mutants."""
    if jobs == 1:
        yield from map(Judge(shipped_facts()).rule_against, mutants)
        return
    with Pool(jobs, _prepare) as pool:
        yield from pool.imap(_judge, mutants, _CHUNK)


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """The counts of some verdicts."""
    fates = Counter((bool(v.reason), bool(v.rule)) for v in verdicts)
    return Tally(fates.total(), fates[True, False], fates[False, True], fates[False, False])


def is_structural(verdict: Verdict) -> bool:
    """Whether a mutant breaks a form, not just a fact."""
    return verdict.kind in STRUCTURAL


_judges: list[Judge] = []


def _prepare() -> None:
    _judges.append(Judge(shipped_facts()))


def _judge(mutant: Mutant) -> str:
    return _judges[0].rule_against(mutant)
