"""The mutation score: how mutants are made, judged and counted, and which of them survive."""

import json
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

sys.path.append(str(Path(__file__).parents[1]))  # benchmarks lie beside the tests, in no package

from benchmarks.mutation import edits, snapshot
from benchmarks.mutation.__main__ import main
from benchmarks.mutation.facts import Facts, shipped_facts
from benchmarks.mutation.judge import Judge
from benchmarks.mutation.mutants import KINDS, Mutant, make_mutants, why_equivalent
from benchmarks.mutation.score import Tally, Verdict, sample, tally

from backrun_kg.dataset import Dataset, Source
from backrun_kg.findings import Finding
from backrun_kg.namespaces import PREFIXES
from backrun_kg.validation import validate

SIZE, SEED = 12, 0

facts = shipped_facts()
mutants = list(make_mutants(facts))
reasons = {mutant.name: why for mutant in mutants if (why := why_equivalent(mutant, facts))}
changing = [mutant for mutant in mutants if mutant.name not in reasons]
chosen = sample(changing, SIZE, SEED)
survivors = snapshot.read(snapshot.SURVIVORS)
listed = set(survivors)


@pytest.fixture(scope="module")
def judge() -> Judge:
    """The judge of mutants, made ready once."""
    return Judge(facts)


@pytest.mark.parametrize("mutant", chosen, ids=lambda mutant: mutant.name)
def test_mutant_is_caught_or_listed(mutant: Mutant, judge: Judge) -> None:
    """Validation catches the mutant, unless the list of survivors has it; then it must not."""
    fate = "caught" if judge.rule_against(mutant) else "survived"
    wanted = "survived" if mutant.name in listed else "caught"
    assert fate == wanted, (
        f"Remove this line from {snapshot.SURVIVORS.name}."
        if fate == "caught"
        else "Strengthen a rule, so that validation sees this; the list may only shrink."
    )


def test_survivors_are_mutants() -> None:
    """Every line of the list of survivors names a mutant that changes the meaning."""
    assert listed - {mutant.name for mutant in changing} == set()


def test_equivalent_mutants_are_listed() -> None:
    """The mutants that say what the data say are known by name, with the reason."""
    lines = sorted(f"{name}: {reason}" for name, reason in reasons.items())
    assert snapshot.read(snapshot.EQUIVALENT) == lines


def test_survivors_are_sorted() -> None:
    """The list of survivors is sorted, and has no line twice."""
    assert survivors == sorted(listed)


def test_mutants_have_names_of_their_own() -> None:
    """No two mutants go by one name."""
    names = Counter(mutant.name for mutant in mutants)
    assert [name for name, number in names.items() if number > 1] == []


@pytest.mark.parametrize("kind", KINDS)
def test_kind_has_mutants(kind: str) -> None:
    """The shipped data give every kind of slip something to slip on."""
    assert any(mutant.kind == kind for mutant in changing)


@pytest.mark.parametrize("mutant", sample(changing, 1, seed=7)[::2], ids=lambda mutant: mutant.name)
def test_judge_finds_what_validate_finds(mutant: Mutant, judge: Judge) -> None:
    """Judging many mutants fast finds in each what plain validation finds in a file of it."""
    assert {_bare(f) for f in judge.findings(mutant)} == {
        _bare(f) for f in validate(_dataset(mutant)).findings
    }


def test_judge_puts_everything_back(judge: Judge) -> None:
    """After a mutant was judged, nothing is wrong with the shipped data."""
    judge.findings(next(mutant for mutant in mutants if mutant.kind == "block-dropped"))
    assert judge.findings(Mutant("none", "", (), ())) == set()


