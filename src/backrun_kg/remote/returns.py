"""What a server holds of a graph, compared with what it should: by count, then by digest."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import pyoxigraph as ox

from backrun_kg.answers import Rows
from backrun_kg.escapes import shorten
from backrun_kg.remote.endpoints import Endpoint
from backrun_kg.remote.graph_stores import HttpStore, open_scratch, read_fetched
from backrun_kg.remote.quirks import ROUND, write_page
from backrun_kg.remote.replies import read_rows_of
from backrun_kg.remote.rewriting import read_layout
from backrun_kg.remote.spool import GraphFile, Part

_BATCH = 10_000
_MOST_SHOWN = 160

_REWRITTEN = "literals as the server writes them"
_ONLY_COUNTED = "counted only: blank nodes too many or too alike for a digest"


class Comparison(NamedTuple):
    """How many triples the server holds of a graph, whether they are the same, and what to say."""

    found: int
    same: bool
    note: str = ""


class Returns:
    """Gets graphs back from a server: from its graph store, its SPARQL endpoint, or both."""

    def __init__(self, store: HttpStore | None, endpoint: Endpoint | None) -> None:
        self._store, self._endpoint = store, endpoint

    def find(self, graphs: GraphFile, part: Part) -> Comparison | None:
        """The graph on the server, if it holds for certain what is here. Raises BackrunError.

        One that it counts otherwise is not looked at.
        """
        if self._endpoint and self._count(part.graph) != part.triples:
            return None
        comparison = self._read_back(graphs, part, part.triples)
        return comparison if comparison.same and comparison.note != _ONLY_COUNTED else None

    def compare(self, graphs: GraphFile, part: Part) -> Comparison:
        """The graph on the server beside the one here. Raises BackrunError."""
        counted = self._count(part.graph) if self._endpoint else part.triples
        return self._read_back(graphs, part, counted)

    def _read_back(self, graphs: GraphFile, part: Part, counted: int) -> Comparison:
        with GraphFile(self._fetch(part.graph)) as back:
            found = back.parts[0].triples if back.parts else 0
            if not self._is_cut(found, counted):
                return _compare(graphs, part, back)
        if not self._endpoint:
            told = f"the server returns only {found:,} at once; name its SPARQL endpoint as well"
            return Comparison(found, False, told)
        with GraphFile(self._read_pages(part.graph, found, counted)) as back:
            return _compare(graphs, part, back)

    def _is_cut(self, found: int, counted: int) -> bool:
        """Whether the server kept back a rest without a word: it returns less than it counts.

        One that does not count is suspected when it returns a round number, or one more.
        """
        return 0 < found < counted and (self._endpoint is not None or found % ROUND <= 1)

    def _count(self, graph: str) -> int:
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        (row,) = self._ask(text).rows
        return int(row[0].value) if isinstance(row[0], ox.Literal) else 0

    def _ask(self, text: str) -> Rows:
        assert self._endpoint
        reply = self._endpoint.send(text, "SELECT", [], "the question for a graph")
        self._server = reply.server
        return read_rows_of(reply)

    def _fetch(self, graph: str) -> Iterator[ox.Quad]:
        with open_scratch() as file:
            if self._store:
                reply = self._store.fetch(graph, file)
            else:
                assert self._endpoint
                text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
                reply = self._endpoint.send(text, "CONSTRUCT", [], "the graph", into=file)
            if reply:
                yield from read_fetched(reply, file, graph)

    def _read_pages(self, graph: str, found: int, counted: int) -> Iterator[ox.Quad]:
        """A graph in pages of what the server returns at once, or somewhat less."""
        text = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o"
        layout, name = read_layout(text, "the graph"), ox.NamedNode(graph)
        limit, offset = found - found % ROUND or found, 0
        while offset < counted:
            rows = self._ask(write_page(text, layout, self._server, limit, offset)).rows
            if not rows:
                return
            for subject, predicate, value in rows:
                yield ox.Quad(subject, predicate, value, name)  # type: ignore[arg-type]
            offset += len(rows)


def _compare(graphs: GraphFile, part: Part, back: GraphFile) -> Comparison:
    theirs = back.parts[0] if back.parts else None
    if theirs is None:
        return Comparison(0, False, "the server has no such graph")
    if part.has_blanks and not (part.digest and theirs.digest):
        return Comparison(theirs.triples, part.triples == theirs.triples, _ONLY_COUNTED)
    if part.digest == theirs.digest:
        return Comparison(theirs.triples, True)
    with (
        GraphFile(_settle(graphs.quads(part))) as ours,
        GraphFile(_settle(back.quads(theirs))) as it,
    ):
        if ours.parts[0].digest and ours.parts[0].digest == it.parts[0].digest:
            return Comparison(theirs.triples, True, _REWRITTEN)
        return Comparison(theirs.triples, False, _tell_difference(ours, it))


def _settle(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads with literals as the embedded engine keeps them: 0.60 as 0.6, a long as an integer.

    Servers do likewise, each in its way; it changes how a value is written and not the value.
    """
    rest = iter(quads)
    while batch := list(islice(rest, _BATCH)):
        store = ox.Store()
        store.extend(batch)
        yield from store


def _tell_difference(ours: GraphFile, theirs: GraphFile) -> str:
    """How many triples only one side has, and the first of them."""
    kept, found = ours.lines(ours.parts[0]), theirs.lines(theirs.parts[0])
    missing, added, first = 0, 0, b""
    mine, other = next(kept, None), next(found, None)
    while mine != other or mine is not None:
        if mine == other:
            mine, other = next(kept, None), next(found, None)
        elif other is None or (mine is not None and mine < other):
            missing, first = missing + 1, first or b"missing " + (mine or b"")
            mine = next(kept, None)
        else:
            added, first = added + 1, first or b"new " + other
            other = next(found, None)
    told = shorten(first.decode().rstrip(" .\n"), _MOST_SHOWN)
    return f"{missing:,} are missing and {added:,} are new: {told}"
