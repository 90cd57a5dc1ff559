"""SHACL Core as SPARQL: a condition holds for whatever may break a shape, and for little else."""

import pyoxigraph as ox
import pytest

from backrun_kg.conditions import Conditions
from backrun_kg.logic import ALWAYS, NEVER
from backrun_kg.namespaces import PREFIXES
from backrun_kg.screening import Screen
from backrun_kg.shapes import Shapes

EX = "urn:x:"
HEAD = "".join(
    f"@prefix {prefix}: <{iri}> ."
    for prefix, iri in {"ex": EX, **{p: PREFIXES[p] for p in ("rdf", "rdfs", "xsd", "sh")}}.items()
)
DATA = """
ex:five ex:p 5 ; ex:q 6 ; ex:r 5 .
ex:nine ex:p 9 ; ex:q 6 .
ex:half ex:p 0.5 .
ex:day ex:p "2024-02-29"^^xsd:date .
ex:abc ex:p "abc" ; ex:q "abc" .
ex:line ex:p "abc\\n" .
ex:english ex:p "abc"@en .
ex:british ex:p "abc"@en-GB .
ex:link ex:p ex:thing .
ex:part ex:p ex:subthing .
ex:self ex:p ex:self ; ex:q ex:self .
ex:blank ex:p _:b .
ex:pair ex:p 5 , 6 .
ex:none ex:q ex:five .
ex:thing a ex:Thing ; ex:q 1 .
ex:subthing a ex:Subthing .
ex:Subthing rdfs:subClassOf ex:Thing .
ex:Loop rdfs:subClassOf ex:Loop .
"""
ALL = {
    *("five", "nine", "half", "day", "abc", "line", "english", "british"),
    *("link", "part", "self", "blank", "pair", "none"),
}
NUMBERS, THINGS = {"five", "nine", "half", "pair"}, {"link", "part", "self"}
TEXTS = {"abc", "line", "english", "british"}
TARGETS = "sh:targetNode " + ", ".join(f"ex:{name}" for name in sorted(ALL))


def read(text: str) -> list[ox.Quad]:
    """The quads of a Turtle text."""
    return list(ox.parse((HEAD + text).encode(), format=ox.RdfFormat.TURTLE))


def suspects(demands: str, data: str = DATA) -> set[str]:
    """The names of the things that may break a shape with these demands."""
    store = ox.Store()
    store.extend(read(data))
    screen = Screen(Shapes(read(f"ex:shape {TARGETS} ; {demands} .")), store)
    found = screen.suspects(ox.NamedNode(EX + "shape"))
    return {str(thing).removeprefix(f"<{EX}").rstrip(">") for thing in found}


def condition(demands: str, rest: str = "") -> object:
    """The condition for a shape with these demands, in a graph without classes."""
    shapes = Shapes(read(f"ex:shape a sh:NodeShape ; {demands} . {rest}"))
    return Conditions(shapes, lambda _: set()).breaks(ox.NamedNode(EX + "shape"), "?this")