HOUSE = """
    kg:a a br:Muscle ; br:partOf kg:c ; skos:prefLabel "A"@en .
    kg:b a br:Muscle ; br:partOf kg:d ; skos:prefLabel "B"@en ; skos:altLabel "Bb"@en .
    kg:c a br:Muscle ; br:partOf kg:d ; skos:prefLabel "C"@en ; skos:closeMatch wd:Q1, wd:Q2 .
    kg:d a br:Joint ; skos:prefLabel "D"@en .
    kg:g a br:Joint ; skos:prefLabel "G"@en .
    kg:e a br:Finding ; br:supports kg:a ; br:direction kg:up ; br:unit kg:u1 ; br:value 0.5 .
    kg:f a br:Finding ; br:supports kg:b ; br:direction kg:down ; br:unit kg:u2 ; br:value 2 .
    kg:h skos:inScheme kg:s ; skos:topConceptOf kg:s .
    kg:up a br:Direction . kg:down a br:Direction . kg:u1 a br:Unit . kg:u2 a br:Unit .
"""
"""A small graph: three muscles, two joints, two findings, a top concept."""


@pytest.mark.parametrize(
    ("name", "removed", "added"),
    [
        ("drop-type kg:a rdf:type br:Muscle", "kg:a a br:Muscle", ""),
        ("drop-required kg:a br:partOf kg:c", "kg:a br:partOf kg:c", ""),
        ("drop-required kg:b skos:prefLabel", 'kg:b skos:prefLabel "B"@en', ""),
        ("drop-optional kg:b skos:altLabel", 'kg:b skos:altLabel "Bb"@en', ""),
        ("drop-optional kg:c skos:closeMatch wd:Q1", "kg:c skos:closeMatch wd:Q1", ""),
        ("second-value kg:a br:partOf kg:c", "", "kg:a br:partOf kg:b"),
        (
            "wrong-class kg:e br:direction kg:up",
            "kg:e br:direction kg:up",
            "kg:e br:direction kg:u1",
        ),
        ("same-class kg:e br:supports kg:a", "kg:e br:supports kg:a", "kg:e br:supports kg:b"),
        ("unit kg:e br:unit kg:u1", "kg:e br:unit kg:u1", "kg:e br:unit kg:u2"),
        (
            "identifier kg:c skos:closeMatch wd:Q2",
            "kg:c skos:closeMatch wd:Q2",
            "kg:c skos:closeMatch wd:Q3",
        ),
        ("swap kg:a br:partOf kg:c", "kg:a br:partOf kg:c", "kg:c br:partOf kg:a"),
        ("dangling kg:e br:unit kg:u1", "kg:e br:unit kg:u1", "kg:e br:unit kg:u11"),
        ("dangling kg:e br:direction kg:up", "kg:e br:direction kg:up", "kg:e br:direction kg:upp"),
        ("misspelt-class kg:d rdf:type br:Joint", "kg:d a br:Joint", "kg:d a br:Joit"),
        ("misspelt-property kg:a br:partOf kg:c", "kg:a br:partOf kg:c", "kg:a br:partf kg:c"),
        (
            "sibling-property kg:a skos:prefLabel",
            'kg:a skos:prefLabel "A"@en',
            'kg:a skos:altLabel "A"@en',
        ),
        (
            "verdict kg:e br:supports kg:a -> br:qualifies",
            "kg:e br:supports kg:a",
            "kg:e br:qualifies kg:a",
        ),
        ("verdict kg:e br:direction kg:up", "kg:e br:direction kg:up", "kg:e br:direction kg:down"),
        ("number kg:e br:value", "kg:e br:value 0.5", "kg:e br:value 0.4"),
        (
            "label kg:d skos:prefLabel",
            'kg:d skos:prefLabel "D"@en . kg:g skos:prefLabel "G"@en',
            'kg:d skos:prefLabel "G"@en . kg:g skos:prefLabel "D"@en',
        ),
        ("block-dropped kg:d", 'kg:d a br:Joint ; skos:prefLabel "D"@en', ""),
        ("block-copied kg:d", "", 'kg:d-copy a br:Joint ; skos:prefLabel "D"@en'),
    ],
    ids=lambda value: value if value.partition(" ")[0] in KINDS else "",
)
def test_mutant_changes_what_its_name_says(name: str, removed: str, added: str) -> None:
    """A mutant of the small graph removes and adds these triples."""
    found = next(m for m in make_mutants(Facts(_triples(HOUSE), ())) if m.name == name)
    assert (set(found.removed), set(found.added)) == (_triples(removed), _triples(added))


