"""The SPARQL 1.1 Protocol: each case of the W3C's suite, and what else its letter asks."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from backrun_kg.serving.protocol import Call, Operation, read_operation
from backrun_kg.serving.refusals import Refusal
from serving_samples import Server, start

pytest.importorskip("uvicorn")
pytest.importorskip("starlette")

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

DATA = "".join(
    f"<http://example.org/g{n}> {{ <http://example.org/d{n}> a <http://example.org/Document> }}\n"
    for n in (1, 2, 3)
)
ONE, TWO, THREE = (f"http://example.org/g{n}" for n in (1, 2, 3))
BOTH_NAMED = "GRAPH ?x { <http://example.org/d1> a ?t } GRAPH ?y { <http://example.org/d2> a ?t }"


def graphs(kind: str, *iris: str) -> str:
    """Graphs as parameters of an address."""
    return "&".join(f"{kind}-graph-uri={quote(iri, safe='')}" for iri in iris)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that holds three graphs of one triple each."""
    path: Path = tmp_path_factory.mktemp("data") / "graphs.trig"
    path.write_text(DATA, "utf-8")
    with start("--no-shipped", "--data", str(path)) as running:
        yield running


# name: (method, path and parameters, body, content type)
Case = tuple[str, str, str | bytes | None, str | None]

TRUE: dict[str, Case] = {
    "query_get": ("GET", f"/sparql/?query=ASK%20%7B%7D&{graphs('default', THREE)}", None, None),
    "query_post_form": (
        "POST",
        f"/sparql/?{graphs('default', THREE)}",
        "query=ASK%20%7B%7D",
        FORM,
    ),
    "query_post_direct": ("POST", "/sparql/", "ASK {}", QUERY),
    "query_dataset_default_graphs_get": (
        "GET",
        "/sparql/?query="
        + quote("ASK { <http://example.org/d1> a ?t . <http://example.org/d2> a ?t }")
        + "&"
        + graphs("default", ONE, TWO),
        None,
        None,
    ),
    "query_dataset_default_graphs_post": (
        "POST",
        f"/sparql/?{graphs('default', ONE, TWO)}",
        "ASK { <http://example.org/d1> a ?t . <http://example.org/d2> a ?t }",
        QUERY,
    ),
    "query_dataset_named_graphs_get": (
        "GET",
        f"/sparql/?query={quote(f'ASK {{ {BOTH_NAMED} }}')}&{graphs('named', ONE, TWO)}",
        None,
        None,
    ),
    "query_dataset_named_graphs_post": (
        "POST",
        f"/sparql/?{graphs('named', ONE, TWO)}",
        f"ASK {{ {BOTH_NAMED} }}",
        QUERY,
    ),
    "query_dataset_full": (
        "POST",
        f"/sparql/?{graphs('default', THREE)}&{graphs('named', ONE, TWO)}",
        f"ASK {{ <http://example.org/d3> a ?t {BOTH_NAMED} }}",
        QUERY,
    ),
    "query_multiple_dataset": (
        "POST",
        f"/sparql/?{graphs('named', ONE, TWO)}",
        f"ASK FROM <{THREE}> {{ {BOTH_NAMED} FILTER NOT EXISTS {{ ?a ?b ?c }} }}",
        QUERY,
    ),
    "query_multiple_dataset, its separator percent-encoded": (
        "POST",
        f"/sparql/?named-graph-uri={quote(f'{ONE}&named-graph-uri={TWO}', safe='')}",
        f"ASK FROM <{THREE}> {{ {BOTH_NAMED} }}",
        QUERY,
    ),
    "query_post_form, graphs in the form": (
        "POST",
        "/sparql",
        "query="
        + quote("ASK { <http://example.org/d1> a ?t FILTER NOT EXISTS { GRAPH ?g {} } }")
        + "&"
        + graphs("default", ONE),
        FORM,
    ),
}
"""Requests that are answered, and with true."""

