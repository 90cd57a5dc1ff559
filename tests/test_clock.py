"""The wall clock: it ends what takes too long, and leaves nothing behind."""

import re
import signal
import time

import pytest

from backrun_kg.clock import end_after
from backrun_kg.errors import LimitReached


def test_endless_pattern_is_ended() -> None:
    """A pattern that backtracks for years ends with the time."""
    late = pytest.raises(LimitReached, match=r"The pattern did not end within 0\.2 s")
    with late, end_after(0.2, "The pattern"):
        re.fullmatch("(a+)+", "a" * 60 + "!")


def test_quick_work_goes_through() -> None:
    """What ends in time is not disturbed, then or later."""
    with end_after(0.05, "The work"):
        pass
    time.sleep(0.1)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_handler_is_put_back() -> None:
    """Whoever had an alarm of their own has it again."""
    before = signal.getsignal(signal.SIGALRM)
    with end_after(1, "The work"):
        pass
    assert signal.getsignal(signal.SIGALRM) is before
