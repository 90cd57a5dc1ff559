"""The application: which part of the server answers which address."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import ASGIApp

from backrun_kg.dataset import Dataset
from backrun_kg.serving.description import Descriptions
from backrun_kg.serving.endpoint import Endpoint, read_header
from backrun_kg.serving.gate import Gate
from backrun_kg.serving.negotiation import GRAPHS, choose, read_accept, refuse
from backrun_kg.serving.nursery import Nursery
from backrun_kg.serving.pages import FetchSite, Pages
from backrun_kg.serving.pool import Pool, Sizes
from backrun_kg.serving.refusals import Refusal

ENDPOINT = "/sparql"
VOID = "/.well-known/void"

Describe = Callable[[str, str], bytes]


def make_application(
    dataset: Dataset,
    nursery: Nursery,
    fetch_site: FetchSite | None = None,
    *,
    timeout: float,
    bound: str,
    sizes: Sizes | None = None,
) -> ASGIApp:
    """The server as an ASGI application; ``bound`` is the address it listens on."""
    pool = Pool(nursery, timeout, sizes)
    told = Descriptions(dataset)
    pages = Pages(dataset, fetch_site)
    endpoint = Endpoint(pool, timeout, partial(_described, told.describe_service))

    async def answer(request: Request) -> Response:
        path = request.scope["path"]
        if path in (ENDPOINT, f"{ENDPOINT}/"):
            return await endpoint(request)
        if path == VOID:
            return _described(told.describe_dataset, request)
        return await pages(request)

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        await pool.open()
        pages.open()
        yield
        await pages.close()
        await pool.close()

    return Starlette(routes=[Mount("/", Gate(answer, bound))], lifespan=living)


def _described(describe: Describe, request: Request) -> Response:
    """A description of what is here, for the address that the request came to."""
    if request.method not in ("GET", "HEAD"):
        raise Refusal(405, f"{request.method} is not among the methods here.", allow="GET, HEAD")
    offer = choose(read_accept(read_header(request, "accept")), GRAPHS)
    if offer is None:
        raise refuse(GRAPHS)
    path = request.url.path if request.url.path.startswith(ENDPOINT) else ENDPOINT
    content = describe(str(request.url.replace(path=path, query="")), offer.name)
    return Response(content, headers={"content-type": offer.content_type, "vary": "Accept"})