TYPES: dict[str, tuple[str, set[str]]] = {
    "query_content_type_select": (
        "SELECT (1 AS ?value) {}",
        {
            "application/sparql-results+json",
            "application/sparql-results+xml",
            "text/csv",
            "text/tab-separated-values",
        },
    ),
    "query_content_type_ask": (
        "ASK {}",
        {"application/sparql-results+json", "application/sparql-results+xml"},
    ),
    "query_content_type_describe": (
        "DESCRIBE <http://example.org/>",
        {"text/turtle", "application/rdf+xml", "application/n-triples"},
    ),
    "query_content_type_construct": (
        "CONSTRUCT { <s> <p> 1 } WHERE {}",
        {"text/turtle", "application/rdf+xml", "application/n-triples"},
    ),
}

REFUSED: dict[str, tuple[int, Case]] = {
    "bad_query_method": (405, ("PUT", "/sparql/?query=ASK%20%7B%7D", "", FORM)),
    "bad_multiple_queries": (
        400,
        ("GET", "/sparql/?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", None, None),
    ),
    "bad_multiple_queries_form": (
        400,
        ("POST", "/sparql/", "query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM),
    ),
    "bad_query_wrong_media_type": (415, ("POST", "/sparql/", "ASK {}", "text/plain")),
    "bad_query_missing_form_type": (415, ("POST", "/sparql/", "query=ASK%20%7B%7D", None)),
    "bad_query_missing_direct_type": (415, ("POST", "/sparql/", "ASK {}", None)),
    "bad_query_non_utf8": (
        415,
        ("POST", "/sparql/", "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"),
    ),
    "bad_query_non_utf8, not told": (
        400,
        ("POST", "/sparql/", "ASK { FILTER(?é) }".encode("latin-1"), QUERY),
    ),
    "bad_query_syntax": (400, ("GET", "/sparql/?query=ASK%20%7B", None, None)),
    "bad_query_get_with_body": (400, ("GET", "/sparql/?query=ASK%20%7B%7D", "ASK {}", QUERY)),
    "no query but a graph": (400, ("GET", f"/sparql?{graphs('default', ONE)}", None, None)),
    "a graph that is no IRI": (
        400,
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=g1", None, None),
    ),
    "a form whose query is in the address": (
        400,
        ("POST", "/sparql?query=ASK%7B%7D", graphs("default", ONE), FORM),
    ),
    "bad_update_get": (403, ("GET", "/sparql/?update=CLEAR%20ALL", None, None)),
    "bad_multiple_updates": (
        403,
        ("POST", "/sparql/", "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM),
    ),
    "bad_update_wrong_media_type": (415, ("POST", "/sparql/", "CLEAR NAMED", "text/plain")),
    "bad_update_missing_form_type": (415, ("POST", "/sparql/", "update=CLEAR%20NAMED", None)),
    "bad_update_non_utf8": (
        403,
        ("POST", "/sparql/", "CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16"),
    ),
    "bad_update_syntax": (403, ("POST", "/sparql/", "update=CLEAR%20XYZ", FORM)),
    "bad_update_dataset_conflict": (
        403,
        (
            "POST",
            f"/sparql/?using-named-graph-uri={quote(ONE, safe='')}",
            f"WITH <{TWO}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
            UPDATE,
        ),
    ),
    "update_dataset_default_graph": (
        403,
        ("POST", f"/sparql/?using-graph-uri={quote(ONE, safe='')}", "CLEAR ALL", UPDATE),
    ),
    "update_dataset_default_graphs": (
        403,
        (
            "POST",
            f"/sparql/?using-graph-uri={quote(ONE, safe='')}&using-graph-uri={quote(TWO, safe='')}",
            "CLEAR ALL",
            UPDATE,
        ),
    ),
    "update_dataset_named_graphs": (
        403,
        ("POST", f"/sparql/?using-named-graph-uri={quote(ONE, safe='')}", "CLEAR ALL", UPDATE),
    ),
    "update_dataset_full": (403, ("POST", "/sparql/", "DROP ALL", UPDATE)),
    "update_post_form": (403, ("POST", "/sparql/", "update=CLEAR+ALL", FORM)),
    "update_post_direct": (403, ("POST", "/sparql/", "CLEAR ALL", UPDATE)),
    "update_base_uri": (403, ("POST", "/sparql/", "INSERT DATA { <s> <p> <o> }", UPDATE)),
    "an update as a query": (400, ("POST", "/sparql/", "CLEAR ALL", QUERY)),
    "LOAD as a query": (400, ("POST", "/sparql/", "LOAD <http://example.org/>", QUERY)),
    "SERVICE": (
        400,
        ("POST", "/sparql/", "ASK { SERVICE <http://example.org/> { ?s ?p ?o } }", QUERY),
    ),
}
"""Requests that are refused, and the status that says why."""


def send(server: Server, case: Case) -> tuple[int, str, str]:
    """Status, media type and text of the answer."""
    method, path, body, content_type = case
    headers = {"Content_Type": content_type} if content_type else {}
    answer = server.send(method, path, body, **headers)
    return answer.status, answer.type, answer.text


@pytest.mark.parametrize("name", TRUE)
def test_query_is_answered_with_true(name: str, server: Server) -> None:
    """A query sent by the letter of the protocol is answered, over the graphs it names."""
    status, _, text = send(server, TRUE[name])
    assert (status, json.loads(text)) == (200, {"head": {}, "boolean": True})


@pytest.mark.parametrize("name", TYPES)
def test_answer_has_a_type_of_its_form(name: str, server: Server) -> None:
    """Rows, truth values and graphs come in formats of their own."""
    text, types = TYPES[name]
    status, media_type, _ = send(server, ("POST", "/sparql/", text, QUERY))
    assert status == 200
    assert media_type in types


@pytest.mark.parametrize("name", REFUSED)
def test_request_is_refused(name: str, server: Server) -> None:
    """What is no query operation gets the status that says why, and a sentence."""
    expected, case = REFUSED[name]
    status, media_type, text = send(server, case)
    assert (status, media_type, text[-1:]) == (expected, "text/plain", "\n")


def test_updates_change_nothing(server: Server) -> None:
    """After all that was refused, the three triples are still there."""
    answer = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", Accept="text/csv")
    assert answer.text == "n\r\n3\r\n"


def test_relative_iris_have_the_endpoint_for_their_base(server: Server) -> None:
    """The service defines a base, which is its own address."""
    answer = server.ask("CONSTRUCT { <s> <#p> 1 } {}", Accept="application/n-triples")
    base = f"{server.address}sparql"
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert answer.text == f'<{server.address}s> <{base}#p> "1"^^<{integer}> .\n'


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (Call("GET", b"query=ASK+%7B%7D"), "ASK {}"),
        (Call("GET", b"query=ASK%20%7B%20%22%2525%2B%22%20%7D"), 'ASK { "%25+" }'),
        (Call("POST", b"", FORM, b"query=%22%2541%22"), '"%41"'),
        (Call("POST", b"", f"{FORM}; charset=UTF-8", b"query=%C3%A9;x"), "é;x"),
        (Call("POST", b"", f'{QUERY};charset="utf-8"', "é%41+".encode()), "é%41+"),
    ],
)
def test_text_is_decoded_once(call: Call, text: str) -> None:
    """Percent signs and plus signs in a query survive as often as the client encoded them."""
    assert read_operation(call) == Operation(text)


def test_graphs_are_taken_once_each_and_empty_fields_name_none() -> None:
    """Forms send fields that were left empty; a graph named twice is in the dataset once."""
    query = f"query=ASK&default-graph-uri=&{graphs('named', ONE, ONE, TWO)}".encode()
    assert read_operation(Call("GET", query)) == Operation("ASK", (), (ONE, TWO))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_parameter_asks_for_the_description(method: str) -> None:
    """The endpoint alone, without any parameter, is asked what it can do."""
    assert read_operation(Call(method)) is None


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (b"query=%FF", "The address is not percent-encoded UTF-8."),
        (b"query=\xff", "The address is not UTF-8."),
        (b"a&" * 1001, "The address has more than 1,000 parameters."),
    ],
)
def test_address_that_cannot_be_read_is_refused(query: bytes, told: str) -> None:
    """Bytes that are no text, and parameters without end."""
    with pytest.raises(Refusal) as caught:
        read_operation(Call("GET", query))
    assert (caught.value.status, caught.value.told) == (400, told)
