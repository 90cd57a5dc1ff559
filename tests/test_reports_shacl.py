"""The report in the words of SHACL, as other tools read it."""

from dataclasses import replace

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyshacl import validate as run_pyshacl
from rdflib.namespace import SH

from backrun_kg.findings import Finding, Report
from backrun_kg.namespaces import PREFIXES
from backrun_kg.reports.shacl import write_ttl
from backrun_kg.turtle import prefix_block, write_turtle
from report_samples import CLEAN, COLOUR, FOUND, LABEL, report_of
from strategies import read, texts

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
  sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ;
  sh:property [ sh:path sh:result ; sh:class sh:ValidationResult ] .
[] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
  sh:property [ sh:path [ sh:inversePath sh:result ] ; sh:minCount 1 ; sh:maxCount 1 ] ;
  sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ;
  sh:property [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path sh:value ; sh:maxCount 1 ] ;
  sh:property [ sh:path sh:resultMessage ; sh:minCount 1 ; sh:uniqueLang true ] ;
  sh:property [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:in ( sh:Violation sh:Warning sh:Info ) ] ;
  sh:property [ sh:path sh:sourceShape ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:nodeKind sh:IRI ] .
"""
"""What SHACL asks of a validation report."""


def test_report_is_canonical_turtle() -> None:
    """One result for each finding, named after what it says."""
    assert write_ttl(report_of(COLOUR)).removeprefix(prefix_block()) == (
        "\n_:report\n"
        "\ta sh:ValidationReport ;\n"
        "\tsh:conforms false ;\n"
        "\tsh:result _:result-6a2c00e55b9f7979 ;\n"
        "\t.\n"
        "\n_:result-6a2c00e55b9f7979\n"
        "\ta sh:ValidationResult ;\n"
        "\tsh:focusNode kg:gull ;\n"
        '\tsh:resultMessage "Say which colour (br:colour)."@en ;\n'
        "\tsh:resultPath br:colour ;\n"
        "\tsh:resultSeverity sh:Warning ;\n"
        "\tsh:sourceConstraintComponent sh:InConstraintComponent ;\n"
        "\tsh:sourceShape brs:Thing-colour ;\n"
        '\tsh:value "rde"@en ;\n'
        "\t.\n"
    )


def test_clean_report_conforms() -> None:
    """And has no result."""
    assert write_ttl(CLEAN).removeprefix(prefix_block()) == (
        "\n_:report\n\ta sh:ValidationReport ;\n\tsh:conforms true ;\n\t.\n"
    )


def test_warning_does_not_conform() -> None:
    """SHACL says so: a report that conforms has no result, of whatever severity."""
    assert "sh:conforms false" in write_ttl(report_of(COLOUR))


def test_check_is_its_own_component() -> None:
    """A result must name one, and no shape made this one."""
    text = write_ttl(report_of(LABEL, component="", rule="Check-known"))
    assert "\tsh:sourceConstraintComponent brs:Check-known ;\n" in text


@pytest.mark.parametrize("report", [CLEAN, FOUND], ids=["clean", "found"])
def test_report_conforms_to_what_shacl_asks(report: Report) -> None:
    """Every property as often as it must be."""
    assert _conforms(report)


def test_shapes_of_the_test_object() -> None:
    """They do find what is wrong."""
    text = write_ttl(FOUND).replace("sh:focusNode kg:crab", "sh:focus kg:crab")
    graph = rdflib.Graph().parse(data=text)
    assert not run_pyshacl(graph, shacl_graph=rdflib.Graph().parse(data=SHAPES))[0]


def _conforms(report: Report) -> bool:
    graph = rdflib.Graph().parse(data=write_ttl(report))
    return bool(run_pyshacl(graph, shacl_graph=rdflib.Graph().parse(data=SHAPES))[0])


@pytest.mark.parametrize("library", ["pyoxigraph", "rdflib"])
def test_report_reads_back(library: str) -> None:
    """Each finding is a result with its focus node and its value."""
    text = write_ttl(FOUND)
    if library == "rdflib":
        things = rdflib.Graph().parse(data=text).objects(None, SH.focusNode)
        results = {str(thing) for thing in things}
    else:
        focus = ox.NamedNode(PREFIXES["sh"] + "focusNode")
        quads = read(text, ox.RdfFormat.TURTLE)
        results = {str(quad.object).strip("<>") for quad in quads if quad.predicate == focus}
    assert results == {"https://w3id.org/backrun-kg/id/crab", "https://w3id.org/backrun-kg/id/gull"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("kg:crab", "kg:crab"),
        ("<https://example.org/a>", "<https://example.org/a>"),
        ('"a"', '"a"'),
        ('"01"^^xsd:integer', "01"),
        ('"a\nb"', '"\\"a\\nb\\""'),
        ("_:b0", "_:b0"),
        ("no term", '"no term"'),
        ("<urn:x:a b>", '"<urn:x:a b>"'),
    ],
)
def test_value_is_the_term_itself(text: str, written: str) -> None:
    """Or the text, where it is none."""
    assert f"\tsh:value {written} ;\n" in write_ttl(report_of(LABEL, value=text))


def test_odd_name_of_a_rule_is_encoded() -> None:
    """A name that fits no IRI is made to fit."""
    assert "shapes#a%20b%25> ;" in write_ttl(report_of(LABEL, rule="a b%"))


def test_results_of_every_component_are_kept() -> None:
    """Each is a result of its own, as SHACL has it."""
    other = replace(LABEL, component="NodeKindConstraintComponent")
    text = write_ttl(replace(FOUND, findings=(LABEL, other)))
    assert text.count("a sh:ValidationResult ;") == 2


@settings(deadline=None)
@given(st.builds(Finding, *[texts] * 5, st.sampled_from(["Violation", "Info"]), *[texts] * 4))
def test_any_text_is_well_formed(finding: Finding) -> None:
    """Whatever stands in a finding, the report is canonical, and has its one result."""
    text = write_ttl(report_of(finding))
    assert write_turtle(quad.triple for quad in read(text, ox.RdfFormat.TURTLE)) == text
    assert text.count("a sh:ValidationResult ;\n") == 1
