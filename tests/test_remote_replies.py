"""Replies of servers: answers where they are, and otherwise what is wrong with them."""

from email.message import Message

import pyoxigraph as ox
import pytest

from backrun_kg.errors import BackrunError, MalformedQuery
from backrun_kg.remote.addresses import read_address
from backrun_kg.remote.connections import Reply, ServerFailure
from backrun_kg.remote.replies import check, read_graph_of, read_rows_of, read_truth_of

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
ROWS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"urn:a"}}]}}'
TRUTH = b'{"head":{},"boolean":true}'
XML_START = b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
XML_ROWS = (
    b'<variable name="x"/></head><results><result><binding name="x"><uri>urn:a</uri>'
    b"</binding></result></results></sparql>"
)
A = ox.NamedNode("urn:a")


def _reply(body: bytes, kind: str, status: int = 200) -> Reply:
    headers = Message()
    headers["Content-Type"] = kind
    return Reply(status, headers, body, read_address("http://a/sparql?query=x"))


@pytest.mark.parametrize(
    ("body", "kind"),
    [(ROWS, JSON), (ROWS, "application/json; charset=utf-8"), (XML_START + XML_ROWS, XML)],
    ids=["json", "another name", "xml"],
)
def test_rows_are_read(body: bytes, kind: str) -> None:
    """In either format, whatever it is called."""
    assert read_rows_of(_reply(body, kind)).rows == ((A,),)


@pytest.mark.parametrize(
    ("body", "kind"),
    [(TRUTH, JSON), (XML_START + b"</head><boolean>true</boolean></sparql>", XML)],
    ids=["json", "xml"],
)
def test_truth_is_read(body: bytes, kind: str) -> None:
    """In either format."""
    assert bool(read_truth_of(_reply(body, kind)))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<urn:a> <urn:a> <urn:a> .", "application/n-triples"),
        (b"<urn:a> <urn:a> <urn:a> .", "text/plain"),
        (b"@prefix u: <urn:> . u:a u:a u:a .", "text/turtle; charset=utf-8"),
    ],
)
def test_graph_is_read(body: bytes, kind: str) -> None:
    """In the formats of graphs."""
    assert read_graph_of(_reply(body, kind)).triples == (ox.Triple(A, A, A),)


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        (b"<html>Hello</html>", "text/html", "It answers with a web page"),
        (b"<html>Hello</html>", "application/xhtml+xml", "It answers with a web page"),
        (b"x", "text/plain", "It answers in text/plain, not as it was asked"),
        (b"x", "", "It answers in no media type"),
        (ROWS[:40], JSON, "answers what cannot be read"),
        (b"\xff\xfe", JSON, "answers what cannot be read"),
        (TRUTH, JSON, "answers what cannot be read"),
        (b"<a/>", XML, "answers what cannot be read"),
    ],
    ids=["html", "xhtml", "text", "nothing", "truncated", "no text", "a truth", "other xml"],
)
def test_what_is_no_answer_is_told(body: bytes, kind: str, says: str) -> None:
    """With the server's name."""
    with pytest.raises(ServerFailure, match=f"^http://a .*{says}"):
        read_rows_of(_reply(body, kind))


@pytest.mark.parametrize(
    ("body", "kind"), [(b"<urn:a>", "text/turtle"), (ROWS, JSON)], ids=["truncated", "rows"]
)
def test_what_is_no_graph_is_told(body: bytes, kind: str) -> None:
    """As for rows."""
    with pytest.raises(ServerFailure, match=r"^http://a "):
        read_graph_of(_reply(body, kind))


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (403, "q: http://a forbids it .403.. Why not. Set BACKRUN_KG_USER"),
        (404, "q: http://a does not offer this at the address /sparql .404.. Why not"),
        (405, "q: http://a does not offer this at the address /sparql .405.. Why not"),
        (503, "q: http://a is busy .503. and stays so. Try again later. Why not"),
        (500, "q: http://a fails .500.. Why not"),
    ],
)
def test_failure_is_told(status: int, says: str) -> None:
    """With what the server says, on one line and without markup."""
    body = b"<html><style>b {}</style><p>Why\n  not</p></html>"
    with pytest.raises(ServerFailure, match=f"^{says}"):
        check(_reply(body, "text/html", status), "q")


def test_query_that_is_not_understood_is_told_as_such() -> None:
    """As the embedded engine tells it."""
    with pytest.raises(
        MalformedQuery, match=r"^q: http://a does not understand it \(400\). At 3\.$"
    ):
        check(_reply(b"At 3", "text/plain", 400), "q")


def test_what_a_server_says_is_cut_and_shown_harmless() -> None:
    """It may be anything."""
    with pytest.raises(BackrunError) as caught:
        check(_reply(b"\x1b[31m" + b"x" * 9_999, "text/plain", 500), "q")
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("status", [200, 201, 204])
def test_success_passes(status: int) -> None:
    """Of any kind."""
    reply = _reply(b"", "", status)
    assert check(reply, "q") is reply
