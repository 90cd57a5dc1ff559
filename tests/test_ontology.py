"""The ontology: every term documented, every copy of it the same."""

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.namespace import DefinedNamespace

from backrun_kg.dataset import Dataset, load
from backrun_kg.namespaces import OWN, PREFIXES, shrink
from backrun_kg.paths import CONTEXT, ONTOLOGY
from backrun_kg.terms import BR
from backrun_kg.turtle import prefix_block
from backrun_kg.version import read_version

FILES = ["backrun.ttl", "vocabularies.ttl", "shapes.ttl"]
ontology = load(layers=["ontology"])


def _iris(pattern: str) -> list[str]:
    rows = ontology.store.query(
        f"SELECT DISTINCT ?t {{ {pattern} }} ORDER BY ?t",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    return [shrink(row["t"].value) for row in rows]  # type: ignore[union-attr]


CLASSES = _iris("?t a owl:Class")
PROPERTIES = _iris("?t a ?k VALUES ?k { owl:ObjectProperty owl:DatatypeProperty }")
CONCEPTS = _iris("?t skos:inScheme ?s")
SCHEMES = _iris("?t a skos:ConceptScheme")
TERMS = CLASSES + PROPERTIES + CONCEPTS + SCHEMES


def _values(term: str, predicate: str) -> list[str]:
    rows = ontology.store.query(
        f"SELECT ?v {{ {term} {predicate} ?v }}",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    return [row["v"].value for row in rows]  # type: ignore[union-attr]


@pytest.mark.parametrize("term", TERMS)
def test_term_has_one_label_and_one_definition(term: str) -> None:
    """Exactly one of each, the definition a sentence that says what it is at once."""
    assert len(_values(term, "skos:prefLabel")) == 1
    (definition,) = _values(term, "skos:definition")
    assert re.fullmatch(r"[A-Z].*\.", definition)
    assert not definition.startswith(("This class", "This property"))


@pytest.mark.parametrize("term", TERMS)
def test_term_is_defined_by_the_ontology(term: str) -> None:
    """Whoever meets a term finds the ontology it is from."""
    assert _values(term, "rdfs:isDefinedBy") == ["https://w3id.org/backrun-kg/ontology"]


@pytest.mark.parametrize("term", CLASSES)
def test_class_is_an_upper_camel_noun(term: str) -> None:
    """Classes are told from properties by their case."""
    assert re.fullmatch(r"br:([A-Z][a-z]+)+", term)


@pytest.mark.parametrize("term", PROPERTIES)
def test_property_is_lower_camel(term: str) -> None:
    """Properties are told from classes by their case."""
    assert re.fullmatch(r"br:[a-z]+([A-Z][a-z]+)*(256)?", term)


@pytest.mark.parametrize("term", PROPERTIES)
def test_property_says_what_it_joins(term: str) -> None:
    """Each property tells which classes it is meant for, without entailing them."""
    assert _values(term, "schema:domainIncludes")
    assert _values(term, "schema:rangeIncludes")


@pytest.mark.parametrize("term", CLASSES)
def test_class_has_a_member(term: str, shipped: Dataset) -> None:
    """No class stands empty in the shipped graph, its subclasses counted."""
    answer = shipped.store.query(
        f"ASK {{ ?thing a/rdfs:subClassOf* {term} }}",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    assert bool(answer)


@pytest.mark.parametrize("term", [p for p in PROPERTIES if p != "br:relatesTo"])
def test_property_is_used(term: str, shipped: Dataset) -> None:
    """No property stands unused in the shipped graph."""
    answer = shipped.store.query(
        f"ASK {{ ?s {term} ?o }}", prefixes=PREFIXES, use_default_graph_as_union=True
    )
    assert bool(answer)


def test_python_knows_the_same_terms() -> None:
    """The rdflib namespace holds the terms of the ontology, no more and no less."""
    assert issubclass(BR, DefinedNamespace)
    known = [str(term) for term in dir(BR)] + [BR[name] for name in BR._extras]
    assert sorted(map(shrink, known)) == sorted(TERMS)


@pytest.mark.parametrize("term", CLASSES + PROPERTIES)
def test_context_has_a_key_for_the_term(term: str) -> None:
    """JSON-LD names every class and property by its bare name."""
    context = json.loads(Path(CONTEXT).read_text(encoding="utf-8"))["@context"]
    entry = context[term.removeprefix("br:")]
    assert (entry if isinstance(entry, str) else entry["@id"]) == term


@pytest.mark.parametrize("file", FILES)
def test_file_opens_with_the_one_prefix_block(file: str) -> None:
    """Every file declares the same prefixes, in the same order."""
    text = (Path(ONTOLOGY) / file).read_text(encoding="utf-8")
    assert text.startswith(prefix_block())


@pytest.mark.parametrize("file", FILES)
def test_every_block_ends_alone(file: str) -> None:
    """One statement per line, each ended by a semicolon, the full stop on its own."""
    text = (Path(ONTOLOGY) / file).read_text(encoding="utf-8").removeprefix(prefix_block())
    bodies = [block for block in text.split("\n\n") if not block.strip().startswith("#")]
    assert [block for block in bodies if not block.strip().endswith(";\n\t.")] == []


@pytest.mark.parametrize("file", FILES[:2])
def test_terms_are_sorted_within_their_section(file: str) -> None:
    """A term is found where the alphabet puts it."""
    text = (Path(ONTOLOGY) / file).read_text(encoding="utf-8")
    for section in re.split(r"^# .* -+$", text, flags=re.MULTILINE)[1:]:
        names = [n for n in re.findall(r"^(br:\S+)$", section, re.MULTILINE) if n not in SCHEMES]
        assert names == sorted(names)


def test_ontology_has_the_release_version() -> None:
    """The ontology's version, and the IRI of that version, are the release's."""
    iri = "<https://w3id.org/backrun-kg/ontology>"
    assert _values(iri, "owl:versionInfo") == [read_version()]
    assert _values(iri, "owl:versionIRI") == [f"{iri.strip('<>')}/{read_version()}"]


def test_namespace_is_declared() -> None:
    """The preferred prefix and namespace are those of the prefix map."""
    iri = "<https://w3id.org/backrun-kg/ontology>"
    assert _values(iri, "vann:preferredNamespacePrefix") == ["br"]
    assert _values(iri, "vann:preferredNamespaceUri") == [OWN["br"]]


def test_there_are_no_blank_nodes(shipped: Dataset) -> None:
    """Everything in the layers has a name."""
    terms = {term for quad in shipped.quads() for term in (quad.subject, quad.object)}
    assert [term for term in terms if isinstance(term, ox.BlankNode)] == []


def test_language_is_english_throughout(shipped: Dataset) -> None:
    """One language tag is used."""
    objects = {quad.object for quad in shipped.quads()}
    assert {o.language for o in objects if isinstance(o, ox.Literal) and o.language} == {"en"}


def test_no_triple_stands_in_two_layers(shipped: Dataset) -> None:
    """The union of the layers counts no triple twice."""
    quads = list(shipped.quads())
    assert len({quad.triple for quad in quads}) == len(quads)
