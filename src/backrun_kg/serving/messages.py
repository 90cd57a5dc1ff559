"""What the server and its workers say to each other: a job, and the reply to it."""

import json
from enum import IntEnum
from typing import NamedTuple

LENGTH = 8
"""How many bytes tell the length of what follows."""


class Kind(IntEnum):
    """What a reply is: an answer of one of two kinds, or why there is none."""

    ROWS = 1
    GRAPH = 2
    MALFORMED = 3
    NOT_ACCEPTABLE = 4
    TOO_LARGE = 5
    NO_MEMORY = 6
    UNWRITABLE = 7
    BROKEN = 8


class Job(NamedTuple):
    """A query, the graphs it is about where the request names them, and how to write its answer.

    The formats are None where the client takes none of those on offer.
    """

    text: str
    base: str
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None
    row_format: str | None
    graph_format: str | None

    def to_bytes(self) -> bytes:
        """The job as it is sent."""
        return json.dumps(self).encode()


class Reply(NamedTuple):
    """The answer as the bytes that go to the client, or what to tell it instead."""

    kind: Kind
    content: bytes
    last: bool = False
    """Whether the worker ends with it."""

    def to_bytes(self) -> bytes:
        """The reply as it is sent."""
        return bytes((self.kind, self.last)) + self.content


def read_job(content: bytes) -> Job:
    """The job that was sent."""
    text, base, graphs, row_format, graph_format = json.loads(content)
    named = None if graphs is None else (tuple(graphs[0]), tuple(graphs[1]))
    return Job(text, base, named, row_format, graph_format)


def read_reply(content: bytes) -> Reply:
    """The reply that was sent."""
    return Reply(Kind(content[0]), content[2:], bool(content[1]))
