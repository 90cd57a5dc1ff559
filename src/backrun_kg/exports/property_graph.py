"""The dataset as a property graph: things as nodes, links as relationships, the rest as properties.

Names are as graph databases write them: labels like classes, relationships in capitals. A direct
edge tells its claim, modality and verdict.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from backrun_kg.dataset import Dataset
from backrun_kg.exports.cells import Cell, Column, Sheet, open_cell, unique
from backrun_kg.exports.overviews import OVERVIEWS, Edge, find_edges
from backrun_kg.exports.sheets import make_sheets
from backrun_kg.exports.statements import Statements, plain_iri
from backrun_kg.exports.vocabulary import local_name, snake
from backrun_kg.namespaces import PREFIXES

EVERY = "Thing"
"""The label of every node, by which constraints and searches find it."""

_TOLD = Edge._fields[3:]

Facts = dict[str, Cell]


@dataclass
class Node:
    """A thing: its id, its labels besides EVERY, and its properties."""

    id: str
    labels: list[str] = field(default_factory=list)
    facts: Facts = field(default_factory=dict)


class Link(NamedTuple):
    """A relationship: the id it comes from, its type, the id it goes to."""

    source: str
    kind: str
    target: str


class PropertyGraph(NamedTuple):
    """Nodes and relationships, both sorted, these with their properties."""

    nodes: list[Node]
    links: dict[Link, Facts]


def make_property_graph(dataset: Dataset) -> PropertyGraph:
    """The property graph of a dataset; what is pointed at and not described is a bare node."""
    statements = Statements(dataset)
    sheets = make_sheets(statements)
    edges = sorted(find_edges(statements), reverse=True)  # of several claims the first comes last
    kinds = _name_kinds([*_predicates(sheets), *(edge.predicate for edge in edges)])
    nodes: dict[str, Node] = {}
    links: dict[Link, Facts] = {}
    for sheet in sheets:
        _add_nodes(nodes, sheet)
        links |= {link: {} for link in _find_links(sheet, kinds)}
    for edge in edges:
        link = Link(
            statements.name(edge.subject), kinds[edge.predicate], statements.name(edge.object)
        )
        links[link] = _facts(
            (n, statements.name(i)) for n, i in zip(Edge._fields[3:], edge[3:], strict=True)
        )
        for iri in (edge.subject, edge.object):
            bare = Node(statements.name(iri), facts={"iri": plain_iri(iri)})
            nodes.setdefault(bare.id, bare)
    return PropertyGraph([nodes[key] for key in sorted(nodes)], dict(sorted(links.items())))


def _predicates(sheets: Iterable[Sheet]) -> Iterator[str]:
    return (column.property for sheet in sheets for column in sheet.columns if _links(column))


def _links(column: Column) -> bool:
    """Whether the values of a column are relationships; addresses elsewhere are properties."""
    return bool(column.property) and column.form.kind == "thing"


def _name_kinds(predicates: Iterable[str]) -> dict[str, str]:
    """A type of relationship for each predicate; ours have the first choice."""
    kinds: dict[str, str] = {}
    for iri in sorted(set(predicates), key=lambda iri: (not iri.startswith(PREFIXES["br"]), iri)):
        kinds[iri] = unique(snake(local_name(iri)).upper() or "LINK", kinds.values())
    return kinds


def _add_nodes(nodes: dict[str, Node], sheet: Sheet) -> None:
    """Take in the rows of a class, or those of the things, which tell what all of them have."""
    if sheet.name in OVERVIEWS and sheet.name != "things":
        return
    columns = [(i, _camel(c.name)) for i, c in enumerate(sheet.columns) if i and not _links(c)]
    for row in sheet.rows:
        node = nodes.setdefault(str(row[0]), Node(str(row[0])))
        node.facts |= _facts((name, row[index]) for index, name in columns if name != "class")
        if sheet.iri:
            node.labels.append(_camel(f"_{sheet.name}"))


def _find_links(sheet: Sheet, kinds: dict[str, str]) -> Iterator[Link]:
    for index, column in enumerate(sheet.columns):
        if _links(column):
            for row in sheet.rows:
                for value in open_cell(row[index]):
                    yield Link(str(row[0]), kinds[column.property], str(value))


def _facts(pairs: Iterable[tuple[str, Cell]]) -> Facts:
    return {name: cell for name, cell in pairs if cell not in (None, "", ())}


def _camel(name: str) -> str:
    """A name in the style of properties, or with a low line before it in that of labels."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
