"""Layers in, one dataset out: files become named graphs, and their union answers queries."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from backrun_kg.errors import BackrunError, MalformedData, UnknownName, UnreadableInput
from backrun_kg.files import STDIN, call, read_bytes
from backrun_kg.formats import RDF_FORMATS, find_format
from backrun_kg.namespaces import GRAPH
from backrun_kg.paths import DATA, ONTOLOGY, SHAPES, list_files

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

LAYERS = {
    "ontology": ONTOLOGY,
    "article": os.path.join(DATA, "article"),
    "evidence": os.path.join(DATA, "evidence"),
    "alignment": os.path.join(DATA, "alignment"),
}
"""The shipped layers: a layer is a folder, and a folder is a named graph."""

USER_LAYER = "user"

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_KEEP_HERE = """
DELETE { GRAPH ?other { ?s ?p ?o } }
WHERE { GRAPH ?here { ?s ?p ?o } GRAPH ?other { ?s ?p ?o } FILTER(?other != ?here) }
"""


class Source(NamedTuple):
    """One file to read: its name for messages, its layer, its format and, once read, its bytes."""

    name: str
    layer: str
    extension: str
    content: bytes | None = None

    @property
    def graph(self) -> ox.NamedNode:
        """The named graph that triples without a graph of their own belong to."""
        return ox.NamedNode(GRAPH + self.layer)

    def quads(self) -> Iterator[ox.Quad]:
        """The quads as written, literals untouched, each in its graph, streamed from the parser."""
        graph = self.graph
        for quad in self.statements():
            if isinstance(quad.graph_name, ox.DefaultGraph):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            else:
                yield quad

    def statements(self) -> Iterator[ox.Quad]:
        """The quads as the parser gives them; to name their graph takes as long as to parse them.

        Raises MalformedData or UnreadableInput where they end.
        """
        with self._told():
            syntax = RDF_FORMATS[self.extension]
            parsed = ox.parse(**self._place, format=syntax, rename_blank_nodes=True)
            yield from self._metered(parsed)

    def fill(self, store: ox.Store) -> None:
        """Load the quads into a store, by the engine alone where nothing is to be measured.

        Raises MalformedData or UnreadableInput.
        """
        if self.content is not None:
            from backrun_kg.limits import may_outgrow

            if may_outgrow(self.extension, self.content):
                store.extend(self.quads())
                return
        with self._told():
            store.load(**self._place, format=RDF_FORMATS[self.extension], to_graph=self.graph)

    @property
    def _place(self) -> dict[str, Any]:
        return {"path": self.name} if self.content is None else {"input": self.content}

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say of what does not parse where it stands, and of what cannot be read why."""
        try:
            yield
        except (SyntaxError, ValueError, MemoryError) as error:
            from backrun_kg.diagnosis import explain

            told = explain(error, self.extension, self.content)
            raise MalformedData(f"{self.name}: {told}") from error
        except OSError as error:
            told = error.strerror or str(error)
            raise UnreadableInput(f"{self.name} cannot be read: {told}.") from error

    def _metered(self, quads: Iterable[ox.Quad]) -> Iterable[ox.Quad]:
        if self.content is None:  # our own file
            return quads
        from backrun_kg.limits import meter

        return meter(quads, self.name, self.extension, self.content)


