"""Screening is exact: with the engine's help pySHACL finds what it finds alone.

The last test draws random shapes and random data; ``SCREENING_EXAMPLES`` says how many, for a long
run by hand.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backrun_kg import validation
from backrun_kg.dataset import Dataset, Source
from backrun_kg.findings import Report
from backrun_kg.namespaces import PREFIXES
from backrun_kg.screening import Screen
from backrun_kg.shapes import Shapes
from backrun_kg.validation import validate

HEAD = "@prefix ex: <urn:x:> ." + "".join(
    f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in ("rdf", "rdfs", "owl", "xsd", "sh")
)
ZOO = """
ex:int ex:p 5 ; ex:q 6 ; a ex:Thing .
ex:more ex:p 5 , 6 , 7 , 8 ; ex:q 7 ; a ex:Thing .
ex:decimal ex:p 0.5 , "1"^^xsd:decimal , 0.123456789012345 ; ex:q 1 , 0.5 .
ex:equal ex:p 1 , "1"^^xsd:decimal .
ex:big ex:p 999999999999999999 , -999999999999999999 ; ex:q 999999999999999998 .
ex:truth ex:p true ; ex:q false .
ex:day ex:p "2024-02-29"^^xsd:date ; ex:q "2024-03-01"^^xsd:date , "2024-02-29"^^xsd:date .
ex:year ex:p "2024"^^xsd:gYear ; ex:q "2025"^^xsd:gYear .
ex:text ex:p "abc" ; ex:q "abd" , "abc"@en .
ex:empty ex:p "" ; ex:q "a" .
ex:line ex:p "abc\\n" , "\\nabc" .
ex:long ex:p "{long}" .
ex:foreign ex:p "é" , "日本" , "e\u0301" , "🏃" , "ſ" , "K" .
ex:english ex:p "abc"@en , "abd"@EN-gb ; ex:q "abc" .
ex:german ex:p "abc"@de , "abd"@de .
ex:link ex:p ex:thing ; ex:q ex:thing , "urn:x:thing"^^xsd:anyURI .
ex:uri ex:p "urn:x:thing"^^xsd:anyURI ; a ex:Thing .
ex:self ex:p ex:self ; ex:q ex:self ; a ex:self .
ex:blank ex:p _:one , [ ex:q 5 ] ; ex:q _:one .
_:one ex:p _:one , 5 ; a ex:Thing .
_:two ex:p "abc" .
ex:none ex:q 5 ; a ex:Subthing .
ex:thing a ex:Thing ; ex:q 1 , 2 , 3 .
ex:sub a ex:Subthing ; ex:p ex:int .
ex:loop a ex:Loop ; ex:p ex:more .
ex:anonymous a _:kind ; ex:p ex:sub .
ex:Subthing rdfs:subClassOf ex:Thing .
_:kind rdfs:subClassOf ex:Thing .
ex:Loop rdfs:subClassOf ex:Ring .
ex:Ring rdfs:subClassOf ex:Loop .
""".replace("{long}", "z" * 5000)
ODD = """
ex:zero ex:p 01 , "x"^^xsd:integer ; ex:q 1 .
ex:double ex:p 1e0 , "NaN"^^xsd:double , "INF"^^xsd:double , "-INF"^^xsd:float ; ex:q 1 .
ex:fine ex:p 0.1234567890123456789 , 1.0 ; ex:q 1 .
ex:moment ex:p "2024-02-29T12:00:00Z"^^xsd:dateTime , "2024-02-29T12:00:00"^^xsd:dateTime .
ex:zone ex:p "2024-02-29Z"^^xsd:date , "12:00:00+01:00"^^xsd:time , "2023-02-29"^^xsd:date .
ex:never ex:p "0000"^^xsd:gYear .
ex:typed ex:p "a"^^ex:type , "1"^^xsd:int , "1"^^xsd:boolean .
"""
ON_VALUES = [
    *("sh:class ex:Thing", "sh:class ex:Loop", "sh:class ex:self", "sh:class ex:Nothing"),
    *(f"sh:datatype xsd:{name}" for name in ("integer", "decimal", "string", "boolean", "date")),
    *(f"sh:datatype xsd:{name}" for name in ("gYear", "anyURI", "double", "dateTime")),
    *("sh:datatype rdf:langString", "sh:datatype rdfs:Literal", "sh:datatype ex:type"),
    *("sh:nodeKind sh:IRI", "sh:nodeKind sh:Literal", "sh:nodeKind sh:BlankNode"),
    *("sh:nodeKind sh:BlankNodeOrIRI", "sh:nodeKind sh:BlankNodeOrLiteral"),
    *("sh:nodeKind sh:IRIOrLiteral", "sh:nodeKind ex:IRI"),
    *("sh:in ( 5 'abc' ex:thing )", "sh:in ( 'abc'@en true )", "sh:in ( 01 1e0 )", "sh:in ( )"),
    *("sh:hasValue 5", "sh:hasValue 'abc'@EN", "sh:hasValue ex:self", "sh:hasValue 5.0"),
    *("sh:minInclusive 5", "sh:minExclusive 5", "sh:maxInclusive 5", "sh:maxExclusive 5.5"),
    *("sh:minInclusive 'abc'", "sh:maxInclusive 'abc'@en", "sh:minExclusive true"),
    *("sh:maxInclusive '2024-02-29'^^xsd:date", "sh:minInclusive '2024'^^xsd:gYear"),
    *("sh:maxExclusive '2024-02-29T12:00:00Z'^^xsd:dateTime", "sh:minInclusive 'NaN'^^xsd:double"),
    *("sh:minLength 0", "sh:minLength 1", "sh:minLength 4", "sh:maxLength 0", "sh:maxLength 3"),
    *("sh:pattern '^abc$'", "sh:pattern 'c$'", "sh:pattern ''", "sh:pattern '^.$'"),
    *("sh:pattern '^[^a]'", "sh:pattern 'a*+b'", "sh:pattern '(?i)ABC'", "sh:pattern '^é$'"),
    *("sh:pattern '[a^^b]'", "sh:pattern '^s$' ; sh:flags 'i'", r"sh:pattern '^\\\\w+$'"),
    *("sh:languageIn ( 'en' )", "sh:languageIn ( 'EN-GB' 'de' )", "sh:languageIn ( '*' )"),
    *("sh:equals ex:p", "sh:disjoint ex:p", "sh:closed true", "ex:unknown 1", "sh:minLenght 9"),
    "sh:closed true ; sh:ignoredProperties ( ex:p rdf:type )",
    "sh:property [ sh:path ex:q ; sh:maxCount 2 ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ]",
    "sh:node [ sh:property [ sh:path ex:q ; sh:node [ sh:nodeKind sh:Literal ] ] ]",
    "sh:deactivated true ; sh:class ex:Nothing",
    "sh:severity sh:Warning ; sh:class ex:Nothing",
    "sh:message 'One.'@en , 'Two.' ; sh:severity sh:Info ; sh:class ex:Nothing",
]
ON_PROPERTIES = [
    *(f"sh:minCount {number}" for number in range(5)),
    *(f"sh:maxCount {number}" for number in range(5)),
    *("sh:equals ex:q", "sh:disjoint ex:q", "sh:uniqueLang true", "sh:uniqueLang false"),
    "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1",
    "sh:qualifiedValueShape [ sh:datatype xsd:integer ] ; sh:qualifiedMaxCount 1",
]
PATHS = [
    *("ex:p", "ex:nothing", "rdf:type", "[ sh:inversePath ex:p ]", "( ex:p ex:q )"),
    *("( ex:p ex:p ex:q )", "[ sh:alternativePath ( ex:p ex:q rdf:type ) ]"),
    *("[ sh:zeroOrMorePath ex:p ]", "[ sh:oneOrMorePath ex:p ]", "[ sh:zeroOrOnePath ex:p ]"),
    "( [ sh:inversePath ex:p ] [ sh:alternativePath ( ex:p ( ex:p ex:q ) ) ] )",
    "[ sh:alternativePath ( rdf:type ( ex:p [ sh:alternativePath ( ex:p ex:q ) ] ) ) ]",
    "[ sh:inversePath ( ex:p ex:q ) ]",
    "[ sh:inversePath [ sh:alternativePath ( ( ex:p ex:q ) ex:q ) ] ]",
    "[ sh:inversePath [ sh:inversePath ex:p ] ]",
    "( ex:p [ sh:inversePath [ sh:alternativePath ( ex:p ex:q ) ] ] )",
    "( ex:p [ sh:zeroOrMorePath [ sh:inversePath ex:p ] ] )",
]
TARGETS = [
    *("sh:targetClass ex:Thing", "sh:targetClass ex:Subthing", "sh:targetClass ex:Ring"),
    *("sh:targetClass ex:Nothing", "sh:targetNode ex:int", "sh:targetNode ex:nowhere"),
    *("sh:targetNode 5", "sh:targetNode 'abc'@en", "sh:targetNode 01", "sh:targetNode 1.0"),
    *("sh:targetSubjectsOf ex:q", "sh:targetSubjectsOf ex:nothing", "sh:targetObjectsOf ex:p"),
    *("sh:targetObjectsOf rdf:type", "sh:targetObjectsOf rdfs:subClassOf"),
    "sh:targetClass ex:Thing , ex:Loop ; sh:targetNode ex:int , 5 ; sh:targetSubjectsOf ex:p",
]
AROUND = {
    "plain": "{look} ; {demand}",
    "not": "sh:not [ {look} ; {demand} ]",
    "or": "sh:or ( [ {look} ; {demand} ] [ sh:class ex:Thing ] [ sh:in ( 5 'abc' ) ] )",
    "xone": "sh:xone ( [ {look} ; {demand} ] [ sh:class ex:Thing ] )",
    "xone-not": "sh:xone ( [ sh:not [ {look} ; {demand} ] ] [ sh:nodeKind sh:Literal ] )",
    "values": "sh:property [ sh:path ex:p ; sh:or ( [ {look} ; {demand} ] [ sh:in ( 6 ) ] ) ]",
}


@pytest.fixture(autouse=True, scope="module")
def _without_the_ontology() -> Iterator[None]:
    """Keep to the data of a test, which makes thousands of runs quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "shipped_sources", lambda _: ())
        yield


