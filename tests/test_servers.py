"""Real servers: the layers arrive, and the named queries have the same answers as here."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from backrun_kg.answers import Answer, Graph, Rows, Term
from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import LimitReached
from backrun_kg.namespaces import GRAPH
from backrun_kg.queries import Query, list_queries, run_query
from backrun_kg.remote import graph_stores
from backrun_kg.remote.endpoints import Endpoint
from backrun_kg.remote.pushing import Place, Pushed, collect, push
from backrun_kg.remote.quirks import read_rows
from servers import real
from servers.real import Server
from strategies import texts

LAYERS = {"alignment": 122, "article": 1_525, "evidence": 2_716, "ontology": 1_117}
NODE = ox.NamedNode("urn:n")
BIG, ODD = ox.NamedNode("http://example.org/big"), ox.NamedNode("http://example.org/odd")

COMUNICA_ASKS = (
    *("audience", "by-identifier", "by-population", "claims", "comparison", "conflicts"),
    *("contradicted", "coverage", "documents", "effects", "faq", "gear", "guidance"),
    *("indirect-only", "mappings", "muscles", "names"),
    *("outcomes", "provenance", "skills", "sources", "sports", "studies", "terms", "things"),
)
"""A sample of the named queries: those that Comunica answers in about a second."""

COMUNICA_COUNTS = {"coverage": {"claims", "others"}, "studies": {"findings"}}
"""Columns of counts: where there is nothing to count, Comunica 4.5 says nothing instead of 0. So
`verdicts`, `evidence-map`, `faq-checked` and `untested`, which reckon with counts, are no part."""


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Oxigraph, empty."""
    with real.start_oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Virtuoso, empty."""
    with real.start_virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory, shipped: Dataset) -> Iterator[Server]:
    """Jena over the layers."""
    folder = tmp_path_factory.mktemp("jena")
    quads = folder / "layers.nq"
    ox.serialize(shipped.quads(), quads, format=ox.RdfFormat.N_QUADS)
    with real.start_jena(folder, quads) as server:
        yield server


@pytest.fixture(params=["oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server that takes graphs, and lets us in."""
    server: Server = request.getfixturevalue(request.param)
    for name in ("BACKRUN_KG_USER", "BACKRUN_KG_PASSWORD", "BACKRUN_KG_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    if server.login:
        monkeypatch.setenv("BACKRUN_KG_USER", server.login[0])
        monkeypatch.setenv("BACKRUN_KG_PASSWORD", server.login[1])
    return server


@pytest.fixture(params=["oxigraph", "virtuoso", "jena"])
def filled(request: pytest.FixtureRequest, shipped: Dataset) -> Server:
    """A server that holds the layers."""
    if request.param == "jena":
        server: Server = request.getfixturevalue("jena")
        return server
    server = request.getfixturevalue(request.param)
    with pytest.MonkeyPatch.context() as patch:
        if server.login:
            patch.setenv("BACKRUN_KG_USER", server.login[0])
            patch.setenv("BACKRUN_KG_PASSWORD", server.login[1])
        _push(shipped.quads(), Place(server.query, server.gsp, None))
    return server


def _push(quads: "Iterator[ox.Quad] | list[ox.Quad]", place: Place) -> list[Pushed]:
    with collect(quads) as graphs:
        return list(push(graphs, place, timeout=60))


def _roads(server: Server) -> list[Place]:
    return [Place(server.query, server.gsp, None), Place(server.query, None, server.update)]


def _big(count: int) -> list[ox.Quad]:
    return [ox.Quad(NODE, NODE, ox.Literal(f"number {n:06}"), BIG) for n in range(count)]


def test_layers_arrive(store: Server, shipped: Dataset) -> None:
    """By count and by digest; and a second push sends nothing."""
    place = Place(store.query, store.gsp, None)
    _push(shipped.quads(), place)
    assert _push(shipped.quads(), place) == [
        Pushed(f"{GRAPH}{layer}", count, True, count, True, "") for layer, count in LAYERS.items()
    ]


@pytest.mark.parametrize("road", [0, 1], ids=["gsp", "update"])
def test_graph_is_replaced(road: int, store: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """In pieces or batches, by either protocol, and to what it was before."""
    monkeypatch.setattr(graph_stores.HttpStore.__init__, "__defaults__", (20_000,))
    place = _roads(store)[road]
    for count in (1_700, 3):
        (outcome,) = _push(_big(count), place)
        assert (outcome.found, outcome.same) == (count, True)


def test_silent_cut_is_noticed(virtuoso: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Virtuoso gives no more than 10,000 rows, under status 200: the others are asked for in turn,
    also to compare a graph.
    """
    monkeypatch.setenv("BACKRUN_KG_USER", "dba")
    monkeypatch.setenv("BACKRUN_KG_PASSWORD", "dba")
    (outcome,) = _push(_big(23_000), Place(virtuoso.query, virtuoso.gsp, None))
    text = "SELECT ?o { ?s ?p ?o }"
    endpoint = Endpoint(virtuoso.query, layers=[BIG.value])
    found = endpoint.ask(f"{text} ORDER BY ?o")
    assert isinstance(found, Rows)
    assert (outcome.same, [row[0] for row in found.rows]) == (
        True,
        [quad.object for quad in _big(23_000)],
    )
    with pytest.raises(LimitReached, match="gives only the first 10,000 rows"):
        endpoint.ask(text)


@pytest.mark.parametrize("road", [0, 1], ids=["gsp", "update"])
def test_odd_literals_arrive(road: int, store: Server) -> None:
    """Quotation marks, lines, other scripts, and texts that look like something else."""
    told = ["", "\"'\\", "a\nb\r\tc", "é\U0001f3c3\u2028", "<b>&amp;</b>", "}} ; DROP ALL", "?x $y"]
    quads = [ox.Quad(NODE, NODE, ox.Literal(text), ODD) for text in told]
    quads += [ox.Quad(NODE, NODE, ox.Literal(text, language="en"), ODD) for text in told]
    (outcome,) = _push(quads, _roads(store)[road])
    assert (outcome.found, outcome.same, outcome.note) == (14, True, "")


def test_blank_nodes_arrive(store: Server) -> None:
    """And come back as the same graph."""
    one, other = ox.BlankNode("one"), ox.BlankNode("other")
    quads = [ox.Quad(one, NODE, other, ODD), ox.Quad(NODE, NODE, one, ODD)]
    (outcome,) = _push(quads, Place(store.query, store.gsp, None))
    assert (outcome.found, outcome.same) == (2, True)


def test_named_queries_have_the_same_answers(filled: Server, shipped: Dataset) -> None:
    """The same rows in the same order; a failure names the queries."""
    endpoint = Endpoint(filled.query)
    differing = [
        query.name
        for query in list_queries()
        if _settle(run_query(shipped, query.text))
        != _settle(endpoint.ask(query.text, None, query.name))
    ]
    assert differing == []


def test_parameters_are_bound_as_terms(filled: Server, shipped: Dataset) -> None:
    """The same rows as the engine's own bindings give, one value for each parameter."""
    endpoint = Endpoint(filled.query)
    differing = [
        f"{query.name} {name}={term}"
        for query in list_queries()
        for name, term in _find_values(query, shipped)
        if _settle(run_query(shipped, query.text, {name: term}))
        != _settle(endpoint.ask(query.text, {name: term}, query.name))
    ]
    assert differing == []


def _find_values(query: Query, dataset: Dataset) -> Iterator[tuple[str, Term]]:
    every = run_query(dataset, query.text)
    for parameter in query.parameters:
        assert isinstance(every, Rows)
        column = (row[every.columns.index(parameter.name)] for row in every.rows)
        value = next((term for term in column if term is not None), None)
        yield parameter.name, ox.Literal("ankle") if parameter.kind == "text" else value or NODE


def _settle(answer: Answer) -> object:
    """An answer as it can be compared."""
    if isinstance(answer, Graph):
        return answer.triples
    assert isinstance(answer, Rows)
    return answer.columns, answer.rows


def _sorted_with(answer: Rows, counts: set[str]) -> list[list[str]]:
    """The rows in the order of their text, nothing in some columns standing for 0."""
    rows = (zip(answer.columns, row, strict=True) for row in answer.rows)
    zero = ox.Literal(0)
    return sorted([str(zero if t is None and c in counts else t) for c, t in row] for row in rows)


@settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts)
def test_any_text_is_found_as_a_term(oxigraph: Server, text: str) -> None:
    """Nothing in it becomes part of the question."""
    found = Endpoint(oxigraph.query).ask("SELECT ?x { BIND(1 AS ?y) }", {"x": ox.Literal(text)})
    assert isinstance(found, Rows)
    assert found.rows == ((ox.Literal(text),),)


def test_commands_work_as_the_manual_says(store: Server) -> None:
    """`push`, then `query` and `show`, as a user types them."""
    _run("push", store.query, "--gsp", store.gsp)
    asked = [["query", "muscles", "muscle=GLUTES"], ["show", "Quadriceps"], ["show", "knee"]]
    for arguments in asked:
        assert _run(*arguments, "--endpoint", store.query) == _run(*arguments)


def _run(*arguments: str) -> str:
    command = [sys.executable, "-m", "backrun_kg", *arguments]
    run = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True)
    assert run.stdout
    return run.stdout


def test_three_servers_answer_as_one(tmp_path: Path, shipped: Dataset) -> None:
    """The layers lie on three servers, and Comunica asks them all; a failure names the queries.

    Rows are compared in any order, since SPARQL orders no texts in a language, and Comunica none.
    """
    queries = {query.name: query.text for query in list_queries() if query.name in COMUNICA_ASKS}
    lines = "".join(f"{json.dumps({'name': n, 'text': t})}\n" for n, t in queries.items())
    with ExitStack() as running:
        urls = []
        for layers in (["ontology"], ["article"], ["evidence", "alignment"]):
            folder = tmp_path / layers[0]
            folder.mkdir()
            server = running.enter_context(real.start_oxigraph(folder, "--union-default-graph"))
            _push(load(layers=layers).quads(), Place(None, server.gsp, None))
            urls.append(server.query)
        answers = real.federate(urls, lines)
    differing = []
    for line in answers.splitlines():
        told = json.loads(line)
        name, counts = told["name"], COMUNICA_COUNTS.get(told["name"], set())
        expected = run_query(shipped, queries.pop(name))
        assert isinstance(expected, Rows)
        found = read_rows(told["answer"].encode())
        if _sorted_with(found, counts) != _sorted_with(expected, counts):
            differing.append(name)
    assert (differing, queries) == ([], {})
