"""The property graph: nodes with labels, relationships with the claims that say so."""

import pytest

from backrun_kg.dataset import Dataset
from backrun_kg.exports.property_graph import Link, Node, make_property_graph
from backrun_kg.namespaces import PREFIXES
from export_samples import HOSTILE, SMALL, own


@pytest.fixture(scope="module")
def nodes(shipped: Dataset) -> dict[str, Node]:
    """The nodes of the shipped graph by id."""
    return {node.id: node for node in make_property_graph(shipped).nodes}


def test_graph_has_every_thing_and_every_link(shipped: Dataset) -> None:
    """As many relationships as there are statements that lead from thing to thing."""
    graph = make_property_graph(shipped)
    described = {quad.subject for quad in shipped.quads()}
    type_iri = PREFIXES["rdf"] + "type"
    links = {
        quad.triple
        for quad in shipped.quads()
        if quad.object in described and quad.predicate.value != type_iri
    }
    assert (len(graph.nodes), len(graph.links)) == (len(described), len(links))


@pytest.mark.parametrize(
    ("id", "labels"),
    [
        ("knee", ["Joint"]),
        ("calf-muscles", ["MuscleGroup"]),
        ("conflictsWith", ["ObjectProperty", "SymmetricProperty"]),
    ],
)
def test_node_has_its_classes_as_labels(id: str, labels: list[str], nodes: dict[str, Node]) -> None:
    """All of them."""
    assert nodes[id].labels == labels


def test_node_has_its_values_as_properties(nodes: dict[str, Node]) -> None:
    """By the keys of the context; addresses elsewhere are texts."""
    assert nodes["ankle"].facts == {
        "label": "Ankle",
        "iri": "https://w3id.org/backrun-kg/id/ankle",
        "layer": "article",
        "altLabel": ("Ankles",),
        "exactMatch": (
            "http://purl.obolibrary.org/obo/UBERON_0001488",
            "http://purl.org/sig/ont/fma/fma35195",
        ),
    }


def test_direct_edge_tells_its_claim() -> None:
    """Other relationships have nothing to tell."""
    links = make_property_graph(own(SMALL)).links
    assert links[Link("backward-running", "STRENGTHENS", "quadriceps")] == {
        "claim": "claim-quadriceps",
        "modality": PREFIXES["br"] + "modality-states",
        "verdict": PREFIXES["br"] + "verdict-supported",
    }
    assert links[Link("finding-a", "SUPPORTS", "claim-quadriceps")] == {}


def test_end_that_is_not_described_is_a_bare_node() -> None:
    """A relationship never hangs in the air."""
    nodes = {n.id: n for n in make_property_graph(own("kg:a br:improves kg:b .")).nodes}
    iri = PREFIXES["kg"] + "b"
    assert nodes[iri] == Node(iri, [], {"iri": iri})


def test_types_of_two_predicates_never_meet() -> None:
    """Ours keeps its name."""
    text = "kg:a a br:Exercise ; br:strengthens kg:a ; <http://example.org/strengthens> kg:a ."
    links = make_property_graph(own(text)).links
    assert sorted(link.kind for link in links) == ["STRENGTHENS", "STRENGTHENS_2"]


@pytest.mark.parametrize("text", [SMALL, HOSTILE])
def test_links_join_nodes_that_are_there(text: str) -> None:
    """At both ends."""
    graph = make_property_graph(own(text))
    ids = {node.id for node in graph.nodes}
    assert {end for link in graph.links for end in (link.source, link.target)} <= ids
