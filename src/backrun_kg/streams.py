"""Files too large for memory, read as a stream, with the harm that a text can do kept out.

Smaller ones are read whole and looked over as everywhere. In a stream nothing can be looked at
beforehand, so what could break the parser, and no large file needs, is refused where it is met.
"""

import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import BinaryIO, cast

import pyoxigraph as ox

from backrun_kg.dataset import LAYERS, USER_LAYER, Source, load
from backrun_kg.errors import MalformedData, UnknownName, UnreadableInput
from backrun_kg.files import STDIN
from backrun_kg.formats import RDF_FORMATS, find_format, parser_says

LARGE = 1 << 24
"""The bytes from which on a file is read as a stream."""

MOST_GROWTH = 200
"""How many times its size a packed file may unfold, as elsewhere."""

MOST_NESTED = 64
"""How many objects and arrays of JSON-LD may stand in one another, as elsewhere."""

_STEP = 1 << 16
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_UNMARKED = bytes(set(range(256)) - set(b"[]{}"))
_TRIPLE_TERMS = (b"<<(", "it holds triple terms, which may nest without bounds. Split the file.")
_REFUSED = {
    "rdf": (b"<!ENTITY", "it declares entities, which can grow without bounds. Write texts out."),
    "jsonld": (b"@context", "it has a context. Write it expanded, which needs none."),
}


class Stream(Source):
    """A large file of the user's own: its quads as they are read, never all at once."""

    __slots__ = ()

    def statements(self) -> Iterator[ox.Quad]:
        """The quads as the parser gives them. Raises MalformedData or UnreadableInput."""
        with _open(self.name) as file, self._told():
            yield from ox.parse(
                self._guard(file), format=RDF_FORMATS[self.extension], rename_blank_nodes=True
            )

    def fill(self, store: ox.Store) -> None:
        """Load the quads into a store."""
        self.load_into(store)

    def load_into(self, store: ox.Store) -> str:
        """Load the quads into a store on disk; gives the SHA-256 of the bytes that were read.

        Raises MalformedData, UnreadableInput, and OSError where the store cannot be written.
        """
        with _open_plain(self.name) as plain:
            watched = _Watched(plain, self.name)
            file = cast("BinaryIO", watched)
            if self.name.endswith(".gz"):
                file = _unpack(file)
            with self._told():
                store.bulk_load(
                    self._guard(file), format=RDF_FORMATS[self.extension], to_graph=self.graph
                )
            return watched.finish()

    def _guard(self, file: BinaryIO) -> BinaryIO:
        return cast("BinaryIO", _Guard(file, self.name, self.extension))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say of what does not parse where it stands."""
        try:
            yield
        except (SyntaxError, ValueError) as error:
            raise MalformedData(f"{self.name}: {parser_says(error)}") from error
        except MemoryError as error:
            told = "a literal, a name or a comment is longer than 16 MiB, or the memory is full."
            raise MalformedData(f"{self.name}: {told}") from error


def open_sources(
    layers: Sequence[str] = (),
    data: Iterable[str] = (),
    input_format: str | None = None,
    shipped: bool = True,
) -> tuple[Source, ...]:
    """The files that ``load`` would read, large ones as streams. Raises BackrunError."""
    names = list(data)
    large = [name for name in names if is_large(name)]
    if not large:
        return load(layers=layers, data=names, input_format=input_format, shipped=shipped).sources
    small = [name for name in names if name not in large]
    ours = [layer for layer in layers if layer != USER_LAYER]
    if unknown := [layer for layer in ours if layer not in LAYERS]:
        raise UnknownName("layer", unknown[0], [*LAYERS, USER_LAYER])
    wanted = shipped and (bool(ours) or not layers)
    read: tuple[Source, ...] = ()
    if wanted or small:
        read = load(layers=ours, data=small, input_format=input_format, shipped=wanted).sources
    return (*read, *(_open_stream(name, input_format) for name in large))


def is_large(name: str) -> bool:
    """Whether a file is to be streamed; a packed one may be ten times as large as it looks."""
    if name == STDIN or not os.path.isfile(name):
        return False
    return os.path.getsize(name) * (10 if name.endswith(".gz") else 1) >= LARGE


class _Watched:
    """A file of which every byte that is read goes into a digest."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        import hashlib

        self._file, self._name, self._hash = file, name, hashlib.sha256()

    def read(self, size: int = _STEP) -> bytes:
        """So many bytes, or fewer."""
        with _reading(self._name):
            part = self._file.read(size)
        self._hash.update(part)
        return part

    def finish(self) -> str:
        """The SHA-256 of the whole file, what the parser had no need of included."""
        while self.read():
            pass
        return self._hash.hexdigest()