@pytest.mark.parametrize(
    ("edit", "literal", "edited"),
    [
        (edits.other_datatype, 'br:value "12"^^xsd:decimal', "br:value 12"),
        (edits.other_datatype, "br:value 0.5", 'br:value "0.5"^^xsd:double'),
        (edits.other_datatype, "br:weeks 8", 'br:weeks "8"^^xsd:decimal'),
        (edits.other_datatype, "br:figureReported true", 'br:figureReported "true"'),
        (edits.other_datatype, 'br:journal "J"', 'br:journal "J"@en'),
        (edits.other_datatype, 'br:setting "S"@en', 'br:setting "S"'),
        (edits.other_language, 'br:setting "S"@en', 'br:setting "S"@de'),
        (edits.number_by_one, "br:weeks 8", "br:weeks 9"),
        (edits.number_by_one, "br:value 0.09", "br:value 0.1"),
        (edits.offset_by_one, "oa:start 10", "oa:start 9"),
        (edits.year_by_one, "br:year 2019", "br:year 2018"),
        (
            edits.year_by_one,
            'dcterms:date "2026-03-01"^^xsd:date',
            'dcterms:date "2026-03-02"^^xsd:date',
        ),
        (edits.opposite_sign, "br:value 0.5", "br:value -0.5"),
        (edits.opposite_sign, "br:value -3.5", "br:value 3.5"),
        (edits.opposite_truth, "br:figureReported true", "br:figureReported false"),
        (edits.doi_digit, 'br:doi "10.1000/a19b"', 'br:doi "10.1000/a10b"'),
        (edits.pmid_digit, 'br:pmid "123"', 'br:pmid "124"'),
        (edits.digest_character, 'br:sha256 "f"', 'br:sha256 "0"'),
        (edits.malformed, 'br:doi "10.1000/a"', 'br:doi "O0.1000/a"'),
        (
            edits.malformed,
            'br:seenAt "https://a.b"^^xsd:anyURI',
            'br:seenAt "https:/a.b"^^xsd:anyURI',
        ),
        (edits.stray_space, 'br:journal "J"', 'br:journal "J "'),
        (edits.emptied, 'br:setting "S"@en', 'br:setting ""@en'),
    ],
)
def test_edit_slips_as_told(edit: edits.Edit, literal: str, edited: str) -> None:
    """A slip makes this of that literal."""
    before, after = _triple(literal), _triple(edited)
    assert isinstance(before.object, ox.Literal)
    assert edit(before, before.object) == after.object


@pytest.mark.parametrize(
    ("edit", "literal"),
    [
        (edits.other_language, 'br:journal "J"'),
        (edits.number_by_one, "br:year 2019"),
        (edits.number_by_one, "oa:start 10"),
        (edits.number_by_one, 'br:volume "10"'),
        (edits.offset_by_one, "br:weeks 8"),
        (edits.year_by_one, "br:weeks 8"),
        (edits.opposite_sign, "br:value 0"),
        (edits.opposite_truth, "br:value 1"),
        (edits.doi_digit, 'br:pmid "123"'),
        (edits.digest_character, 'br:pmid "123"'),
        (edits.malformed, 'br:journal "J"'),
        (edits.emptied, "br:weeks 8"),
    ],
)
def test_edit_leaves_other_literals(edit: edits.Edit, literal: str) -> None:
    """A slip cannot happen to a literal of another sort."""
    before = _triple(literal)
    assert isinstance(before.object, ox.Literal)
    assert edit(before, before.object) is None


