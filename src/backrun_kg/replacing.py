"""A file put in place whole: written where no name leads to it, then named in one step.

Whenever the process dies, also by ``kill -9``, the file is the old one or the new one. On Linux the
new one has no name while it is written, so that nothing is left of it; only a death between the two
calls that name it and then give it the place of an old file leaves it beside that, whole. On other
systems a death while it is written leaves a part of it there. The next writing to the same folder
removes such leftovers. A crash of the whole machine is not provided for.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

Content = bytes | Callable[[BinaryIO], object]
"""What a file is to hold, or what writes it there."""

_BUFFER = 1 << 20  # bytes: the engine hands over 8 KiB at a time

_PREFIX, _SUFFIX = ".backrun-kg-", ".tmp"
_ON_POSIX = os.name == "posix"


def put_in_place(target: str, content: Content) -> None:
    """Make a file of the content, in the place and with the permissions of one that is there.

    ``target`` is a path without symbolic links. Content that writes itself may be asked twice.
    Raises OSError, and whatever such content raises; then all is as it was.
    """
    folder = os.path.dirname(target)
    _remove_leftovers(folder)
    mode = os.stat(target).st_mode if os.path.exists(target) else None
    beside = os.path.join(folder, f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}")
    try:
        if not _put_nameless(target, beside, content, mode):
            _put_named(target, beside, content, mode)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside)


def fill(file: BinaryIO, content: Content) -> None:
    """Write content to a file that is open. Raises OSError, and what the content raises."""
    if isinstance(content, bytes):
        file.write(content)
    else:
        content(file)


def _put_nameless(target: str, beside: str, content: Content, mode: int | None) -> bool:
    """Write without a name, then name it; False where the system or the disk cannot do that."""
    try:
        descriptor = os.open(os.path.dirname(target), os.O_TMPFILE | os.O_WRONLY, _private(mode))
    except (AttributeError, OSError):
        return False
    with open(descriptor, "wb", _BUFFER) as file:
        _fill(file, content, mode)
        if mode is None and _name(file, target):
            return True
        if _name(file, beside):
            os.replace(beside, target)
            return True
    return False


def _put_named(target: str, beside: str, content: Content, mode: int | None) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    with open(os.open(beside, flags, _private(mode)), "wb", _BUFFER) as file:
        _fill(file, content, mode)
        if _ON_POSIX:  # still locked, so that no other process takes it for a leftover
            os.replace(beside, target)
    if not _ON_POSIX:
        os.replace(beside, target)


def _private(mode: int | None) -> int:
    """What a new file allows: the usual, or only us where it follows one that may be private."""
    return 0o666 if mode is None else 0o600


def _fill(file: BinaryIO, content: Content, mode: int | None) -> None:
    _lock(file)
    fill(file, content)
    file.flush()
    if mode is not None and _ON_POSIX:
        os.fchmod(file.fileno(), mode & 0o7777)


def _name(file: BinaryIO, name: str) -> bool:
    try:
        os.link(f"/proc/self/fd/{file.fileno()}", name, src_dir_fd=file.fileno())
    except OSError:
        return False
    return True


def _lock(file: BinaryIO) -> bool:
    """Lock a file for as long as it is open; False where another process does or none can."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock

        flock(file, LOCK_EX | LOCK_NB)
    except (ImportError, OSError):
        return False
    return True


def _remove_leftovers(folder: str) -> None:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            ours = entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX)
            if ours and entry.is_file(follow_symlinks=False) and _is_abandoned(entry.path):
                os.unlink(entry.path)


def _is_abandoned(name: str) -> bool:
    """Whether no process writes a file; Windows lets nobody remove one that is open."""
    if not _ON_POSIX:
        return True
    with open(name, "rb") as file:
        return _lock(file)
