"""The SPARQL 1.1 Protocol, query only: what an HTTP request asks for."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qsl

import pyoxigraph as ox

from backrun_kg.serving.refusals import Refusal

METHODS = "GET, HEAD, POST, OPTIONS"
"""The methods that the endpoint takes."""

MOST_BYTES = 16 << 20
"""How large a body may be: the longest query allowed, with each of its bytes percent-encoded."""

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_MOST_PARAMETERS = 1000

_READ_ONLY = "This endpoint answers queries; it takes no updates."
_SEPARATOR = re.compile("&(?:default|named)-graph-uri=")

Parameters = list[tuple[str, str]]


class Operation(NamedTuple):
    """A query and the graphs that the request, not the query, says it is about."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class Call(NamedTuple):
    """The parts of an HTTP request that the protocol speaks of."""

    method: str
    query: bytes = b""
    content_type: str | None = None
    body: bytes = b""


def read_operation(call: Call) -> Operation | None:
    """The query operation that a request invokes; None for the service description.

    Raises Refusal.
    """
    address = _decode(call.query, "The address")
    if call.method == "POST":
        return _post(call, address)
    if call.method not in ("GET", "HEAD"):
        raise Refusal(405, f"{call.method} is not among the methods here.", allow=METHODS)
    if call.body:
        raise Refusal(400, "A query by GET has no body; send it by POST.")
    if not address:
        return None
    return _operation(_texts(address), address)


def _post(call: Call, address: Parameters) -> Operation:
    media_type, charset = _content_type(call.content_type)
    if media_type == _FORM:
        form = _decode(call.body, "The form")
        if _texts(address):
            raise Refusal(400, "A form carries its query in the body, not in the address.")
        return _operation(_texts(form), address + form)
    if media_type == _UPDATE:
        raise Refusal(403, _READ_ONLY)
    if media_type != _QUERY:
        told = f"'{media_type[:80]}'" if media_type else "without a Content-Type"
        raise Refusal(415, f"A body {told} is not taken; send {_QUERY} or {_FORM}.", accept=_TAKEN)
    if charset != "utf-8":
        raise Refusal(415, f"The query is in '{charset[:80]}'; the only charset here is UTF-8.")
    return _operation([_utf8(call.body, "The query"), *_texts(address)], address)


_TAKEN = f"{_QUERY}, {_FORM}"


def _operation(texts: list[str], parameters: Parameters) -> Operation:
    """The operation with its one query and its graphs."""
    if any(name == "update" for name, _ in parameters):
        raise Refusal(403, _READ_ONLY)
    if len(texts) != 1:
        found = f"{len(texts)} parameters 'query'" if texts else "no parameter 'query'"
        raise Refusal(400, f"The request has {found}; it takes exactly one.")
    return Operation(
        texts[0],
        _graphs("default-graph-uri", parameters),
        _graphs("named-graph-uri", parameters),
    )


def _texts(parameters: Parameters) -> list[str]:
    return [value for name, value in parameters if name == "query"]


def _graphs(wanted: str, parameters: Parameters) -> tuple[str, ...]:
    """The graphs of one kind, each once. Forms send a field left empty; that names no graph.

    A test of the W3C's suite percent-encodes the ``&`` between two of them, so that they arrive as
    one value. No graph of ours is called so: it is read as the two that are meant.
    """
    found = (value for name, value in parameters if name == wanted)
    iris = (iri for value in found for iri in _SEPARATOR.split(value) if iri)
    return tuple(dict.fromkeys(_iri(iri, wanted) for iri in iris))


def _iri(text: str, name: str) -> str:
    try:
        return ox.NamedNode(text).value
    except ValueError as error:
        raise Refusal(400, f"'{text[:200]}' in {name} is no absolute IRI.") from error


def _decode(encoded: bytes, what: str) -> Parameters:
    """The parameters of an address or a form, percent-decoded once."""
    text = _utf8(encoded, what)
    try:
        return parse_qsl(
            text,
            keep_blank_values=True,
            errors="strict",
            separator="&",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        raise Refusal(400, f"{what} is not percent-encoded UTF-8.") from error
    except ValueError as error:
        raise Refusal(400, f"{what} has more than {_MOST_PARAMETERS:,} parameters.") from error


def _utf8(content: bytes, what: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise Refusal(400, f"{what} is not UTF-8.") from error


def _content_type(header: str | None) -> tuple[str, str]:
    """The media type of a body and its charset, UTF-8 where it has none."""
    media_type, *parameters = (part.strip() for part in (header or "").lower().split(";"))
    return media_type, _charset(parameters)


def _charset(parameters: Iterable[str]) -> str:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset":
            return value.strip().strip('"').replace("utf8", "utf-8")
    return "utf-8"
