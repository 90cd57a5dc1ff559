"""The canonical form of a graph whose nodes are blank, told within a limit of time.

Blank nodes that are told apart by nothing but how they hang together take RDFC-1.0 time without
bounds: nine that all point at each other, hours. So it runs in a process that can be ended; on
Windows, which has none, it runs in this one and has no limit.
"""

import hashlib
from collections.abc import Iterable

import pyoxigraph as ox

from backrun_kg.errors import LimitReached
from backrun_kg.processes import CAN_FORK, Limits, run_apart

LIMITS = Limits(timeout=20)
"""What telling blank nodes apart may take; honest ones are done in seconds, also a million."""


def digest_blank(quads: Iterable[ox.Quad]) -> str:
    """SHA-256 of the canonical N-Quads, in hexadecimal. Raises LimitReached."""
    kept = set(quads)
    if not CAN_FORK:
        return _digest(kept).decode()
    outcome = run_apart(lambda: _digest(kept), LIMITS)
    if outcome.sent is None:
        raise LimitReached(
            f"The blank nodes are too much alike to be told apart within {LIMITS.timeout:g} s, "
            "which a digest needs. Give them IRIs."
        )
    return outcome.sent.decode()


def _digest(quads: set[ox.Quad]) -> bytes:
    canonical = ox.Dataset(quads)
    canonical.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{quad} .\n" for quad in canonical)
    return hashlib.sha256("".join(lines).encode()).hexdigest().encode()
