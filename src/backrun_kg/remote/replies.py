"""From a server's reply to an answer, or to a message that says what is wrong with it."""

import re

import pyoxigraph as ox

from backrun_kg.answers import Graph, Rows, Truth
from backrun_kg.errors import MalformedQuery
from backrun_kg.escapes import shorten
from backrun_kg.remote.connections import Reply, ServerFailure
from backrun_kg.remote.credentials import HOW_TO_LOG_IN
from backrun_kg.remote.quirks import read_rows

ACCEPT_ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
ACCEPT_TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"

MOST_SAID = 240
"""The characters of a server's message that are passed on."""

TRIPLES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""The media types of graphs, and how each is read."""

_WRONG_PLACE = (404, 405, 410, 501)
_NO_PAGE = "It answers with a web page. Is this the address of its SPARQL endpoint?"


def check(reply: Reply, name: str) -> Reply:
    """Let a success pass. Raises MalformedQuery for what is not understood, else ServerFailure.

    ``name`` is what messages call the request.
    """
    if 200 <= reply.status < 300:
        return reply
    said, place = _read_message(reply), reply.address.origin
    if reply.status == 400:
        raise MalformedQuery(f"{name}: {place} does not understand it (400). {said}".rstrip())
    told = f"{place} fails ({reply.status}). {said}"
    if reply.status == 403:
        told = f"{place} forbids it (403). {said} {HOW_TO_LOG_IN}"
    if reply.status in _WRONG_PLACE:
        told = (
            f"{place} does not offer this at the address {reply.address.target.partition('?')[0]} "
        )
        told += f"({reply.status}). {said}"
    if reply.status in (429, 502, 503):
        told = f"{place} is busy ({reply.status}) and stays so. Try again later. {said}"
    raise ServerFailure(f"{name}: {' '.join(told.split())}")


def read_rows_of(reply: Reply) -> Rows:
    """The rows in a reply. Raises ServerFailure where it holds none."""
    try:
        return read_rows(_read_results(reply, ox.QuerySolutions))
    except (SyntaxError, ValueError) as error:
        raise _broken(reply, error) from error


def read_truth_of(reply: Reply) -> Truth:
    """The truth value in a reply. Raises ServerFailure where it holds none."""
    try:
        return Truth(_read_results(reply, ox.QueryBoolean))
    except (SyntaxError, ValueError) as error:
        raise _broken(reply, error) from error


def read_graph_of(reply: Reply) -> Graph:
    """The triples in a reply. Raises ServerFailure where it holds none."""
    if reply.media_type not in TRIPLES:
        raise _unexpected(reply)
    try:
        parsed = ox.parse(reply.body, format=TRIPLES[reply.media_type])
        return Graph(quad.triple for quad in parsed)
    except (SyntaxError, ValueError) as error:
        raise _broken(reply, error) from error


def _read_results(reply: Reply, kind: type) -> bytes:
    """An answer of a kind, as JSON; the two standard formats are read, whatever they are called."""
    kinds = reply.media_type
    if "html" in kinds or ("json" not in kinds and "xml" not in kinds):
        raise _unexpected(reply)
    if "json" in kinds and kind is ox.QuerySolutions:
        return reply.body
    written = ox.QueryResultsFormat.JSON if "json" in kinds else ox.QueryResultsFormat.XML
    parsed = ox.parse_query_results(reply.body, format=written)
    if not isinstance(parsed, kind):
        raise ValueError("it answers another kind of question")
    return parsed.serialize(format=ox.QueryResultsFormat.JSON) or b""


def _unexpected(reply: Reply) -> ServerFailure:
    named = shorten(reply.media_type, MOST_SAID) or "no media type"
    told = (
        _NO_PAGE if "html" in reply.media_type else f"It answers in {named}, not as it was asked."
    )
    return ServerFailure(f"{reply.address.origin} does not speak SPARQL here. {told}")


def _broken(reply: Reply, error: Exception) -> ServerFailure:
    said = shorten(str(error), MOST_SAID)
    return ServerFailure(f"{reply.address.origin} answers what cannot be read: {said}.")


def _read_message(reply: Reply) -> str:
    """What a server says of a failure, on one line, without markup, as a sentence."""
    text = reply.body.decode("utf-8", "replace")
    if "html" in reply.media_type or "xml" in reply.media_type:
        text = re.sub(r"<(style|script|title)\b.*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL)
    said = shorten(" ".join(text.split()), MOST_SAID)
    return said if not said or said[-1] in ".!?" else f"{said}."