def judge(folder: Path, shapes: str, data: str, *, screened: bool) -> Report:
    """What validation says of some data by some shapes, both in Turtle."""
    path = folder / "shapes.ttl"
    path.write_text(HEAD + shapes, encoding="utf-8")
    source = Source("data.ttl", "user", "ttl", (HEAD + data).encode())
    return validate(Dataset([source]), str(path), screened=screened)


def assert_exact(folder: Path, shapes: str, data: str = ZOO) -> None:
    """Compare what is found with and without screening; something has to be."""
    full = judge(folder, shapes, data, screened=False)
    assert judge(folder, shapes, data, screened=True) == full
    assert full.findings


def around(target: str, look: str, demand: str) -> str:
    """A demand by itself and within each kind of shape that holds others."""
    return "".join(
        f"ex:{name} {target} ; {shape.format(look=look, demand=demand)} .\n"
        for name, shape in AROUND.items()
    )


@pytest.mark.parametrize("demand", [*ON_VALUES, *ON_PROPERTIES])
def test_demand_on_a_property_is_screened_exactly(tmp_path: Path, demand: str) -> None:
    """The values of a property, by every constraint, alone and within others."""
    assert_exact(tmp_path, around("sh:targetSubjectsOf ex:p", "sh:path ex:p", demand))