@pytest.mark.parametrize(
    ("demand", "expected"),
    [
        ("sh:minCount 0", set()),
        ("sh:minCount 1", {"none"}),
        ("sh:minCount 2", ALL - {"pair"}),
        ("sh:minCount 3", ALL),
        ("sh:maxCount 0", ALL - {"none"}),
        ("sh:maxCount 1", {"pair"}),
        ("sh:maxCount 2", set()),
        ("sh:datatype xsd:integer", ALL - {"five", "nine", "pair", "none"}),
        ("sh:datatype rdf:langString", ALL - {"english", "british", "none"}),
        ("sh:nodeKind sh:IRI", ALL - THINGS - {"none"}),
        ("sh:nodeKind sh:Literal", THINGS | {"blank"}),
        ("sh:nodeKind sh:BlankNode", ALL - {"blank", "none"}),
        ("sh:nodeKind sh:BlankNodeOrIRI", ALL - THINGS - {"blank", "none"}),
        ("sh:nodeKind sh:BlankNodeOrLiteral", THINGS),
        ("sh:nodeKind sh:IRIOrLiteral", {"blank"}),
        ("sh:class ex:Thing", ALL - {"link", "part", "none"}),
        ("sh:class ex:Subthing", ALL - {"part", "none"}),
        ("sh:class ex:Loop", ALL - {"none"}),
        ("sh:in ( 5 6 )", ALL - {"five", "pair", "none"}),
        ("sh:in ( 'abc'@en ex:thing )", ALL - {"english", "link", "none"}),
        ("sh:in ( )", ALL - {"none"}),
        ("sh:hasValue 5", ALL - {"five", "pair"}),
        ("sh:hasValue ex:thing", ALL - {"link"}),
        ("sh:hasValue 'abc'@EN", ALL - {"english"}),
        ("sh:minInclusive 5", ALL - {"five", "nine", "pair", "none"}),
        ("sh:minExclusive 5", ALL - {"nine", "none"}),
        ("sh:maxInclusive 5", ALL - {"five", "half", "none"}),
        ("sh:maxExclusive 5.5", ALL - {"five", "half", "none"}),
        ("sh:minExclusive '2024-02-28'^^xsd:date", ALL - {"day", "none"}),
        ("sh:minLength 4", ALL - {"day", "line", "none"} - THINGS),
        ("sh:maxLength 3", ALL - NUMBERS - {"abc", "english", "british", "none"}),
        ("sh:pattern '^abc$'", ALL - {"abc", "english", "british", "none"}),
        ("sh:pattern '^urn:x:s'", ALL - {"part", "self", "none"}),
        ("sh:pattern ''", {"blank"}),
        ("sh:languageIn ( 'EN' )", ALL - {"english", "none"}),
        ("sh:equals ex:q", ALL - {"abc", "self"}),
        ("sh:disjoint ex:q", {"abc", "self"}),
        ("sh:disjoint ex:p", ALL - {"none"}),
        ("sh:lessThan ex:q", {"nine", "abc", "self"}),
        ("sh:lessThanOrEquals ex:q", {"nine"}),
        ("sh:not [ sh:nodeKind sh:Literal ]", ALL - THINGS - {"blank", "none"}),
        ("sh:and ( [ sh:nodeKind sh:IRI ] [ sh:class ex:Thing ] )", ALL - {"link", "part", "none"}),
        (
            "sh:or ( [ sh:nodeKind sh:IRI ] [ sh:in ( 5 6 ) ] )",
            TEXTS | {"nine", "half", "day", "blank"},
        ),
        ("sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:class ex:Thing ] )", ALL - {"self", "none"}),
        (
            "sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ]",
            ALL - {"link", "self", "none"},
        ),
        ("sh:property [ sh:path ex:q ; sh:minCount 1 ]", ALL - {"link", "self", "none"}),
    ],
)
def test_values_that_may_break_a_shape(demand: str, expected: set[str]) -> None:
    """By the values of a property: who may break the shape; an absent value breaks few."""
    assert suspects(f"sh:path ex:p ; {demand}") == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("ex:p", {"none"}),
        ("[ sh:inversePath ex:p ]", ALL - {"self"}),
        ("[ sh:inversePath ex:q ]", ALL - {"self", "five"}),
        ("( ex:p ex:q )", ALL - {"link", "self"}),
        ("( ex:p ex:p ex:q )", ALL - {"self"}),
        ("[ sh:alternativePath ( ex:p ex:q ) ]", set()),
        ("[ sh:alternativePath ( ex:r ( ex:q ex:p ) ) ]", ALL - {"five", "self", "none"}),
        ("( [ sh:inversePath ex:q ] ex:q )", ALL - {"self", "five"}),
        (
            "[ sh:alternativePath ( ex:r ( ex:q [ sh:alternativePath ( ex:p ex:q ) ] ) ) ]",
            ALL - {"five", "self", "none"},
        ),
        ("[ sh:inversePath [ sh:inversePath ex:p ] ]", {"none"}),
        ("[ sh:inversePath [ sh:alternativePath ( ex:p ex:q ) ] ]", ALL - {"self", "five"}),
        ("[ sh:inversePath [ sh:alternativePath ( [ sh:inversePath ex:p ] ex:q ) ] ]", {"none"}),
    ],
)
def test_path_is_walked(path: str, expected: set[str]) -> None:
    """Who has nothing at the end of a path."""
    assert suspects(f"sh:path {path} ; sh:minCount 1") == expected


