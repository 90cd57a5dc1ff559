"""Digests of large files, remembered for as long as a file looks as it did.

A file is known by its path with links followed, its device and inode, its size, and when its
content and its inode last changed, to the nanosecond: whoever writes to it, replaces or touches it
changes one of these. Only a clock that ticks coarsely could hide a change: one in the same tick as
the one before, after the file was read. So, as git does with its index, a digest is not remembered
when the file changed too shortly before it was read. On Windows the time of the inode is when the
file was made, and programs may set the other back.
"""

import hashlib
import json
import os
import time
from contextlib import suppress

from backrun_kg.errors import UnreadableInput

SETTLED = 2 * 10**9
"""The nanoseconds after which a change cannot be hidden: the coarsest clock, that of FAT, has 2 s.
"""

MOST_FILES = 256
"""How many files are remembered; the one that was digested first is forgotten first."""

Notes = dict[str, list[int | str]]


def digest_file(name: str, notes: str) -> str:
    """The SHA-256 of a file's bytes, known from before or computed. Raises UnreadableInput.

    ``notes`` is the file in which digests are remembered, if it can be written.
    """
    path = os.path.realpath(name)
    try:
        began = time.time_ns()
        looks = _look(path)
        known = _read(notes).get(path)
        if known and known[:-1] == looks:
            return str(known[-1])
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        settled = max(looks[-2:]) + SETTLED < began and looks == _look(path)
    except OSError as error:
        raise UnreadableInput(f"{name} cannot be read: {error.strerror}.") from error
    if settled:
        _remember(notes, path, [*looks, digest])
    return digest


def _look(path: str) -> list[int]:
    found = os.stat(path)
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


def _read(notes: str) -> Notes:
    """What is remembered; nothing, where the file is not there or was damaged."""
    with suppress(OSError, ValueError), open(notes, encoding="utf-8") as file:
        found = json.load(file)
        if isinstance(found, dict) and all(isinstance(looks, list) for looks in found.values()):
            return found
    return {}


def _remember(notes: str, path: str, looks: list[int | str]) -> None:
    """Add to the notes; when two do so at once, one is remembered the next time."""
    from backrun_kg.replacing import put_in_place

    others = {other: known for other, known in _read(notes).items() if other != path}
    kept = dict([*others.items(), (path, looks)][-MOST_FILES:])
    with suppress(OSError):
        put_in_place(os.path.realpath(notes), json.dumps(kept).encode())