@pytest.mark.parametrize("demand", ON_VALUES)
def test_demand_on_a_thing_is_screened_exactly(tmp_path: Path, demand: str) -> None:
    """Things, blank nodes and literals themselves, by every constraint, alone and within others."""
    assert_exact(tmp_path, around("sh:targetObjectsOf ex:p", "sh:name 'it'", demand))


@pytest.mark.parametrize(
    "demand", ["sh:datatype xsd:integer", "sh:minInclusive 1", "sh:hasValue 1"]
)
def test_odd_literals_are_judged_exactly(tmp_path: Path, demand: str) -> None:
    """Among literals that no two engines read alike, everything is judged by pySHACL."""
    assert_exact(tmp_path, around("sh:targetSubjectsOf ex:p", "sh:path ex:p", demand), ZOO + ODD)


@pytest.mark.filterwarnings("ignore:NotImplemented should not be used")  # by rdflib
@pytest.mark.parametrize(
    "demand", ["sh:lessThan ex:q", "sh:lessThanOrEquals ex:q", "sh:lessThan ex:p"]
)
def test_comparison_of_two_properties_is_screened_exactly(tmp_path: Path, demand: str) -> None:
    """Where there is no blank node, which pySHACL does not compare."""
    data = "".join(line for line in ZOO.splitlines() if "_:" not in line)
    assert_exact(tmp_path, around("sh:targetSubjectsOf ex:p", "sh:path ex:p", demand), data)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("demand", ["sh:minCount 1 ; sh:maxCount 2", "sh:equals ex:q"])
