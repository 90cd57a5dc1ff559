"""Hostile inputs tried one after the other, in a process that may break on one of them.

``python -m benchmarks.trial KIND SEED FIRST LAST`` prints the number of each before it is tried,
and what is wrong where something is: whoever reads along knows on which one the process broke.
"""

import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

from backrun_kg.dataset import Dataset, load, read_source
from backrun_kg.errors import BackrunError
from backrun_kg.exports import write_quads
from backrun_kg.formats import RDF_FORMATS
from backrun_kg.names import read_values
from backrun_kg.queries import list_queries, run_query
from benchmarks.attacks import PACKED, find_packed_format, make_file, make_value

MOST_SECONDS = 2.0
"""How long an input may take, in seconds of the processor."""

_MOST_MEMORY = 3 << 30
_LONGEST_MESSAGE = 1500
_SHARED_MEMORY = "/dev/shm"  # noqa: S108  a disk would take longer than the trial


def main(kind: str, seed: str, first: str, last: str) -> None:
    """Try the inputs from the first number up to, not including, the last."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    memory = _SHARED_MEMORY if os.path.isdir(_SHARED_MEMORY) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        attempt = _attempt_values() if kind == "values" else partial(_attempt_file, folder, kind)
        slowest, accepted = (0.0, 0), 0
        for number in range(int(first), int(last)):
            print(number, flush=True)
            seconds, wrong = _try(partial(attempt, int(seed), number))
            slowest = max(slowest, (seconds, number))
            accepted += wrong is None
            if wrong:
                print(number, wrong, flush=True)
    print("end", *slowest, accepted)


def _try(attempt: Callable[[], None]) -> tuple[float, str | None]:
    """How long an attempt took, and what is wrong with it: '' for a refusal, None for nothing."""
    signal.setitimer(signal.ITIMER_PROF, 10 * MOST_SECONDS)  # ends the process
    start = time.process_time()
    wrong: str | None = None
    try:
        attempt()
    except BackrunError as error:
        said = str(error)
        short = len(said) <= _LONGEST_MESSAGE and len(said.splitlines()) == 1
        wrong = "" if short else f"said too much: {said[:200]!r}"
    except BaseException as error:  # a panic of the engine is no Exception
        wrong = f"ended in {type(error).__name__}: {str(error)[:200]!r}"
    seconds = time.process_time() - start
    return seconds, f"took {seconds:.1f} s" if seconds > MOST_SECONDS else wrong


def _attempt_file(folder: str, kind: str, seed: int, number: int) -> None:
    """Read a hostile file as ``--data`` is read, load it, and write it in one of the formats."""
    extension = f"{find_packed_format(seed, number)}.gz" if kind == PACKED else kind
    name = os.path.join(folder, f"hostile.{extension}")
    with open(name, "wb") as file:
        file.write(make_file(kind, seed, number))
    dataset = Dataset([read_source(name)])
    _ = dataset.store
    write_quads(dataset.quads(), list(RDF_FORMATS)[number % len(RDF_FORMATS)])


def _attempt_values() -> Callable[[int, int], None]:
    """What runs a named query with a hostile value, each parameter of each query in turn."""
    dataset = load()
    cases = [(query, parameter) for query in list_queries() for parameter in query.parameters]

    def attempt(seed: int, number: int) -> None:
        query, parameter = cases[number % len(cases)]
        given = f"{parameter.name}={make_value(seed, number)}"
        run_query(dataset, query.text, read_values(dataset, query, [given]), query.name)

    return attempt


if __name__ == "__main__":
    main(*sys.argv[1:5])
