"""SPARQL servers as they are asked: the same answers as from the embedded engine, all of them."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from backrun_kg.answers import Graph, Rows, Truth
from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError, LimitReached, MalformedQuery, UnknownName
from backrun_kg.namespaces import GRAPH
from backrun_kg.queries import find_query, list_queries, run_query
from backrun_kg.remote.connections import ServerFailure
from backrun_kg.remote.endpoints import Endpoint, ask_endpoint
from servers.fake import JSON, Fake, cut_short, say, start_fake

NAMES = [query.name for query in list_queries()]
SUBJECTS = "SELECT ?s { ?s ?p ?o } ORDER BY ?s"


@pytest.fixture(scope="module")
def filled(shipped: Dataset) -> Iterator[Fake]:
    """A server that holds the layers."""
    with start_fake() as fake:
        fake.store.extend(shipped.quads())
        yield fake


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A server with 25 triples in a graph of no layer, which counts as its own."""
    with start_fake() as started:
        triples = [ox.Quad(_node(n), _node(0), ox.Literal(n)) for n in range(25)]
        started.store.extend(triples)
        yield started


def _node(n: int) -> ox.NamedNode:
    return ox.NamedNode(f"urn:n:{n:02}")


def _ask(fake: Fake, text: str) -> Rows:
    answer = ask_endpoint(f"{fake.url}/query", text)
    assert isinstance(answer, Rows)
    return answer


@pytest.mark.parametrize("name", NAMES)
def test_server_answers_as_the_engine(name: str, filled: Fake, shipped: Dataset) -> None:
    """The same rows in the same order, or the same triples."""
    text = find_query(name).text
    found = ask_endpoint(f"{filled.url}/query", text, name=name)
    expected = run_query(shipped, text)
    if isinstance(expected, Graph):
        assert isinstance(found, Graph)
        assert found.triples == expected.triples
    else:
        assert isinstance(found, Rows)
        assert isinstance(expected, Rows)
        assert (found.columns, found.rows) == (expected.columns, expected.rows)


def test_term_is_bound(filled: Fake) -> None:
    """As a term."""
    bound = {"muscle": ox.NamedNode("https://w3id.org/backrun-kg/id/gluteals")}
    found = ask_endpoint(f"{filled.url}/query", find_query("muscles").text, bound)
    assert isinstance(found, Rows)
    assert [row["does"] for row in found] == [
        "br:engages",
        "br:engagesDifferently",
        "br:strengthens",
    ]


@pytest.mark.parametrize(
    ("text", "true"), [("ASK { ?s a br:Muscle }", True), ("ASK {1 2 3}", None)]
)
def test_ask_gives_a_truth_value(text: str, true: bool | None, filled: Fake) -> None:
    """Our prefixes need no declaration; what is malformed is told."""
    if true is None:
        with pytest.raises(MalformedQuery, match=r"^query: http://127.* does not understand it"):
            ask_endpoint(f"{filled.url}/query", text)
    else:
        answer = ask_endpoint(f"{filled.url}/query", text)
        assert isinstance(answer, Truth)
        assert bool(answer)


def test_layers_that_are_there_are_found(filled: Fake) -> None:
    """In the order of their names."""
    assert Endpoint(f"{filled.url}/query").find_graphs() == [
        f"{GRAPH}alignment",
        f"{GRAPH}article",
        f"{GRAPH}evidence",
        f"{GRAPH}ontology",
    ]


def test_question_keeps_to_layers(filled: Fake) -> None:
    """To those that are named."""
    endpoint = Endpoint(f"{filled.url}/query", layers=["article"])
    found = endpoint.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert isinstance(found, Rows)
    assert list(found) == [{"g": f"<{GRAPH}article>"}]


def test_graphs_go_with_the_query(filled: Fake) -> None:
    """As the default graph and as named ones."""
    Endpoint(f"{filled.url}/query", layers=["article", "urn://g"]).ask("ASK {}")
    given = filled.seen[-1].parameters
    assert given["default-graph-uri"] == given["named-graph-uri"] == [f"{GRAPH}article", "urn://g"]