def test_path_is_screened_exactly(tmp_path: Path, path: str, demand: str) -> None:
    """Every kind of path, also where it leads back to where it began."""
    assert_exact(tmp_path, around("sh:targetSubjectsOf ex:q", f"sh:path {path}", demand))


@pytest.mark.parametrize("target", TARGETS)
def test_target_is_screened_exactly(tmp_path: Path, target: str) -> None:
    """Every kind of target, of things, literals and what the data do not know."""
    shapes = f"ex:one {target} ; sh:nodeKind sh:BlankNode . ex:two {target} ; sh:class ex:Thing ."
    assert_exact(tmp_path, shapes + "ex:three sh:targetNode ex:nothing ; sh:class ex:Thing .")


@pytest.mark.parametrize("inner", ["sh:minCount 2", "sh:maxCount 1", "sh:nodeKind sh:Literal"])
def test_shape_that_is_targeted_and_referred_to_is_screened_exactly(
    tmp_path: Path, inner: str
) -> None:
    """Its own findings are kept apart from those of the shapes that refer to it."""
    shapes = f"""
        ex:inner a sh:PropertyShape ; sh:path ex:p ; sh:targetClass ex:Thing ; {inner} .
        ex:outer a sh:NodeShape ; sh:targetSubjectsOf ex:q ; sh:property ex:inner .
        ex:node a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:node ex:outer .
        ex:not a sh:NodeShape ; sh:targetSubjectsOf ex:p ;
            sh:not ex:inner ; sh:or ( ex:node ex:inner ) .
    """
    assert_exact(tmp_path, shapes)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value WHERE { $this ex:p ?value FILTER(isIRI(?value)) }",
        "SELECT $this WHERE { FILTER NOT EXISTS { $this ex:q ?any } }",
        "SELECT $this (COUNT(?value) AS ?count) WHERE { $this ex:p ?value } GROUP BY $this",
        "SELECT ?this WHERE { ?this ex:p ?one , ?two FILTER(?one != ?two) }",
        "SELECT $this WHERE { $this a/rdfs:subClassOf* ex:Thing }",
        "SELECT $this ?value WHERE { $this $PATH ?value FILTER(isLiteral(?value)) }",
        "SELECT $this WHERE { FILTER NOT EXISTS { $this $PATH ?value } }",
    ],
)
def test_own_query_is_screened_exactly(tmp_path: Path, query: str) -> None:
    """A shape that asks a query of its own, by itself and as part of another."""
    shapes = f"""
        ex:ontology sh:declare [ sh:prefix "ex" ; sh:namespace "urn:x:"^^xsd:anyURI ] .
        ex:property a sh:PropertyShape ; sh:path ex:p ; sh:targetSubjectsOf ex:q ; sh:maxCount 3 ;
            sh:message "Own." ; sh:sparql [ sh:prefixes ex:ontology ; sh:select "{query}" ] .
        ex:outer a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property ex:property .
    """
    assert_exact(tmp_path, shapes)


@pytest.mark.parametrize(
    ("query", "prefixes", "expected"),
    [
        ("SELECT $this WHERE { $this ex:q ?any }", "ex:ontology", {"one"}),
        ("SELECT $this WHERE { $this ex:q ?any }", "ex:other", set()),
        ("SELECT $this WHERE { $this ex:q ?any }", "ex:nowhere", {"one", "two"}),
        ("SELECT ?any WHERE { $this ex:q ?any }", "ex:ontology", {"one", "two"}),
        ("SELECT $this WHERE { SERVICE ex:a { $this ex:q ?any } }", "ex:ontology", {"one", "two"}),
        ("SELECT $this FROM ex:a WHERE { $this ex:q ?any }", "ex:ontology", {"one", "two"}),
        ("SELECT $this WHERE { GRAPH ex:a { $this ex:q ?any } }", "ex:ontology", {"one", "two"}),
        ("ASK { $this ex:q ?any }", "ex:ontology", {"one", "two"}),
        ("SELECT", "ex:ontology", {"one", "two"}),
    ],
)
def test_own_query_that_the_engine_may_not_answer_spares_nothing(
    query: str, prefixes: str, expected: set[str]
) -> None:
    """What needs other graphs or other bindings, or is no query, is pySHACL's to judge."""
    shapes = f"""
        ex:ontology sh:declare [ sh:prefix "ex" ; sh:namespace "urn:x:" ] .
        ex:other sh:declare [ sh:prefix "ex" ; sh:namespace "urn:y:" ] .
        ex:shape sh:targetSubjectsOf ex:p ;
            sh:sparql [ sh:prefixes {prefixes} ; sh:select "{query}" ] .
    """
    store = ox.Store()
    store.extend(_read("ex:one ex:p 1 ; ex:q 1 . ex:two ex:p 1 ."))
    found = Screen(Shapes(_read(shapes)), store).suspects(ox.NamedNode("urn:x:shape"))
    assert found == {ox.NamedNode(f"urn:x:{name}") for name in expected}


