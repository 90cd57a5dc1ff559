"""Files in and out: read whole with a clear error, written whole or not at all."""

import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO, cast

from backrun_kg.errors import UnreadableInput, UnwritableOutput

if TYPE_CHECKING:
    from backrun_kg.replacing import Content

STDIN = "-"

MOST_BYTES = 1 << 30
"""How large a file may be, packed or not; a graph of that size belongs into a server."""

_STEP = 1 << 20


def call(name: str) -> str:
    """What messages call a file: its name, or ``standard input`` for ``-``."""
    return "standard input" if name == STDIN else name


def read_bytes(name: str) -> bytes:
    """The bytes of a file, unpacked where it ends in ``.gz``; ``-`` is standard input.

    Raises UnreadableInput, also for more than MOST_BYTES, however small they are packed.
    """
    try:
        content = _read_stdin() if name == STDIN else _read_file(name)
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{call(name)} cannot be read: {_reason(error)}.") from error
    except MemoryError as error:
        raise UnreadableInput(f"{call(name)} does not fit into the memory.") from error
    if not name.endswith(".gz"):
        return content
    from backrun_kg.limits.packed import unpack

    return unpack(name, content, MOST_BYTES)


def read_text(name: str) -> str:
    """The text of a UTF-8 file; ``-`` is standard input."""
    content = read_bytes(name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{call(name)} is not UTF-8 text (byte {error.start}).") from error


def write_whole(name: str, content: "Content") -> None:
    """Write a file so that whoever reads it sees the old one or the new one, never a part.

    A name that ends in ``.gz`` is packed, a symbolic link is followed, and an existing file keeps
    its permissions. Content too large for memory is a function that writes it to a file. Raises
    UnwritableOutput, and what such a function raises.
    """
    from backrun_kg.replacing import fill, put_in_place

    packed = _pack(content) if name.endswith(".gz") else content
    try:
        target = os.path.realpath(name)
        if os.path.isdir(target):
            raise UnwritableOutput(f"{name} is a folder; name a file.")
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "wb") as file:  # a device or a pipe has nothing to lose
                fill(file, packed)
        else:
            put_in_place(target, packed)
    except (OSError, ValueError) as error:
        raise UnwritableOutput(f"{name} cannot be written: {_reason(error)}.") from error


def write_folder(name: str, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, each whole, in their order; the folder is made where it is not.

    A file that is there already is replaced, and one that is none of these is never mixed in.
    Raises UnwritableOutput.
    """
    if os.path.isfile(name):
        raise UnwritableOutput(f"{name} is a file; name a folder.")
    others = (path for path in _list(name) if path not in files)
    if other := next(others, None):
        raise UnwritableOutput(
            f"{name} holds {other}, which is none of the files to write; name an empty folder."
        )
    for path, content in files.items():
        target = os.path.join(name, *path.split("/"))
        try:
            os.makedirs(os.path.dirname(target), exist_ok=True)
        except (OSError, ValueError) as error:
            raise UnwritableOutput(f"{name} cannot be written: {_reason(error)}.") from error
        write_whole(target, content)


def _list(folder: str) -> Iterator[str]:
    """The files in a folder and those below it, sorted, parts joined by ``/``."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for file in sorted(names):
            yield os.path.relpath(os.path.join(place, file), folder).replace(os.sep, "/")


def _read_file(name: str) -> bytes:
    if os.path.isdir(name):
        raise UnreadableInput(f"{name} is a folder; name a file.")
    with open(name, "rb") as file:
        return _read(name, file, os.fstat(file.fileno()).st_size)


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise UnreadableInput("Standard input is closed.")
    return _read(call(STDIN), sys.stdin.buffer, _STEP)


def _read(name: str, file: BinaryIO, likely: int) -> bytes:
    """All of a file, or of a pipe or device, whose size nobody knows."""
    parts: list[bytes] = []
    left = MOST_BYTES
    while left >= 0 and likely <= MOST_BYTES:
        part = file.read(min(likely or _STEP, left + 1))
        if not part:
            return b"".join(parts)
        parts.append(part)
        left -= len(part)
        likely = _STEP
    raise UnreadableInput(
        f"{name} is larger than {MOST_BYTES >> 20:,} MiB. "
        "Split it, or put it into a SPARQL server, which is made for that."
    )


def _pack(content: "Content") -> "Content":
    import gzip

    if isinstance(content, bytes):
        return gzip.compress(content, mtime=0)

    def write_packed(file: BinaryIO) -> None:
        with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
            content(cast("BinaryIO", packed))

    return write_packed


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
