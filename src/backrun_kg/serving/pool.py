"""The pool: answers jobs with workers, so that no query can keep the others from theirs.

Every query starts in the quick lane; one that asks for a yes or no, which is mostly known at once,
has a lane of its own. One that takes longer than most moves to the slow lane, which has few places
and a low priority; its worker is replaced. Where that lane is full the query waits to be started
again, and where too many wait it is refused: the client may come again. A query whose like was slow
goes to the slow lane at once, so that it cannot fill the others twice.
"""

import asyncio
import os
import re
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from backrun_kg.serving.cache import Cache
from backrun_kg.serving.hands import Hand
from backrun_kg.serving.lanes import Lane
from backrun_kg.serving.messages import Job, Reply
from backrun_kg.serving.nursery import Nursery
from backrun_kg.serving.paces import BRIEF, QUICK, Pace, Reputation

_CORES = os.cpu_count() or 1
_ASKS = re.compile(r"\bASK\b", re.IGNORECASE)

Gone = Callable[[], Awaitable[None]]


class TooSlow(Exception):
    """A query did not end within its time."""


class Abandoned(Exception):
    """The client went away before its query ended."""


class Sizes(NamedTuple):
    """How many queries run at once, quick, brief and slow, and how many of each may wait."""

    quick: int = max(4, _CORES)
    brief: int = 2
    slow: int = max(2, _CORES // 2)
    quick_waiting: int = 256
    slow_waiting: int = 16


class Pool:
    """Workers that answer jobs."""

    def __init__(self, nursery: Nursery, timeout: float, sizes: Sizes | None = None) -> None:
        sizes = sizes or Sizes()
        self._nursery = nursery
        self._timeout = timeout
        self._quick = Lane(sizes.quick, sizes.quick_waiting)
        self._brief = Lane(sizes.brief, sizes.quick_waiting)
        self._slow = Lane(sizes.slow, sizes.slow_waiting)
        self._ready = sizes.quick + sizes.brief
        self._idle: list[Hand] = []
        self._reputation = Reputation()
        self._cache = Cache()

    async def open(self) -> None:
        """Have workers at hand for the first clients."""
        while len(self._idle) < self._ready:
            self._idle.append(await Hand.hire(self._nursery))

    async def ask(self, job: Job, gone: Gone) -> Reply:
        """The reply to a job. ``gone`` returns when the client no longer waits.

        Raises Busy, TooSlow, Abandoned, Lost, or OSError where the system gives no process.
        """
        kept = self._cache.find(job)
        if kept:
            return kept
        reply = await self._answer(job, gone)
        self._cache.keep(job, reply)
        return reply

    async def close(self) -> None:
        """End all workers; there must be no more jobs."""
        while self._idle:
            await self._idle.pop().end()

    async def _answer(self, job: Job, gone: Gone) -> Reply:
        run = await self._begin(job)
        if run and run.task.done():
            return await self._finish(run)
        if run:
            self._reputation.was_slow(job.text)
            if self._slow.is_free:
                return await self._go_on(run, gone)
            await run.stop()
        async with self._slow.place(self._timeout):
            run = _Run(await self._hand(), job)
            reply = await self._wait(run, gone)
            self._reputation.was_quick(job.text)
            return reply

    async def _begin(self, job: Job) -> "_Run | None":
        """A run that has ended, or turns out to be slow; None where one like it was slow before."""
        lane, pace = (self._brief, BRIEF) if _ASKS.search(job.text) else (self._quick, QUICK)
        if self._reputation.is_slow(job.text):
            return None
        async with lane.place(self._timeout):
            if self._reputation.is_slow(job.text):  # which was found out meanwhile
                return None
            run = _Run(await self._hand(), job)
            await self._watch(run, lane, pace)
            return run

    async def _watch(self, run: "_Run", lane: Lane, pace: Pace) -> None:
        """Wait until a query ends or counts as slow; nobody else's query waits for long."""
        start = time.monotonic()
        try:
            while (left := min(pace.alone, self._timeout) + start - time.monotonic()) > 0:
                if await run.ends_within(min(pace.look, left)):
                    return
                late = time.monotonic() - start > pace.most or run.worked() > pace.worked
                if late and lane.waiting:
                    return
        except asyncio.CancelledError:
            await run.stop()
            raise

    async def _go_on(self, run: "_Run", gone: Gone) -> Reply:
        """Let a query that turns out to be slow go on where it is."""
        async with self._slow.place():
            return await self._wait(run, gone)

    async def _wait(self, run: "_Run", gone: Gone) -> Reply:
        """A slow query's reply. Its worker is not used again: it can never be quick any more."""
        try:
            await run.hand.stand_back()
            return await run.reply_within(self._timeout, gone)
        finally:
            await run.stop()

    async def _finish(self, run: "_Run") -> Reply:
        """The reply that has come, and the worker back among the idle ones."""
        reply = await run.task
        if reply.last:
            await run.hand.end()
        else:
            self._idle.append(run.hand)
        return reply

    async def _hand(self) -> Hand:
        return self._idle.pop() if self._idle else await Hand.hire(self._nursery)


class _Run:
    """A job under way."""

    def __init__(self, hand: Hand, job: Job) -> None:
        self.hand = hand
        self._start = hand.read_clock()
        self.task = asyncio.ensure_future(hand.ask(job))

    def worked(self) -> float:
        """How many seconds of a processor it has taken; on a busy machine little in a long time."""
        return self.hand.read_clock() - self._start

    async def ends_within(self, seconds: float) -> bool:
        """Whether the reply comes in that time."""
        done, _ = await asyncio.wait({self.task}, timeout=seconds)
        return bool(done)

    async def reply_within(self, seconds: float, gone: Gone) -> Reply:
        """The reply, unless the time or the client is gone first. Raises TooSlow and Abandoned."""
        leaving = asyncio.ensure_future(gone())
        try:
            await asyncio.wait(
                {self.task, leaving}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if self.task.done():
                return self.task.result()
            raise Abandoned if leaving.done() else TooSlow
        finally:
            leaving.cancel()

    async def stop(self) -> None:
        """End the worker, whatever it is doing."""
        self.task.cancel()
        await asyncio.shield(self.hand.end())