def test_target_is_kept_as_it_is_written() -> None:
    """What the engine would rewrite, or take for a variable, is a target and a suspect too."""
    shapes = Shapes(_read("ex:shape sh:targetNode 01 , 1 , _:any ; sh:nodeKind sh:Literal ."))
    screen, shape = Screen(shapes, ox.Store()), ox.NamedNode("urn:x:shape")
    kept = {
        ox.BlankNode("any"),
        ox.Literal("01", datatype=ox.NamedNode(PREFIXES["xsd"] + "integer")),
    }
    assert (screen.suspects(shape), screen.targets(shape)) == (kept, kept | {ox.Literal(1)})


def test_instances_are_those_of_classes_below() -> None:
    """A class has the things of its subclasses, each once."""
    store = ox.Store()
    store.extend(_read(ZOO))
    found = Screen(Shapes([]), store).instances(ox.NamedNode("urn:x:Ring"))
    assert found == {ox.NamedNode("urn:x:loop")}


def test_values_in_several_graphs_count_once(tmp_path: Path) -> None:
    """The same statement in two files is one value."""
    path = tmp_path / "shapes.ttl"
    path.write_text(f"{HEAD} ex:s sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:maxCount 1 .")
    texts = ["ex:one ex:p 5 . ex:two ex:p 5 .", "ex:one ex:p 5 . ex:two ex:p 6 ."]
    sources = [Source(f"{t}.ttl", f"layer{t[-3]}", "ttl", (HEAD + t).encode()) for t in texts]
    for screened in (True, False):
        report = validate(Dataset(sources), str(path), screened=screened)
        found = [(finding.focus, finding.component) for finding in report.findings]
        assert ("<urn:x:two>", "MaxCountConstraintComponent") in found
        assert ("<urn:x:one>", "MaxCountConstraintComponent") not in found


