"""The SPARQL 1.1 Protocol, as a client: the same queries and the same answers, from a server.

The layers are asked as the embedded engine is asked: their union is the default graph, and each is
a named graph. A server that has none of them is asked for its own default graph.
"""

import json
from collections.abc import Iterable, Mapping
from typing import BinaryIO
from urllib.parse import urlencode

import pyoxigraph as ox

from backrun_kg.answers import Answer, Rows, Term
from backrun_kg.dataset import LAYERS, USER_LAYER
from backrun_kg.errors import BackrunError, LimitReached, UnknownName
from backrun_kg.namespaces import GRAPH
from backrun_kg.remote.addresses import read_address, with_parameters
from backrun_kg.remote.connections import Reply
from backrun_kg.remote.quirks import may_be_cut, write_page
from backrun_kg.remote.replies import (
    ACCEPT_ROWS,
    ACCEPT_TRIPLES,
    check,
    read_graph_of,
    read_rows_of,
    read_truth_of,
)
from backrun_kg.remote.rewriting import (
    Layout,
    bind_terms,
    chooses_graphs,
    declare_prefixes,
    read_layout,
)
from backrun_kg.remote.wire import MOST_BYTES, MOST_ON_DISK, Wire

TIMEOUT = 60.0
"""The seconds an answer may take, tries and waits included."""

LONGEST_GET = 2_000
"""The characters of an address that whatever lies between takes for certain; more is POSTed."""


def ask_endpoint(
    url: str,
    text: str,
    bindings: Mapping[str, Term] | None = None,
    name: str = "query",
    timeout: float = TIMEOUT,
) -> Answer:
    """What a SPARQL server answers to a query, variables bound as terms, our prefixes at hand.

    ``name`` is what messages call the query. Raises BackrunError: MalformedQuery for what the
    server does not understand, LimitReached for time and size, ServerFailure for the rest.
    """
    return Endpoint(url, timeout=timeout).ask(text, bindings, name)


class Endpoint:
    """A SPARQL server, asked as often as wanted over one connection."""

    def __init__(
        self,
        url: str,
        *,
        layers: Iterable[str] = (),
        timeout: float = TIMEOUT,
        wire: Wire | None = None,
    ) -> None:
        """``layers`` are layers, or IRIs of other graphs, to keep to. Raises BackrunError."""
        self.url = str(read_address(url))
        self._wire = wire or Wire(timeout)
        self._graphs = [_name_graph(layer) for layer in layers] or None

    def ask(
        self, text: str, bindings: Mapping[str, Term] | None = None, name: str = "query"
    ) -> Answer:
        """What the server answers, as ``ask_endpoint`` does."""
        query = declare_prefixes(bind_terms(text, bindings or {}, name), name)
        layout = read_layout(query, name)
        graphs = [] if chooses_graphs(query, name) else self.find_graphs()
        reply = self.send(query, layout.form, graphs, name)
        if layout.form in ("CONSTRUCT", "DESCRIBE"):
            return read_graph_of(reply)
        if layout.form == "ASK":
            return read_truth_of(reply)
        rows = read_rows_of(reply)
        if may_be_cut(reply, len(rows), layout):
            return self._read_on(query, layout, graphs, name, reply, rows)
        return rows

    def find_graphs(self) -> list[str]:
        """The graphs that are asked: those named, or those of the layers that the server has."""
        if self._graphs is None:
            known = " ".join(f"<{GRAPH}{layer}>" for layer in (*LAYERS, USER_LAYER))
            exists = "FILTER EXISTS { GRAPH ?graph { ?s ?p ?o } }"
            text = f"SELECT ?graph WHERE {{ VALUES ?graph {{ {known} }} {exists} }}"
            rows = read_rows_of(self.send(text, "SELECT", [], "the question for graphs"))
            found = [term.value for (term,) in rows.rows if isinstance(term, ox.NamedNode)]
            self._graphs = sorted(found)
        return self._graphs

    def send(
        self,
        query: str,
        form: str,
        graphs: Iterable[str],
        name: str,
        into: BinaryIO | None = None,
    ) -> Reply:
        """The reply to a query over some graphs, by GET where its length allows, else by POST.

        It goes into the file ``into``, if one is given. Raises BackrunError where it is no success.
        """
        kinds = ("default-graph-uri", "named-graph-uri")
        parameters = [("query", query), *((kind, graph) for graph in graphs for kind in kinds)]
        headers = {"Accept": ACCEPT_TRIPLES if form in ("CONSTRUCT", "DESCRIBE") else ACCEPT_ROWS}
        url, verb, body = with_parameters(self.url, parameters), "GET", None
        if len(url) > LONGEST_GET:
            url, verb, body = self.url, "POST", urlencode(parameters).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        most = MOST_ON_DISK if into else MOST_BYTES
        return check(self._wire.send(verb, url, headers, body, most=most, into=into), name)

    def _read_on(
        self, query: str, layout: Layout, graphs: list[str], name: str, first: Reply, rows: Rows
    ) -> Rows:
        """All rows of a query whose answer may have been cut, page by page."""
        pages, size, limit = [rows], len(rows.json), len(rows)
        ordered = "ORDER" in layout.modifiers and "LIMIT" not in layout.modifiers
        while len(pages[-1]) == limit:
            place = limit if ordered else 1, limit * len(pages)
            page = write_page(query, layout, first.server, *place)
            pages.append(read_rows_of(self.send(page, layout.form, graphs, name)))
            size += len(pages[-1].json)
            if len(pages[-1]) and not ordered:
                raise LimitReached(
                    f"{name}: the server gives only the first {limit:,} rows. Add ORDER BY, so "
                    "that the others can be asked for in turn, or ask for less with LIMIT."
                )
            if size > MOST_BYTES:
                raise LimitReached(f"{name}: the answer is larger than {MOST_BYTES >> 20:,} MiB.")
        return _join(pages)


def _name_graph(layer: str) -> str:
    """The IRI of a layer's graph, or the IRI that it is."""
    if "://" not in layer:
        if layer not in (*LAYERS, USER_LAYER):
            raise UnknownName("layer", layer, [*LAYERS, USER_LAYER])
        return GRAPH + layer
    try:
        return ox.NamedNode(layer).value
    except ValueError as error:
        raise BackrunError(f"'{layer}' is no IRI of a graph.") from error


def _join(pages: list[Rows]) -> Rows:
    """The rows of all pages under the columns of the first."""
    told = [json.loads(page.json) for page in pages if len(page)]
    found = [row for page in told for row in page["results"]["bindings"]]
    written = {"head": {"vars": list(pages[0].columns)}, "results": {"bindings": found}}
    return Rows(json.dumps(written, ensure_ascii=False).encode())
