"""Findings and reports: sorted, counted, and conforming where nothing is violated."""

from dataclasses import FrozenInstanceError, replace

import pytest

from backrun_kg.findings import SEVERITIES, Finding, Report

CRAB = Finding("kg:crab", "Thing-label", "skos:prefLabel", "", "Give it a label.", "Violation")
GULL = replace(CRAB, focus="kg:gull", severity="Warning")


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ([], True),
        (["Info", "Warning"], True),
        (["Violation"], False),
        (["Info", "Violation"], False),
    ],
)
def test_report_conforms_without_violations(severities: list[str], expected: bool) -> None:
    """Warnings and remarks ask for work, but do not fail."""
    found = tuple(replace(CRAB, severity=severity) for severity in severities)
    assert Report(found, rules=1, triples=1).conforms is expected


def test_findings_are_counted_by_severity() -> None:
    """Each severity has its number."""
    report = Report((CRAB, GULL, GULL), rules=1, triples=1)
    assert [report.count(severity) for severity in SEVERITIES] == [1, 2, 0]


def test_findings_are_sorted_by_thing_then_rule() -> None:
    """A report reads thing by thing."""
    other = replace(CRAB, rule="Thing-altLabel")
    assert sorted([GULL, CRAB, other]) == [other, CRAB, GULL]


def test_finding_cannot_be_changed() -> None:
    """It is a value: what differs is another finding."""
    with pytest.raises(FrozenInstanceError):
        CRAB.rule = "Thing-slug"  # type: ignore[misc]
