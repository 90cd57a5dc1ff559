"""Answers given before: the graph is read-only, so the same query has the same answer."""

import re
from collections import OrderedDict

from backrun_kg.serving.messages import Job, Kind, Reply

_CHANGING = re.compile(r"\b(?:rand|now|uuid|struuid|bnode)\b", re.IGNORECASE)
"""The names of what gives another answer every time, wherever they stand."""


class Cache:
    """The replies to the latest jobs, as many as fit into so many bytes."""

    def __init__(self, most: int = 16 << 20, largest: int = 2 << 20) -> None:
        self._most = most
        self._largest = largest
        self._size = 0
        self._replies: OrderedDict[Job, Reply] = OrderedDict()

    def find(self, job: Job) -> Reply | None:
        """The reply to a job, where it is kept."""
        if job in self._replies:
            self._replies.move_to_end(job)
        return self._replies.get(job)

    def keep(self, job: Job, reply: Reply) -> None:
        """Keep an answer that will be the same next time and is not too large."""
        size = _size(job, reply)
        answers = reply.kind in (Kind.ROWS, Kind.GRAPH)
        if not answers or size > self._largest or _CHANGING.search(job.text):
            return
        if job not in self._replies:
            self._size += size
        self._replies[job] = reply
        while self._size > self._most:
            self._size -= _size(*self._replies.popitem(last=False))


def _size(job: Job, reply: Reply) -> int:
    """What an entry takes, roughly: its text may be four bytes a character."""
    return 4 * len(job.text) + len(reply.content) + 1000
