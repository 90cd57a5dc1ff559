"""The site made apart: in a process of its own, since it takes seconds that nobody should wait.

It comes back through a socket as a list of names and lengths in JSON, and then the files.
"""

import json
import os
import socket
from asyncio import IncompleteReadError, StreamReader
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import accumulate
from typing import NoReturn

from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError
from backrun_kg.processes import keep_only
from backrun_kg.serving.messages import LENGTH

Site = Mapping[str, bytes]
"""The files of a web site by their paths."""

MakeSite = Callable[[Dataset], Site]

_NICENESS = 10


def send_site(channel: int, dataset: Dataset, make_site: MakeSite) -> NoReturn:
    """Make the site and send it, or why it cannot be made. Called in a fork, it never returns."""
    try:
        with suppress(OSError):
            os.nice(_NICENESS)
        with socket.socket(fileno=keep_only(channel)) as connection:
            connection.sendall(_pack(*_make(dataset, make_site)))
    finally:
        os._exit(0)


async def receive_site(reader: StreamReader) -> Site:
    """The site that was sent. Raises BackrunError where it could not be made."""
    try:
        length = int.from_bytes(await reader.readexactly(LENGTH))
        told, lengths = json.loads(await reader.readexactly(length))
        content = await reader.readexactly(sum(lengths.values()))
    except (IncompleteReadError, ConnectionError) as error:
        raise BackrunError("the process that makes them has ended.") from error
    if told:
        raise BackrunError(told)
    ends = list(accumulate(lengths.values()))
    parts = zip(lengths, [0, *ends], ends, strict=False)
    return {name: content[start:end] for name, start, end in parts}


def _make(dataset: Dataset, make_site: MakeSite) -> tuple[str, Site]:
    """What went wrong, or '', and the site."""
    try:
        return "", make_site(dataset)
    except BackrunError as error:
        return str(error), {}
    except Exception as error:
        return f"a defect of ours: {type(error).__name__}: {error}", {}


def _pack(told: str, site: Site) -> bytes:
    lengths = {name: len(content) for name, content in site.items()}
    header = json.dumps([told, lengths]).encode()
    return b"".join((len(header).to_bytes(LENGTH), header, *site.values()))
