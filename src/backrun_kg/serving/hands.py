"""A worker as the server sees it: a job in, a reply out, and an end."""

import asyncio
import os
import time
from typing import Self

from backrun_kg.serving.messages import LENGTH, Job, Reply, read_reply
from backrun_kg.serving.nursery import Nursery

_TICKS = os.sysconf("SC_CLK_TCK")
"""How many times a second Linux counts who takes the processor."""


class Lost(Exception):
    """A worker ended before it replied; its exit code says how, where it is known."""

    def __init__(self, code: int) -> None:
        super().__init__(f"a worker ended with {code}")
        self.code = code


class Hand:
    """One worker. It takes one job at a time."""

    def __init__(
        self,
        nursery: Nursery,
        process: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._nursery = nursery
        self._process = process
        self._reader = reader
        self._writer = writer
        self._ended = False

    @classmethod
    async def hire(cls, nursery: Nursery) -> Self:
        """A new worker. Raises OSError where the system gives none."""
        born = await nursery.bear()
        reader, writer = await asyncio.open_connection(sock=born.connection)
        return cls(nursery, born.process, reader, writer)

    async def ask(self, job: Job) -> Reply:
        """The worker's reply. Raises Lost."""
        content = job.to_bytes()
        try:
            if not self._thread:
                self._thread = int.from_bytes(await self._reader.readexactly(LENGTH))
            self._writer.write(len(content).to_bytes(LENGTH) + content)
            length = int.from_bytes(await self._reader.readexactly(LENGTH))
            return read_reply(await self._reader.readexactly(length))
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise Lost(await self.end()) from error

    _thread = 0

    def read_clock(self) -> float:
        """How many seconds of a processor the worker has taken; without /proc, since ever."""
        try:
            with open(f"/proc/{self._process}/stat", "rb") as file:
                user, system = file.read().rpartition(b")")[2].split()[11:13]
        except OSError:
            return time.monotonic()
        return (int(user) + int(system)) / _TICKS

    async def stand_back(self) -> None:
        """Let everybody else go first from now on."""
        await self._nursery.renice(self._thread or self._process)

    async def end(self) -> int:
        """End the worker, and its exit code; 0 for one that has been ended before."""
        if self._ended:
            return 0
        self._ended = True
        self._writer.close()
        return await self._nursery.end(self._process)