@pytest.mark.parametrize(
    ("removed", "added", "reason"),
    [
        (
            "kg:c skos:closeMatch wd:Q1",
            "wd:Q1 skos:closeMatch kg:c",
            "skos:closeMatch is symmetric",
        ),
        ("kg:a br:partOf kg:c", "kg:c br:partOf kg:a", ""),
        ("kg:a a br:Muscle", "", ""),
        ("kg:c skos:closeMatch wd:Q1", "kg:c skos:exactMatch wd:Q1", ""),
        (
            "kg:h skos:inScheme kg:s",
            "",
            "skos:topConceptOf is a subproperty of skos:inScheme",
        ),
    ],
    ids=["turned and symmetric", "turned", "class lost", "stronger", "said by what stays"],
)
def test_mutant_that_says_the_same_is_equivalent(removed: str, added: str, reason: str) -> None:
    """A mutant is equivalent where each side follows from the other, and the reason is told."""
    mutant = Mutant("any", "", tuple(_triples(removed)), tuple(_triples(added)))
    assert why_equivalent(mutant, Facts(_triples(HOUSE), ())) == reason


def test_sample_takes_so_many_of_each_kind() -> None:
    """A sample has its size in mutants of every kind that has as many."""
    found = Counter(mutant.kind for mutant in sample(mutants, 5))
    assert found == dict.fromkeys(KINDS, 5)


def test_sample_stays_when_others_come() -> None:
    """A mutant that another kind of data brings changes nothing in the sample of the rest."""
    grown = [Mutant("another", "kg:new", (), ()), *mutants]
    assert sample(grown, 5)[1:] == sample(mutants, 5)


def test_tally_leaves_equivalent_mutants_out_of_the_score() -> None:
    """Three caught of four that change the meaning are three quarters."""
    rules = ["Thing-label", "Thing-label", "Thing-slug", ""]
    verdicts = [Verdict("number", "any", rule) for rule in rules]
    counts = tally([*verdicts, Verdict("swap", "any", reason="it is symmetric")])
    assert (counts, counts.score) == (Tally(made=5, equivalent=1, caught=3, survived=1), 0.75)


def test_command_counts_a_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints a table, writes what it counted, and ends with 1 below the goal."""
    file = tmp_path / "score.json"
    code = main(["--kinds", "digest", "--sample", "2", "-o", str(file)])
    written = json.loads(file.read_text(encoding="utf-8"))
    assert (code, written["kinds"]["digest"]["made"]) == (1, 2)
    assert "digest" in capsys.readouterr().out


def test_command_updates_no_snapshot_from_a_sample(capsys: pytest.CaptureFixture[str]) -> None:
    """A sample cannot tell which other mutants survive."""
    with pytest.raises(SystemExit) as ended:
        main(["--sample", "2", "--update"])
    assert (ended.value.code, "leave out --sample" in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize(
    ("accept", "left"),
    [(False, ["digest a", "number c"]), (True, ["digest a", "number b", "number c"])],
    ids=["update", "update and accept"],
)
def test_list_of_survivors_shrinks(
    accept: bool, left: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is caught leaves the list; what is new comes onto it only if accepted."""
    monkeypatch.setattr(snapshot, "SURVIVORS", tmp_path / "survivors.txt")
    snapshot.SURVIVORS.write_text("digest a\nnumber c\nnumber d\n", encoding="utf-8")
    verdicts = [Verdict("number", f"number {name}") for name in "bc"]
    snapshot.update_survivors(verdicts, ["number"], accept=accept)
    assert snapshot.read(snapshot.SURVIVORS) == left


def _triples(turtle: str) -> set[ox.Triple]:
    prefixes = "".join(f"@prefix {name}: <{iri}> . " for name, iri in PREFIXES.items())
    text = (
        f"{prefixes}{turtle} {'.' if turtle.strip() and not turtle.strip().endswith('.') else ''}"
    )
    return {quad.triple for quad in ox.parse(input=text, format=ox.RdfFormat.TURTLE)}


def _triple(statement: str) -> ox.Triple:
    (triple,) = _triples(f"kg:x {statement}")
    return triple


def _dataset(mutant: Mutant) -> Dataset:
    triples = set(facts.data) - set(mutant.removed) | set(mutant.added)
    lines = "".join(f"{triple} .\n" for triple in sorted(triples, key=str))
    return Dataset([Source("mutant.nt", "user", "nt", lines.encode())])


def _bare(finding: Finding) -> tuple[str, ...]:
    """A finding without the help it gives an editor."""
    said = finding.focus, finding.rule, finding.path, finding.value, finding.message
    return *said, finding.severity, finding.component
