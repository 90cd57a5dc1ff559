"""Checks beside the shapes: unknown words, dangling links, things nobody judges, odd texts."""

import pyoxigraph as ox
import pytest

from backrun_kg.checks import CHECKS, check, find_unknown
from backrun_kg.findings import Finding
from backrun_kg.namespaces import PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items())
KNOWN = {PREFIXES["br"] + name for name in ("Place", "near", "depth", "deep")}
CRAB = "kg:crab a br:Place ; skos:prefLabel 'Crab'@en ."


def read(text: str) -> list[ox.Quad]:
    """The quads of Turtle, all prefixes declared."""
    return list(ox.parse((HEAD + text).encode(), format=ox.RdfFormat.TURTLE))


def checked(text: str, judged: str | None = None) -> list[Finding]:
    """What is found in Turtle where all things are judged, or else those of a list."""
    quads = read(text)
    things = {quad.subject for quad in quads if judged is None or str(quad.subject) in judged}
    return sorted(check(quads, KNOWN, things))


def test_nothing_is_wrong_with_known_words() -> None:
    """Our terms, those of vocabularies, and those of nobody's namespace."""
    text = (
        CRAB + "kg:crab br:near kg:crab ; rdfs:seeAlso <urn:x:a> ; <urn:x:b> 'é' ; br:depth 1.5 ."
    )
    assert checked(text) == []


def test_finding_has_every_part() -> None:
    """Thing, rule, path, value, message, severity and the nearest right word."""
    assert checked(CRAB + "kg:crab br:dept 1.5 .") == [
        Finding(
            focus="kg:crab",
            rule="Check-known",
            path="br:dept",
            value="",
            message=CHECKS["Check-known"],
            severity="Violation",
            nearest="br:depth",
        )
    ]


@pytest.mark.parametrize(
    ("statement", "path", "value", "severity", "nearest"),
    [
        ("kg:crab br:dept 1 .", "br:dept", "", "Violation", "br:depth"),
        ("kg:crab a br:Plase .", "rdf:type", "br:Plase", "Violation", "br:Place"),
        ("kg:crab br:near br:deap .", "br:near", "br:deap", "Violation", "br:deep"),
        (
            "kg:crab br:depth '1'^^xsd:intger .",
            "br:depth",
            '"1"^^xsd:intger',
            "Violation",
            "xsd:integer",
        ),
        ("kg:crab skos:prefLable 'a' .", "skos:prefLable", "", "Violation", "skos:prefLabel"),
        ("kg:crab a skos:Koncept .", "rdf:type", "skos:Koncept", "Violation", "skos:Concept"),
        ("kg:crab schema:lokation kg:crab .", "schema:lokation", "", "Warning", "schema:location"),
        ("kg:crab dcterms:titel 'a' .", "dcterms:titel", "", "Warning", "dcterms:title"),
        ("kg:crab br:xyzzy 1 .", "br:xyzzy", "", "Violation", ""),
        ("br:deap br:depth 1 .", "br:depth", "1", "Violation", "br:deep"),
    ],
)
def test_unknown_word_is_found(
    statement: str, path: str, value: str, severity: str, nearest: str
) -> None:
    """A property, a class, a value or a datatype that its vocabulary has not, and what it has."""
    found = [f for f in checked(CRAB + statement) if f.rule == "Check-known"]
    (finding,) = found
    value = '"1"^^xsd:integer' if value == "1" else value
    assert (finding.path, finding.value, finding.severity) == (path, value, severity)
    assert finding.nearest == nearest


def test_word_that_the_data_declare_is_known() -> None:
    """Who gives a term a type has made it."""
    assert checked(CRAB + "br:dept a rdf:Property . kg:crab br:dept 1 .") == []


def test_unknown_words_of_shapes_are_found() -> None:
    """The same look at shapes: a misspelt constraint is passed over in silence by validators."""
    found = find_unknown(read("<urn:x:s> sh:minCuont 1 ; sh:nodeKind sh:IRIs ."), KNOWN)
    assert sorted((finding.path, finding.value, finding.nearest) for finding in found) == [
        ("sh:minCuont", "", "sh:minCount"),
        ("sh:nodeKind", "sh:IRIs", "sh:IRI"),
    ]


def test_link_to_nothing_is_found() -> None:
    """A thing of ours that is pointed at has to be described; the nearest that is, is offered."""
    (finding,) = checked(CRAB + "kg:gull a br:Place ; br:near kg:crap .")
    assert (finding.rule, finding.focus, finding.value) == ("Check-defined", "kg:gull", "kg:crap")
    assert (finding.severity, finding.nearest) == ("Violation", "kg:crab")


@pytest.mark.parametrize(
    "statement",
    [
        "kg:crab br:near <urn:x:nowhere> .",
        "kg:crab br:near wd:Q1 .",
        "br:near skos:example kg:no .",
    ],
)
def test_link_out_of_our_things_is_left_alone(statement: str) -> None:
    """What others describe, and what the ontology names as an example, may lie anywhere."""
    assert checked(CRAB + statement) == []


def test_thing_that_no_shape_looks_at_is_found() -> None:
    """With each of its types, for one of them may be misspelt."""
    found = checked(
        CRAB + "kg:gull a br:Place , br:Animal .", "<https://w3id.org/backrun-kg/id/crab>"
    )
    unjudged = [finding for finding in found if finding.rule == "Check-judged"]
    assert [(finding.focus, finding.value, finding.severity) for finding in unjudged] == [
        ("kg:gull", "br:Animal", "Warning"),
        ("kg:gull", "br:Place", "Warning"),
    ]


def test_thing_without_a_type_is_found_once() -> None:
    """However much is said of it."""
    found = checked("kg:gull br:depth 1 ; br:near kg:gull .", "")
    assert [(f.rule, f.focus, f.path, f.value) for f in found] == [
        ("Check-judged", "kg:gull", "br:depth", "")
    ]


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("'a'", []),
        ("'two\\nlines\\tand a tab\\r'", []),
        ("'é'", []),
        ("'a'@en", []),
        ("'a'@en-GB", ["Check-language"]),
        (r"'e\u0301'", ["Check-text"]),
        (r"'e\u0301'@en", ["Check-text"]),
        (r"'\u0000'", ["Check-text"]),
        (r"'\u001B[31m'", ["Check-text"]),
        (r"'\u007F'", ["Check-text"]),
        (r"'\u0085'", ["Check-text"]),
        (r"'\uFDD0'", ["Check-text"]),
        (r"'\uFFFE'", ["Check-text"]),
        (r"'\uFFFF'^^<urn:x:type>", ["Check-text"]),
        (r"'\U0001F3C3'", []),
    ],
)
def test_text_is_portable(literal: str, expected: list[str]) -> None:
    """In form NFC, without control characters, and in a language without a region."""
    found = checked(CRAB + f"kg:crab <urn:x:says> {literal} .")
    assert [finding.rule for finding in found] == expected


def test_value_is_told_in_full() -> None:
    """Text with its line ends escaped, its datatype as a CURIE."""
    (finding,) = checked(CRAB + r"kg:crab <urn:x:says> 'a\n\u0001^^<b>'^^xsd:token .")
    assert finding.value == r'"a\n\u0001^^<b>"^^xsd:token'


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_message_is_an_instruction(name: str) -> None:
    """A sentence for an editor."""
    assert (CHECKS[name][0].isupper(), CHECKS[name][-1]) == (True, ".")
