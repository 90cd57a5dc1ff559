"""How long something takes within this process."""

import signal
import time
from collections.abc import Callable

_ENOUGH = 0.02


def time_often(work: Callable[[], object]) -> float:
    """The mean seconds of something short, done until there is enough to measure."""
    taken, times = time_once(work), 1
    while taken < _ENOUGH:
        taken, times = taken + time_once(work), times + 1
    return taken / times


def time_once(work: Callable[[], object], limit: float = 0) -> float:
    """The seconds that something takes. Raises TimeoutError past a limit, if there is one."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, limit)
    start = time.perf_counter()
    try:
        _kept = work()  # to free it is not the work
        return time.perf_counter() - start
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
