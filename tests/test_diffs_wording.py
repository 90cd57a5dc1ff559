"""Differences in words: names, numbers, and nothing that a terminal would act on."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from backrun_kg.diffs.wording import (
    name_layer,
    name_property,
    name_term,
    name_thing,
    summarize,
    tell_triples,
    write_term,
)
from backrun_kg.namespaces import PREFIXES
from diff_samples import NEW, OLD, differ

XSD = PREFIXES["xsd"]
KNEE = ox.NamedNode(PREFIXES["kg"] + "knee")


def typed(text: str, name: str) -> ox.Literal:
    """A literal of a datatype of XML Schema."""
    return ox.Literal(text, datatype=ox.NamedNode(XSD + name))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (KNEE, "kg:knee"),
        (ox.NamedNode("urn:a"), "<urn:a>"),
        (ox.BlankNode("b1"), "_:b1"),
        (ox.Literal("a"), '"a"'),
        (ox.Literal('"\n\\'), r'"\"\n\\"'),
        (ox.Literal("läuft", language="de"), '"läuft"@de'),
        (typed("07", "integer"), "07"),
        (typed("0.60", "decimal"), "0.60"),
        (typed("true", "boolean"), "true"),
        (typed("2026-11-22", "date"), '"2026-11-22"^^xsd:date'),
        (ox.Triple(KNEE, KNEE, ox.Literal("a")), f'<<( {KNEE} {KNEE} "a" )>>'),
        (ox.Literal("\u202eabc"), '"\\u202Eabc"'),
    ],
    ids=str,
)
def test_term_is_named(term: ox.NamedNode, text: str) -> None:
    """As one would write it, hidden characters shown."""
    assert name_term(term) == text


def test_thing_goes_by_its_label(tmp_path: Path) -> None:
    """And by its name, which alone is sure."""
    told = differ(tmp_path, OLD, NEW)
    name = ox.NamedNode("https://example.org/light/mizen")
    assert name_thing(name, told) == "Mizen Head (<https://example.org/light/mizen>)"


def test_thing_without_a_label_goes_by_its_name(tmp_path: Path) -> None:
    """There is nothing else to call it by."""
    assert name_thing(KNEE, differ(tmp_path, OLD, NEW)) == "kg:knee"


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://example.org/light/height", "height"),
        (PREFIXES["skos"] + "prefLabel", "skos:prefLabel"),
        (PREFIXES["br"] + "partOf", "part of"),
    ],
)
def test_property_goes_by_its_label(tmp_path: Path, iri: str, name: str) -> None:
    """Or by its name where it has none."""
    assert name_property(iri, differ(tmp_path, OLD, NEW)) == name


def test_hidden_characters_of_a_label_are_shown(tmp_path: Path) -> None:
    """A label is data too."""
    told = differ(tmp_path, OLD, 'l:a rdfs:label "a\u202eb" .')
    name = ox.NamedNode("https://example.org/light/a")
    assert name_thing(name, told) == "a\\u202Eb (<https://example.org/light/a>)"


@pytest.mark.parametrize(("layer", "name"), [("article", "article"), ("", "no layer")])
def test_layer_is_named(layer: str, name: str) -> None:
    """What stands in none is said to."""
    assert name_layer(layer) == name


@pytest.mark.parametrize(("number", "text"), [(0, "0 triples"), (1, "1 triple"), (2, "2 triples")])
def test_triples_are_told(number: int, text: str) -> None:
    """One is one."""
    assert tell_triples(number) == text


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (OLD, OLD, "No difference in 7 triples."),
        (OLD, NEW, "Things: 1 added, 1 removed, 1 changed. Triples: 5 added, 4 removed."),
        ("l:a l:p 1 .", "l:a l:p 1 , 2 .", "Things: 1 changed. Triples: 1 added."),
    ],
    ids=["none", "all", "one"],
)
def test_sum_is_one_sentence(tmp_path: Path, old: str, new: str, text: str) -> None:
    """What did not happen is not in it."""
    assert summarize(differ(tmp_path, old, new)) == text


def test_triple_term_is_written_with_its_brackets() -> None:
    """As N-Triples has it."""
    assert write_term(ox.Triple(KNEE, KNEE, KNEE)) == f"<<( {KNEE} {KNEE} {KNEE} )>>"
