"""The endpoint: formats, statuses, what every response carries, and what it says of itself."""

import json
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from serving_samples import Server, start

pytest.importorskip("uvicorn")
pytest.importorskip("starlette")

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
SELECT = 'SELECT ?a ?b { VALUES (?a ?b) { ("é" 1) (<http://example.org/> UNDEF) } }'
CONSTRUCT = 'CONSTRUCT { <http://example.org/s> <http://example.org/p> "é" } {}'


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of the shipped graph, with small limits."""
    with start("--max-rows", "6000") as running:
        yield running


@pytest.mark.parametrize(
    ("accept", "content_type", "content"),
    [
        ("text/csv", "text/csv; charset=utf-8", "a,b\r\né,1\r\nhttp://example.org/,\r\n"),
        (
            "text/tab-separated-values",
            "text/tab-separated-values; charset=utf-8",
            '?a\t?b\n"é"\t1\n<http://example.org/>\t\n',
        ),
    ],
)
def test_rows_come_as_text(accept: str, content_type: str, content: str, server: Server) -> None:
    """Bytes and type are those of the format's standard."""
    answer = server.ask(SELECT, Accept=accept)
    assert (answer.status, answer.headers["content-type"], answer.text) == (
        200,
        content_type,
        content,
    )


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
    ],
)
def test_rows_come_in_standard_formats(
    accept: str, format: ox.QueryResultsFormat, server: Server
) -> None:
    """A reader of the format finds the rows."""
    answer = server.ask(SELECT, Accept=accept)
    assert answer.headers["content-type"] == accept
    rows = ox.parse_query_results(answer.content, format=format)
    assert isinstance(rows, ox.QuerySolutions)
    assert [[str(term) for term in row] for row in rows] == [
        ['"é"', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'],
        ["<http://example.org/>", "None"],
    ]


@pytest.mark.parametrize(
    ("accept", "content"),
    [
        ("application/sparql-results+json", '{"head":{},"boolean":true}\n'),
        ("text/csv", "true\n"),
        ("text/tab-separated-values", "true\n"),
    ],
)
def test_truth_comes_in_every_form(accept: str, content: str, server: Server) -> None:
    """Yes and no have a form wherever rows have one."""
    answer = server.ask("ASK {}", Accept=accept)
    assert (answer.status, answer.text) == (200, content)


@pytest.mark.parametrize(
    ("accept", "content_type", "format"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_graph_comes_in_rdf_formats(
    accept: str, content_type: str, format: ox.RdfFormat, server: Server
) -> None:
    """A reader of the format finds the triples."""
    answer = server.ask(CONSTRUCT, Accept=accept)
    assert (answer.status, answer.headers["content-type"]) == (200, content_type)
    triples = [str(quad.triple) for quad in ox.parse(answer.content, format=format)]
    assert triples == ['<http://example.org/s> <http://example.org/p> "é"']


def test_graph_comes_as_json_ld(server: Server) -> None:
    """As compacted JSON-LD, whole in itself."""
    answer = server.ask(CONSTRUCT, Accept="application/ld+json")
    (found,) = json.loads(answer.content)["graph"]
    assert answer.headers["content-type"] == "application/ld+json"
    assert found == {"id": "http://example.org/s", "http://example.org/p": "é"}


@pytest.mark.parametrize(
    ("text", "accept", "told"),
    [
        ("ASK {}", "image/png", "application/sparql-results+json"),
        ("ASK {}", "text/turtle", "application/sparql-results+json"),
        (CONSTRUCT, "text/csv", "text/turtle"),
        ('SELECT ("\\u0007" AS ?bell) {}', "application/sparql-results+xml", "U+0007"),
    ],
)
def test_form_that_cannot_be_had_is_not_acceptable(
    text: str, accept: str, told: str, server: Server
) -> None:
    """The answer says what there is."""
    answer = server.ask(text, Accept=accept)
    assert answer.status == 406
    assert told in answer.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "SELECT * {\n  ?s ?p\n}",
            "query: line 3, column 2: not SPARQL from here on: end of query\n",
        ),
        ("ASK { ?s no:such ?o }", "query: line 1, column 17: this prefix is not declared: ?o }\n"),
        ("ASK { " + "{" * 101 + "}" * 101 + " }", "query: line 1: more than 100 brackets"),
        ("", "query: line 1, column 1: not SPARQL from here on: end of query\n"),
    ],
)
def test_malformed_query_is_told_where(text: str, told: str, server: Server) -> None:
    """With line and column, where there is one."""
    answer = server.ask(text)
    assert answer.status == 400
    assert answer.text.startswith(told)


def test_prefixes_of_the_graph_need_no_declaration(server: Server) -> None:
    """As in the command line."""
    answer = server.ask("ASK { kg:backward-running br:strengthens kg:quadriceps }")
    assert json.loads(answer.content)["boolean"] is True


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 6001", "rows"),
        ("CONSTRUCT { ?s ?p ?n } { ?s ?p ?o VALUES ?n { 1 2 3 4 } }", "triples"),
    ],
)
def test_answer_too_large_is_an_error_not_a_part(text: str, what: str, server: Server) -> None:
    """Nothing is cut off in silence."""
    answer = server.ask(text)
    assert (answer.status, answer.text) == (
        403,
        f"The answer has more than 6,000 {what}. Ask for less, for example by LIMIT.\n",
    )