class _Guard:
    """A file handed to the parser piece by piece, each looked at first."""

    def __init__(self, file: BinaryIO, name: str, extension: str) -> None:
        self._file, self._name, self._is_json = file, name, extension == "jsonld"
        token, self._told = _REFUSED.get(extension, _TRIPLE_TERMS)
        self._tail = len(token) - 1
        self._find = re.compile(re.escape(token)).search  # in half the time of bytes.find
        self._most = max(LARGE, MOST_GROWTH * os.path.getsize(name))
        self._ready = self._before = self._unread = b""
        self._at = self._size = self._depth = 0
        self._in_string = False

    def read(self, size: int = _STEP) -> bytes:
        """So many bytes, or fewer."""
        if self._at >= len(self._ready):
            with _reading(self._name):
                self._ready, self._at = self._file.read(_STEP), 0
            self._look(self._ready)
            if self._size == len(self._ready):
                self._ready = self._ready.removeprefix(_BYTE_ORDER_MARK)
        part = self._ready[self._at : self._at + size]
        self._at += size
        return part

    def _look(self, piece: bytes) -> None:
        self._size += len(piece)
        seam = self._before + piece[: self._tail]
        self._before = (self._before + piece)[-self._tail :]
        if self._find(seam) or self._find(piece):
            raise MalformedData(f"{self._name}: {self._told}")
        if self._size > self._most:
            raise UnreadableInput(
                f"{self._name} unfolds to more than {MOST_GROWTH} times its size."
            )
        if self._is_json and self._measure(piece) > MOST_NESTED:
            raise MalformedData(
                f"{self._name}: more than {MOST_NESTED} objects and arrays nest in one another."
            )

    def _measure(self, piece: bytes) -> int:
        """How deep brackets nest in a piece, those within strings set aside."""
        bare = _ESCAPE.sub(b"", self._unread + piece)
        self._unread = b"\\" if bare.endswith(b"\\") else b""
        parts = bare.split(b'"')
        outside = b"".join(parts[self._in_string :: 2])
        self._in_string ^= len(parts) % 2 == 0
        steps = (1 if byte in b"[{" else -1 for byte in outside.translate(None, _UNMARKED))
        depths = list(accumulate(steps, initial=self._depth))
        self._depth = depths[-1]
        return max(depths)


def _open_stream(name: str, input_format: str | None) -> Stream:
    suffix = os.path.splitext(name.removesuffix(".gz"))[1]
    return Stream(name, USER_LAYER, find_format(input_format or suffix))


def _open(name: str) -> BinaryIO:
    if not name.endswith(".gz"):
        return _open_plain(name)
    with _reading(name):
        return _unpack(name)


def _open_plain(name: str) -> BinaryIO:
    with _reading(name):
        return open(name, "rb")


def _unpack(file: BinaryIO | str) -> BinaryIO:
    import gzip

    return cast("BinaryIO", gzip.open(file))


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Say of what cannot be read why."""
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        told = getattr(error, "strerror", None) or "it is not a whole gzip file"
        raise UnreadableInput(f"{name} cannot be read: {told}.") from error
