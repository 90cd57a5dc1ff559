"""Judging: what pySHACL finds, told in our words, with literals as they are written."""

from collections.abc import Mapping

import pyoxigraph as ox
import pytest

from backrun_kg.errors import MalformedData
from backrun_kg.findings import Finding
from backrun_kg.judging import judge
from backrun_kg.namespaces import PREFIXES
from backrun_kg.shapes import Node, Shapes

HEAD = "@prefix ex: <urn:x:> ." + "".join(
    f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in ("br", "kg", "rdf", "xsd", "sh")
)


def judged(shapes: str, data: str, suspects: Mapping[str, str] | None = None) -> list[Finding]:
    """What is found in Turtle by shapes in Turtle, sorted; suspects by shape."""
    aimed: dict[Node, set[Node]] = {
        ox.NamedNode(f"urn:x:{shape}"): {_thing(name) for name in things.split()}
        for shape, things in (suspects or {}).items()
    }
    found = judge(_read(data), Shapes(_read(shapes)), None if suspects is None else aimed)
    return sorted(found)


def test_finding_has_every_part() -> None:
    """Thing, rule, path, value, message, severity and component, in the forms that reports use."""
    shapes = """ex:rules#Depth sh:targetSubjectsOf br:depth ; sh:path br:depth ;
        sh:datatype xsd:integer ; sh:severity sh:Warning ; sh:message "Say how deep."@en ."""
    assert judged(
        shapes.replace("ex:rules#Depth", "<urn:x:rules#Depth>"), "kg:sea br:depth 0.5 ."
    ) == [
        Finding(
            focus="kg:sea",
            rule="Depth",
            path="br:depth",
            value='"0.5"^^xsd:decimal',
            message="Say how deep.",
            severity="Warning",
            component="DatatypeConstraintComponent",
        )
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("kg:sea", "kg:sea"),
        ("ex:sea", "<urn:x:sea>"),
        ("_:sea", "_:sea"),
        ("01", '"01"^^xsd:integer'),
        ("0.60", '"0.60"^^xsd:decimal'),
        ("'x'^^xsd:integer", '"x"^^xsd:integer'),
        ("'inf'^^xsd:double", '"inf"^^xsd:double'),
        ("'NaN'^^xsd:double", '"NaN"^^xsd:double'),
        ("'2024-02-29T12:00:00Z'^^xsd:dateTime", '"2024-02-29T12:00:00Z"^^xsd:dateTime'),
        ("'2024-02-29T12:00:00'^^xsd:date", '"2024-02-29T12:00:00"^^xsd:date'),
        ("'a'^^ex:type", '"a"^^<urn:x:type>'),
        ("'a'@en", '"a"@en'),
        ("'''a\n\"b\"'''", r'"a\n\"b\""'),
        (r"'a^^<urn:x:b>'", '"a^^<urn:x:b>"'),
        ("''", '""'),
    ],
)
def test_value_is_told_as_written(value: str, expected: str) -> None:
    """Neither rdflib's idea of the number nor its line ends show."""
    (finding,) = judged(
        "ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:in ( 7 ) .", f"ex:a ex:p {value} ."
    )
    assert finding.value == expected


def test_messages_are_joined_in_their_order() -> None:
    """A shape with several messages says them all."""
    shapes = "ex:s sh:targetNode ex:a ; sh:class ex:C ; sh:message 'Two.' , 'One.' ."
    assert [finding.message for finding in judged(shapes, "")] == ["One. Two."]


def test_path_of_several_steps_is_left_out() -> None:
    """Only a property has a name to show."""
    shapes = "ex:s sh:targetNode ex:a ; sh:path ( ex:p ex:q ) ; sh:minCount 1 ."
    assert [finding.path for finding in judged(shapes, "")] == [""]


@pytest.mark.parametrize(
    "shapes",
    [
        "ex:outer sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .",
        "[] sh:targetNode ex:a ; sh:property ex:outer . ex:outer sh:path ex:p ; sh:minCount 1 .",
        "ex:outer sh:targetNode ex:b ; sh:property [ sh:path ex:q ; sh:property _:p ] ."
        "_:p sh:path ex:p ; sh:minCount 1 .",
    ],
)
def test_shape_without_a_name_goes_by_what_it_is_part_of(shapes: str) -> None:
    """The label of a blank node would be another on every run."""
    found = judged(shapes, "ex:b ex:q ex:a .")
    assert [(finding.focus, finding.rule) for finding in found] == [("<urn:x:a>", "urn:x:outer")]


