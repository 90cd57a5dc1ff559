"""The user's folder of stores: where it lies, what is in it, and how it is kept small.

It is the user's cache folder of the platform, unless the environment variable BACKRUN_CACHE names
another; an empty value turns the cache off. Only the user may enter it: whoever can write there
decides what is answered. Each store is a folder that got its name, its key, when it was whole; what
is named otherwise is being built, or on its way out.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple, Protocol, TypedDict

VARIABLE = "BACKRUN_CACHE"

MOST_BYTES = 10 << 30
"""How much all stores may take; before one is built, those that nobody used for longest go."""

STORE = "store"
"""The engine's own folder, within that of a store."""

_MADE = "made.json"
_LOCK = "lock"
_BUILDING, _GONE = "building-", "gone-"


class Tell(Protocol):
    """Takes a message for the person who waits, or, if ``always``, for whoever reads a log."""

    def __call__(self, message: str, *, always: bool = False) -> object:
        """Pass the message on."""


def say_nothing(message: str, *, always: bool = False) -> None:
    """Keep a message for oneself."""


class Kept(NamedTuple):
    """One store: its folder, the files it was built from, its bytes, and when it was last used."""

    folder: str
    files: tuple[str, ...]
    size: int
    used: float


class _Made(TypedDict):
    files: list[str]
    parts: dict[str, list[int]]


def find_folder() -> str | None:
    """The folder of the stores, there or not; None where the user turned the cache off."""
    named = os.environ.get(VARIABLE)
    if named is None:
        from platformdirs import user_cache_dir

        return user_cache_dir("backrun-kg", appauthor=False)
    return os.path.abspath(os.path.expanduser(named)) if named else None


def list_stores(folder: str) -> list[Kept]:
    """What is kept in a folder, the last used first."""
    found = [kept for name in _names(folder) if (kept := _describe(os.path.join(folder, name)))]
    return sorted(found, key=lambda kept: (-kept.used, kept.folder))


def is_whole(store: str) -> bool:
    """Whether the engine's files are there as they were written, by their sizes and times.

    The engine itself takes its list of files, cut short, for a smaller store, and may never end
    reading what does not agree with its checksums.
    """
    made = _read_made(store)
    return made is not None and made["parts"] == _parts(os.path.join(store, STORE))


def mark_used(store: str) -> None:
    """Remember that a store was used just now."""
    with suppress(OSError):  # somebody else's folder may be for reading only
        os.utime(os.path.join(store, _MADE))


def remove_store(store: str) -> bool:
    """Remove one store, if nothing holds it: Windows keeps what is open.

    It loses its name first, so that it is gone at once and never half there.
    """
    nameless = os.path.join(os.path.dirname(store), _GONE + os.urandom(8).hex())
    try:
        os.rename(store, nameless)
    except OSError:
        return False
    _remove_tree(nameless)
    return True


def clear(folder: str) -> list[Kept]:
    """Remove every store and what is remembered of files; gives the stores that were removed."""
    removed = [kept for kept in list_stores(folder) if remove_store(kept.folder)]
    with _locked(folder, wait=False) as alone:
        if alone:
            _remove_leftovers(folder)
    for name in _names(folder):
        if name.endswith(".json"):
            with suppress(OSError):
                os.unlink(os.path.join(folder, name))
    return removed


@contextmanager
def building(folder: str, key: str, files: tuple[str, ...], tell: Tell) -> Iterator[str | None]:
    """A new folder to build a store in, which gets its name when all went well; else it goes.

    One process builds at a time: the others wait, and find None where the store is there by then.
    The lock is the system's, so that it ends with the process, and whoever has it knows that any
    other folder without a name was left by a process that was killed.
    """
    with _locked(folder, wait=True, tell=tell):
        final = os.path.join(folder, key)
        if is_whole(final):
            yield None
            return
        remove_store(final)  # whatever goes by that name is none
        _remove_leftovers(folder)
        _make_room(folder)
        place = os.path.join(folder, _BUILDING + os.urandom(8).hex())
        os.mkdir(place, mode=0o700)
        try:
            yield os.path.join(place, STORE)
            made = {"files": files, "parts": _parts(os.path.join(place, STORE))}
            with open(os.path.join(place, _MADE), "w", encoding="utf-8") as file:
                json.dump(made, file)
            os.rename(place, final)
        finally:
            _remove_tree(place)


@contextmanager
def _locked(folder: str, *, wait: bool, tell: Tell = say_nothing) -> Iterator[bool]:
    """Hold the folder's lock; False where another process has it and nobody waits."""
    if not os.path.isdir(folder):
        yield False
        return
    from filelock import FileLock, Timeout

    lock = FileLock(os.path.join(folder, _LOCK), mode=0o600)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        if not wait:
            yield False
            return
        tell("Another process is building a store; waiting for it.")
        lock.acquire()
    try:
        yield True
    finally:
        lock.release()


def _make_room(folder: str) -> None:
    """Remove what nobody used for longest, until the rest keeps to the limit."""
    total = 0
    for kept in list_stores(folder):
        total += kept.size
        if total > MOST_BYTES:
            remove_store(kept.folder)


def _remove_leftovers(folder: str) -> None:
    for name in _names(folder):
        if name.startswith((_BUILDING, _GONE)):
            _remove_tree(os.path.join(folder, name))


def _remove_tree(folder: str) -> None:
    """Remove what can be removed; the rest is a leftover, for the next to try."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _describe(store: str) -> Kept | None:
    """The store in a folder; None where the folder is none, or on its way."""
    made = _read_made(store)
    if made is None or os.path.basename(store).startswith((_BUILDING, _GONE)):
        return None
    try:
        used = os.stat(os.path.join(store, _MADE)).st_mtime
    except OSError:  # removed a moment ago
        return None
    return Kept(store, tuple(made["files"]), sum(part[0] for part in made["parts"].values()), used)


def _read_made(store: str) -> _Made | None:
    """What was noted of a store when it was whole."""
    try:
        with open(os.path.join(store, _MADE), encoding="utf-8") as file:
            made = json.load(file)
        parts = {name: [int(size), int(time)] for name, (size, time) in made["parts"].items()}
        return {"files": list(map(str, made["files"])), "parts": parts}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _parts(folder: str) -> dict[str, list[int]]:
    """The engine's files, their sizes and when they were last written to."""
    parts = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = os.stat(entry.path)  # Windows remembers old ones with the entry
            parts[entry.name] = [found.st_size, found.st_mtime_ns]
    return parts
