"""A lane: so many at a time, so many waiting, and whoever comes then is turned away."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_PAUSE = 0.2
"""How many seconds it takes to be turned away: who comes again at once does no harm then."""


class Busy(Exception):
    """Nobody else may wait here."""


class Lane:
    """Places for work, given in the order of arrival."""

    def __init__(self, places: int, most_waiting: int) -> None:
        self._free = places
        self._most_waiting = most_waiting
        self._queue: deque[asyncio.Future[None]] = deque()

    @property
    def is_free(self) -> bool:
        """Whether a place can be had at once."""
        return self._free > 0

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return sum(not turn.done() for turn in self._queue)

    @asynccontextmanager
    async def place(self, patience: float | None = None) -> AsyncIterator[None]:
        """A place for as long as the block takes. Raises Busy, also when patience is over."""
        await self._enter(patience)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, patience: float | None) -> None:
        if self._free:
            self._free -= 1
            return
        if self.waiting >= self._most_waiting:
            await asyncio.sleep(_PAUSE)
            raise Busy
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            async with asyncio.timeout(patience):
                await turn
        except TimeoutError as error:
            self._give_back(turn)
            raise Busy from error
        except asyncio.CancelledError:
            self._give_back(turn)
            raise

    def _give_back(self, turn: "asyncio.Future[None]") -> None:
        """Pass on a place that came just when nobody waited for it any more."""
        if turn.done() and not turn.cancelled():
            self._leave()
        turn.cancel()

    def _leave(self) -> None:
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
