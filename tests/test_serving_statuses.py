"""What becomes of a query that gets no answer: the status, the sentence, and when to come again."""

import asyncio
from urllib.parse import quote

import pytest

pytest.importorskip("starlette")

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from backrun_kg.serving.endpoint import Endpoint
from backrun_kg.serving.gate import Gate
from backrun_kg.serving.hands import Lost
from backrun_kg.serving.lanes import Busy
from backrun_kg.serving.messages import Job, Kind, Reply
from backrun_kg.serving.pool import Abandoned, Gone, Pool, TooSlow
from backrun_kg.serving.refusals import Refusal


class StandIn(Pool):
    """A pool that gives or raises always the same."""

    def __init__(self, outcome: Reply | Exception) -> None:
        self.outcome = outcome

    async def ask(self, job: Job, gone: Gone) -> Reply:
        """The outcome."""
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


def ask(outcome: Reply | Exception, accept: str = "*/*") -> Response:
    """The endpoint's response where the pool has this outcome."""

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/sparql",
        "headers": [(b"host", b"localhost"), (b"accept", accept.encode())],
        "query_string": f"query={quote('ASK {}')}".encode(),
        "server": ("localhost", 80),
        "scheme": "http",
    }
    endpoint = Endpoint(StandIn(outcome), 20, lambda _: Response())
    return asyncio.run(endpoint(Request(scope, receive)))


@pytest.mark.parametrize(
    ("outcome", "status", "told", "headers"),
    [
        (Busy(), 503, "Too many queries are under way. Come again later.", {"retry-after": "5"}),
        (TooSlow(), 503, "The query did not end within 20 s. Ask for less.", {}),
        (
            OSError(),
            503,
            "The system gives no process to answer the query in.",
            {"retry-after": "5"},
        ),
        (
            Lost(-6),
            503,
            "The query needs more memory than it may have. Ask for less.",
            {},
        ),
        (
            Lost(-11),
            500,
            "The query broke the engine, as very long chains do. Make it shorter.",
            {},
        ),
        (
            Reply(Kind.NO_MEMORY, b""),
            503,
            "The query needs more memory than it may have. Ask for less.",
            {},
        ),
        (Reply(Kind.BROKEN, b"oops"), 500, "The query broke the engine (oops).", {}),
        (Reply(Kind.MALFORMED, b"line 1: no"), 400, "line 1: no", {}),
        (Reply(Kind.UNWRITABLE, b"XML cannot"), 406, "XML cannot", {}),
        (
            Reply(Kind.TOO_LARGE, b"10 rows"),
            403,
            "The answer has more than 10 rows. Ask for less, for example by LIMIT.",
            {},
        ),
    ],
    ids=lambda value: repr(value) if isinstance(value, Exception | Reply) else "",
)
def test_no_answer_is_an_error(
    outcome: Reply | Exception, status: int, told: str, headers: dict[str, str]
) -> None:
    """Never a part of one, and never with a status that says all is well."""
    with pytest.raises(Refusal) as caught:
        ask(outcome)
    assert (caught.value.status, caught.value.told, caught.value.headers) == (status, told, headers)


def test_client_that_left_gets_nothing() -> None:
    """There is nobody to tell."""
    with pytest.raises(ClientDisconnect):
        ask(Abandoned())


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [(Kind.ROWS, "text/csv; charset=utf-8"), (Kind.GRAPH, "application/n-triples")],
)
def test_answer_has_the_type_of_its_kind(kind: Kind, content_type: str) -> None:
    """Which of the two it is only the worker knows."""
    response = ask(Reply(kind, b"x"), "text/csv, application/n-triples")
    assert (response.status_code, response.body) == (200, b"x")
    assert response.headers["content-type"] == content_type


def test_defect_of_ours_is_told_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The client learns that it is not to blame, and no more."""
    sent: list[dict[str, object]] = []

    async def fail(_: Request) -> Response:
        raise RuntimeError("oops")

    async def receive() -> dict[str, object]:
        return {}

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"localhost")]}
    asyncio.run(Gate(fail, "127.0.0.1")(scope | {"query_string": b""}, receive, send))
    assert (sent[0]["status"], sent[1]["body"]) == (
        500,
        b"A defect of ours; the server's log has more.\n",
    )
    assert "RuntimeError: oops" in caplog.text
