"""The endpoint: HTTP requests in, answers of the pool out, with the status that tells the truth."""

import asyncio
import signal
from collections.abc import Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from backrun_kg.serving.hands import Lost
from backrun_kg.serving.lanes import Busy
from backrun_kg.serving.messages import Job, Kind, Reply
from backrun_kg.serving.negotiation import GRAPHS, ROWS, Offer, choose, read_accept, refuse
from backrun_kg.serving.pool import Abandoned, Pool, TooSlow
from backrun_kg.serving.protocol import MOST_BYTES, Call, Operation, read_operation
from backrun_kg.serving.refusals import Refusal

_BODY_SECONDS = 30
"""How long a client may take to send its request."""

_RETRY = "5"
"""After how many seconds a client that was turned away may come again."""

Describe = Callable[[Request], Response]


class Endpoint:
    """The SPARQL endpoint; ``describe`` answers who asks for the service description."""

    def __init__(self, pool: Pool, timeout: float, describe: Describe) -> None:
        self._pool = pool
        self._timeout = timeout
        self._describe = describe

    async def __call__(self, request: Request) -> Response:
        """The response to a request. Raises Refusal."""
        operation = read_operation(await _read_call(request))
        if operation is None:
            return self._describe(request)
        ranges = read_accept(read_header(request, "accept"))
        row_offer, graph_offer = choose(ranges, ROWS), choose(ranges, GRAPHS)
        if row_offer is None and graph_offer is None:
            raise refuse((*ROWS, *GRAPHS))
        job = _job(operation, str(request.url.replace(query="")), row_offer, graph_offer)
        reply = await self._ask(job, request)
        if reply.kind in (Kind.ROWS, Kind.GRAPH):
            offer = row_offer if reply.kind is Kind.ROWS else graph_offer
            assert offer is not None
            return Response(reply.content, headers={"content-type": offer.content_type} | _VARY)
        raise _refusal(reply)

    async def _ask(self, job: Job, request: Request) -> Reply:
        async def gone() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass

        try:
            return await self._pool.ask(job, gone)
        except Busy:
            told = "Too many queries are under way. Come again later."
            raise Refusal(503, told, retry_after=_RETRY) from None
        except TooSlow:
            told = f"The query did not end within {self._timeout:g} s. Ask for less."
            raise Refusal(503, told) from None
        except Lost as error:
            raise _lost(error) from None
        except OSError:
            told = "The system gives no process to answer the query in."
            raise Refusal(503, told, retry_after=_RETRY) from None
        except Abandoned:
            raise ClientDisconnect from None


_VARY = {"vary": "Accept"}


def read_header(request: Request, name: str) -> str | None:
    """A header that may be there several times, as one list; None where it is missing."""
    return ", ".join(request.headers.getlist(name)) or None


async def _read_call(request: Request) -> Call:
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refusal(415, "A body is not taken packed; leave out Content-Encoding.")
    return Call(
        request.method,
        request.scope["query_string"],
        request.headers.get("content-type"),
        await _body(request),
    )


async def _body(request: Request) -> bytes:
    """The body, refused when it is too large, or too slow in coming."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for part in request.stream():
                parts.append(part)
                size += len(part)
                if size > MOST_BYTES:
                    raise Refusal(413, f"A body may have {MOST_BYTES:,} bytes.", connection="close")
    except TimeoutError as error:
        told = f"The request did not come within {_BODY_SECONDS} s."
        raise Refusal(408, told, connection="close") from error
    return b"".join(parts)


def _job(operation: Operation, base: str, rows: Offer | None, graphs: Offer | None) -> Job:
    named = (operation.default_graphs, operation.named_graphs)
    return Job(
        operation.text,
        base,
        named if any(named) else None,
        rows and rows.name,
        graphs and graphs.name,
    )


def _refusal(reply: Reply) -> Refusal:
    told = reply.content.decode("utf-8", "replace")
    if reply.kind is Kind.MALFORMED:
        return Refusal(400, told)
    if reply.kind is Kind.NOT_ACCEPTABLE:
        return refuse(ROWS if reply.content[0] == Kind.ROWS else GRAPHS)
    if reply.kind is Kind.UNWRITABLE:
        return Refusal(406, told)
    if reply.kind is Kind.TOO_LARGE:
        return Refusal(403, f"The answer has more than {told}. Ask for less, for example by LIMIT.")
    if reply.kind is Kind.NO_MEMORY:
        return Refusal(503, _NO_MEMORY)
    return Refusal(500, f"The query broke the engine ({told}).")


_NO_MEMORY = "The query needs more memory than it may have. Ask for less."


def _lost(error: Lost) -> Refusal:
    """What the end of a worker says: for want of memory the engine aborts."""
    if error.code in (-signal.SIGABRT, -signal.SIGKILL):
        return Refusal(503, _NO_MEMORY)
    told = "The query broke the engine, as very long chains do. Make it shorter."
    return Refusal(500, told)
