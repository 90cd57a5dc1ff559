"""What a file says, as lines: a statement each, or a row, a node, an edge, in one writing for all.

Both the original and what a reader made of its file become lines, so that they can be compared.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox

Lines = Counter[str]

_SVG = "{http://www.w3.org/2000/svg}"


def of_quads(text: str) -> Lines:
    """The lines of N-Quads, however they are written; our data have no blank nodes to name."""
    return Counter({f"{quad} ." for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS)})


def of_tables(text: str) -> Lines:
    """The lines of tables: one for the columns of each, one for each row."""
    tables = json.loads(text)
    return count(
        line
        for name, table in tables.items()
        for line in (
            ["columns", name, table["columns"]],
            *(["row", name, row] for row in table["rows"]),
        )
    )


def of_answers(text: str) -> Lines:
    """The lines of answers: as of tables, with the place that each row has in its answer."""
    tables = json.loads(text)
    return count(
        line
        for name, table in tables.items()
        for line in (
            ["columns", name, table["columns"]],
            *(["row", name, place, row] for place, row in enumerate(table["rows"])),
        )
    )


def of_network(text: str) -> Lines:
    """The lines of a network, with what is told of its nodes and edges."""
    network = json.loads(text)
    nodes = (["node", *pair] for pair in network["nodes"].items())
    return count([*nodes, *(["edge", *edge] for edge in network["edges"])])


def of_picture(text: str) -> Lines:
    """The lines of a picture: labels, for the names of its nodes are its own."""
    picture = json.loads(text)
    labels = {name: told["label"] for name, told in picture["nodes"].items()}
    return labelled(labels, ((s, told["label"], t) for s, t, told in picture["edges"]))


def of_drawing(text: str) -> Lines:
    """The lines of a picture that Graphviz has drawn."""
    labels, arrows = {}, []
    for group in ElementTree.fromstring(text).iter(f"{_SVG}g"):  # noqa: S314  we asked for it
        title, label = (group.findtext(f"{_SVG}{name}") or "" for name in ("title", "text"))
        if group.get("class") == "node":
            labels[title] = label
        elif group.get("class") == "edge":
            source, _, target = title.partition("->")
            arrows.append((source, label, target))
    return labelled(labels, arrows)


def labelled(labels: Mapping[str, str], arrows: Iterable[tuple[str, str, str]]) -> Lines:
    """The lines of nodes and arrows by their labels."""
    told = (["edge", labels[source], label, labels[target]] for source, label, target in arrows)
    return count([*(["node", label] for label in labels.values()), *told])


def of_property_graph(text: str) -> Lines:
    """The lines of a property graph."""
    graph = json.loads(text)
    nodes = (["node", name, sorted(labels), facts] for name, labels, facts in graph["nodes"])
    return count([*nodes, *(["edge", *link] for link in graph["links"])])


def of_import(text: str) -> Lines:
    """The lines of a property graph from the tables of its import, where all values are texts."""
    found: list[list[Any]] = []
    for table in json.loads(text).values():
        for row in table["rows"]:
            told = {c: v for c, v in zip(table["columns"], row, strict=True) if v is not None}
            facts = {name.partition(":")[0]: told[name] for name in told if name[0] != ":"}
            if ":TYPE" in told:
                found.append(["edge", told[":START_ID"], told[":TYPE"], told[":END_ID"], facts])
            else:
                found.append(["node", facts.pop("id"), told[":LABEL"], facts])
    return count(found)


def count(lines: Iterable[list[Any]]) -> Lines:
    """Lines of JSON, with how often each comes."""
    return Counter(json.dumps(line, ensure_ascii=False, sort_keys=True) for line in lines)


def tell(cell: Any) -> Any:
    """A value as JSON has it, one of another type with the name of that, as scripts write it."""
    if isinstance(cell, list | tuple):
        return [tell(value) for value in cell]
    if isinstance(cell, Decimal):
        return {"decimal": f"{cell.normalize():f}"}
    if isinstance(cell, float):
        return {"double": repr(cell)}
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


def describe(lines: Lines) -> str:
    """How much some lines say, in words.

    >>> describe(count([["columns", "a", ["x"]], ["row", "a", [1]]]))
    '1 table, 1 row'
    """
    kinds = Counter(
        "statement" if line[0] != "[" else _KINDS[line.split('"')[1]] for line in lines.elements()
    )
    return ", ".join(
        f"{n:,} {kind}{'' if n == 1 else 's'}" for kind, n in sorted(kinds.items(), key=_order)
    )


_KINDS = {"columns": "table", "row": "row", "node": "node", "edge": "edge"}


def _order(pair: tuple[str, int]) -> int:
    return ["statement", *_KINDS.values()].index(pair[0])
