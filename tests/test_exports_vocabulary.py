"""What the context and the ontology say: keys, forms, domains, and names fit for tables."""

import pytest

from backrun_kg.exports.vocabulary import (
    Form,
    Term,
    find_iri,
    local_name,
    read_ontology,
    read_terms,
    snake,
)
from backrun_kg.namespaces import PREFIXES, expand

XSD = PREFIXES["xsd"]


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("br:strengthens", Term("strengthens", Form("thing"), True)),
        ("br:study", Term("study", Form("thing"), False)),
        ("br:statement", Term("statement", Form("text", "en"), False)),
        ("br:pValue", Term("pValue", Form("decimal"), False)),
        ("br:year", Term("year", Form("integer"), False)),
        ("br:figureReported", Term("figureReported", Form("boolean"), False)),
        ("dcterms:date", Term("date", Form("date"), False)),
        ("br:doi", Term("doi", Form("text", "", XSD + "string"), False)),
        ("br:seenAt", Term("seenAt", Form("text", "", XSD + "anyURI"), False)),
        ("skos:prefLabel", Term("label", Form("text", "en"), False)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_term_is_what_the_context_says(name: str, term: Term) -> None:
    """Key, form and whether there are many come from one place."""
    assert read_terms()[expand(name) or ""] == term


def test_prefixes_are_no_terms() -> None:
    """A namespace of the context is not taken for a property."""
    assert [iri for iri in read_terms() if iri in PREFIXES.values()] == []


def test_key_leads_to_its_iri() -> None:
    """What Python knows of a property is its key."""
    assert find_iri("altLabel") == "http://www.w3.org/2004/02/skos/core#altLabel"


def test_ontology_tells_labels_and_definitions() -> None:
    """They are the titles and descriptions of columns."""
    term = expand("br:pValue") or ""
    ontology = read_ontology()
    assert (ontology.labels[term], ontology.definitions[term][:16]) == (
        "p value",
        "Gives the number",
    )


def test_ontology_tells_what_properties_join() -> None:
    """Domains are read by class, ranges by property."""
    ontology = read_ontology()
    muscle, part = expand("br:Muscle") or "", expand("br:partOf") or ""
    assert ontology.properties[muscle] == [part, expand("br:stabilizes")]
    assert ontology.ranges[part] == [muscle, expand("br:MuscleGroup")]


def test_broader_classes_are_found_through_others() -> None:
    """Nearest first, and the class itself before them."""
    broader = read_ontology().find_broader(expand("br:Muscle") or "")
    named = [local_name(iri) for iri in broader]
    assert named == ["Muscle", "Muscle", "AnatomicalStructure", "Thing"]  # schema.org's is second


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("pValue", "p_value"),
        ("MuscleGroup", "muscle_group"),
        ("sha256", "sha256"),
        ("DOI", "doi"),
        ("odd-name.x", "odd_name_x"),
        ("2nd", "n2nd"),
        ("_a_", "a"),
        ("é", ""),
        ('"; DROP', "drop"),
        ("x" * 99, "x" * 60),
    ],
)
def test_name_is_fit_for_a_table(name: str, told: str) -> None:
    """Letters, digits and low lines, a letter first, not too long."""
    assert snake(name) == told


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://www.w3.org/2004/02/skos/core#prefLabel", "label"),
        ("http://example.org/a#b", "b"),
        ("http://example.org/a/", "a"),
        ("urn:x:y", "y"),
    ],
)
def test_local_name_is_the_last_part(iri: str, name: str) -> None:
    """The context's key goes before it."""
    assert local_name(iri) == name
