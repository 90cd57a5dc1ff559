"""The pool: killers are stopped, the others get their answers, and nothing is left behind."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from backrun_kg.dataset import Dataset, load
from backrun_kg.processes import CAN_FORK, Limits
from backrun_kg.serving.cache import Cache
from backrun_kg.serving.evaluation import Caps
from backrun_kg.serving.hands import Lost
from backrun_kg.serving.lanes import Busy, Lane
from backrun_kg.serving.messages import Job, Kind, Reply
from backrun_kg.serving.nursery import Born, Nursery, open_nursery
from backrun_kg.serving.pool import Abandoned, Pool, Sizes, TooSlow

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="needs processes that can be forked")

KILLER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) } # "
ASKING_KILLER = "ASK { ?a ?b ?c . ?d ?e ?f FILTER(CONCAT(STR(?a), STR(?d), STR(?f)) = '') } # "
GREEDY = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"
ASK = "ASK { ?s ?p ?o } # "
LIMITS = Limits(timeout=2, memory=256 << 20)

Work = Callable[[Pool], Awaitable[object]]


def job(text: str) -> Job:
    """A job of this text."""
    return Job(text, "http://localhost/sparql", None, "json", "ttl")


async def never() -> None:
    """A client that waits."""
    await asyncio.Event().wait()


@contextmanager
def nursery(dataset: Dataset, limits: Limits = LIMITS) -> Iterator[Nursery]:
    """A nursery, until the block ends."""
    opened = open_nursery(dataset, limits, Caps())
    try:
        yield opened
    finally:
        opened.close()


def run(dataset: Dataset, work: Work, limits: Limits = LIMITS, sizes: Sizes | None = None) -> None:
    """Do something with a pool, and close it."""

    async def within(opened: Nursery) -> None:
        pool = Pool(opened, limits.timeout, sizes)
        await pool.open()
        try:
            await work(pool)
        finally:
            await pool.close()

    with nursery(dataset, limits) as opened:
        asyncio.run(within(opened))


def children(process: int) -> set[int]:
    """The processes that a process is the parent of."""
    found = set()
    for name in filter(str.isdecimal, os.listdir("/proc")):
        with suppress(OSError), open(f"/proc/{name}/stat", encoding="ascii") as file:
            if int(file.read().rpartition(")")[2].split()[1]) == process:
                found.add(int(name))
    return found


def test_jobs_are_answered(shipped: Dataset) -> None:
    """One after the other, and many at once."""

    async def work(pool: Pool) -> None:
        texts = [f"SELECT ({n} + 1 AS ?n) {{}}" for n in range(40)]
        replies = await asyncio.gather(*(pool.ask(job(text), never) for text in texts))
        assert [f'"value":"{n + 1}"'.encode() in r.content for n, r in enumerate(replies)] == [
            True
        ] * 40

    run(shipped, work)


@pytest.mark.parametrize("killer", [KILLER, ASKING_KILLER], ids=["counting", "asking"])
def test_yes_or_no_is_told_at_once_while_killers_run(killer: str, shipped: Dataset) -> None:
    """Killers, each a new one, are stopped or turned away; a question takes a moment."""

    async def work(pool: Pool) -> None:
        killers = [asyncio.ensure_future(pool.ask(job(f"{killer}{n}"), never)) for n in range(24)]
        await asyncio.sleep(0.1)
        for number in range(5):
            start = time.monotonic()
            reply = await pool.ask(job(f"{ASK}{number}"), never)
            assert (reply.content, time.monotonic() - start < 4) == (
                b'{"head":{},"boolean":true}\n',
                True,
            )
        ended = await asyncio.gather(*killers, return_exceptions=True)
        assert {type(error) for error in ended} == {TooSlow, Busy}

    run(shipped, work, LIMITS._replace(timeout=1), Sizes(4, 2, 2, 64, 4))


def test_next_query_works_after_a_killer(shipped: Dataset) -> None:
    """Its worker is gone, and another there."""

    async def work(pool: Pool) -> None:
        with pytest.raises(TooSlow):
            await pool.ask(job(KILLER), never)
        assert (await pool.ask(job(ASK), never)).kind is Kind.ROWS

    run(shipped, work, Limits(0.5, 256 << 20), Sizes(1, 1, 1, 4, 4))


def test_query_that_eats_memory_is_stopped(shipped: Dataset) -> None:
    """Before the machine has none left."""

    async def work(pool: Pool) -> None:
        (told,) = await asyncio.gather(pool.ask(job(GREEDY), never), return_exceptions=True)
        assert isinstance(told, Lost | Reply)
        assert told.code == -6 if isinstance(told, Lost) else told.kind is Kind.NO_MEMORY
        assert (await pool.ask(job(ASK), never)).kind is Kind.ROWS

    run(shipped, work, Limits(20, 64 << 20))


def test_query_that_breaks_the_engine_breaks_nothing_else(shipped: Dataset) -> None:
    """A chain too long for the stack ends its worker only."""
    chain = "SELECT (" + "!" * 1_000_000 + "true AS ?x) {}"

    async def work(pool: Pool) -> None:
        with pytest.raises(Lost) as caught:
            await pool.ask(job(chain), never)
        assert caught.value.code < 0
        assert (await pool.ask(job(ASK), never)).kind is Kind.ROWS

    run(shipped, work, Limits(20, 1 << 30))


def test_query_of_a_client_that_left_is_ended(shipped: Dataset) -> None:
    """Nobody waits for it any more."""

    async def leaves() -> None:
        await asyncio.sleep(0.1)

    async def work(pool: Pool) -> None:
        with pytest.raises(Abandoned):
            await pool.ask(job(KILLER), leaves)

    run(shipped, work, Limits(20, 256 << 20))


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="processes are looked for in /proc")
def test_no_process_is_left(shipped: Dataset) -> None:
    """Neither worker nor nursery, also where a killer was still at it."""

    async def work(opened: Nursery) -> list[Born]:
        born = [await opened.bear() for _ in range(3)]
        content = job(KILLER).to_bytes()
        born[0].connection.sendall(len(content).to_bytes(8) + content)
        await asyncio.sleep(0.3)
        return born

    before = children(os.getpid())
    with nursery(shipped) as opened:
        born = asyncio.run(work(opened))
        (process,) = children(os.getpid()) - before
        assert children(process) == {one.process for one in born}
    left = [one for one in (process, *(b.process for b in born)) if os.path.exists(f"/proc/{one}")]
    for one in born:
        one.connection.close()
    assert left == []


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="files are counted in /proc")
def test_worker_has_no_file_and_no_socket_but_its_own() -> None:
    """Not the server's connections, nor another worker's."""
    dataset = load(layers=["ontology"])

    async def work(opened: Nursery) -> list[int]:
        born = [await opened.bear() for _ in range(3)]
        await asyncio.sleep(0.3)
        counts = [len(os.listdir(f"/proc/{one.process}/fd")) for one in born]
        for one in born:
            one.connection.close()
        return counts

    with nursery(dataset) as opened:
        assert asyncio.run(work(opened)) == [4, 4, 4]


def test_lane_turns_away_who_finds_it_full() -> None:
    """One at work, two waiting in order, and the next has to come again."""

    async def work() -> list[str]:
        lane, told = Lane(1, 2), []

        async def pass_through(name: str) -> None:
            try:
                async with lane.place():
                    told.append(name)
                    await asyncio.sleep(0.05)
            except Busy:
                told.append(f"{name} turned away")

        await asyncio.gather(*map(pass_through, "abcd"))
        return told

    assert asyncio.run(work()) == ["a", "b", "c", "d turned away"]


def test_place_of_who_no_longer_waits_goes_to_the_next() -> None:
    """Patience ends, or the waiting is cancelled; no place is lost."""

    async def work() -> bool:
        lane = Lane(1, 9)
        async with lane.place():
            with pytest.raises(Busy):
                async with lane.place(patience=0.01):
                    pass
            waiting = asyncio.ensure_future(lane.place().__aenter__())
            await asyncio.sleep(0.01)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        async with lane.place(patience=1):
            return not lane.is_free

    assert asyncio.run(work())


@pytest.mark.parametrize(
    ("text", "reply", "kept"),
    [
        (ASK, Reply(Kind.ROWS, b"x"), True),
        (ASK, Reply(Kind.GRAPH, b"x"), True),
        (ASK, Reply(Kind.MALFORMED, b"x"), False),
        (ASK, Reply(Kind.NO_MEMORY, b""), False),
        (ASK, Reply(Kind.ROWS, bytes(2000)), False),
        ("SELECT (RAND # a comment\n () AS ?n) {}", Reply(Kind.ROWS, b"x"), False),
        ("SELECT (now() AS ?n) {}", Reply(Kind.ROWS, b"x"), False),
        ("SELECT (STRUUID() AS ?n) {}", Reply(Kind.ROWS, b"x"), False),
        ("CONSTRUCT { ?b ?p ?o } { BIND(BNODE() AS ?b) }", Reply(Kind.GRAPH, b"x"), False),
    ],
)
def test_only_answers_that_stay_the_same_are_kept(text: str, reply: Reply, kept: bool) -> None:
    """No error, nothing large, nothing that changes."""
    cache = Cache(largest=2000)
    cache.keep(job(text), reply)
    assert cache.find(job(text)) == (reply if kept else None)


def test_cache_forgets_what_was_asked_longest_ago() -> None:
    """It stays within its bytes."""
    cache, reply = Cache(most=3200), Reply(Kind.ROWS, b"x")
    for text in ("a", "b", "c"):
        cache.keep(job(text), reply)
    cache.find(job("a"))
    cache.keep(job("d"), reply)
    assert [text for text in "abcd" if cache.find(job(text))] == ["a", "c", "d"]