def test_query_that_chooses_its_graphs_is_left_alone(filled: Fake) -> None:
    """FROM counts more."""
    answer = ask_endpoint(
        f"{filled.url}/query", f"ASK FROM <{GRAPH}alignment> {{ br:Muscle ?p ?o }}"
    )
    assert not answer
    assert "default-graph-uri" not in filled.seen[-1].parameters


def test_server_without_layers_is_asked_for_its_own(fake: Fake) -> None:
    """Whatever it holds."""
    assert len(_ask(fake, SUBJECTS)) == 25


@pytest.mark.parametrize(
    ("layer", "says"), [("artcle", "Did you mean article"), ("urn://<", "is no IRI of a graph")]
)
def test_unknown_layer_is_told(layer: str, says: str) -> None:
    """Before anything is sent."""
    with pytest.raises((UnknownName, BackrunError), match=says):
        Endpoint("http://127.0.0.1:1/", layers=[layer])


def test_short_query_is_got_and_long_one_posted(fake: Fake) -> None:
    """What lies between cuts long addresses."""
    _ask(fake, SUBJECTS)
    _ask(fake, SUBJECTS + " #" + "x" * 2_000)
    asked = [seen.method for seen in fake.seen if "ORDER" in seen.parameters["query"][0]]
    assert asked == ["GET", "POST"]


@pytest.mark.parametrize("most", [1_000, 500])
def test_cut_answer_is_read_on(most: int, filled: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page by page, where the order is fixed."""
    monkeypatch.setattr("backrun_kg.remote.quirks.ROUND", most)
    monkeypatch.setattr(filled, "most_rows", most)
    text = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
    found = Endpoint(f"{filled.url}/query", layers=["article"]).ask(text)
    assert isinstance(found, Rows)
    assert (len(found), len(set(found.rows))) == (1_525, 1_525)


def test_round_number_of_rows_may_be_all(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then one more question settles it."""
    monkeypatch.setattr("backrun_kg.remote.quirks.ROUND", 25)
    assert len(_ask(fake, SUBJECTS)) == 25


def test_cut_answer_without_order_is_refused(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its other rows cannot be asked for; a part is not handed on as the whole."""
    monkeypatch.setattr("backrun_kg.remote.quirks.ROUND", 10)
    fake.most_rows = 10
    with pytest.raises(LimitReached, match=r"gives only the first 10 rows\. Add ORDER BY"):
        _ask(fake, "SELECT ?s { ?s ?p ?o }")


def test_round_answer_without_order_that_is_whole_passes(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row more is asked for, and there is none."""
    monkeypatch.setattr("backrun_kg.remote.quirks.ROUND", 25)
    assert len(_ask(fake, "SELECT ?s { ?s ?p ?o }")) == 25


def test_limit_that_was_asked_for_is_no_cut(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing more is asked."""
    monkeypatch.setattr("backrun_kg.remote.quirks.ROUND", 10)
    assert len(_ask(fake, "SELECT ?s { ?s ?p ?o } LIMIT 10")) == 10
    assert len(fake.seen) == 2


def test_half_an_answer_is_none(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that breaks in its middle is tried again, then told."""
    monkeypatch.setattr("backrun_kg.remote.wire._FIRST_WAIT", 0.001)
    endpoint = Endpoint(f"{fake.url}/query", timeout=20)
    endpoint.find_graphs()
    fake.expect(*[cut_short] * 9)
    with pytest.raises(ServerFailure, match="broke the connection"):
        endpoint.ask(SUBJECTS)


def test_truncated_answer_is_told(fake: Fake) -> None:
    """Also where the connection ended well."""
    fake.expect(say(200, b'{"head": {"vars": ["s"]}, "results": {"bind', JSON))
    with pytest.raises(ServerFailure, match="answers what cannot be read"):
        _ask(fake, SUBJECTS)


def test_update_is_no_question(fake: Fake) -> None:
    """It is not sent."""
    with pytest.raises(MalformedQuery, match="is no query"):
        ask_endpoint(f"{fake.url}/query", "DROP ALL")
    assert fake.seen == []
