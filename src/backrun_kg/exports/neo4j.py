"""CSV files for ``neo4j-admin database import``, and the arguments that it takes from a file."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby

from backrun_kg.dataset import Dataset
from backrun_kg.exports.cells import open_cell, write_plain
from backrun_kg.exports.imprint import Imprint, read_imprint
from backrun_kg.exports.property_graph import (
    EVERY,
    Facts,
    Link,
    Node,
    PropertyGraph,
    make_property_graph,
)
from backrun_kg.exports.vocabulary import snake

_DELIMITER = ";"  # that Neo4j parts lists and labels by, unless told otherwise
_FIRST_RARE = 0x2400
_TYPES: dict[type, str] = {bool: "boolean", int: "long", Decimal: "double", date: "date"}
_README = f"""\
In this folder, for a database of Neo4j 5 or later that is empty or not there yet:

```sh
neo4j-admin database import full neo4j @import.args
```

Then, so that each thing is found by its id and none is made twice:

```cypher
CREATE CONSTRAINT thing_id IF NOT EXISTS FOR (n:{EVERY}) REQUIRE n.id IS UNIQUE;
```

The arguments name the files: `nodes-*.csv` hold the things by label, `links-*.csv` the links by
type.
"""

Table = list[list[str]]


def write_neo4j(dataset: Dataset) -> dict[str, bytes]:
    """The files of the import: nodes and relationships, ``import.args`` and ``README.md``."""
    graph = make_property_graph(dataset)
    delimiter = _choose_delimiter(graph)
    nodes, links = dict(_node_tables(graph, delimiter)), dict(_link_tables(graph, delimiter))
    arguments = [
        *_options([*nodes.values(), *links.values()], delimiter),
        *(f"--nodes={name}" for name in nodes),
        *(f"--relationships={name}" for name in links),
    ]
    return {
        "README.md": (_head(read_imprint(dataset)) + _README).encode(),
        "import.args": "".join(f"{argument}\n" for argument in arguments).encode(),
        **{name: _write(table) for name, table in (nodes | links).items()},
    }


def _node_tables(graph: PropertyGraph, delimiter: str) -> Iterator[tuple[str, Table]]:
    """A table for the nodes of the same labels, by the name of its file."""
    for labels, group in groupby(sorted(graph.nodes, key=_labels), key=_labels):
        nodes = list(group)
        types = _find_types(node.facts for node in nodes)
        told = delimiter.join([EVERY, *labels])
        rows = [[node.id, *_cells(node.facts, types, delimiter), told] for node in nodes]
        name = "-".join(map(snake, labels or [EVERY]))
        yield f"nodes-{name}.csv", [["id:ID", *_header(types), ":LABEL"], *rows]


def _link_tables(graph: PropertyGraph, delimiter: str) -> Iterator[tuple[str, Table]]:
    """A table for the relationships of a type, by the name of its file."""
    for kind, group in groupby(sorted(graph.links, key=_kind), key=_kind):
        links = list(group)
        types = _find_types(graph.links[link] for link in links)
        rows = [
            [link.source, link.target, *_cells(graph.links[link], types, delimiter), kind]
            for link in links
        ]
        header = [":START_ID", ":END_ID", *_header(types), ":TYPE"]
        yield f"links-{kind.lower()}.csv", [header, *rows]


def _find_types(facts: Iterable[Facts]) -> dict[str, str]:
    """The type of each property, text where the values are not of one."""
    found: dict[str, set[str]] = {}
    for each in facts:
        for name, cell in each.items():
            kinds = {_TYPES.get(type(value), "string") for value in open_cell(cell)}
            listed = "[]" if isinstance(cell, tuple) else ""
            found.setdefault(name, set()).update(kind + listed for kind in kinds)
    return {
        name: kinds.pop() if len(kinds) == 1 else "string" for name, kinds in sorted(found.items())
    }


def _header(types: dict[str, str]) -> list[str]:
    return [name if kind == "string" else f"{name}:{kind}" for name, kind in types.items()]


def _cells(facts: Facts, names: Iterable[str], delimiter: str) -> list[str]:
    return [delimiter.join(map(write_plain, open_cell(facts.get(name)))) for name in names]


def _choose_delimiter(graph: PropertyGraph) -> str:
    """The usual character between the values of a list, or one that none of them holds."""
    every = [*(node.facts for node in graph.nodes), *graph.links.values()]
    lists = (cell for facts in every for cell in facts.values() if isinstance(cell, tuple))
    held = {character for cell in lists for value in cell for character in write_plain(value)}
    rare = map(chr, range(_FIRST_RARE, _FIRST_RARE + len(held) + 1))
    return next(character for character in (_DELIMITER, "|", *rare) if character not in held)


def _options(tables: list[Table], delimiter: str) -> Iterator[str]:
    if delimiter != _DELIMITER:
        yield f"--array-delimiter=U+{ord(delimiter):04X}"
    if any(mark in cell for table in tables for row in table for cell in row for mark in "\r\n"):
        yield "--multiline-fields=true"


def _head(imprint: Imprint) -> str:
    told = [f"# {imprint.title} {imprint.version}".rstrip(), imprint.description]
    told += [f"Licence: <{imprint.license}>"] if imprint.license else []
    told += [f"SHA-256 of the dataset: {imprint.digest}"]
    return "".join(f"{line}\n\n" for line in told)


def _write(table: Table) -> bytes:
    """The rows as Neo4j reads them: without quotation marks, an empty cell is no value."""
    return "".join(f"{','.join(map(_quote, row))}\n" for row in table).encode()


def _quote(cell: str) -> str:
    plain = cell == cell.strip() and not any(mark in cell for mark in ',"\r\n')
    return cell if plain else '"' + cell.replace('"', '""') + '"'


def _labels(node: Node) -> list[str]:
    return node.labels


def _kind(link: Link) -> str:
    return link.kind
