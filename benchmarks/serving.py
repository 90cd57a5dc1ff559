"""How many named queries a second ``serve`` answers beside rdflib-endpoint, and what it stands.

Run it with ``python -m benchmarks.serving [seconds [python]]``; the second is a Python that has
rdflib-endpoint, where this one has not. Both servers get the same named queries from 16 clients,
one server after the other, and twice: as they are, and each with a comment that makes it a query
never asked before, so that nothing can be answered from memory. Then 64 clients send killer
queries, none like another, while one asks for a yes or no, never the same.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import quote, urlsplit

from backrun_kg.namespaces import PREFIXES
from backrun_kg.paths import DATA, ONTOLOGY
from backrun_kg.queries import list_queries

CLIENTS, KILLERS = 16, 64

FACTOR = 5
"""How many times the other's requests a second ours must be."""

SLOWEST = 1.0
"""How many seconds 99 of 100 yes-or-no questions may take while killers run."""

_OURS = [sys.executable, "-m", "backrun_kg", "serve", "--port", "0"]
_THEIRS = f"""
import glob, socket, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset(default_union=True)
for path in glob.glob({f"{DATA}/*/*.ttl"!r}) + glob.glob({f"{ONTOLOGY}/[bv]*.ttl"!r}):
    graph.parse(path, format="turtle")
listening = socket.socket(proto=socket.IPPROTO_TCP)
listening.bind(("127.0.0.1", 0))
listening.listen()
print("http://127.0.0.1:%d/" % listening.getsockname()[1], flush=True)
app = SparqlEndpoint(graph=graph, path="/sparql")
uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listening])
"""
_HEADER = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
_KILLER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) } # {}"
_NEW = count()

Make = Callable[[str], str]


def main(seconds: str = "5", rival: str = sys.executable) -> int:
    """Print the figures and return 1 where one misses its mark, else 0."""
    texts = [_HEADER + query.text for query in list_queries()]
    ours = _measure("ours", _OURS, texts, float(seconds))
    theirs = _measure("rdflib-endpoint", [rival, "-c", _THEIRS], texts, float(seconds))
    factors = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    print("factors:", ", ".join(f"{factor:.0f}" for factor in factors), f"(at least {FACTOR})")
    with run_server(_OURS) as (port, _):
        slowest = asyncio.run(_attack(port, float(seconds)))
    return int(slowest > SLOWEST or min(factors) < FACTOR)


def _measure(name: str, command: list[str], texts: list[str], seconds: float) -> list[float]:
    """Requests a second: the queries as they are, and each a new one."""
    rates = []
    with run_server(command) as (port, process):
        for kind, make in (("repeated", str), ("new", _renew)):
            rates.append(asyncio.run(_rate(port, texts, make, seconds)))
            print(
                f"{name}, {kind}: {rates[-1]:.0f} requests/s, {_resident(process)} MB", flush=True
            )
    return rates


@contextmanager
def run_server(command: list[str]) -> Iterator[tuple[int, int]]:
    """A server's port and process."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        told = process.stdout.readline() if process.stdout else ""
        try:
            yield urlsplit(told.strip()).port or 0, process.pid
        finally:
            process.terminate()


async def _rate(port: int, texts: list[str], make: Make, seconds: float) -> float:
    end = time.monotonic() + seconds
    start = time.monotonic()
    jobs = [_ask_on(port, texts[i:] + texts[:i], make, end) for i in range(CLIENTS)]
    answered = [status for statuses in await asyncio.gather(*jobs) for status, _ in statuses]
    return answered.count(200) / (time.monotonic() - start)


async def _attack(port: int, seconds: float) -> float:
    """The time that 99 of 100 questions keep to while killers run."""
    end = time.monotonic() + seconds
    killers = [_ask_on(port, [_KILLER], _number, end) for _ in range(KILLERS)]
    tasks = [asyncio.ensure_future(killer) for killer in killers]
    asked = await _ask_on(port, ["ASK { ?s ?p ?o } # {}"], _number, end)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    times = sorted(taken for status, taken in asked if status == 200)
    slowest = times[int(0.99 * len(times))]
    told = f"{len(times)} of {len(asked)} answered, half within {times[len(times) // 2]:.3f} s"
    print(f"ASK beside {KILLERS} killers: {told}, 99 % within {slowest:.3f} s")
    return slowest if len(times) == len(asked) else float("inf")


async def _ask_on(port: int, texts: list[str], make: Make, end: float) -> list[tuple[int, float]]:
    """The status and the time of one request after the other, until the end."""
    found: list[tuple[int, float]] = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() < end:
        start = time.monotonic()
        text = make(texts[len(found) % len(texts)])
        address = f"/sparql?query={quote(text)}"
        accept = "Accept: application/sparql-results+json, text/turtle"
        writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{accept}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        await reader.readexactly(int(head.partition("content-length: ")[2].split()[0]))
        found.append((int(head.split()[1]), time.monotonic() - start))
    writer.close()
    return found


def _renew(text: str) -> str:
    return f"{text}\n# {next(_NEW)}"


def _number(text: str) -> str:
    return text.replace("{}", str(next(_NEW)))


def _resident(process: int) -> int:
    """Megabytes that a process holds in memory."""
    with open(f"/proc/{process}/statm", "rb") as file:
        return int(file.read().split()[1]) * 4096 >> 20


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
