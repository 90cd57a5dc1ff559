"""A dataset with large files, answered from a store on disk that is built once for their bytes.

The store's key is a digest of all that makes it what it is: the layout, the engine's version and,
file by file, layer, format and SHA-256. So the shipped layers with and without a file are two
stores, and a file that changes is another one.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TypeVar

import pyoxigraph as ox

from backrun_kg.dataset import Dataset, Source, drop_repeated, load, read_source
from backrun_kg.errors import BackrunError, UnreadableInput, UnwritableOutput
from backrun_kg.files import MOST_BYTES
from backrun_kg.stores import (
    STORE,
    Tell,
    building,
    find_folder,
    is_whole,
    mark_used,
    remove_store,
    say_nothing,
)
from backrun_kg.streams import Stream, is_large, open_sources

LAYOUT = 1
"""Raised whenever a store of the same files is to be built differently."""

_NOTES = "digests.json"
_DAMAGED = "Corruption: "
"""How the engine's messages begin where what it reads is not what it wrote."""

_Found = TypeVar("_Found")


class StoredDataset(Dataset):
    """A dataset whose store is kept in a folder, and built there when it is not."""

    def __init__(self, sources: Iterable[Source], folder: str, tell: Tell) -> None:
        super().__init__(sources)
        self._folder, self._tell = folder, tell

    @cached_property
    def path(self) -> str | None:
        """Where the engine finds the store, built if need be; None where the disk takes none."""
        large = [source for source in self.sources if isinstance(source, Stream)]
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            digests = [_digest(source, self._folder) for source in self.sources]
            kept = os.path.join(self._folder, _key(self.sources, digests))
            path = os.path.join(kept, STORE)
            if not is_whole(kept):
                names = tuple(os.path.abspath(source.name) for source in large)
                with building(self._folder, os.path.basename(kept), names, self._tell) as place:
                    if place is not None:
                        self._tell(_announce(large, self._folder))
                        _build(place, self.sources, digests)
            mark_used(kept)
            return path
        except OSError as error:
            self._give_up(large, error)
            return None

    @cached_property
    def store(self) -> ox.Store:
        """The engine over the folder, for reading; over the memory where there is no folder."""
        for _ in range(2):
            if self.path is None:
                break
            try:
                return ox.Store.read_only(self.path)
            except OSError:  # damaged, or removed a moment ago
                self.discard()
        return Dataset(map(_read_whole, self.sources)).store

    def is_sound(self, said: str) -> bool:
        """Whether the store is as it was, also by what the engine said."""
        whole = self.path is None or is_whole(os.path.dirname(self.path))
        return whole and _DAMAGED not in said

    def discard(self) -> None:
        """Remove the store, so that the next question has it built anew."""
        path = self.__dict__.pop("path", None)
        self.__dict__.pop("store", None)
        if path:
            remove_store(os.path.dirname(path))

    def _give_up(self, large: list[Stream], error: OSError) -> None:
        """Say that there will be no store, and go on only where the memory may do."""
        told = (
            f"{self._folder} takes no store: {_reason(error)}. BACKRUN_CACHE names another folder."
        )
        if any(os.path.getsize(source.name) > MOST_BYTES for source in large):
            raise UnwritableOutput(told) from error
        self._tell(f"{told} Answering from memory.", always=True)


def open_dataset(
    layers: Sequence[str] = (),
    data: Iterable[str] = (),
    input_format: str | None = None,
    shipped: bool = True,
    tell: Tell = say_nothing,
) -> Dataset:
    """What ``load`` gives, but answered from a store on disk where a file is large.

    ``tell`` takes a message when a store is built, and when none can be. Raises BackrunError.
    """
    names = list(data)
    folder = find_folder() if any(map(is_large, names)) else None
    if folder is None:
        return load(layers=layers, data=names, input_format=input_format, shipped=shipped)
    return StoredDataset(open_sources(layers, names, input_format, shipped), folder, tell)


def ask_sound(dataset: Dataset, work: Callable[[Dataset], _Found]) -> _Found:
    """What the work finds; where the store on disk turns out damaged, once more with a new one."""
    try:
        return work(dataset)
    except (OSError, BackrunError) as error:
        if not isinstance(dataset, StoredDataset) or dataset.is_sound(str(error)):
            raise
        dataset.discard()
    return work(dataset)


def _digest(source: Source, folder: str) -> str:
    from hashlib import sha256

    if isinstance(source, Stream):
        from backrun_kg.digests import digest_file

        return digest_file(source.name, os.path.join(folder, _NOTES))
    if source.content is not None:
        return sha256(source.content).hexdigest()
    with open(source.name, "rb") as file:
        return sha256(file.read()).hexdigest()


def _key(sources: Sequence[Source], digests: Sequence[str]) -> str:
    from hashlib import sha256

    lines = [f"layout {LAYOUT}", f"pyoxigraph {ox.__version__}"]
    for source, digest in zip(sources, digests, strict=True):
        packed = isinstance(source, Stream) and source.name.endswith(".gz")
        lines.append(f"{source.layer} {source.extension} {packed} {digest}")
    return sha256("\n".join(lines).encode()).hexdigest()


def _build(place: str, sources: Sequence[Source], digests: Sequence[str]) -> None:
    """Make the store in a folder of its own; a triple in two graphs is kept in one, as elsewhere.

    Compacting it afterwards is left out: it took a third more time, twice the disk, and opening and
    looking up were no faster.
    """
    store = ox.Store(place)
    for source, digest in zip(sources, digests, strict=True):
        if isinstance(source, Stream):
            _load(store, source, digest)
        else:
            source.fill(store)
    drop_repeated(store)
    store.flush()


def _load(store: ox.Store, source: Stream, digest: str) -> None:
    if next(source.quads(), None) is None:
        raise UnreadableInput(f"{source.name} holds no triples.")
    if source.load_into(store) != digest:
        raise UnreadableInput(f"{source.name} changed while it was read. Try again.")


def _read_whole(source: Source) -> Source:
    return read_source(source.name, source.extension) if isinstance(source, Stream) else source


def _announce(large: list[Stream], folder: str) -> str:
    size = sum(os.path.getsize(source.name) for source in large) >> 20
    names = ", ".join(dict.fromkeys(os.path.basename(source.name) for source in large))
    told = "later questions start at once. backrun-kg cache --clear removes it."
    return f"Building a store of {names} ({size:,} MiB) in {folder}; {told}"


def _reason(error: OSError) -> str:
    """The system's reason; the engine puts it last, after what it did and where."""
    return (error.strerror or str(error).rpartition(": ")[2]).lower()
