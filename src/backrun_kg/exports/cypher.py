"""Cypher out: a script that makes the property graph, and makes nothing twice when run again.

It is for Neo4j 5 and later. Other openCypher stores have words of their own for the constraint,
its first statement, and take the rest.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby

from backrun_kg.dataset import Dataset
from backrun_kg.escapes import neutral
from backrun_kg.exports.cells import Cell
from backrun_kg.exports.imprint import read_imprint
from backrun_kg.exports.property_graph import EVERY, Facts, Link, Node, make_property_graph

_BATCH = 500  # rows in a statement, so that none is too much for a server to read
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "'": "\\'", "\\": "\\\\"}


def write_cypher(dataset: Dataset) -> dict[str, bytes]:
    """One script, for ``cypher-shell -f`` and the browser of Neo4j."""
    graph = make_property_graph(dataset)
    imprint = read_imprint(dataset)
    parts = [
        f"// {imprint.title} {imprint.version}".rstrip(),
        f"// sha256 of the dataset: {imprint.digest}",
        f"CREATE CONSTRAINT thing_id IF NOT EXISTS FOR (n:{EVERY}) REQUIRE n.id IS UNIQUE;",
        *_merge_nodes(graph.nodes),
        *_merge_links(graph.links),
    ]
    return {"backrun-kg.cypher": "".join(f"{part}\n" for part in parts).encode()}


def _merge_nodes(nodes: list[Node]) -> Iterator[str]:
    """Statements for the nodes, those of the same labels together."""
    for labels, group in groupby(sorted(nodes, key=_labels), key=_labels):
        rows = (f"{{id: {quote(node.id)}, facts: {_map(node.facts)}}}" for node in group)
        merge = f"MERGE (n:{EVERY} {{id: row.id}})"
        added = "".join(f", n:{label}" for label in labels)
        yield from _unwind(rows, f"{merge}\nSET n += row.facts{added}")


def _merge_links(links: dict[Link, Facts]) -> Iterator[str]:
    """Statements for the relationships, those of a type together."""
    ends = f"MATCH (a:{EVERY} {{id: row.a}})\nMATCH (b:{EVERY} {{id: row.b}})"
    for kind, group in groupby(sorted(links, key=_kind), key=_kind):
        rows = (_row(link, links[link]) for link in group)
        yield from _unwind(rows, f"{ends}\nMERGE (a)-[r:{kind}]->(b)\nSET r += row.facts")


def _row(link: Link, facts: Facts) -> str:
    return f"{{a: {quote(link.source)}, b: {quote(link.target)}, facts: {_map(facts)}}}"


def _unwind(rows: Iterable[str], then: str) -> Iterator[str]:
    listed = list(rows)
    for start in range(0, len(listed), _BATCH):
        batch = ",\n".join(f"\t{row}" for row in listed[start : start + _BATCH])
        yield f"UNWIND [\n{batch}\n] AS row\n{then};"


def _labels(node: Node) -> list[str]:
    return node.labels


def _kind(link: Link) -> str:
    return link.kind


def _map(facts: Facts) -> str:
    """The facts as a map; their names, like those of labels and types, are letters and digits."""
    return f"{{{', '.join(f'{name}: {_literal(facts[name])}' for name in sorted(facts))}}}"


def _literal(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return f"[{', '.join(map(_literal, cell))}]"
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, Decimal):
        return repr(float(cell))
    if isinstance(cell, date):
        return f"date('{cell.isoformat()}')"
    return quote(cell) if isinstance(cell, str) else str(cell)


def quote(text: str) -> str:
    r"""A text in quotation marks, controls as escapes.

    Neo4j reads ``\u0027`` as a mark wherever it stands, before anything else. So a backslash and
    the ``u`` after it never meet: the text is parted there.

    >>> print(quote("it's \\u0027"))
    'it\'s \\' + 'u0027'
    """
    escaped = "".join(_ESCAPES.get(character, character) for character in text)
    parted = escaped.replace(r"\\u", r"\\' + 'u")
    return f"'{neutral(parted)}'"
