"""The report as JUnit's XML: a test case for each rule."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.findings import Finding, Report
from backrun_kg.reports.junit import write_junit
from backrun_kg.reports.rules import list_rules
from report_samples import CLEAN, COLOUR, FOUND, LABEL, report_of
from strategies import texts


def _suite(report: Report) -> ET.Element:
    (suite,) = ET.fromstring(write_junit(report))  # noqa: S314 - we wrote it
    return suite


def _case(report: Report, rule: str) -> ET.Element:
    (case,) = (case for case in _suite(report).iter("testcase") if case.get("name") == rule)
    return case


def test_every_rule_is_a_test_case() -> None:
    """Those that found nothing too, so that a dashboard shows what was tried."""
    cases = list(_suite(FOUND).iter("testcase"))
    assert [case.get("name") for case in cases] == [rule.name for rule in list_rules(FOUND)]
    assert _case(FOUND, "Thing-label").get("classname") == "Thing"


@pytest.mark.parametrize(
    ("report", "counts"),
    [(CLEAN, ("0", "0", "0")), (FOUND, ("1", "0", "0")), (report_of(COLOUR), ("0", "0", "0"))],
    ids=["clean", "found", "warning"],
)
def test_suite_counts(report: Report, counts: tuple[str, ...]) -> None:
    """Failures, errors and skipped cases, as many as there are."""
    suite = _suite(report)
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == counts
    assert suite.get("tests") == str(len(list(suite.iter("testcase"))))


def test_violation_is_a_failure() -> None:
    """With the place and the thing of each finding."""
    other = replace(LABEL, focus="kg:gull", file="", line=0)
    case = _case(replace(FOUND, findings=(LABEL, other)), "Thing-label")
    (failure,) = case
    assert failure.get("type") == "Violation"
    assert failure.get("message") == (
        "2 violations: Give the thing exactly one skos:prefLabel, in English (@en)."
    )
    assert failure.text == (
        "\ndata/my crab.ttl:3: violation: kg:crab: Give it a label.\n"
        "violation: kg:gull: Give it a label.\n"
    )


def test_warning_is_output_of_a_case_that_passes() -> None:
    """It is shown, and fails nothing."""
    case = _case(FOUND, "Thing-colour")
    assert [(part.tag, part.text) for part in case] == [
        (
            "system-out",
            "\ndata/gull.ttl:12: warning: Herring gull (kg:gull): Say which colour (br:colour). "
            'Now: br:colour "rde"@en (did you mean br:red?)\n',
        )
    ]


def test_violation_and_warning_of_a_rule_are_both_told() -> None:
    """The failure first."""
    both = replace(FOUND, findings=(COLOUR, replace(COLOUR, severity="Violation")))
    assert [part.tag for part in _case(both, "Thing-colour")] == ["failure", "system-out"]


def test_rule_with_nothing_to_judge_is_skipped() -> None:
    """A rule that looked at nothing has not passed."""
    case = _case(replace(CLEAN, targets={"Thing": 0, "Claim": 3}), "Thing-label")
    assert [(part.tag, part.get("message")) for part in case] == [
        ("skipped", "There was nothing to judge.")
    ]


def test_summary_is_the_output_of_the_suite() -> None:
    """As in every report."""
    assert _suite(CLEAN).findtext("system-out") == "Conforms: 30 triples, 2 rules, no findings."


@settings(deadline=None, max_examples=25)
@given(st.builds(Finding, *[texts] * 5, st.sampled_from(["Violation", "Warning"]), *[texts] * 4))
def test_no_text_breaks_the_xml(finding: Finding) -> None:
    """Characters that XML cannot hold are shown."""
    case = _case(report_of(finding, rule="Made-up"), "Made-up")
    assert len(case) == 1


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ufffe", "\uffff"])
def test_forbidden_character_is_shown(character: str) -> None:
    """By its number."""
    text = write_junit(report_of(LABEL, message=f"a{character}b."))
    assert f"a\\u{ord(character):04X}b." in text
