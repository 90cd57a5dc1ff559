"""The ontology as a page: every term with its definition, and what the shapes ask of it."""

from functools import cache
from os.path import dirname, join
from typing import Any, NamedTuple

import pyoxigraph as ox

from backrun_kg.answers import Rows
from backrun_kg.dataset import Dataset, Source
from backrun_kg.namespaces import shrink
from backrun_kg.paths import SHAPES, read_content
from backrun_kg.queries import run_query
from backrun_kg.shapes import local_name
from backrun_kg.site.addresses import ONTOLOGY_PAGE, Link
from backrun_kg.site.atlas import Atlas, Row, open_ontology
from backrun_kg.site.facts import Fact, list_facts, list_pointers
from backrun_kg.site.pages import Page


class Rule(NamedTuple):
    """What a shape asks: of which classes, which values, how many, and what it tells an editor."""

    name: str
    classes: list[Link]
    values: list[Link]
    number: str
    message: str


class Entry(NamedTuple):
    """A term of the ontology."""

    name: str
    label: str
    definition: str
    facts: list[Fact]
    uses: list[Fact]
    rules: list[Rule]


def tell_ontology() -> Page:
    """The page of the shipped ontology: classes, properties and vocabularies, each by name."""
    atlas = open_ontology()
    rules = _read_rules()
    sections: dict[str, list[Entry]] = {}
    for row in atlas.rows("terms"):
        kinds = atlas.statements.kinds(row["term"])
        title = atlas.name_property(kinds[0]).capitalize()
        sections.setdefault(title, []).append(_entry(atlas, row, rules))
    told: dict[str, Any] = {
        "sections": [
            (f"terms-{number}", title, entries)
            for number, (title, entries) in enumerate(sorted(sections.items(), key=_order), 1)
        ],
    }
    description = "Every class, property and vocabulary: its definition, values and rules."
    alternates = {
        "text/turtle": "graph/ontology.ttl",
        "application/ld+json": "graph/ontology.jsonld",
    }
    place = ONTOLOGY_PAGE
    return Page(place, place, "Ontology", description, told, alternates)


def _entry(atlas: Atlas, row: Row, rules: dict[str, list[Rule]]) -> Entry:
    term = row["term"]
    return Entry(
        local_name(ox.NamedNode(term)),
        row["termLabel"],
        row["definition"],
        list_facts(atlas, term),
        list_pointers(atlas, term),
        rules.get(term, []),
    )


def _order(section: tuple[str, list[Entry]]) -> tuple[bool, int, str]:
    """Classes first, then what has many terms: properties before vocabularies."""
    title, entries = section
    return title != "Class", -len(entries), title


@cache
def _read_rules() -> dict[str, list[Rule]]:
    """The rules of the shapes by the term they are for."""
    shapes = Dataset([Source(SHAPES, "shapes", "ttl")])
    text = read_content(join(dirname(__file__), "rules.rq"))
    answer = run_query(shapes, text, None, "rules")
    assert isinstance(answer, Rows)
    found: dict[tuple[str, str], tuple[Row, list[str]]] = {}
    for terms in answer.rows:
        row = {name: _text(term) for name, term in zip(answer.columns, terms, strict=True)}
        found.setdefault((row["term"], row["rule"]), (row, []))[1].append(row["class"])
    rules: dict[str, list[Rule]] = {}
    for (term, _), (row, classes) in found.items():
        rules.setdefault(term, []).append(_rule(row, classes))
    return rules


def _rule(row: Row, classes: list[str]) -> Rule:
    atlas = open_ontology()
    return Rule(
        local_name(ox.NamedNode(row["rule"])),
        [atlas.link(iri) for iri in classes if iri],
        [_value(atlas, value) for value in row["values"].split()],
        _count(row["least"], row["most"]),
        row["message"],
    )


def _value(atlas: Atlas, value: str) -> Link:
    if "://" not in value:
        return Link(value)
    name = shrink(value)
    ours = atlas.place(value)[:4] != "http"
    return atlas.link(value) if ours or name.startswith("<") else Link(name, atlas.place(value))


def _count(least: str, most: str) -> str:
    """How many values there may be, in words; '' where the shape does not say."""
    if least and least == most:
        return f"exactly {least}"
    words = [f"at least {least}"] if least and least != "0" else []
    return " and ".join([*words, *([f"at most {most}"] if most else [])])


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
