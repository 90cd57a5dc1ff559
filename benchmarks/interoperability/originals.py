"""The originals that readers are held to: what the dataset says, before any file is written."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import pyoxigraph as ox

from backrun_kg.dataset import Dataset
from backrun_kg.exports.cells import Cell, Sheet
from backrun_kg.exports.csv_folder import make_links
from backrun_kg.exports.csvw import find_value_urls
from backrun_kg.exports.imprint import read_imprint
from backrun_kg.exports.networks import to_networkx
from backrun_kg.exports.property_graph import make_property_graph
from backrun_kg.exports.sheets import make_sheets
from backrun_kg.exports.sqlite import make_tables
from backrun_kg.exports.statements import Statements
from backrun_kg.exports.vocabulary import KINDS
from backrun_kg.queries import select
from benchmarks.interoperability import lines
from benchmarks.interoperability.lines import Lines

Files = Mapping[str, bytes]

QUESTIONS = ("contradicted", "muscles", "studies")
"""The named questions that are also put in SQL."""


def quads(dataset: Dataset, _: Files) -> Lines:
    """Every statement with its graph."""
    return Counter({f"{quad} ." for quad in dataset.quads()})


def triples(dataset: Dataset, _: Files) -> Lines:
    """Every statement without its graph."""
    return Counter({f"{quad.triple} ." for quad in dataset.quads()})


def turtle(_: Dataset, files: Files) -> Lines:
    """What pyoxigraph reads in a file that is written from a query."""
    (content,) = files.values()
    return Counter({f"{quad} ." for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)})


def tables(dataset: Dataset, _: Files) -> Lines:
    """The sheets."""
    return _count(make_sheets(Statements(dataset)))


def csv(dataset: Dataset, _: Files) -> Lines:
    """The sheets, and that of the links which cells alone do not tell."""
    sheets = make_sheets(Statements(dataset))
    return _count((*sheets, make_links(sheets, find_value_urls(sheets))))


def sqlite(dataset: Dataset, _: Files) -> Lines:
    """The sheets, lists in tables of their own, and what is told of the dataset."""
    about = read_imprint(dataset).facts().items()
    told = [["columns", "about", ["name", "value"]], *(["row", "about", [*f]] for f in about)]
    return _count(make_tables(Statements(dataset))) + lines.count(told)


def answers(dataset: Dataset, _: Files) -> Lines:
    """What the named questions answer."""
    found = {}
    for name in QUESTIONS:
        rows = select(dataset, name)
        cells = [[_plain(term) for term in row] for row in rows.rows]
        found[name] = {"columns": list(rows.columns), "rows": cells}
    return lines.of_answers(json.dumps(found))


def network(dataset: Dataset, _: Files) -> Lines:
    """The direct edges and their ends."""
    found = to_networkx(dataset)
    nodes = {name: found.nodes[name] for name in found}
    edges = [[source, target, facts] for source, target, facts in found.edges.data()]
    return lines.of_network(json.dumps({"nodes": nodes, "edges": edges}))


def picture(dataset: Dataset, _: Files) -> Lines:
    """The direct edges and their ends, by their labels."""
    found = to_networkx(dataset)
    labels = {name: found.nodes[name]["label"] for name in found}
    arrows = ((source, facts["label"], target) for source, target, facts in found.edges.data())
    return lines.labelled(labels, arrows)


def property_graph(dataset: Dataset, _: Files) -> Lines:
    """Nodes with labels and properties, and relationships."""
    graph = make_property_graph(dataset)
    nodes = [["node", n.id, sorted(n.labels), _facts(n.facts)] for n in graph.nodes]
    return lines.count([*nodes, *(["edge", *k, _facts(told)] for k, told in graph.links.items())])


def _facts(facts: Mapping[str, Cell]) -> dict[str, object]:
    return {name: lines.tell(cell) for name, cell in facts.items()}


def _count(sheets: Iterable[Sheet]) -> Lines:
    return lines.count(
        line
        for sheet in sheets
        for line in (
            ["columns", sheet.name, [column.name for column in sheet.columns]],
            *(["row", sheet.name, lines.tell(row)] for row in sheet.rows),
        )
    )


def _plain(term: object) -> str | int | None:
    if isinstance(term, ox.Literal):
        number = KINDS.get(term.datatype.value) in ("integer", "year")
        return int(term.value) if number else term.value
    return term.value if isinstance(term, ox.NamedNode) else None


Original = Callable[[Dataset, Files], Lines]
