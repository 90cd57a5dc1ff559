"""A wall clock for work in Python that somebody else's text may make endless."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from backrun_kg.errors import LimitReached


@contextmanager
def end_after(seconds: float, what: str) -> Iterator[None]:
    """End what runs inside with LimitReached when the time is over.

    Only in the main thread of a system with alarms (not Windows); elsewhere there is no limit.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> NoReturn:
        raise LimitReached(
            f"{what} did not end within {seconds:g} s. Allow more with --timeout SECONDS."
        )

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
