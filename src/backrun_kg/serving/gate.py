"""The gate that every request passes: who may come in, what every response carries, and the log."""

import logging
import time
from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from backrun_kg.serving.hosts import is_known
from backrun_kg.serving.protocol import METHODS
from backrun_kg.serving.refusals import Refusal

LOG = logging.getLogger("backrun_kg.serving")
"""Where every request is told: when, what, the status, how many bytes, how long it took."""

_EVERY = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Retry-After",
    "x-content-type-options": "nosniff",
}
"""What every response carries. Any page may ask, and read the answer: the graph is public."""

_PREFLIGHT = {
    "allow": METHODS,
    "access-control-allow-methods": METHODS,
    "access-control-allow-headers": "Accept, Authorization, Content-Type, X-Requested-With",
    "access-control-max-age": "86400",
}

Handler = Callable[[Request], Awaitable[Response]]


class Gate:
    """An ASGI application around a handler of requests; ``bound`` is the address listened on."""

    def __init__(self, handler: Handler, bound: str) -> None:
        self._handler = handler
        self._bound = bound

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        start = time.perf_counter()
        try:
            response = await self._respond(request)
        except ClientDisconnect:
            LOG.info("%s abandoned by the client after %.3f s", _line(request), _since(start))
            return
        for name, value in _EVERY.items():
            response.headers.setdefault(name, value)
        size = response.headers.get("content-length", "0")
        told = (_line(request), response.status_code, size, _since(start))
        LOG.info("%s %d, %s bytes, %.3f s", *told)
        if request.method == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        try:
            if not is_known(request.headers.get("host", ""), self._bound):
                raise Refusal(421, "This server answers only to the name of its own machine.")
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=_PREFLIGHT)
            return await self._handler(request)
        except Refusal as refusal:
            return PlainTextResponse(f"{refusal.told}\n", refusal.status, refusal.headers)
        except ClientDisconnect:
            raise
        except Exception:
            LOG.exception("%s a defect of ours", _line(request))
            return PlainTextResponse("A defect of ours; the server's log has more.\n", 500)


def _line(request: Request) -> str:
    """The request as one line; an address has no character that could break it."""
    client = request.client.host if request.client else "-"
    path = request.scope.get("raw_path", b"/").decode("latin-1")
    query = request.scope["query_string"].decode("latin-1")
    line = f"{path}?{query}" if query else path
    shown = line if len(line) <= 200 else f"{line[:200]}…"
    return f"{client} {request.method} {shown.encode('ascii', 'backslashreplace').decode()}"


def _since(start: float) -> float:
    return time.perf_counter() - start
