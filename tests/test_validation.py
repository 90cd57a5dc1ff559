"""Validation as a whole: what it reads, what it reports, and that screening changes nothing."""

import random
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

sys.path.append(str(Path(__file__).parents[1]))  # benchmarks lie beside the tests, in no package

from benchmarks.generate import write_graph
from benchmarks.mutation.facts import shipped_facts
from benchmarks.mutation.mutants import make_mutants
from benchmarks.validation import corrupt, read_apart

from backrun_kg.dataset import Dataset, Source, load, read_source
from backrun_kg.errors import MalformedData, UnreadableInput
from backrun_kg.namespaces import PREFIXES
from backrun_kg.validation import rule_names, validate

BROKEN = Path(__file__).parent / "broken"
HEAD = "".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items())
SHAPES = """
brs:Crab sh:targetClass br:Crab ; sh:property brs:Crab-near , brs:Crab-depth .
brs:Crab-near sh:path br:near ; sh:class br:Crab ; sh:message "Point at a crab." .
brs:Crab-depth sh:path br:depth ; sh:maxCount 1 ; sh:datatype xsd:integer ;
    sh:message "State one depth." ; sh:severity sh:Warning .
brs:Gull sh:targetSubjectsOf br:flies ; sh:nodeKind sh:IRI ; sh:message "Name the gull." .
"""
OWN = """
<urn:x#own> a sh:NodeShape ; sh:targetClass br:Muscle ;
    sh:property [ sh:path br:partOf ; sh:or ( [ sh:class br:Joint ] [ sh:hasValue kg:thighs ] ) ] ;
    sh:not [ sh:path skos:exactMatch ; sh:minCount 2 ] .
<urn:x:closed> a sh:NodeShape ; sh:targetClass br:Joint ; sh:closed true .
"""
NAMED = "; skos:prefLabel 'Claw'@en ."


@pytest.fixture
def shapes(tmp_path: Path) -> str:
    """The path of a few shapes about crabs."""
    path = tmp_path / "shapes.ttl"
    path.write_text(HEAD + SHAPES, encoding="utf-8")
    return str(path)


def dataset_of(*texts: str) -> Dataset:
    """A dataset of Turtle texts, each a file of the user's."""
    return Dataset(
        Source(f"{number}.ttl", "user", "ttl", (HEAD + text).encode())
        for number, text in enumerate(texts, 1)
    )


def same(triples: Iterable[ox.Triple]) -> bool:
    """Whether the report on a graph is the same with and without screening, and not empty."""
    text = "".join(f"{triple} .\n" for triple in dict.fromkeys(triples))
    dataset = Dataset([Source("data.nt", "user", "nt", text.encode())])
    full = validate(dataset, screened=False)
    return bool(full.findings) and validate(dataset) == full


@cache
def shipped_triples() -> tuple[ox.Triple, ...]:
    """The shipped statements but for the ontology's."""
    quads = load(layers=["article", "evidence", "alignment"]).quads()
    return tuple(quad.triple for quad in quads)


def test_shipped_data_are_screened_exactly(shipped: Dataset) -> None:
    """The graph as it is shipped: pySHACL alone says the same of it."""
    assert validate(shipped) == validate(shipped, screened=False)


@pytest.mark.parametrize("group", range(14))
def test_broken_files_are_screened_exactly(group: int) -> None:
    """Every broken file, many at a time."""
    known = {node for triple in shipped_triples() for node in (triple.subject, triple.object)}
    files = sorted(BROKEN.glob("*.ttl"))[group::14]
    assert same([*shipped_triples(), *read_apart(files, known)])


@pytest.mark.parametrize("group", range(2))
def test_mutants_are_screened_exactly(group: int) -> None:
    """Slips of every kind, thirty at a time."""
    mutants = list(make_mutants(shipped_facts()))
    chosen = random.Random(group).sample(mutants, 30)  # noqa: S311
    removed = {triple for mutant in chosen for triple in mutant.removed}
    added = [triple for mutant in chosen for triple in mutant.added]
    assert same([*(t for t in shipped_triples() if t not in removed), *added])


@pytest.mark.parametrize("seed", range(3))
def test_corrupted_graph_is_screened_exactly(tmp_path: Path, seed: int) -> None:
    """One twice the size of the shipped, with a hundred lines gone wrong."""
    triples = write_graph(tmp_path / "graph.nt", 9_000)
    lines = (tmp_path / "graph.nt").read_text(encoding="utf-8").splitlines()
    text = "\n".join(corrupt(lines, 100 / triples, seed))
    assert same(quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES))


def test_own_shapes_are_screened_exactly(shipped: Dataset, tmp_path: Path) -> None:
    """Shapes of a user's, with parts that have no names, beside ours."""
    path = tmp_path / "own.ttl"
    path.write_text(HEAD + OWN, encoding="utf-8")
    reports = [
        validate(shipped, own_shapes=[read_source(str(path))], screened=screened)
        for screened in (True, False)
    ]
    assert reports[0] == reports[1]
    assert {finding.rule for finding in reports[0].findings} == {"own", "urn:x:closed"}


