"""What readers do otherwise than the original has it, each with the reason: the one place for it.

A quirk adapts what is compared, and the page says so. A limit is a format that a reader is known to
refuse; a reader that has learnt it is reported, so that the limit is struck out.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from benchmarks.interoperability.lines import Lines

Adapt = Callable[[Lines, Lines], tuple[Lines, Lines]]


class Quirk(NamedTuple):
    """Why two sides differ, and both of them without that."""

    reason: str
    adapt: Adapt


def _drop_graphs(original: Lines, read: Lines) -> tuple[Lines, Lines]:
    """The original without graphs: the last IRI of four terms."""
    return Counter({re.sub(r" <[^<> ]*> \.$", " .", line) for line in original}), read


def _keep_part(original: Lines, read: Lines) -> tuple[Lines, Lines]:
    """Of the original only what was read: nothing else may have been."""
    triples, read = _drop_graphs(original, read)
    return triples & read, read


_DECLARED = re.compile(
    r"(<[^>]+>|_:\w+) <http://www\.w3\.org/1999/02/22-rdf-syntax-ns#type> "
    r"<http://www\.w3\.org/2002/07/owl#"
    r"(AnnotationProperty|Class|DatatypeProperty|NamedIndividual|ObjectProperty|Ontology)> \."
)


def _drop_declarations(original: Lines, read: Lines) -> tuple[Lines, Lines]:
    """What was read without the declarations that the original has not."""
    added = Counter({line for line in read if line not in original and _DECLARED.fullmatch(line)})
    return original, read - added


_DECIMAL = re.compile(r'"([^"]*)"(\^\^<http://www\.w3\.org/2001/XMLSchema#decimal>)')


def _write_decimals_out(original: Lines, read: Lines) -> tuple[Lines, Lines]:
    """What was read with its decimals as XML Schema writes them, without an exponent."""
    return original, Counter({_DECIMAL.sub(_write_out, line): 1 for line in read})


def _write_out(found: re.Match[str]) -> str:
    return f'"{Decimal(found[1]):f}"{found[2]}' if "E" in found[1] else found[0]


def _in_cells(change: Callable[[Any], Any]) -> Adapt:
    """Both sides with each cell of a row changed."""

    def adapt(original: Lines, read: Lines) -> tuple[Lines, Lines]:
        return _change(original, change), _change(read, change)

    return adapt


def _change(lines: Lines, change: Callable[[Any], Any]) -> Lines:
    changed: Lines = Counter()
    for text, often in lines.items():
        line = json.loads(text)
        if line[0] == "row":
            line[-1] = [change(cell) for cell in line[-1]]
        elif isinstance(line[-1], dict):
            line[-1] = {name: change(cell) for name, cell in line[-1].items()}
        if line[0] == "node" and isinstance(line[2], list):
            line[2] = change(["Thing", *line[2]])
        changed[json.dumps(line, ensure_ascii=False, sort_keys=True)] += often
    return changed


def _text(cell: Any) -> Any:
    """A cell as CSV has it."""
    if isinstance(cell, list):
        return "|".join(map(_text, cell)) or None
    if isinstance(cell, dict):
        return _text(*cell.values())
    return (
        str(cell).lower() if isinstance(cell, bool) else None if cell in (None, "") else str(cell)
    )


def _stored(cell: Any) -> Any:
    """A cell as SQLite stores it."""
    if isinstance(cell, dict):
        (kind, text), *_ = cell.items()
        return text if kind == "date" else {"double": repr(float(text))}
    return int(cell) if isinstance(cell, bool) else cell


def _number(cell: Any) -> Any:
    """A cell as JavaScript has it, numbers to as many digits as are sure."""
    if isinstance(cell, list):
        return [_number(value) for value in cell]
    told = cell.get("decimal", cell) if isinstance(cell, dict) else cell
    is_number = told is not cell or (isinstance(cell, int | float) and not isinstance(cell, bool))
    return f"{float(told):.15g}" if is_number else cell


def _null(cell: Any) -> Any:
    """A cell where an empty list is nothing."""
    return None if cell == [] else cell


def _midnight(cell: Any) -> Any:
    """A cell where a date is the midnight that it begins with."""
    told = cell.get("date") if isinstance(cell, dict) else None
    return {"date": f"{told.removesuffix(_MIDNIGHT)}{_MIDNIGHT}"} if told else cell


_MIDNIGHT = "T00:00:00"


def _double(cell: Any) -> Any:
    """A cell as Neo4j stores it."""
    if isinstance(cell, list):
        return [_double(value) for value in cell]
    told = cell.get("decimal") if isinstance(cell, dict) else None
    return {"double": repr(float(Decimal(told)))} if told else cell


_UNTYPED = Quirk("a CSV file tells no types: compared as texts", _in_cells(_text))
_NO_GRAPHS = Quirk("reads no named graphs: compared as triples", _drop_graphs)
_EXPONENT = Quirk(
    "gives the shortest decimals an exponent (0.000000000023 as 2.3E-11): written out again",
    _write_decimals_out,
)
_VIEW = Quirk("a view holds a part: what it holds is in the original", _keep_part)
_DECLARES = Quirk(
    "declares what it finds used: classes, properties, individuals, the ontology",
    _drop_declarations,
)
_STORED = Quirk(
    "SQLite has no truth values, decimals or dates: 1 and 0, floating point, texts",
    _in_cells(_stored),
)

QUIRKS = {
    ("ttl", "rdflib"): _EXPONENT,
    ("trig", "rdflib"): _EXPONENT,
    ("jsonld", "rudof"): _NO_GRAPHS,
    ("jsonld-expanded", "rudof"): _NO_GRAPHS,
    ("jsonld-framed", "pyoxigraph"): _VIEW,
    ("jsonld-framed", "pyld"): _VIEW,
    ("jsonld-framed", "jsonld.js"): _VIEW,
    ("ontology/backrun.ttl", "owlapi"): _DECLARES,
    ("ontology/vocabularies.ttl", "owlapi"): _DECLARES,
    ("csv", "frictionless"): Quirk("an empty cell of a list is nothing", _in_cells(_null)),
    ("csv", "csvw"): Quirk("a date is its midnight", _in_cells(_midnight)),
    ("csv", "duckdb"): _UNTYPED,
    ("csv", "polars"): _UNTYPED,
    ("neo4j", "duckdb"): _UNTYPED,
    ("parquet", "hyparquet"): Quirk(
        "counts decimals in floating point (1.4 as 1.4000000000000001): compared to 15 digits",
        _in_cells(_number),
    ),
    ("sqlite", "sqlite"): _STORED,
    ("datasette", "datasette"): _STORED,
    ("cypher", "neo4j"): Quirk("Neo4j has no decimals: floating point", _in_cells(_double)),
}
"""Where a reader and the original differ, by format and reader."""

_JSONLD_1_0 = "this version reads JSON-LD 1.0, our context is of 1.1: take `jsonld-expanded`"

LIMITS = {
    ("jsonld", "jena"): _JSONLD_1_0,
    ("jsonld", "rdf4j"): _JSONLD_1_0,
}
"""What a reader refuses, by format and reader."""
