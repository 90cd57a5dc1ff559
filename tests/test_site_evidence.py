"""Where claims stand: the map's rows and what is said beside what was found."""

import pytest

from backrun_kg.site.addresses import Link
from backrun_kg.site.atlas import Atlas
from backrun_kg.site.evidence import Effect, Weighed, map_evidence, weigh_claims
from export_samples import SMALL, own
from site_samples import page, shipped_atlas


def _effect(name: str) -> Effect:
    effects = (row for rows in map_evidence(shipped_atlas()).values() for row in rows)
    return next(row for row in effects if row.effect.text == name)


def _weighed(statement: str) -> Weighed:
    return next(row for row in weigh_claims(shipped_atlas()) if row.claim.text == statement)


def test_map_has_the_effects_under_their_headings() -> None:
    """Thirty effects under seven headings."""
    counts = {link.text: len(rows) for link, rows in map_evidence(shipped_atlas()).items()}
    assert counts == {
        "Better balance and coordination": 3,
        "Better cardiovascular condition": 4,
        "Better sports performance": 6,
        "Fewer injuries": 6,
        "Healthier knees": 3,
        "Stronger legs": 5,
        "Weight loss": 3,
    }


@pytest.mark.parametrize(
    ("effect", "numbers", "verdict"),
    [
        ("Improved balance", [2, 1, 0, 4], "Mixed"),
        ("Reduced impact on the joints", [0, 0, 3, 1], "Contradicted"),
        ("Raised heart rate", [1, 0, 0, 3], "Supported"),
        ("Stronger hamstrings", [0, 0, 0, 0], "Untested"),
    ],
)
def test_row_counts_studies(effect: str, numbers: list[int], verdict: str) -> None:
    """For, in part, against, indirect; and what they amount to."""
    row = _effect(effect)
    assert [dot.number for dot in row.dots] == numbers
    assert row.verdict.text == verdict


def test_dot_grows_with_the_studies() -> None:
    """By steps, up to six."""
    assert [dot.size for dot in _effect("Improved balance").dots] == [2, 1, 0, 4]


def test_effect_is_stated_by_its_claim() -> None:
    """The article's statement, with its page."""
    assert _effect("Improved balance").claims == [
        Link("Backward running improves balance.", "id/claim-improves-balance.html")
    ]


def test_claim_is_weighed_by_the_strongest_finding_of_each_kind() -> None:
    """One for, one in part, one against; each with its study."""
    row = _weighed("Backward running lowers impact on the knee.")
    assert [(bearing, study.text) for bearing, _, study in row.findings] == [
        ("For", "Flynn and Soutas-Little 1995"),
        ("In part", "Flynn and Soutas-Little 1995"),
        ("Against", "Old Dominion University thesis 1998"),
    ]


def test_indirect_findings_do_not_stand_beside_a_claim() -> None:
    """They decide nothing, and so are left to the claim's page."""
    row = _weighed("Backward running improves coordination.")
    assert (row.findings, [dot.number for dot in row.dots]) == ([], [0, 0, 0, 1])


def test_data_without_effects_have_no_map() -> None:
    """Nothing is drawn of nothing."""
    assert map_evidence(Atlas(own(SMALL))) == {}


def test_landing_page_tells_the_map() -> None:
    """A row as it is read: the effect, what is said, the numbers and the verdict."""
    assert (
        "Improved balance Backward running improves balance. 2 studies 1 study none 4 studies Mixed"
    ) in page("index.html").text


def test_landing_page_tells_what_is_contradicted_first() -> None:
    """The article says, the evidence says."""
    text = page("index.html").text
    assert (
        "The article says Backward running demands exactly as much as forward running. "
        "The evidence says Contradicted Against: Running backward cost more energy over the "
        "same distance. Running direction and body weight support "
        "Against: 4 · best design: within-subject experiment"
    ) in text
