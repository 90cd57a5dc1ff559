"""A server as a dataset: names are looked up and things told as from the embedded engine."""

from collections.abc import Iterator

import pytest

from backrun_kg.cards import write_card, write_claim_card
from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError, UnknownName
from backrun_kg.names import find_thing, read_values
from backrun_kg.queries import find_query, run_query
from backrun_kg.remote.datasets import ServerDataset
from backrun_kg.things import describe_claim, describe_thing, thing_graph
from servers.fake import Fake, start_fake


@pytest.fixture(scope="module")
def filled(shipped: Dataset) -> Iterator[Fake]:
    """A server that holds the layers."""
    with start_fake() as fake:
        fake.store.extend(shipped.quads())
        yield fake


@pytest.fixture
def there(filled: Fake) -> ServerDataset:
    """The server as a dataset."""
    return ServerDataset(f"{filled.url}/query")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("kg:knee", "id/knee"),
        ("Knee", "id/knee"),
        ("GLUTES", "id/gluteals"),
        ("Muscle", "ontology#Muscle"),
        ("br:strengthens", "ontology#strengthens"),
        ("<https://w3id.org/backrun-kg/id/knee>", "id/knee"),
    ],
)
def test_thing_is_found(text: str, name: str, there: ServerDataset) -> None:
    """By whatever it goes by."""
    assert find_thing(there, text).value == f"https://w3id.org/backrun-kg/{name}"


def test_unknown_thing_names_the_nearest(there: ServerDataset) -> None:
    """Among the labels that the server has."""
    with pytest.raises(UnknownName, match="Did you mean Quadriceps"):
        find_thing(there, "Quadricep")


def test_values_are_read(there: ServerDataset) -> None:
    """As for the embedded engine."""
    bound = read_values(there, find_query("muscles"), ["muscle=glutes"])
    assert [str(term) for term in bound.values()] == ["<https://w3id.org/backrun-kg/id/gluteals>"]


@pytest.mark.parametrize("name", ["quadriceps", "Muscle", "finding-flynn-1994-running-oxygen"])
def test_card_is_the_same(name: str, there: ServerDataset, shipped: Dataset) -> None:
    """To the letter."""
    iri = find_thing(shipped, name)
    assert write_card(describe_thing(there, iri)) == write_card(describe_thing(shipped, iri))


def test_claim_card_is_the_same(there: ServerDataset, shipped: Dataset) -> None:
    """To the letter."""
    iri = find_thing(shipped, "claim-improves-balance")
    found, expected = describe_claim(there, iri), describe_claim(shipped, iri)
    assert found
    assert expected
    assert write_claim_card(found) == write_claim_card(expected)


def test_graph_of_a_thing_is_the_same(there: ServerDataset, shipped: Dataset) -> None:
    """Triple by triple."""
    iri = find_thing(shipped, "knee")
    assert thing_graph(there, iri).triples == thing_graph(shipped, iri).triples


def test_truth_and_rows_come_through_the_engines_road(there: ServerDataset) -> None:
    """What takes a dataset takes a server."""
    assert run_query(there, "ASK { kg:knee ?p ?o }")


def test_server_is_not_copied(there: ServerDataset) -> None:
    """It is told, rather than an empty graph returned."""
    with pytest.raises(BackrunError, match="is asked, not copied"):
        there.quads()