NODES = ["ex:a", "ex:b", "ex:c", "_:one", "_:two"]
CLASSES = ["ex:C", "ex:D", "ex:E"]
PROPERTIES = ["ex:p", "ex:q", "ex:r"]
LITERALS = [
    *("1", "2", "1.5", '"1"^^xsd:decimal', '""', '"a"', '"b"', '"ab\\n"', '"é"', '"a"@en'),
    *('"a"@en-GB', '"b"@de', "true", "false", '"2020"^^xsd:gYear', '"2020-01-01"^^xsd:date'),
    *('"a"^^xsd:anyURI', '"2021-01-01"^^xsd:date', "10", "-3"),
]
ODDITIES = ["01", "1.0", "1e0", '"x"^^xsd:integer', '"2020-01-01Z"^^xsd:date', '"a"^^ex:type', "[]"]
PATTERNS = [
    "^a",
    "a$",
    "b",
    "",
    "^[a-z]+$",
    "[^a]",
    "(a|b)c?",
    "^a*+a",
    "(?i)A",
    "urn:x:[ab]$",
    ".",
]
KINDS = ["IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
DATATYPES = [
    "xsd:string",
    "xsd:integer",
    "xsd:decimal",
    "rdf:langString",
    "rdfs:Literal",
    "xsd:date",
]

_pick = st.sampled_from
_literals = _pick(LITERALS * 3 + ODDITIES)
_terms = _pick(NODES + CLASSES) | _pick(LITERALS)
_statements = (
    st.builds("{} a {} .".format, _pick(NODES), _pick(CLASSES))
    | st.builds("{0} rdfs:subClassOf {1} .".format, _pick(CLASSES), _pick([*CLASSES, "_:one"]))
    | st.builds("{} {} {} .".format, _pick(NODES), _pick(PROPERTIES), _terms)
    | st.builds("{} {} {} .".format, _pick(NODES), _pick(PROPERTIES), _terms)
)
_paths = st.recursive(
    _pick([*PROPERTIES, "rdf:type"]),
    lambda inner: (
        st.builds("[ sh:inversePath {} ]".format, inner)
        | st.builds("( {} {} )".format, inner, inner)
        | st.builds("[ sh:alternativePath ( {} {} ) ]".format, inner, inner)
        | st.builds("[ sh:zeroOrMorePath {} ]".format, inner)
    ),
    max_leaves=5,
)
_targets = (
    st.builds("sh:targetClass {}".format, _pick(CLASSES))
    | st.builds("sh:targetNode {}".format, _pick([*NODES[:3], "ex:nowhere", "1", '"a"', "01"]))
    | st.builds("sh:targetSubjectsOf {}".format, _pick(PROPERTIES))
    | st.builds("sh:targetObjectsOf {}".format, _pick(PROPERTIES))
)
_on_values = st.one_of(
    st.builds("sh:class {}".format, _pick(CLASSES)),
    st.builds("sh:datatype {}".format, _pick(DATATYPES)),
    st.builds("sh:nodeKind sh:{}".format, _pick(KINDS)),
    st.builds("sh:in ( {} {} )".format, _terms, _terms),
    st.builds("sh:hasValue {}".format, _terms | _literals),
    st.builds("sh:{} {}".format, _pick(["minInclusive", "maxExclusive"]), _pick(LITERALS)),
    st.builds("sh:{} {}".format, _pick(["minExclusive", "maxInclusive"]), _pick(LITERALS)),
    st.builds("sh:{} {}".format, _pick(["minLength", "maxLength"]), _pick([0, 1, 2])),
    st.builds('sh:pattern "{}"'.format, _pick(PATTERNS)),
    st.builds("sh:languageIn ( {} )".format, _pick(['"en"', '"EN-gb" "de"', '"*"'])),
    _pick(["sh:closed true", "ex:unknown 1", "sh:deactivated true", "sh:severity sh:Info"]),
)
_on_properties = _on_values | st.one_of(
    st.builds("sh:{} {}".format, _pick(["minCount", "maxCount"]), _pick([0, 1, 2, 3])),
    st.builds("sh:{} {}".format, _pick(["equals", "disjoint"]), _pick(PROPERTIES)),
    st.just("sh:uniqueLang true"),
)


def _held(kind: str, look: str, parts: list[str]) -> str:
    shapes = [f"[ {part} ]" for part in parts]
    if kind == "sh:node":
        return f"{look}sh:node [ sh:and ( {' '.join(shapes)} ) ]"
    if kind == "sh:property":
        path = "" if parts[0].startswith("sh:path") else "sh:path ex:p ; "
        return f"{look}sh:property [ {path}{parts[0]} ]"
    if kind == "sh:not":
        return f"{look}sh:not {shapes[0]}"
    return f"{look}{kind} ( {' '.join(shapes)} )"


_looks = st.just("") | st.builds("sh:path {} ; ".format, _paths)
_leaves = _on_values | st.builds("sh:path {} ; {}".format, _paths, _on_properties)
_shapes = st.recursive(
    _leaves,
    lambda inner: st.builds(
        _held,
        _pick(["sh:not", "sh:and", "sh:or", "sh:xone", "sh:node", "sh:property"]),
        _looks,
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@settings(
    deadline=None,
    max_examples=int(os.environ.get("SCREENING_EXAMPLES", "300")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(st.tuples(_targets, _shapes), min_size=1, max_size=3),
    st.lists(_statements, max_size=14).map("\n".join),
)
def test_random_shapes_are_screened_exactly(
    tmp_path: Path, drawn: list[tuple[str, str]], data: str
) -> None:
    """Whatever the shapes and whatever the data, nothing is missed and nothing made up."""
    shapes = "".join(f"ex:s{n} {t} ; {shape} .\n" for n, (t, shape) in enumerate(drawn))
    full = judge(tmp_path, shapes, data, screened=False)
    assert _unworded(judge(tmp_path, shapes, data, screened=True)) == _unworded(full)


def _unworded(report: Report) -> Report:
    """The report without messages, since these shapes have none of their own."""
    return replace(report, findings=tuple(sorted(replace(f, message="") for f in report.findings)))


def _read(text: str) -> list[ox.Quad]:
    return list(ox.parse((HEAD + text).encode(), format=ox.RdfFormat.TURTLE))
