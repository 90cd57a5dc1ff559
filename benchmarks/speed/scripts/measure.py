"""Runs a command and prints its figures: ``measure.py SECONDS COMMAND…``.

A small process of its own, since a child's peak memory counts from that of whoever starts it. What
the command prints goes through a pipe; of its first part, the lines that say something are counted.
"""

import json
import os
import signal
import sys
import tempfile
import time
from typing import Any

_KEPT = 1 << 20


def _measure(limit: float, command: list[str]) -> dict[str, Any]:
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as errors:
        files = [
            (os.POSIX_SPAWN_DUP2, writing, 1),
            (os.POSIX_SPAWN_DUP2, errors.fileno(), 2),
            (os.POSIX_SPAWN_CLOSE, reading),
        ]
        start = time.perf_counter()
        child = os.posix_spawnp(command[0], command, os.environ, file_actions=files, setpgroup=0)
        os.close(writing)
        signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, limit)
        told = _read(reading)
        _, status, used = os.wait4(child, 0)
        wall = time.perf_counter() - start
        signal.setitimer(signal.ITIMER_REAL, 0)
        errors.seek(0)
        return {
            "status": os.waitstatus_to_exitcode(status),
            "wall": wall,
            "cpu": used.ru_utime + used.ru_stime,
            "memory": used.ru_maxrss / 1024,
            "lines": sum(bool(line.strip()) for line in told.splitlines()),
            "error": errors.read().decode(errors="replace")[-2000:],
        }


def _read(pipe: int) -> bytes:
    kept = b""
    while part := os.read(pipe, _KEPT):
        if len(kept) < _KEPT:
            kept += part
    return kept[:_KEPT]


if __name__ == "__main__":
    print(json.dumps(_measure(float(sys.argv[1]), sys.argv[2:])))
