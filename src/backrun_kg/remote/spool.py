"""Graphs on disk, sorted and without repetitions, so that memory stays flat however many there are.

A line is the graph's name and a triple in N-Triples: sorted, each graph is one stretch of the file,
in its canonical form where no node is blank, ready to be hashed and sent.
"""

import hashlib
import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import BinaryIO, NamedTuple

import pyoxigraph as ox

from backrun_kg.blanks import has_blanks
from backrun_kg.canonical import digest_blank
from backrun_kg.errors import LimitReached

AT_ONCE = 1 << 24
"""The bytes of lines that are sorted in memory."""

MOST_RUNS = 64
"""How many sorted files may lie open before they are merged into one."""

MOST_WITH_BLANKS = 1_000_000
"""How many triples a graph with blank nodes may have to be made canonical, which takes memory."""

_BLANK = b"_:"


class Part(NamedTuple):
    """One graph in the file: its stretch, its size, and the SHA-256 of its canonical N-Quads.

    The digest is '' where blank nodes are too many, or too much alike, to be told apart.
    """

    graph: str
    start: int
    length: int
    triples: int
    digest: str
    has_blanks: bool


class GraphFile:
    """Sorted graphs in a file that vanishes when it is closed."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this
        try:
            lines = (f"{quad.graph_name} {quad.triple} .\n" for quad in quads)
            self.parts = tuple(self._lay_out(_sort(lines)))
        except BaseException:
            self.file.close()
            raise

    def __enter__(self) -> "GraphFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def lines(self, part: Part) -> Iterator[bytes]:
        """The triples of a graph as lines of N-Triples."""
        self.file.seek(part.start)
        for _ in range(part.triples):
            yield self.file.readline()

    def quads(self, part: Part) -> Iterator[ox.Quad]:
        """The triples of a graph, in its graph."""
        return read_lines(self.lines(part), part.graph)

    def _lay_out(self, lines: Iterator[bytes]) -> Iterator[Part]:
        graph, start, triples, blanks, digest = b"", 0, 0, False, hashlib.sha256()
        for line in lines:
            name, _, triple = line.partition(b" ")
            if name != graph:
                if triples:
                    yield self._part(graph, start, triples, blanks, digest.hexdigest())
                graph, start, triples, blanks = name, self.file.tell(), 0, False
                digest = hashlib.sha256()
            triples += 1
            blanks = blanks or _has_blank(triple)
            digest.update(triple[:-2] + name + b" .\n")
            self.file.write(triple)
        if triples:
            yield self._part(graph, start, triples, blanks, digest.hexdigest())

    def _part(self, graph: bytes, start: int, triples: int, blanks: bool, digest: str) -> Part:
        end = self.file.tell()
        part = Part(graph.decode()[1:-1], start, end - start, triples, digest, blanks)
        if blanks:
            part = part._replace(digest=self._digest_blank(part))
            self.file.seek(end)
        return part

    def _digest_blank(self, part: Part) -> str:
        if part.triples > MOST_WITH_BLANKS:
            return ""
        try:
            return digest_blank(self.quads(part))
        except LimitReached:
            return ""


def read_lines(lines: Iterable[bytes], graph: str) -> Iterator[ox.Quad]:
    """The quads that lines of N-Triples say of a graph."""
    name = ox.NamedNode(graph)
    for quad in ox.parse(_Reader(lines), format=ox.RdfFormat.N_TRIPLES):  # type: ignore[arg-type]
        yield ox.Quad(quad.subject, quad.predicate, quad.object, name)


class _Reader:
    """Lines as a file to read from."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._left = b""

    def read(self, size: int = 1 << 16) -> bytes:
        """So many bytes, or fewer at the end."""
        while len(self._left) < size and (line := next(self._lines, None)) is not None:
            self._left += line
        part, self._left = self._left[:size], self._left[size:]
        return part


def _has_blank(triple: bytes) -> bool:
    """Whether a node is blank: the letters may also stand in a literal or within an IRI."""
    if _BLANK not in triple:
        return False
    return has_blanks(next(iter(ox.parse(triple, format=ox.RdfFormat.N_TRIPLES))))


def _sort(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines sorted, each once, with most of them on disk."""
    with ExitStack() as files:
        runs, held, size = list[BinaryIO](), set[bytes](), 0
        for text in lines:
            line = text.encode()
            held.add(line)
            size += len(line)
            if size > AT_ONCE:
                runs.append(_write_run(sorted(held), files))
                held, size = set(), 0
            if len(runs) == MOST_RUNS:
                merged = _write_run(_merge(runs), files)
                for run in runs:
                    run.close()
                runs = [merged]
        yield from _merge([*runs, sorted(held)])


def _write_run(lines: Iterable[bytes], files: ExitStack) -> BinaryIO:
    run: BinaryIO = files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
    run.writelines(lines)
    run.seek(0)
    return run


def _merge(runs: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    last = b""
    for line in heapq.merge(*runs):
        if line != last:
            yield line
        last = line
