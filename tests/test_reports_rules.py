"""The rules as reports list them."""

from dataclasses import replace

import pytest

from backrun_kg.checks import CHECKS
from backrun_kg.reports.rules import Rule, list_rules
from backrun_kg.validation import rule_names
from report_samples import CLEAN, COLOUR, FOUND

RULES = {rule.name: rule for rule in list_rules(CLEAN)}


def test_every_rule_and_check_is_listed() -> None:
    """In the order of their names."""
    assert list(RULES) == sorted([*rule_names(), *CHECKS])


@pytest.mark.parametrize("name", RULES)
def test_rule_says_what_to_do(name: str) -> None:
    """In a sentence, without the marks that SHACL fills in."""
    message = RULES[name].message
    assert (message[:1].isupper(), message[-1:], "{" in message) == (True, ".", False)


def test_rule_is_that_of_its_shape() -> None:
    """The message, the severity, the IRI, and the shapes that look at things for it."""
    assert RULES["Thing-label"] == Rule(
        "Thing-label",
        "Give the thing exactly one skos:prefLabel, in English (@en).",
        "Violation",
        "https://w3id.org/backrun-kg/shapes#Thing-label",
        ("Thing-label", "Thing"),
    )


def test_check_has_no_shape() -> None:
    """It is ours, and always looks."""
    assert RULES["Check-known"] == Rule("Check-known", CHECKS["Check-known"], "Violation")


def test_rule_that_only_a_finding_knows_is_listed() -> None:
    """Shapes of somebody else's have rules too."""
    found = {rule.name: rule for rule in list_rules(FOUND)}
    assert found["Thing-colour"] == Rule("Thing-colour", COLOUR.message, "Warning")
    assert found["Thing-label"] == RULES["Thing-label"]


@pytest.mark.parametrize(
    ("judges", "targets", "idle"),
    [
        (("A",), {"A": 0, "B": 1}, True),
        (("A",), {"A": 1, "B": 0}, False),
        (("A", "B"), {"A": 0, "B": 1}, False),
        (("A", "B"), {"B": 0}, True),
        (("A",), {}, False),
        ((), {"A": 0}, False),
    ],
)
def test_rule_is_idle_without_anything_to_judge(
    judges: tuple[str, ...], targets: dict[str, int], idle: bool
) -> None:
    """None of the shapes that look for it found anything; one that is not counted may have."""
    report = replace(CLEAN, targets=targets)
    assert Rule("A", "Do it.", "Violation", judges=judges).is_idle(report) is idle
