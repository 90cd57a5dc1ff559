"""Whether ``serve`` stands 16 clients for long: memory that stays, and no error that is not meant.

Run it with ``python -m benchmarks.endurance [minutes]``, by default 10. The clients ask every named
query, as it is and as one never asked before; now and then one is malformed, and one would never
end. The answers are 200, 400 for the malformed, and 503 for the endless and where too many wait;
anything else is a fault. Ends with 1 where there is one, or where the memory of all processes
together, the first fifth of the time left out, drifts by more than 5 in 100.
"""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from statistics import linear_regression, mean
from urllib.parse import quote

from backrun_kg.queries import list_queries
from benchmarks.serving import CLIENTS, run_server

MOST_DRIFT = 0.05
"""How far memory may go up from the beginning to the end, of its mean."""

_OURS = [sys.executable, "-m", "backrun_kg", "serve", "--port", "0", "--timeout", "10"]
_PAUSE = 0.01
_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) }"
_MALFORMED = "SELECT broken"
_EVERY = {_ENDLESS: 500, _MALFORMED: 11}

Statuses = Counter[tuple[str, int]]


def main(minutes: str = "10") -> int:
    """Print the figures and return 1 where one misses its mark, else 0."""
    with run_server(_OURS) as (port, process):
        answered, memory = asyncio.run(_endure(port, process, 60 * float(minutes)))
    faults = {key: number for key, number in answered.items() if not _is_meant(*key)}
    slope, _ = linear_regression(range(len(memory)), memory)
    drift = slope * len(memory) / mean(memory)
    told = ", ".join(f"{status}: {number:,}" for status, number in sorted(_sum(answered).items()))
    print(f"{CLIENTS} clients, {minutes} minutes: {told}; {len(faults)} kinds of faults {faults}")
    print(f"memory {min(memory)} to {max(memory)} MB, drift {100 * drift:+.1f} %")
    return int(bool(faults) or drift > MOST_DRIFT)


def _is_meant(kind: str, status: int) -> bool:
    return status in {"malformed": (400,), "endless": (503,), "good": (200, 503)}[kind]


def _sum(answered: Statuses) -> Counter[int]:
    sums: Counter[int] = Counter()
    for (_, status), number in answered.items():
        sums[status] += number
    return sums


async def _endure(port: int, process: int, seconds: float) -> tuple[Statuses, list[int]]:
    """What was answered to which kind of query, and the memory after the first fifth."""
    end = time.monotonic() + seconds
    answered: Statuses = Counter()
    numbers = count(1)
    clients = [_ask(port, numbers, answered, end) for _ in range(CLIENTS)]
    watch = asyncio.create_task(_watch(process, end))
    await asyncio.gather(*clients)
    memory = await watch
    return answered, memory[len(memory) // 5 :]


async def _ask(port: int, numbers: Iterator[int], answered: Statuses, end: float) -> None:
    texts = [query.text for query in list_queries()]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() < end:
        kind, text = _choose(next(numbers), texts)
        writer.write(_request(text))
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        await reader.readexactly(int(head.partition("content-length: ")[2].split()[0]))
        answered[kind, int(head.split()[1])] += 1
        await asyncio.sleep(_PAUSE)
    writer.close()


def _choose(number: int, texts: list[str]) -> tuple[str, str]:
    """The query of a number, and its kind; two of three have been asked before."""
    if number % _EVERY[_ENDLESS] == 0:
        return "endless", f"{_ENDLESS} # {number}"
    if number % _EVERY[_MALFORMED] == 0:
        return "malformed", _MALFORMED
    text = texts[number % len(texts)]
    return "good", text if number % 3 else f"{text}\n# {number}"


def _request(text: str) -> bytes:
    accept = "application/sparql-results+json, text/turtle"
    line = f"GET /sparql?query={quote(text)} HTTP/1.1"
    return f"{line}\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n".encode()


async def _watch(process: int, end: float) -> list[int]:
    """The megabytes of the server with all its processes, every two seconds."""
    memory = []
    while time.monotonic() < end:
        await asyncio.sleep(2)
        memory.append(sum(map(_proportional, _tree(process))) >> 10)
    return memory


def _tree(process: int) -> list[int]:
    """A process and its descendants."""
    try:
        with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
            children = [int(number) for number in file.read().split()]
    except OSError:
        return []
    return [process, *(each for child in children for each in _tree(child))]


def _proportional(process: int) -> int:
    """The kilobytes of a process, what it shares with others by its part; 0 when it has gone."""
    try:
        with open(f"/proc/{process}/smaps_rollup", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
