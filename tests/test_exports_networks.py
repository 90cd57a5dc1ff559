"""Networks: the direct edges, as networkx and igraph read them back."""

import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import igraph
import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import BackrunError, MissingExtra
from backrun_kg.exports.networks import to_networkx, write_gexf, write_graphml
from backrun_kg.namespaces import PREFIXES
from export_samples import HOSTILE, SMALL, of_quads, own
from strategies import quads

BR = PREFIXES["br"]
READERS: dict[str, Any] = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}
WRITERS = {"graphml": write_graphml, "gexf": write_gexf}


def written(dataset: Dataset, format: str) -> bytes:
    """The document of a format."""
    return WRITERS[format](dataset)[f"backrun-kg.{format}"]


def read(content: bytes, format: str) -> Any:
    """The network of a document, as networkx reads it."""
    return READERS[format](io.BytesIO(content))


def test_network_holds_the_edges_and_their_ends(shipped: Dataset) -> None:
    """As many as there are claims; things on no edge are left out."""
    network = to_networkx(shipped)
    assert (network.number_of_nodes(), network.number_of_edges()) == (75, 84)


def test_node_tells_what_it_is(shipped: Dataset) -> None:
    """Label, class, layer and IRI."""
    assert to_networkx(shipped).nodes["knee"] == {
        "label": "Knee",
        "iri": "https://w3id.org/backrun-kg/id/knee",
        "class": "Joint",
        "layer": "article",
    }


def test_edge_tells_what_is_said(shipped: Dataset) -> None:
    """Predicate, claim, modality and verdict, in words."""
    assert to_networkx(shipped)["backward-running"]["body-weight"]["reduces"] == {
        "label": "reduces",
        "predicate": "reduces",
        "claim": "claim-reduces-body-weight",
        "modality": "Can",
        "verdict": "Contradicted",
        "layer": "article",
    }


def test_words_need_no_layer() -> None:
    """The shipped ontology tells the labels of its terms."""
    network = to_networkx(load(layers=["article"]))
    edge = network["backward-running"]["body-weight"][f"{BR}reduces"]
    assert (edge["label"], edge["modality"], edge["verdict"]) == ("reduces", "Can", "Untested")


@pytest.mark.parametrize("format", WRITERS)
@pytest.mark.parametrize("text", [SMALL, HOSTILE, ""], ids=["small", "hostile", "empty"])
def test_networkx_reads_the_same_back(format: str, text: str) -> None:
    """Every node and edge with all that is told of them."""
    dataset = own(text) if text else Dataset([])
    network: Any = to_networkx(dataset)
    found = read(written(dataset, format), format)
    assert dict(found.nodes(data=True)) == dict(network.nodes(data=True))
    told = [(u, v, {k: t for k, t in d.items() if k != "id"}) for u, v, d in found.edges(data=True)]
    assert sorted(told, key=str) == sorted(network.edges(data=True), key=str)


def test_igraph_reads_the_graphml(shipped: Dataset, tmp_path: Path) -> None:
    """A reader of another make finds as much."""
    file = tmp_path / "a.graphml"
    file.write_bytes(written(shipped, "graphml"))
    graph = igraph.Graph.Read_GraphML(str(file))
    assert (graph.vcount(), graph.ecount(), graph.is_directed()) == (75, 84, True)
    assert {"label", "class", "layer"} <= set(graph.vs.attributes())
    assert {"predicate", "claim", "modality", "verdict"} <= set(graph.es.attributes())
    assert graph.es.find(claim="claim-reduces-body-weight")["verdict"] == "Contradicted"


def test_gexf_says_who_but_not_when(shipped: Dataset) -> None:
    """And has the attributes that its schema knows, no others."""
    root = ElementTree.fromstring(written(shipped, "gexf"))  # noqa: S314
    start = "{http://www.gexf.net/1.2draft}"
    assert root.find(f"{start}meta").attrib == {}  # type: ignore[union-attr]
    assert root.findtext(f"{start}meta/{start}creator") == (
        "backrun-kg: a knowledge graph of backward running 0.1.0"
    )
    graph = root.find(f"{start}graph")
    assert graph is not None
    assert graph.attrib == {"mode": "static", "defaultedgetype": "directed"}
    edge = graph.find(f"{start}edges/{start}edge")
    assert edge is not None
    assert sorted(edge.attrib) == ["id", "label", "source", "target"]


@pytest.mark.parametrize("format", WRITERS)
def test_ids_of_edges_come_once(format: str, shipped: Dataset) -> None:
    """Two edges may join the same things."""
    root = ElementTree.fromstring(written(shipped, format))  # noqa: S314
    ids = [element.get("id") for element in root.iter() if element.tag.endswith("}edge")]
    assert len(set(ids)) == len(ids) == 84


@pytest.mark.parametrize("format", WRITERS)
def test_character_that_xml_cannot_hold_is_told(format: str) -> None:
    """With the text that holds it, harmless in a terminal."""
    with pytest.raises(BackrunError) as caught:
        written(own('kg:x br:improves kg:y ; skos:prefLabel "a\\u001B[31m"@en .'), format)
    assert str(caught.value) == (
        "XML cannot hold the character U+001B, which stands in 'a\\u001B[31m': "
        "take it out, or choose a format that is not XML."
    )


def test_of_two_claims_on_an_edge_the_first_is_told() -> None:
    """A network has an edge once."""
    claim = """ a br:Claim ; br:statement "x"@en ; br:modality br:modality-may ;
        rdf:subject kg:a ; rdf:predicate br:improves ; rdf:object kg:b ."""
    network = to_networkx(own(f"kg:claim-2 {claim} kg:claim-1 {claim}"))
    assert [facts["claim"] for *_, facts in network.edges(data=True)] == ["claim-1"]


def test_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the way to install it."""
    monkeypatch.setitem(__import__("sys").modules, "networkx", None)
    with pytest.raises(MissingExtra, match=r"networkx.*backrun-kg\[networks\]"):
        write_graphml(own(SMALL))


@pytest.mark.parametrize("format", WRITERS)
@settings(deadline=None, max_examples=30)
@given(st.lists(quads, max_size=12))
def test_any_graph_is_read_back_or_refused(format: str, made: list) -> None:  # type: ignore[type-arg]
    """A document that no reader takes is not written."""
    dataset = of_quads(made)
    network = to_networkx(dataset)
    try:
        content = written(dataset, format)
    except BackrunError:
        return
    assert sorted(read(content, format)) == sorted(network)
