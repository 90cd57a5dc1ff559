"""Files in and out: read whole with a clear error, written whole or not at all."""

import os
import sys
from typing import TYPE_CHECKING

from backrun_kg.errors import UnreadableInput, UnwritableOutput

if TYPE_CHECKING:
    from pathlib import Path

STDIN = "-"


def read_bytes(name: str) -> bytes:
    """The bytes of a file, unpacked where it ends in ``.gz``; ``-`` is standard input."""
    if name == STDIN:
        return sys.stdin.buffer.read()
    if os.path.isdir(name):
        raise UnreadableInput(f"{name} is a folder; name a file.")
    try:
        with open(name, "rb") as file:
            content = file.read()
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{name} cannot be read: {_reason(error)}.") from error
    return _unpack(name, content) if name.endswith(".gz") else content


def read_text(name: str) -> str:
    """The text of a UTF-8 file; ``-`` is standard input."""
    content = read_bytes(name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{name} is not UTF-8 text (byte {error.start}).") from error


def write_whole(name: str, content: bytes) -> None:
    """Write a file so that whoever reads it sees the old one or the new one, never a part.

    A name that ends in ``.gz`` is packed, a symbolic link is followed, and an existing file keeps
    its permissions. Raises UnwritableOutput.
    """
    from pathlib import Path

    packed = _pack(content) if name.endswith(".gz") else content
    try:
        target = Path(os.path.realpath(name))
        if target.is_dir():
            raise UnwritableOutput(f"{name} is a folder; name a file.")
        if target.exists() and not target.is_file():  # a device or a pipe has nothing to lose
            target.write_bytes(packed)
        else:
            _replace(target, packed)
    except (OSError, ValueError) as error:
        raise UnwritableOutput(f"{name} cannot be written: {_reason(error)}.") from error


def _replace(target: "Path", content: bytes) -> None:
    """Write beside the target, then rename; the file beside is gone whatever happens."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        if target.exists():  # a private file stays private, also while it is written
            beside.touch(mode=0o600)
            beside.write_bytes(content)
            beside.chmod(target.stat().st_mode)
        else:
            beside.write_bytes(content)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _pack(content: bytes) -> bytes:
    import gzip

    return gzip.compress(content, mtime=0)


def _unpack(name: str, content: bytes) -> bytes:
    import gzip
    import zlib

    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableInput(f"{name} is not a whole gzip file.") from error


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
