"""Layers in a server: put there by either protocol, again without harm, and compared afterwards."""

from collections.abc import Callable, Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError
from backrun_kg.namespaces import GRAPH
from backrun_kg.remote import graph_stores, quirks, wire
from backrun_kg.remote.connections import ServerFailure
from backrun_kg.remote.pushing import Place, Pushed, collect, find_place, push
from servers.fake import Fake, Handler, cut_short, go_on, hang_up, say, start_fake
from strategies import in_graph, iris, literals

Road = Callable[[Fake], Place]
Trouble = Callable[[Handler], object]

G = ox.NamedNode("urn:g")
B = ox.BlankNode("b")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    """An empty server, and no long wait."""
    monkeypatch.setattr(wire, "_FIRST_WAIT", 0.001)
    with start_fake() as started:
        yield started


def _gsp(fake: Fake) -> Place:
    return Place(None, f"{fake.url}/store", None)


def _both(fake: Fake) -> Place:
    return Place(f"{fake.url}/query", f"{fake.url}/store", None)


def _update(fake: Fake) -> Place:
    return Place(f"{fake.url}/query", None, f"{fake.url}/update")


ROADS = pytest.mark.parametrize("road", [_gsp, _both, _update], ids=["gsp", "both", "update"])


def _quads(count: int) -> list[ox.Quad]:
    node = ox.NamedNode("urn:n")
    return [ox.Quad(node, node, ox.Literal(f"number {n:04}"), G) for n in range(count)]


def _push(quads: list[ox.Quad], place: Place) -> list[Pushed]:
    with collect(quads) as graphs:
        return list(push(graphs, place, timeout=10))


def _verbs(fake: Fake) -> list[str]:
    return [seen.method for seen in fake.seen]


@ROADS
def test_layers_arrive(road: Road, fake: Fake, shipped: Dataset) -> None:
    """Each as a named graph, and the same."""
    outcomes = _push(list(shipped.quads()), road(fake))
    assert outcomes == [
        Pushed(f"{GRAPH}alignment", 122, False, 122, True, ""),
        Pushed(f"{GRAPH}article", 1_525, False, 1_525, True, ""),
        Pushed(f"{GRAPH}evidence", 2_716, False, 2_716, True, ""),
        Pushed(f"{GRAPH}ontology", 1_117, False, 1_117, True, ""),
    ]
    assert set(fake.store) == set(shipped.quads())


@ROADS
def test_second_push_sends_nothing(road: Road, fake: Fake) -> None:
    """What is there is left as it is."""
    _push(_quads(3), road(fake))
    fake.seen.clear()
    assert _push(_quads(3), road(fake)) == [Pushed("urn:g", 3, True, 3, True, "")]
    assert {"PUT", "POST"}.isdisjoint(_verbs(fake))


@ROADS
def test_graph_is_replaced(road: Road, fake: Fake) -> None:
    """What it held before is gone; other graphs stay."""
    other = ox.Quad(G, G, G, ox.NamedNode("urn:other"))
    fake.store.extend([ox.Quad(G, G, G, G), other])
    _push(_quads(2), road(fake))
    assert set(fake.store) == {*_quads(2), other}


@ROADS
@pytest.mark.parametrize("trouble", [hang_up, cut_short, say(503)], ids=["gone", "cut", "busy"])
def test_broken_connection_is_no_matter(road: Road, trouble: Trouble, fake: Fake) -> None:
    """What was sent is sent again, in whatever step it breaks."""
    for step in range(6):
        fake.store.clear()
        fake.troubles.clear()
        fake.expect(*[go_on] * (step + 1), trouble)
        (outcome,) = _push(_quads(3), road(fake))
        assert (outcome.found, outcome.same) == (3, True)