def test_report_says_what_was_looked_at(shapes: str) -> None:
    """Findings in the order of things, and how many rules, triples and targets there were."""
    data = """kg:claw a br:Crab ; br:near kg:pinch ; br:depth 1 , 2 ; skos:prefLabel "Claw"@en .
        kg:pinch a br:Gull ; br:flies true ; br:near kg:claw ."""
    report = validate(dataset_of(data), shapes)
    found = [(f.focus, f.rule, f.path, f.value, f.severity) for f in report.findings]
    assert [each for each in found if each[1].startswith("Crab")] == [
        ("kg:claw", "Crab-depth", "br:depth", "", "Warning"),
        ("kg:claw", "Crab-near", "br:near", "kg:pinch", "Violation"),
    ]
    assert found == sorted(found)
    assert (report.rules, report.targets) == (3, {"Crab": 1, "Gull": 1})
    assert report.triples == len(set(load(layers=["ontology"]).quads())) + 8


def test_finding_is_explained(shapes: str) -> None:
    """With the thing's label, the nearest right value, and the line where the wrong one stands."""
    data = "\nkg:claw a br:Crab ;\n\tskos:prefLabel 'Claw'@en ;\n\tbr:near kg:clow ."
    found = validate(dataset_of(data), shapes).findings
    (near,) = [finding for finding in found if finding.rule == "Crab-near"]
    assert (near.label, near.nearest, near.file, near.line) == ("Claw", "kg:claw", "1.ttl", 4)


def test_shapes_know_the_class_tree_of_the_ontology() -> None:
    """Also where the data are read without the ontology: a muscle is a thing and needs a label."""
    report = validate(dataset_of("kg:biceps a br:Muscle ."))
    assert "Thing-label" in {finding.rule for finding in report.findings}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("7", False),
        ("07", False),
        ("+7", False),
        ("'seven'^^xsd:integer", True),
        ("7.0", True),
        ("'7'", True),
        ("'7'^^xsd:int", True),
    ],
)
def test_literal_is_judged_as_it_is_written(shapes: str, value: str, expected: bool) -> None:
    """Neither cut nor rewritten on the way to the shapes."""
    report = validate(dataset_of(f"kg:claw a br:Crab ; br:depth {value} {NAMED}"), shapes)
    assert ("Crab-depth" in {finding.rule for finding in report.findings}) is expected


def test_two_spellings_of_a_number_are_two_values(shapes: str) -> None:
    """An engine that rewrites literals would see one."""
    report = validate(dataset_of(f"kg:claw a br:Crab ; br:depth 7 , 07 {NAMED}"), shapes)
    assert [finding.component for finding in report.findings if finding.rule == "Crab-depth"] == [
        "MaxCountConstraintComponent"
    ]


def test_statement_in_two_files_is_one(shapes: str) -> None:
    """What two files say counts once."""
    data = f"kg:claw a br:Crab ; br:depth 7 {NAMED}"
    once, twice = (validate(dataset_of(*[data] * number), shapes) for number in (1, 2))
    assert (twice.triples, "Crab-depth" in {f.rule for f in twice.findings}) == (
        once.triples,
        False,
    )


def test_blank_nodes_have_the_same_names_on_every_run(shapes: str) -> None:
    """They are numbered as they come, across files."""
    data = "_:x br:flies true .", "_:x br:flies true . [] br:flies false ."
    reports = [validate(dataset_of(*data), shapes) for _ in range(2)]
    gulls = [f.focus for f in reports[0].findings if f.rule == "Gull"]
    assert (gulls, reports[0]) == (["_:b0", "_:b1", "_:b2"], reports[1])


def test_triple_term_is_refused(shapes: str) -> None:
    """What no shape can judge is not passed over."""
    about = dataset_of("kg:claw br:near <<( kg:claw br:near kg:claw )>> .")
    with pytest.raises(MalformedData, match="No shape can judge a triple term"):
        validate(about, shapes)


def test_missing_shapes_are_named(tmp_path: Path) -> None:
    """The message says which file."""
    with pytest.raises(UnreadableInput, match=r"none\.ttl cannot be read"):
        validate(dataset_of("kg:claw a br:Crab ."), str(tmp_path / "none.ttl"))


def test_rules_are_the_shapes_that_speak(shapes: str) -> None:
    """By name, sorted."""
    assert rule_names(shapes) == ["Crab-depth", "Crab-near", "Gull"]


def test_data_that_keep_the_shapes_need_no_rdflib() -> None:
    """Where the engine finds no suspect, pySHACL is not even imported."""
    script = (
        "import sys\nfrom backrun_kg import load\nfrom backrun_kg.validation import validate\n"
        "print(validate(load()).conforms, {'rdflib', 'pyshacl'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "True set()\n"
