"""Faults in shapes: a misspelt or idle shape is a finding, not a silent pass."""

from pathlib import Path

import pytest

from backrun_kg.dataset import Dataset, Source, read_source
from backrun_kg.errors import MalformedData
from backrun_kg.validation import validate

HEAD = """
@prefix br: <https://w3id.org/backrun-kg/ontology#> .
@prefix ex: <urn:ex#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""

FAULTY = {
    "misspelt target": (
        "ex:A a sh:NodeShape ; sh:targetClas br:Muscle ; sh:class br:Muscle .",
        {("<urn:ex#A>", "Check-known", "sh:targetClass"), ("<urn:ex#A>", "Shape-target", "")},
    ),
    "misspelt constraint": (
        "ex:A a sh:NodeShape ; sh:targetClass br:Muscle ; sh:clas br:Muscle .",
        {("<urn:ex#A>", "Check-known", "sh:class")},
    ),
    "misspelt constraint in a property": (
        "ex:A a sh:NodeShape ; sh:targetClass br:Muscle ;"
        " sh:property [ sh:path br:partOf ; sh:maxCuont 5 ] .",
        {("_:b0", "Check-known", "sh:maxCount")},
    ),
    "misspelt value": (
        "ex:A a sh:NodeShape ; sh:targetClass br:Muscle ; sh:not [ sh:nodeKind sh:Literall ] .",
        {("_:b0", "Check-known", "sh:Literal")},
    ),
    "misspelt class": (
        "ex:A a sh:NodeShape ; sh:targetClass br:Muscel ; sh:nodeKind sh:IRI .",
        {("<urn:ex#A>", "Check-known", "br:Muscle"), ("<urn:ex#A>", "Shape-members", "")},
    ),
    "misspelt property": (
        "ex:A a sh:NodeShape ; sh:targetClass br:Muscle ;"
        " sh:property [ sh:path br:partOff ; sh:maxCount 5 ] .",
        {("_:b0", "Check-known", "br:partOf")},
    ),
    "no target": (
        "ex:A a sh:NodeShape ; sh:nodeKind sh:IRI .",
        {("<urn:ex#A>", "Shape-target", "")},
    ),
    "no constraint": (
        "ex:A a sh:NodeShape ; sh:targetClass br:Muscle .",
        {("<urn:ex#A>", "Shape-constraint", "")},
    ),
    "target without members": (
        "ex:A a sh:NodeShape ; sh:targetSubjectsOf ex:unused ; sh:nodeKind sh:IRI .",
        {("<urn:ex#A>", "Shape-members", "")},
    ),
}

CODE = {
    "sh:sparql": 'sh:sparql [ sh:select "SELECT $this { SERVICE <urn:x> { $this ?p ?o } }" ]',
    "sh:js": 'sh:js [ sh:jsFunctionName "f" ]',
    "sh:rule": "sh:rule [ a sh:TripleRule ]",
    "sh:target": "sh:target [ a sh:SPARQLTarget ]",
}


@pytest.mark.parametrize("fault", FAULTY)
def test_fault_is_found(fault: str, tmp_path: Path, shipped: Dataset) -> None:
    """Each fault is found where it stands, with the nearest right term."""
    text, expected = FAULTY[fault]
    report = validate(shipped, own_shapes=[_source(tmp_path, text)])
    assert {(f.focus, f.rule, f.nearest) for f in report.findings} == expected


def test_fault_has_a_place(tmp_path: Path, shipped: Dataset) -> None:
    """A fault is placed in the file of shapes."""
    source = _source(tmp_path, "ex:A a sh:NodeShape ; sh:nodeKind sh:IRI .")
    report = validate(shipped, own_shapes=[source])
    assert [(Path(f.file).name, f.line) for f in report.findings] == [("own.ttl", 6)]


def test_own_shapes_are_judged_with_ours(tmp_path: Path, shipped: Dataset) -> None:
    """Shapes of one's own object beside ours."""
    text = "ex:A a sh:NodeShape ; sh:targetNode br:Muscle ; sh:class br:Muscle ; sh:message 'No.' ."
    report = validate(shipped, own_shapes=[_source(tmp_path, text)])
    assert [(f.focus, f.rule, f.message) for f in report.findings] == [("br:Muscle", "A", "No.")]


def test_named_shape_needs_no_target(tmp_path: Path, shipped: Dataset) -> None:
    """A shape that another one refers to is in use."""
    text = (
        "ex:A a sh:NodeShape ; sh:targetClass br:Muscle ; sh:node ex:B ."
        " ex:B a sh:NodeShape ; sh:nodeKind sh:IRI ."
    )
    assert validate(shipped, own_shapes=[_source(tmp_path, text)]).findings == ()


@pytest.mark.parametrize("term", CODE)
def test_code_is_refused(term: str, tmp_path: Path, shipped: Dataset) -> None:
    """A file of shapes runs no query and no script."""
    source = _source(tmp_path, f"ex:A a sh:NodeShape ; sh:targetClass br:Muscle ; {CODE[term]} .")
    with pytest.raises(MalformedData, match=rf"own\.ttl: {term} would run code"):
        validate(shipped, own_shapes=[source])


ENDLESS = {
    "circle": "_:a rdf:first 1 ; rdf:rest _:a .",
    "longer circle": "_:a rdf:first 1 ; rdf:rest _:b . _:b rdf:first 2 ; rdf:rest _:a .",
    "broken off": "_:a rdf:first 1 .",
    "without a member": "_:a rdf:rest rdf:nil .",
    "forked": "_:a rdf:first 1 ; rdf:rest rdf:nil, ( 2 ) .",
    "two members in one place": "_:a rdf:first 1, 2 ; rdf:rest rdf:nil .",
}


@pytest.mark.parametrize("fault", ENDLESS)
def test_list_without_an_end_is_refused(fault: str, tmp_path: Path, shipped: Dataset) -> None:
    """A list of values that cannot be read to its end is no list."""
    source = _source(
        tmp_path, f"ex:A a sh:NodeShape ; sh:targetClass br:Muscle ; sh:in _:a . {ENDLESS[fault]}"
    )
    with pytest.raises(MalformedData, match=r"own\.ttl: a list has no end, or two"):
        validate(shipped, own_shapes=[source])


def _source(folder: Path, text: str) -> Source:
    path = folder / "own.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_source(str(path))
