"""The evidence layer: every figure traceable, every derived one recomputed, verdicts honest."""

import re
from pathlib import Path

import pytest

from backrun_kg.answers import Rows
from backrun_kg.dataset import Dataset, load
from backrun_kg.queries import find_query, run_query

FACTS = Path(__file__).parents[2] / "shared" / "facts" / "evidence.md"


def _rows(dataset: Dataset, sparql: str) -> list[dict[str, str]]:
    answer = run_query(dataset, sparql)
    assert isinstance(answer, Rows)
    return list(answer)


def _named(dataset: Dataset, name: str) -> list[dict[str, str]]:
    return _rows(dataset, find_query(name).text)


DERIVED = [row for row in _named(load(), "findings") if row["derivedPercentage"]]


@pytest.mark.parametrize("row", DERIVED, ids=[row["finding"] for row in DERIVED])
def test_derived_percentage_is_right(row: dict[str, str]) -> None:
    """Computed anew from its inputs, to the nearest whole."""
    value, other = float(row["value"]), float(row["comparatorValue"])
    assert int(row["derivedPercentage"]) == round(100 * (value - other) / other)


def test_derived_percentages_are_these(shipped: Dataset) -> None:
    """The five that the facts derive."""
    derived = [row["derivedPercentage"] for row in _named(shipped, "findings")]
    assert sorted(filter(None, derived)) == ["-24", "-46", "-46", "19", "29"]


def test_every_verified_doi_is_here(shipped: Dataset) -> None:
    """No study with a verified DOI is missing from the layer."""
    if not FACTS.exists():
        pytest.skip("the facts are not here")
    known = {row["doi"] for row in _named(shipped, "studies")}
    rows = re.findall(r"^\| S\d+ \|.*$", FACTS.read_text(encoding="utf-8"), re.MULTILINE)
    citations = [row.split("|")[2] for row in rows if not re.search(r"\| *NV *\|$", row)]
    verified = [re.sub(r"\[[^]]*NV\]|DOI NV", "", citation) for citation in citations]
    dois = {d.rstrip(".") for text in verified for d in re.findall(r"DOI (10\.\S+)", text)}
    assert len(dois) > 20
    assert sorted(dois - known) == []


VERDICTS = {
    "as-demanding-as-forward-running": "Contradicted",
    "harder-than-forward-running": "Supported",
    "reduces-joint-impact": "Contradicted",
    "reduces-knee-impact": "Mixed",
    "good-for-knees": "Mixed",
    "reduces-body-weight": "Contradicted",
    "improves-cardiovascular-fitness": "Mixed",
    "increases-heart-rate": "Supported",
    "improves-balance": "Mixed",
    "improves-proprioception": "Mixed",
    "improves-coordination": "Untested",
    "improves-leg-power": "Mixed",
    "improves-agility": "Mixed",
    "strengthens-quadriceps": "Untested",
    "engages-quadriceps": "Supported",
    "unique-benefits": "Mixed",
    "benefits-soccer": "Supported",
    "benefits-basketball": "Supported",
    "benefits-tennis": "Untested",
    "strengthens-hamstrings": "Untested",
    "strengthens-gluteals": "Untested",
    "strengthens-calf-muscles": "Untested",
    "strengthens-ankle-supporting-muscles": "Untested",
    "reduces-injury-risk": "Untested",
    "advises-not-every-day": "Untested",
}


@pytest.mark.parametrize(("claim", "verdict"), VERDICTS.items(), ids=list(VERDICTS))
def test_verdict_is_that_of_the_review(claim: str, verdict: str, shipped: Dataset) -> None:
    """The rule, applied to the findings, says what a careful reader of them says."""
    found = {row["claim"]: row["verdictLabel"] for row in _named(shipped, "verdicts")}
    assert found[f"kg:claim-{claim}"] == verdict


@pytest.mark.parametrize("name", ["evidence-map", "faq-checked"])
def test_every_view_has_the_same_verdicts(name: str, shipped: Dataset) -> None:
    """Map and questions apply the rule as the verdicts do."""
    of_claim = {row["claim"]: row for row in _named(shipped, "verdicts")}
    effects = _rows(shipped, "SELECT ?claim ?effect { ?claim br:effect ?effect }")
    stated = {row["effect"]: row["claim"] for row in effects}
    columns = ("verdict", "for", "partly", "against", "indirect")
    for row in _named(shipped, name):
        verdict = of_claim[row.get("claim") or stated[row["effect"]]]
        assert [row[column] for column in columns] == [verdict[column] for column in columns]


def test_verdicts_are_stored_nowhere() -> None:
    """No layer but the vocabulary itself mentions a verdict."""
    layers = load(layers=["article", "evidence", "alignment"])
    terms = {str(term) for quad in layers.quads() for term in (quad.subject, quad.object)}
    assert [term for term in terms if "ontology#verdict" in term] == []


ABSENT = [
    "strengthens-hamstrings",
    "strengthens-gluteals",
    "strengthens-calf-muscles",
    "strengthens-ankle-supporting-muscles",
    "benefits-tennis",
    "reduces-injury-risk",
]


@pytest.mark.parametrize("claim", ABSENT)
def test_gap_is_not_filled(claim: str, shipped: Dataset) -> None:
    """Where nothing was found there is no finding."""
    assert _rows(shipped, f"SELECT ?f {{ ?f ?bears kg:claim-{claim} ; br:study ?s }}") == []


def test_layer_has_its_size(shipped: Dataset) -> None:
    """All studies with a verified bibliography, and every figure a finding."""
    assert len(_named(shipped, "studies")) == 45
    assert len(_named(shipped, "findings")) == 111


def test_walking_is_never_taken_for_running(shipped: Dataset) -> None:
    """Each finding on walking is indirect."""
    walking = (
        "SELECT DISTINCT ?d { ?f br:directness ?d ; br:tested ?t "
        "VALUES ?t { kg:backward-walking kg:forward-walking } }"
    )
    assert _rows(shipped, walking) == [{"d": "br:directness-indirect"}]


def test_repeated_study_counts_for_nothing(shipped: Dataset) -> None:
    """The near copy of an earlier abstract has no findings."""
    repeated = [row for row in _named(shipped, "studies") if row["duplicateOf"]]
    assert [(row["study"], row["duplicateOf"], row["findings"]) for row in repeated] == [
        ("kg:study-adesola", "kg:study-flynn-1994", "0")
    ]


def test_every_finding_says_where_it_was_seen(shipped: Dataset) -> None:
    """Each row of the evidence leads to an address."""
    assert [row for row in _named(shipped, "evidence") if "://" not in row["seenAt"]] == []
    findings = {row["finding"] for row in _named(shipped, "findings")}
    assert {row["finding"] for row in _named(shipped, "evidence")} == findings