def test_answer_as_large_as_allowed_comes_whole(server: Server) -> None:
    """The cap is the last number that is allowed."""
    answer = server.ask("SELECT ?a { ?a ?b ?c . ?d ?e ?f } LIMIT 6000", Accept="text/csv")
    assert (answer.status, answer.text.count("\n")) == (200, 6001)


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/sparql", "/.well-known/void", "/"])
def test_head_is_get_without_the_content(path: str, server: Server) -> None:
    """Status, type and length are the same."""
    got, head = server.send("GET", path), server.send("HEAD", path)
    assert head.content == b""
    for name in ("content-type", "content-length"):
        assert head.headers[name] == got.headers[name]


@pytest.mark.parametrize("path", ["/sparql", "/id/quadriceps", "/nowhere"])
def test_every_response_may_be_read_by_any_page(path: str, server: Server) -> None:
    """Also an error."""
    answer = server.send("GET", path, Origin="https://example.org")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_pages_may_ask_beforehand(server: Server) -> None:
    """A browser asks so before it posts a query."""
    answer = server.send(
        "OPTIONS",
        "/sparql",
        Origin="https://example.org",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type",
    )
    assert (answer.status, answer.content) == (204, b"")
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
    assert "Content-Type" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "X"])
def test_other_methods_are_not_allowed(method: str, server: Server) -> None:
    """And the answer says which are."""
    answer = server.send(method, "/sparql?query=ASK%7B%7D")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize("host", ["example.org", "192.0.2.1", "localhost.example.org:80"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_foreign_host_is_refused(method: str, host: str, server: Server) -> None:
    """A page whose name was made to lead here does not get an answer."""
    assert server.send(method, "/sparql?query=ASK%7B%7D", Host=host).status == 421


def test_body_without_end_is_refused(server: Server) -> None:
    """A body may be as large as the longest query, and no larger."""
    content_type = "application/sparql-query"
    answer = server.send("POST", "/sparql", b" " * ((16 << 20) + 1), Content_Type=content_type)
    assert answer.status == 413


def test_packed_body_is_refused(server: Server) -> None:
    """Unpacking what a client sends could take any amount of memory."""
    answer = server.send(
        "POST", "/sparql", b"x", Content_Type="application/sparql-query", Content_Encoding="gzip"
    )
    assert answer.status == 415


def described(server: Server, path: str) -> set[tuple[str, str, str]]:
    """The triples that an address gives, as text."""
    answer = server.send("GET", path, Accept="application/n-triples")
    assert (answer.status, answer.type) == (200, "application/n-triples")
    quads = ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}


@pytest.mark.parametrize("path", ["sparql", "sparql/"])
def test_service_names_the_address_it_was_asked_by(path: str, server: Server) -> None:
    """What the specification asks of every description."""
    found = {o for _, p, o in described(server, f"/{path}") if p == f"<{SD}endpoint>"}
    assert found == {f"<{server.address}{path}>"}


def test_service_is_described_whole(server: Server) -> None:
    """Language, feature, regime, formats, and the dataset with the size of each of its graphs."""
    told = described(server, "/sparql")
    service, dataset = (f"<{server.address}sparql#{name}>" for name in ("service", "dataset"))
    assert {(p, o) for s, p, o in told if s == service} == {
        ("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{SD}Service>"),
        (f"<{SD}endpoint>", f"<{server.address}sparql>"),
        (f"<{SD}supportedLanguage>", f"<{SD}SPARQL11Query>"),
        (f"<{SD}feature>", f"<{SD}UnionDefaultGraph>"),
        (f"<{SD}defaultEntailmentRegime>", "<http://www.w3.org/ns/entailment/Simple>"),
        (f"<{SD}defaultDataset>", dataset),
        (f"<{SD}availableGraphs>", dataset),
        *(
            (f"<{SD}resultFormat>", f"<http://www.w3.org/ns/formats/{name}>")
            for name in (
                "SPARQL_Results_JSON",
                "SPARQL_Results_XML",
                "SPARQL_Results_CSV",
                "SPARQL_Results_TSV",
                "Turtle",
                "N-Triples",
                "RDF_XML",
                "JSON-LD",
            )
        ),
    }
    named = {o for s, p, o in told if (s, p) == (dataset, f"<{SD}namedGraph>")}
    names = {o for s, p, o in told if s in named and p == f"<{SD}name>"}
    assert {name.rpartition("/")[2] for name in names} == {
        "alignment>",
        "article>",
        "evidence>",
        "ontology>",
    }


def test_sizes_told_are_those_that_queries_count(server: Server) -> None:
    """The default graph is as large as COUNT says."""
    counted = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", Accept="text/csv").text.split()[1]
    told = described(server, "/sparql")
    union = f"<{server.address}sparql#union>"
    sizes = {o.split('"')[1] for s, p, o in told if (s, p) == (union, f"<{VOID}triples>")}
    assert sizes == {counted}


def test_void_names_the_endpoint(server: Server) -> None:
    """The data in numbers, where crawlers look for them."""
    told = described(server, "/.well-known/void")
    dataset = "<https://w3id.org/backrun-kg/dataset>"
    assert (dataset, f"<{VOID}sparqlEndpoint>", f"<{server.address}sparql>") in told
    assert any(p == f"<{VOID}triples>" for s, p, _ in told if s == dataset)