@pytest.mark.parametrize(
    ("demand", "expected"),
    [
        ("sh:hasValue ex:five", ALL - {"five"}),
        ("sh:nodeKind sh:IRI", set()),
        ("sh:nodeKind sh:Literal", ALL),
        ("sh:in ( ex:five ex:nine )", ALL - {"five", "nine"}),
        (
            "sh:pattern '^urn:x:[a-f]'",
            {"half", "line", "link", "nine", "none", "pair", "part", "self"},
        ),
        ("sh:not [ sh:path ex:q ; sh:maxCount 0 ]", ALL - {"five", "nine", "abc", "self", "none"}),
        ("sh:property [ sh:path ex:r ; sh:minCount 1 ]", ALL - {"five"}),
    ],
)
def test_things_that_may_break_a_shape(demand: str, expected: set[str]) -> None:
    """A node shape looks at the thing itself."""
    assert suspects(demand) == expected


@pytest.mark.parametrize(
    "demand",
    [
        "ex:unknown 1",
        "sh:minCuont 1",
        "rdfs:label 'a shape'",
        "sh:closed true",
        "sh:deactivated true",
        "sh:uniqueLang true",
        "sh:qualifiedValueShape [ sh:class ex:Thing ] ; sh:qualifiedMinCount 1",
        "sh:minCount 4",
        "sh:maxCount 3",
        "sh:minCount -1",
        "sh:maxCount -1",
        "sh:minCount 'one'",
        "sh:minCount ex:one",
        "sh:minCount 1 , 2",
        "sh:maxCount 1 , 2",
        "sh:hasValue []",
        "sh:hasValue 1.0",
        "sh:equals 'q'",
        "sh:disjoint []",
        "sh:lessThan 'q'",
    ],
)
def test_demand_on_all_values_that_is_not_understood_may_always_break(demand: str) -> None:
    """Unknown, misspelt or malformed: pySHACL has to look at everything."""
    assert condition(f"sh:path ex:p ; {demand}") == ALWAYS


@pytest.mark.parametrize(
    "demand",
    [
        "ex:unknown 1",
        "sh:nodeKind ex:IRI",
        "sh:nodeKind 'IRI'",
        "sh:class 'Thing'",
        "sh:class []",
        "sh:datatype []",
        "sh:datatype xsd:integer , xsd:string",
        "sh:nodeKind sh:IRI , sh:Literal",
        "sh:minLength 1 , 2",
        "sh:maxLength 1 , 2",
        "sh:in ( 1 ) , ( 2 )",
        "sh:languageIn ( 'en' ) , ( 'de' )",
        "sh:datatype rdfs:Literal",
        "sh:datatype rdfs:Datatype",
        "sh:in ( [] )",
        "sh:in ( 01 )",
        "sh:hasValue []",
        "sh:minInclusive 1e0",
        "sh:maxExclusive '2024-01-01T00:00:00Z'^^xsd:dateTime",
        "sh:languageIn ( [] )",
        "sh:pattern 'a' ; sh:flags 'i'",
        "sh:node ex:nowhere",
        "sh:not ex:nowhere",
        "sh:property ex:nowhere",
        "sh:or ( )",
        "sh:node ex:shape",
        "sh:node [ sh:node ex:shape ]",
        "sh:node [ sh:sparql [ sh:select 'SELECT $this WHERE { }' ] ]",
    ],
)
def test_demand_on_a_value_that_is_not_understood_may_always_break(demand: str) -> None:
    """Unknown, malformed or circular: pySHACL has to look at every value."""
    assert condition(demand) == ALWAYS


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"\\w", "a*+b", "a++b", "a?+b", "a{2}+b", "(?i)a", "(?=a)", "a(?-i)b", "(?:a)"),
        *("[a&&b]", "[a--b]", "[a~~b]", "[[a]]", "é", "a^b", "a$b", r"^a\nb$"),
    ],
)
def test_pattern_that_two_dialects_read_differently_may_always_break(pattern: str) -> None:
    """Python's regular expressions and the engine's differ in it, or might."""
    assert condition(f'sh:pattern "{pattern}"') == ALWAYS


