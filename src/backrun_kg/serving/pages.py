"""Linked data and pages: things and terms by their names, in the form that a client wants."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import lru_cache
from os.path import splitext

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from backrun_kg.answers import Graph
from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError
from backrun_kg.namespaces import GRAPH, PREFIXES
from backrun_kg.results import render
from backrun_kg.serving.endpoint import read_header
from backrun_kg.serving.negotiation import GRAPHS, Offer, choose, read_accept, refuse
from backrun_kg.serving.refusals import Refusal
from backrun_kg.serving.sites import Site
from backrun_kg.things import thing_graph

LOG = logging.getLogger("backrun_kg.serving")

_PAGE = Offer("html", "text/html; charset=utf-8", ("application/xhtml+xml",))

_TYPES = {
    "": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": _PAGE.content_type,
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".nq": "application/n-quads",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".trig": "application/trig",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    **{f".{offer.name}": offer.content_type for offer in GRAPHS},
}
"""Content types by extension; the system's own table differs from one machine to the next."""

_HOME = """backrun-kg

/sparql              SPARQL 1.1, by GET or POST; without a query, what the service can do
/.well-known/void    the data in numbers
/ontology            the terms
/id/<name>           one thing, for example /id/quadriceps
/graph/<layer>       one layer, for example /graph/article
"""

FetchSite = Callable[[], Awaitable[Site]]


class Pages:
    """Everything but the endpoint: files of the site where there is one, graphs as they are asked.

    The site takes seconds to come, while queries are answered; who wants a page waits for it.
    """

    def __init__(self, dataset: Dataset, fetch_site: FetchSite | None = None) -> None:
        self._dataset = dataset
        self._fetch_site = fetch_site
        self._site: Site = {}
        self._made: asyncio.Task[Site] | None = None
        self._find = lru_cache(maxsize=256)(self._find_graph)
        self._write = lru_cache(maxsize=256)(self._write_graph)

    async def __call__(self, request: Request) -> Response:
        """The response to a request. Raises Refusal."""
        if request.method not in ("GET", "HEAD"):
            raise Refusal(
                405, f"{request.method} is not among the methods here.", allow="GET, HEAD"
            )
        if self._made:
            self._site = await asyncio.shield(self._made)
        path = str(request.scope["path"]).removeprefix("/")
        if path.endswith("/") or not path:
            path += "index.html"
        content = self._file(path)
        if content is not None:
            return Response(content, headers={"content-type": _content_type(path)})
        if path == "index.html":
            return PlainTextResponse(_HOME)
        return self._choose(path, request)

    def open(self) -> None:
        """Begin to fetch the site."""
        if self._fetch_site:
            self._made = asyncio.ensure_future(self._fetch(self._fetch_site))

    async def close(self) -> None:
        """Fetch it no more."""
        if self._made:
            self._made.cancel()
            await asyncio.wait({self._made})

    async def _fetch(self, fetch_site: FetchSite) -> Site:
        """The site; none where it cannot be made, which is told in the log."""
        try:
            return await fetch_site()
        except (BackrunError, OSError) as error:
            LOG.warning("There are no pages, only data: %s", error)
            return {}

    def _file(self, path: str) -> bytes | None:
        """A file of the site, or a graph written in the format of the path's extension."""
        if path in self._site:
            return self._site[path]
        name, extension = splitext(path)
        if extension[1:] in {offer.name for offer in GRAPHS}:
            return self._write(name, extension[1:])
        return None

    def _choose(self, path: str, request: Request) -> Response:
        """See other: the form of a thing, or of the ontology, that the client would rather have."""
        offers = [offer for offer in (*GRAPHS, _PAGE) if self._has(path, offer.name)]
        if not offers:
            raise Refusal(404, "There is nothing of that name here.")
        offer = choose(read_accept(read_header(request, "accept")), offers)
        if offer is None:
            raise refuse(offers)
        place = f"/{path}.{offer.name}"
        return RedirectResponse(place, 303, {"vary": "Accept"})

    def _has(self, path: str, extension: str) -> bool:
        if f"{path}.{extension}" in self._site:
            return True
        return extension != "html" and bool(self._find(path))

    def _write_graph(self, name: str, format: str) -> bytes | None:
        graph = self._find(name)
        return render(graph, format) if graph else None

    def _find_graph(self, name: str) -> Graph | None:
        """The graph that a path stands for; None where it stands for none."""
        kind, _, rest = name.partition("/")
        try:
            return _MAKERS[kind](self._dataset, rest) if kind in _MAKERS else None
        except ValueError:  # no part of an IRI
            return None


def _thing(dataset: Dataset, slug: str) -> Graph:
    return thing_graph(dataset, ox.NamedNode(PREFIXES["kg"] + slug))


def _ontology(dataset: Dataset, rest: str) -> Graph:
    return _layer(dataset, "ontology") if not rest else Graph(())


def _layer(dataset: Dataset, layer: str) -> Graph:
    name = ox.NamedNode(GRAPH + layer)
    return Graph(quad.triple for quad in dataset.quads() if quad.graph_name == name)


_MAKERS: dict[str, Callable[[Dataset, str], Graph]] = {
    "id": _thing,
    "ontology": _ontology,
    "graph": _layer,
}


def _content_type(path: str) -> str:
    return _TYPES.get(splitext(path)[1], "application/octet-stream")