def test_large_graph_goes_in_pieces(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first replaces, the others add; none ends within a line."""
    monkeypatch.setattr(graph_stores.HttpStore.__init__, "__defaults__", (100,))
    (outcome,) = _push(_quads(9), _gsp(fake))
    sent = [seen for seen in fake.seen if seen.method in ("PUT", "POST")]
    assert outcome.same
    assert [seen.method for seen in sent] == ["PUT", "POST", "POST"]
    assert all(seen.body.endswith(b" .\n") and len(seen.body) <= 100 for seen in sent)


def test_push_goes_on_where_it_broke_off(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Graphs that arrived are not sent again; the one that did not is replaced."""
    monkeypatch.setattr(wire, "MOST_TRIES", 1)
    quads = [*_quads(3), ox.Quad(G, G, G, ox.NamedNode("urn:z"))]
    fake.expect(*[go_on] * 4, hang_up, hang_up)
    with pytest.raises(ServerFailure):
        _push(quads, _gsp(fake))
    fake.troubles.clear()
    assert [(out.graph, out.was_there, out.same) for out in _push(quads, _gsp(fake))] == [
        ("urn:g", True, True),
        ("urn:z", False, True),
    ]


def test_piece_that_is_too_large_is_halved(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Down to what the server takes."""
    monkeypatch.setattr(graph_stores, "_LONG_LINE", 64)
    fake.most_bytes = 200
    (outcome,) = _push(_quads(40), _gsp(fake))
    assert outcome.same


def test_server_that_reads_turtle_only_gets_it(fake: Fake) -> None:
    """All N-Triples is Turtle."""
    fake.types = ("text/turtle",)
    (outcome,) = _push(_quads(3), _gsp(fake))
    assert outcome.same


def test_updates_go_in_batches(fake: Fake) -> None:
    """Of as many triples as any server takes."""
    (outcome,) = _push(_quads(1_100), _update(fake))
    texts = [seen.parameters["update"][0] for seen in fake.seen if "update" in seen.parameters]
    assert outcome.same
    assert [text.count(" .\n") for text in texts] == [0, 500, 500, 100]


def test_batch_that_is_too_large_is_halved(fake: Fake) -> None:
    """Down to what the server takes."""
    fake.most_inserted = 100
    (outcome,) = _push(_quads(700), _update(fake))
    assert (outcome.found, outcome.same) == (700, True)


@ROADS
def test_blank_nodes_arrive(road: Road, fake: Fake) -> None:
    """In one request, since another would not know them; compared without their names."""
    told = [ox.Quad(B, G, B, G), ox.Quad(B, G, ox.BlankNode("c"), G), ox.Quad(G, G, B, G)]
    (outcome,) = _push(told, road(fake))
    assert (outcome.found, outcome.same) == (3, True)


def test_blank_nodes_are_not_torn_apart(fake: Fake) -> None:
    """Too many for one INSERT DATA are refused, before anything is sent."""
    told = [ox.Quad(B, G, ox.Literal(n), G) for n in range(501)]
    with pytest.raises(ServerFailure, match="is too large for one INSERT DATA"):
        _push(told, _update(fake))
    assert len(fake.store) == 0


@ROADS
def test_what_does_not_arrive_is_told(road: Road, fake: Fake) -> None:
    """How many are missing and new, and the first."""
    load, update = ox.Store.load, ox.Store.update

    class Forgetful:
        """A store that loses one and makes one up."""

        def __init__(self) -> None:
            self.kept = ox.Store()

        def __getattr__(self, name: str) -> object:
            return getattr(self.kept, name)

        def _spoil(self) -> None:
            self.kept.remove(_quads(2)[1])
            self.kept.add(ox.Quad(G, G, ox.Literal("what"), G))

        def load(self, *arguments: object, **more: object) -> None:
            load(self.kept, *arguments, **more)  # type: ignore[arg-type]
            self._spoil()

        def update(self, text: str) -> None:
            update(self.kept, text)
            self._spoil()

    fake.store = Forgetful()  # type: ignore[assignment]
    (outcome,) = _push(_quads(3), road(fake))
    assert not outcome.same
    assert outcome.note.startswith("1 are missing and 1 are new: ")


def test_nothing_that_arrives_is_told(fake: Fake) -> None:
    """A server may say yes and keep nothing."""
    fake.expect(go_on, say(204))
    (outcome,) = _push(_quads(3), _gsp(fake))
    assert (outcome.found, outcome.same, outcome.note) == (0, False, "the server has no such graph")


def test_literals_that_a_server_rewrites_are_the_same_values(fake: Fake) -> None:
    """And it is said."""
    integer = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    (outcome,) = _push([ox.Quad(G, G, ox.Literal("01", datatype=integer), G)], _gsp(fake))
    assert (outcome.same, outcome.note) == (True, "literals as the server writes them")


@pytest.mark.parametrize("road", [_both, _update], ids=["both", "update"])
def test_graph_that_comes_back_cut_is_read_in_pages(
    road: Road, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a server returns only so many triples at once, without a word."""
    _push(_quads(25), road(fake))
    monkeypatch.setattr("backrun_kg.remote.returns.ROUND", 10)
    fake.most_rows = 10
    whole = _quads(25)
    lines = "".join(f"{quad.triple} .\n" for quad in whole[:10]).encode()
    cut = say(200, lines, "application/n-triples")
    fake.expect(go_on, cut)
    (outcome,) = _push(whole, road(fake))
    assert (outcome.was_there, outcome.found, outcome.same) == (True, 25, True)


def test_progress_is_told(fake: Fake) -> None:
    """In bytes, up to all."""
    heard = list[int]()
    with collect(_quads(3)) as graphs:
        list(push(graphs, _gsp(fake), timeout=10, told=heard.append))
        total = sum(part.length for part in graphs.parts)
    assert (heard[-1], heard == sorted(heard)) == (total, True)


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (404, "takes no graph at /store .404.. Name its Graph Store Protocol with --gsp URL"),
        (405, "takes no graph at /store"),
        (400, "does not understand it"),
        (403, "forbids it"),
        (500, "fails"),
    ],
)
def test_refusal_is_told(status: int, says: str, fake: Fake) -> None:
    """With the road that may be open."""
    fake.expect(say(404), say(status))
    with pytest.raises(BackrunError, match=says):
        _push(_quads(1), _gsp(fake))


def test_graph_of_a_blank_name_is_refused() -> None:
    """No server can be asked for it."""
    with pytest.raises(BackrunError, match="named by a blank node"):
        collect([ox.Quad(G, G, G, B)])


def test_place_is_found() -> None:
    """The argument is the graph store, or the SPARQL endpoint beside one of the others."""
    assert find_place("a") == Place(None, "a", None)
    assert find_place("a", gsp="b") == Place("a", "b", None)
    assert find_place("a", update="b") == Place("a", None, "b")
    with pytest.raises(BackrunError, match="name one"):
        find_place("a", "b", "c")


def test_batches_are_small_enough_for_virtuoso() -> None:
    """It fails at 2,000."""
    assert quirks.INSERTED_AT_ONCE == 500


@settings(deadline=None, max_examples=30)
@given(st.lists(st.builds(in_graph, st.builds(ox.Triple, iris, iris, literals), iris), max_size=9))
def test_any_terms_arrive(told: list[ox.Quad]) -> None:
    """By either road, whatever is in them."""
    for road in (_gsp, _update):
        with start_fake() as server:
            assert all(outcome.same for outcome in _push(told, road(server)))
