"""What tells a slow query from a quick one: how long it takes, and whether its like was slow."""

import re
from collections import OrderedDict
from typing import NamedTuple

_MOST_KNOWN = 1000

_SHAPELESS = re.compile(
    r"""(?P<kept><[^<>\s]*>) | "[^"\n]*" | '[^'\n]*' | \#[^\n]* | [0-9]+ | \s+""", re.VERBOSE
)
"""What may differ between queries that are one and the same work: values, comments and spaces."""


class Pace(NamedTuple):
    """When a query counts as slow: looked at every so often, and what it may take by then.

    ``worked`` are seconds of a processor, ``most`` of a clock; they count while others wait, and
    ``alone`` while nobody does.
    """

    look: float
    worked: float
    most: float
    alone: float


QUICK = Pace(look=0.3, worked=0.15, most=0.6, alone=1.5)
BRIEF = Pace(look=0.1, worked=0.05, most=0.3, alone=1.5)


class Reputation:
    """Which queries were slow, by their shape, the latest of them."""

    def __init__(self) -> None:
        self._slow: OrderedDict[int, None] = OrderedDict()

    def is_slow(self, text: str) -> bool:
        """Whether one like it was slow."""
        return bool(self._slow) and _shape(text) in self._slow

    def was_slow(self, text: str) -> None:
        """Remember that this one was."""
        self._slow[_shape(text)] = None
        if len(self._slow) > _MOST_KNOWN:
            self._slow.popitem(last=False)

    def was_quick(self, text: str) -> None:
        """Forget that it, or one like it, was slow."""
        self._slow.pop(_shape(text), None)


def _shape(text: str) -> int:
    """The same number for queries that differ only in values, comments and spaces."""
    return hash(_SHAPELESS.sub(lambda found: found["kept"] or "", text))
