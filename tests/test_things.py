"""One thing told: its label, its facts, what points at it, its claims and their places."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from backrun_kg.answers import Rows, Term
from backrun_kg.dataset import Dataset, load
from backrun_kg.namespaces import PREFIXES
from backrun_kg.queries import select
from backrun_kg.things import Thing, describe_claim, describe_thing, thing_graph

PREFIX_LINES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
BEACH = """
br:eats skos:prefLabel "eats"@en .
kg:crab a br:Thing ; skos:prefLabel "Crab"@en ; br:eats kg:fish ; schema:weight 7 .
kg:fish skos:prefLabel "Fish"@en .
kg:gull br:eats kg:crab ; skos:prefLabel "Gull"@en .
kg:claim-1 br:statement "Crabs eat fish."@en ; br:modality br:modality-can ; br:passage kg:place ;
    rdf:subject kg:crab ; rdf:predicate br:eats ; rdf:object kg:fish .
kg:claim-2 br:statement "Gulls eat crabs."@en ; br:modality br:modality-may ;
    rdf:subject kg:gull ; rdf:predicate br:eats ; rdf:object kg:crab .
kg:place oa:start 3 ; oa:end 9 ; br:sha256 "ab" ; br:inDocument kg:book .
"""


@pytest.fixture
def beach(tmp_path: Path) -> Dataset:
    """A crab, a gull and what is said of them."""
    (tmp_path / "a.ttl").write_text(PREFIX_LINES + BEACH, encoding="utf-8")
    return load(data=[tmp_path / "a.ttl"], shipped=False)


@pytest.fixture
def crab(beach: Dataset) -> Thing:
    """The crab, told."""
    return describe_thing(beach, thing("crab"))


def thing(slug: str) -> ox.NamedNode:
    """The IRI of a slug."""
    return ox.NamedNode(PREFIXES["kg"] + slug)


def test_name_is_the_curie(crab: Thing) -> None:
    """A thing can be named as it is typed."""
    assert crab.name == "kg:crab"


@pytest.mark.parametrize(
    ("slug", "label"), [("quadriceps", "Quadriceps"), ("gluteals", "Gluteal muscles")]
)
def test_label_is_the_preferred_one(shipped: Dataset, slug: str, label: str) -> None:
    """Other names do not count."""
    assert describe_thing(shipped, thing(slug)).label == label


def test_term_has_a_label_too(shipped: Dataset) -> None:
    """Classes and properties are told like things."""
    term = ox.NamedNode(PREFIXES["br"] + "MuscleGroup")
    assert describe_thing(shipped, term).label == "Muscle group"


def test_thing_without_label_has_none(beach: Dataset) -> None:
    """A place has an IRI and no name."""
    assert describe_thing(beach, thing("place")).label == ""


def test_facts_are_what_it_points_at(crab: Thing) -> None:
    """Property and value, each with its label where it has one."""
    assert [(row["property"], row["propertyLabel"], row["value"]) for row in crab.facts] == [
        ("rdf:type", "", "br:Thing"),
        ("skos:prefLabel", "", "Crab"),
        ("schema:weight", "", "7"),
        ("br:eats", "eats", "kg:fish"),
    ]


def test_pointers_are_what_points_at_it(crab: Thing) -> None:
    """Claims about it are among them."""
    assert [(row["subject"], row["property"], row["subjectLabel"]) for row in crab.pointers] == [
        ("kg:claim-2", "rdf:object", "Gulls eat crabs."),
        ("kg:claim-1", "rdf:subject", "Crabs eat fish."),
        ("kg:gull", "br:eats", "Gull"),
    ]


def test_claims_have_it_at_either_end(crab: Thing) -> None:
    """First what is said of it, then what is said to reach it."""
    assert [row["claim"] for row in crab.claims] == ["kg:claim-1", "kg:claim-2"]


def test_sources_say_where_its_claims_stand(crab: Thing) -> None:
    """A claim without a passage has no place."""
    assert [(row["record"], row["document"], row["start"]) for row in crab.sources] == [
        ("kg:claim-1", "kg:book", "3")
    ]


def test_claim_has_its_own_source(beach: Dataset) -> None:
    """A claim is a thing as well."""
    claim = describe_thing(beach, thing("claim-1"))
    assert [row["end"] for row in claim.sources] == ["9"]


def test_shipped_muscle_has_its_claims(shipped: Dataset) -> None:
    """What the article says of the quadriceps."""
    assert [row["claim"] for row in describe_thing(shipped, thing("quadriceps")).claims] == [
        "kg:claim-engages-differently-quadriceps",
        "kg:claim-engages-quadriceps",
        "kg:claim-strengthens-quadriceps",
    ]


def test_unheard_of_thing_is_empty(beach: Dataset) -> None:
    """Nothing is said of it, and that is no error."""
    iri = thing("nobody")
    assert describe_thing(beach, iri) == Thing(iri, "", (), (), (), (), {})


def test_graph_has_both_directions(beach: Dataset) -> None:
    """The triples about a thing are those it begins and those it ends."""
    found = thing_graph(beach, thing("fish")).triples + thing_graph(beach, thing("book")).triples
    assert [str(triple.subject).rpartition("/")[2] for triple in found] == [
        "claim-1>",
        "crab>",
        "fish>",
        "place>",
    ]


def test_claim_has_its_evidence(shipped: Dataset) -> None:
    """What is said, the verdict, the findings with their figures, and who recorded it."""
    record = describe_claim(shipped, ox.NamedNode(PREFIXES["kg"] + "claim-benefits-basketball"))
    assert record is not None
    assert record.said["claimLabel"] == "Backward running benefits basketball players."
    assert record.verdict == "Supported"
    assert [row["figure"] for row in record.findings] == [
        "-1.03 effect size units, n = 23",
        "0.16 effect size units, n = 23",
        "6.11 to 19.25 percent (percentage change), n = 23",
        "0.32 to 1.05 effect size units, n = 23",
    ]
    assert [row["activityLabel"] for row in record.provenance] == ["Reading of the article"]


def test_what_is_no_claim_has_no_record(shipped: Dataset) -> None:
    """A muscle is told as a thing."""
    assert describe_claim(shipped, ox.NamedNode(PREFIXES["kg"] + "quadriceps")) is None


def test_thing_has_the_verdicts_on_its_claims(shipped: Dataset) -> None:
    """What is said of a thing comes with what became of it."""
    thing = describe_thing(shipped, ox.NamedNode(PREFIXES["kg"] + "tennis"))
    assert [thing.verdicts[row["claim"]] for row in thing.claims] == ["Untested"]


def test_verdicts_and_places_of_many_claims_are_there(shipped: Dataset) -> None:
    """Asked for all at once, each is as it is when asked for alone."""
    told = describe_thing(shipped, thing("backward-running"))
    places = {row["record"]: row for row in told.sources}
    names = [row["claim"] for row in told.claims]
    assert len(names) == 61
    for name in names:
        record = describe_claim(shipped, thing(name.removeprefix("kg:")))
        assert record is not None
        assert places[name] in record.sources
        assert told.verdicts.get(name, "") == record.verdict


@pytest.mark.parametrize(
    ("slug", "alone"), [("quadriceps", True), ("tennis", True), ("backward-running", False)]
)
def test_few_claims_are_asked_for_alone(
    slug: str, alone: bool, shipped: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a large graph all verdicts and all places take seconds."""
    bound = dict[str, bool]()

    def watch(dataset: Dataset, name: str, /, **bindings: Term) -> Rows:
        bound[name] = bool(bindings)
        return select(dataset, name, **bindings)

    monkeypatch.setattr("backrun_kg.things.select", watch)
    describe_thing(shipped, thing(slug))
    assert (bound["verdicts"], bound["sources"]) == (alone, alone)


def test_claim_without_an_iri_has_its_place(tmp_path: Path) -> None:
    """A blank node cannot be asked for by name."""
    text = PREFIX_LINES + BEACH.replace("kg:claim-1", "_:claim")
    (tmp_path / "a.ttl").write_text(text, encoding="utf-8")
    told = describe_thing(load(data=[tmp_path / "a.ttl"], shipped=False), thing("crab"))
    assert [row["passage"] for row in told.sources] == ["kg:place"]