class Dataset:
    """Some layers, kept as the files they come from and parsed when asked for."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources = tuple(sources)

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad as written, file by file."""
        for source in self.sources:
            yield from source.quads()

    @cached_property
    def store(self) -> ox.Store:
        """The engine, loaded once; a triple in two graphs is kept in one, so no row comes twice."""
        store = ox.Store()
        for source in self.sources:
            source.fill(store)
        if any(source.content is not None for source in self.sources):
            drop_repeated(store)
        return store

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical N-Quads (RDFC-1.0), in hexadecimal. Raises LimitReached."""
        import hashlib

        lines = "".join(sorted({f"{quad} .\n" for quad in self.quads()}))
        if "_:" in lines:
            from backrun_kg.canonical import digest_blank

            return digest_blank(self.quads())
        return hashlib.sha256(lines.encode()).hexdigest()  # without blank nodes, canonical as it is

    def counts(self) -> dict[str, int]:
        """How many triples each named graph holds, by graph IRI."""
        totals: dict[str, int] = {}
        for quad in set(self.quads()):
            name = str(quad.graph_name).strip("<>")
            totals[name] = totals.get(name, 0) + 1
        return dict(sorted(totals.items()))

    def to_rdflib(self) -> "rdflib.Dataset":
        """The same quads as an rdflib Dataset, literals as written, default graph the union."""
        from backrun_kg.rdflib_bridge import to_rdflib

        return to_rdflib(self.quads())

    def to_pandas(self) -> "dict[str, pandas.DataFrame]":
        """A data frame for each class by its name, and more; see ``exports.frames``."""
        from backrun_kg.exports.frames import to_pandas

        return to_pandas(self)

    def to_networkx(self) -> "networkx.MultiDiGraph[str]":
        """The direct edges as a network, nodes by id; see ``exports.networks``."""
        from backrun_kg.exports.networks import to_networkx

        return to_networkx(self)


def load(
    *,
    layers: Sequence[str] = (),
    data: Iterable[str | os.PathLike[str]] = (),
    input_format: str | None = None,
    shipped: bool = True,
) -> Dataset:
    """The shipped graph, or some layers of it, with files of one's own added as layer ``user``.

    ``layers`` keeps to those shipped layers (all when empty; ``user`` alone leaves them out, as
    ``shipped=False`` does). ``data`` are RDF files told apart by their extension, unless
    ``input_format`` names their format.

    Raises UnknownName, UnreadableInput or MalformedData; what is malformed past a file's first
    statement shows when the data are used.

    >>> load(layers=["article"]).sources[0].layer
    'article'
    """
    added = tuple(read_source(os.fspath(name), input_format) for name in data)
    known = [*LAYERS, USER_LAYER] if added else [*LAYERS]
    for layer in layers:
        if layer not in known:
            raise UnknownName("layer", layer, known)
    ours = shipped_sources(layers or known) if shipped else ()
    dataset = Dataset((*ours, *added))
    if not dataset.sources:
        raise BackrunError("Nothing to load: --no-shipped needs --data FILE.")
    return dataset


def shipped_sources(layers: Iterable[str]) -> Iterator[Source]:
    """The files of the shipped layers, in the order of their names."""
    for layer, folder in LAYERS.items():
        if layer in layers:
            for path in list_files(folder, ".ttl"):
                if path != SHAPES:
                    yield Source(path, layer, "ttl")


def read_source(name: str, input_format: str | None = None) -> Source:
    """A file of the user's own, read, looked over and found to hold at least one triple.

    The format is the extension's, a further ``.gz`` aside, unless ``input_format`` names it;
    standard input (``-``) needs it named. Raises UnreadableInput, UnknownName or MalformedData, the
    last also for what would harm the parser; what it imports or refers to is never fetched.
    """
    from backrun_kg.limits import check_content

    content = read_bytes(name).removeprefix(_BYTE_ORDER_MARK)
    extension = find_format(input_format) if input_format else _extension(name)
    check_content(call(name), extension, content)
    source = Source(call(name), USER_LAYER, extension, content)
    if not any(True for _ in source.quads()):
        raise UnreadableInput(f"{source.name} holds no triples.")
    return source


def drop_repeated(store: ox.Store) -> None:
    """Keep each triple in one of its graphs, the first by name.

    Graph by graph, so that a triple in very many is not compared with itself in all of them.
    """
    for graph in sorted(store.named_graphs(), key=str)[:-1]:
        named = isinstance(graph, ox.NamedNode)
        if named and next(store.quads_for_pattern(None, None, None, graph), None):
            store.update(_KEEP_HERE.replace("?here", str(graph)))


def _extension(name: str) -> str:
    suffix = os.path.splitext(name.removesuffix(".gz"))[1]
    if name == STDIN:
        raise UnreadableInput("Name the format of standard input with --input-format.")
    if not suffix:
        raise UnreadableInput(
            f"{name} has no extension to tell its format; known: "
            f"{', '.join('.' + extension for extension in RDF_FORMATS)} (each also .gz)."
        )
    return find_format(suffix)