def test_shape_that_is_part_of_nothing_has_no_name() -> None:
    """There is nothing to call it by."""
    (finding,) = judged("[] sh:targetNode ex:a ; sh:class ex:C .", "")
    assert finding.rule == ""


def test_suspects_are_all_that_is_looked_at() -> None:
    """Whatever else a shape targets is left alone, and so is a shape without suspects."""
    shapes = """
        ex:one sh:targetClass ex:C ; sh:targetNode ex:b ; sh:class ex:D .
        ex:two sh:targetSubjectsOf rdf:type ; sh:targetObjectsOf rdf:type ; sh:class ex:D .
    """
    found = judged(shapes, "ex:a a ex:C . ex:b a ex:C .", {"one": "ex:a", "two": ""})
    assert [(finding.focus, finding.rule) for finding in found] == [("<urn:x:a>", "urn:x:one")]


def test_suspects_may_be_blank_nodes_and_literals() -> None:
    """They are targets like any other."""
    found = judged("ex:s sh:nodeKind sh:IRI .", "_:b ex:p 'a'@en .", {"s": "_:b 'a'@en 01"})
    assert [finding.focus for finding in found] == ['"01"^^xsd:integer', '"a"@en', "_:b"]


def test_shape_referred_to_is_judged_without_suspects() -> None:
    """It looks at what the shape that refers to it hands on."""
    shapes = (
        "ex:one sh:targetNode ex:a ; sh:property ex:two . ex:two sh:path ex:p ; sh:minCount 1 ."
    )
    assert [finding.rule for finding in judged(shapes, "", {"one": "ex:a"})] == ["urn:x:two"]


def test_message_of_its_own_may_speak_of_a_blank_node() -> None:
    """Where a shape has no message, pySHACL writes one about the value."""
    found = judged(
        "ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:in ( 7 ) .", "ex:a ex:p [ ex:q 1 ] ."
    )
    assert "<urn:x:q>" in found[0].message


def test_what_is_no_number_is_judged() -> None:
    """Comparing it with a decimal is no failure of Python's."""
    shapes = "ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:lessThan ex:q ; sh:minInclusive 0.5 ."
    found = judged(shapes, "ex:a ex:p 'NaN'^^xsd:double ; ex:q 1.5 .")
    assert [finding.component for finding in found] == ["MinInclusiveConstraintComponent"]


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        ("sh:path ex:p ; sh:lessThan ex:q", "Cannot use sh:lessThan to compare a BlankNode."),
        (
            "sh:path ex:p ; sh:minCount 'one'",
            "sh:minCount must be a literal with datatype xsd:integer.",
        ),
        ("sh:pattern '('", "missing ), unterminated subpattern at position 0"),
        ("sh:closed ex:yes", "sh:closed must take a xsd:boolean literal."),
        ("sh:minInclusive ex:one", "AssertionError"),
        ("sh:property ex:nowhere", "'urn:x:nowhere' exists but is not a well-formed SHACL"),
        ("sh:or ( )", "should get a well-formed RDF list"),
        ("sh:node ex:s", "A Recursive Shape was detected"),
    ],
)
def test_what_cannot_be_judged_is_a_clear_error(shape: str, says: str) -> None:
    """One line with pySHACL's reason and what to do, whatever it raises."""
    with pytest.raises(MalformedData) as caught:
        judged(f"ex:s sh:targetNode ex:a ; {shape} .", "ex:a ex:p _:b ; ex:q 1 .")
    message = str(caught.value)
    assert message.startswith("pySHACL cannot hold these data against the shapes: ")
    assert (says in message, "\n" in message) == (True, False)


def test_pyshacl_itself_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Its log, which names its own files, stays off the terminal."""
    with pytest.raises(MalformedData):
        judged("ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:minCount 'one' .", "")
    assert capfd.readouterr() == ("", "")


def _thing(text: str) -> Node:
    (quad,) = _read(f"ex:any ex:any {text} .")
    return quad.object


def _read(text: str) -> list[ox.Quad]:
    return list(ox.parse((HEAD + text).encode(), format=ox.RdfFormat.TURTLE))
