"""Pictures of the direct edges, for Graphviz and Mermaid to draw: things in boxes by class."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from backrun_kg.dataset import Dataset
from backrun_kg.escapes import neutral
from backrun_kg.exports.imprint import read_imprint
from backrun_kg.exports.overviews import find_edges, label_term, name_kind
from backrun_kg.exports.statements import Statements
from backrun_kg.exports.vocabulary import read_ontology


class Picture(NamedTuple):
    """What a picture shows: boxes by class, a number and a label for each thing, and arrows."""

    title: str
    boxes: dict[str, dict[str, str]]
    arrows: list[tuple[str, str, str]]


def write_dot(dataset: Dataset) -> dict[str, bytes]:
    """The picture in the language of Graphviz, for ``dot -Tsvg``."""
    return {"backrun-kg.dot": "".join(f"{line}\n" for line in _dot(_draw(dataset))).encode()}


def write_mermaid(dataset: Dataset) -> dict[str, bytes]:
    """The picture as a Mermaid flowchart; Mermaid draws up to 500 edges unless told otherwise."""
    return {"backrun-kg.mmd": "".join(f"{line}\n" for line in _mermaid(_draw(dataset))).encode()}


def _draw(dataset: Dataset) -> Picture:
    statements = Statements(dataset)
    edges = sorted({edge[:3] for edge in find_edges(statements)})
    ends = sorted({end for source, _, target in edges for end in (source, target)})
    numbers = {iri: f"n{number}" for number, iri in enumerate(ends, 1)}
    boxes: dict[str, dict[str, str]] = {}
    for iri in ends:
        label = statements.label(iri) or statements.name(iri)
        boxes.setdefault(_name_box(iri, statements), {})[numbers[iri]] = label
    arrows = [
        (
            numbers[source],
            label_term(predicate, statements) or statements.name(predicate),
            numbers[target],
        )
        for source, predicate, target in edges
    ]
    return Picture(read_imprint(dataset).title, dict(sorted(boxes.items())), arrows)


def _name_box(iri: str, statements: Statements) -> str:
    kinds = statements.kinds(iri) if iri in statements.about else []
    return read_ontology().labels.get(kinds[0], name_kind(kinds) or "") if kinds else ""


def _dot(picture: Picture) -> Iterator[str]:
    yield "digraph {"
    yield f"\tgraph [label={_quote(picture.title)}, labelloc=t, rankdir=LR, fontname=Helvetica]"
    yield '\tnode [shape=box, style="rounded,filled", fillcolor=white, fontname=Helvetica]'
    yield "\tedge [fontname=Helvetica, fontsize=10]"
    for number, (box, things) in enumerate(picture.boxes.items(), 1):
        yield f"\tsubgraph cluster_{number} {{"
        yield f'\t\tgraph [label={_quote(box)}, style="rounded,filled", fillcolor=gray95]'
        yield from (f"\t\t{name} [label={_quote(label)}]" for name, label in things.items())
        yield "\t}"
    for source, label, target in picture.arrows:
        yield f"\t{source} -> {target} [label={_quote(label)}]"
    yield "}"


def _quote(text: str) -> str:
    """A text as Graphviz takes it, which reads escapes and the entities of HTML in labels."""
    told = neutral(text).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f'"{told}"'


def _mermaid(picture: Picture) -> Iterator[str]:
    yield "---"
    yield f"title: {json.dumps(picture.title, ensure_ascii=False)}"
    yield "---"
    yield "flowchart LR"
    for number, (box, things) in enumerate(picture.boxes.items(), 1):
        yield f'\tsubgraph c{number}["{_entities(box) or " "}"]'
        yield from (f'\t\t{name}["{_entities(label)}"]' for name, label in things.items())
        yield "\tend"
    for source, label, target in picture.arrows:
        yield f'\t{source} -->|"{_entities(label)}"| {target}'


def _entities(text: str) -> str:
    """A text as Mermaid takes it: whatever might mean something to it as the number of its sign."""
    return re.sub(r"[^\w ,.()/-]", lambda found: f"#{ord(found[0])};", neutral(text))
