"""Networks out: the direct edges between things, for networkx, Gephi, igraph and Cytoscape."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError, MissingExtra
from backrun_kg.escapes import shorten
from backrun_kg.exports.imprint import read_imprint
from backrun_kg.exports.overviews import Edge, find_edges, find_layer, label_term, name_kind
from backrun_kg.exports.statements import Statements, plain_iri
from backrun_kg.xmltext import find_forbidden, keep_returns

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import networkx

_GEXF = "http://www.gexf.net/1.2draft"
_MOST_SAID = 80  # characters of a text in a message


def to_networkx(dataset: Dataset) -> "networkx.MultiDiGraph[str]":
    """The direct edges as a network, nodes by id, edges by predicate. Raises MissingExtra.

    A node has a label, a class, a layer and an IRI; an edge has a label, a predicate, a claim, a
    modality, a verdict and a layer. What is not known is left out.

    >>> from backrun_kg import load
    >>> network = to_networkx(load())
    >>> network["knee-supporting-muscles"]["knee"]["stabilizes"]["modality"]
    'States'
    """
    try:
        import networkx
    except ImportError as error:
        raise MissingExtra("networkx", "networks") from error
    statements = Statements(dataset)
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    edges = sorted(find_edges(statements))
    for iri in sorted({end for edge in edges for end in (edge.subject, edge.object)}):
        network.add_node(statements.name(iri), **_describe_node(iri, statements))
    for edge in reversed(edges):  # of several claims on an edge the first is told
        source, key, target = (statements.name(iri) for iri in edge[:3])
        network.add_edge(source, target, key, **_describe_edge(edge, statements))
    return network


def write_graphml(dataset: Dataset) -> dict[str, bytes]:
    """The network as GraphML. Raises MissingExtra, and BackrunError for what XML cannot hold."""
    network = _number(to_networkx(dataset))
    from networkx import generate_graphml

    return {"backrun-kg.graphml": _document("\n".join(generate_graphml(network)))}


def write_gexf(dataset: Dataset) -> dict[str, bytes]:
    """The network as GEXF. Raises MissingExtra, and BackrunError for what XML cannot hold."""
    imprint = read_imprint(dataset)
    creator = f"{imprint.title} {imprint.version}".strip()
    return {"backrun-kg.gexf": _document(_gexf(_number(to_networkx(dataset)), creator))}


def _describe_node(iri: str, statements: Statements) -> dict[str, str]:
    known = iri in statements.about
    return _known(
        label=statements.label(iri) or statements.name(iri),
        iri=plain_iri(iri),
        **{
            "class": (name_kind(statements.kinds(iri)) or "") if known else "",
            "layer": statements.layer(iri) if known else "",
        },
    )


def _describe_edge(edge: Edge, statements: Statements) -> dict[str, str]:
    return _known(
        label=label_term(edge.predicate, statements) or statements.name(edge.predicate),
        predicate=statements.name(edge.predicate),
        claim=statements.name(edge.claim),
        modality=label_term(edge.modality, statements),
        verdict=label_term(edge.verdict, statements),
        layer=find_layer(edge, statements),
    )


def _known(**facts: str) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value}


def _number(network: "networkx.MultiDiGraph[str]") -> "networkx.MultiDiGraph[str]":
    """The network in order, a number for each edge: both formats want one that comes only once."""
    numbered = type(network)()
    for node in sorted(network):
        numbered.add_node(_checked(node), **_check_facts(network.nodes[node]))
    for number, edge in enumerate(sorted(network.edges(keys=True)), 1):
        source, target, _ = edge
        numbered.add_edge(source, target, f"e{number}", **_check_facts(network.edges[edge]))
    return numbered


def _check_facts(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: _checked(text) for name, text in facts.items()}


def _checked(text: str) -> str:
    if found := find_forbidden(ox.Literal(text)):
        raise BackrunError(
            f"XML cannot hold the character {found}, which stands in "
            f"'{shorten(text, _MOST_SAID)}': take it out, or choose a format that is not XML."
        )
    return text


def _gexf(network: "networkx.MultiDiGraph[str]", creator: str) -> str:
    """The document, by the schema of GEXF 1.2.

    Not by networkx, which stamps the day, and writes a name and keys that the schema has not.
    """
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    root = Element("gexf", xmlns=_GEXF, version="1.2")
    SubElement(SubElement(root, "meta"), "creator").text = creator
    graph = SubElement(root, "graph", mode="static", defaultedgetype="directed")
    edges = [(edge, network.edges[edge]) for edge in network.edges(keys=True)]
    nodes = [(node, network.nodes[node]) for node in network]
    kinds = ("node", [facts for _, facts in nodes]), ("edge", [facts for _, facts in edges])
    numbers = {kind: _declare(graph, kind, facts) for kind, facts in kinds}
    place = SubElement(graph, "nodes")
    for node, facts in nodes:
        element = SubElement(place, "node", id=node, label=facts["label"])
        _describe(element, facts, numbers["node"])
    place = SubElement(graph, "edges")
    for (source, target, key), facts in edges:
        ends = {"id": key, "source": source, "target": target}
        element = SubElement(place, "edge", ends, label=facts["label"])
        _describe(element, facts, numbers["edge"])
    indent(root, "\t")
    return tostring(root, encoding="unicode")


def _declare(graph: "Element", kind: str, facts: list[dict[str, str]]) -> dict[str, str]:
    """Say which facts are told of nodes or edges; their numbers, by which the values go."""
    from xml.etree.ElementTree import SubElement

    names = sorted({name for each in facts for name in each} - {"label"})
    numbers = {name: f"{kind}-{name}" for name in names}
    place = SubElement(graph, "attributes", {"class": kind, "mode": "static"})
    for name, number in numbers.items():
        SubElement(place, "attribute", id=number, title=name, type="string")
    return numbers


def _describe(element: "Element", facts: Mapping[str, str], numbers: dict[str, str]) -> None:
    from xml.etree.ElementTree import SubElement

    place = SubElement(element, "attvalues")
    for name, number in numbers.items():
        if name in facts:
            SubElement(place, "attvalue", {"for": number, "value": facts[name]})


def _document(text: str) -> bytes:
    document = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
    return keep_returns(document)