@pytest.mark.parametrize(
    "path",
    [
        "[ sh:zeroOrMorePath ex:p ]",
        "[ sh:oneOrMorePath ex:p ]",
        "[ sh:zeroOrOnePath ex:p ]",
        "( ex:p [ sh:zeroOrMorePath ex:q ] )",
        "[ sh:alternativePath ( ex:p [ sh:zeroOrOnePath ex:q ] ) ]",
        "[ sh:inversePath ( ex:p ex:q ) ]",
        "[ sh:inversePath [ sh:alternativePath ( ex:r ( ex:p ex:q ) ) ] ]",
        "[ sh:inversePath [ sh:inversePath ( ex:p [ sh:inversePath ( ex:p ex:q ) ] ) ] ]",
        "[ sh:alternativePath ( ) ]",
        "[]",
        "'p'",
        "ex:p , ex:q",
    ],
)
def test_path_that_engines_walk_differently_may_always_break(path: str) -> None:
    """It repeats, goes several steps back, or is none."""
    assert condition(f"sh:path {path} ; sh:minCount 1") == ALWAYS


def test_path_that_leads_to_itself_ends() -> None:
    """A circle in the shapes is no endless walk."""
    circle = "_:p rdf:first _:p ; rdf:rest ( ex:q ) ."
    assert condition("sh:path _:p ; sh:minCount 1", circle) == ALWAYS


@pytest.mark.parametrize(
    "inner",
    [
        "sh:maxInclusive 5",
        "sh:lessThan ex:q ; sh:path ex:p",
        "sh:languageIn ( 'en' )",
        "sh:pattern 'abc$'",
        "sh:minLength 0",
        "sh:closed true",
        "sh:not [ sh:maxInclusive 5 ]",
        "sh:path ex:q ; sh:node [ sh:maxInclusive 5 ]",
    ],
)
@pytest.mark.parametrize("outer", ["sh:not [ %s ]", "sh:xone ( [ %s ] [ sh:nodeKind sh:IRI ] )"])
def test_what_may_hold_too_often_is_not_turned_around(outer: str, inner: str) -> None:
    """Where SPARQL says "broken" and SHACL need not, nothing follows for the opposite."""
    assert condition(outer % inner) == ALWAYS


@pytest.mark.parametrize(
    "demand",
    [
        "sh:name 'a'",
        "sh:message 'a'@en",
        "sh:description 'a'",
        "sh:severity sh:Warning",
        "sh:order 1",
        "sh:minCount 0",
    ],
)
def test_what_demands_nothing_breaks_nothing(demand: str) -> None:
    """What is for people only costs no look."""
    assert condition(f"sh:path ex:p ; {demand}") == NEVER


def test_shapes_are_followed_to_a_depth() -> None:
    """Past what pySHACL itself follows, nothing is said."""
    chain = "".join(f"ex:s{i} sh:node ex:s{i + 1} ." for i in range(2000))
    assert condition("sh:node ex:s0", chain) == ALWAYS


def test_class_below_that_has_no_name_may_be_met() -> None:
    """A query cannot name a blank node, so that its instances are not told from others."""
    data = DATA + "[] rdfs:subClassOf ex:Thing ."
    assert suspects("sh:path ex:p ; sh:class ex:Thing", data) == ALL - {"none"}
