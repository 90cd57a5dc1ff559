"""Findings out: text for a person, JSON for a program."""

import json
from dataclasses import replace

import pytest

from backrun_kg.reports import REPORTS, write_json, write_text
from backrun_kg.validation import Finding, Report

LABEL = Finding("kg:crab", "Thing-label", "skos:prefLabel", "", "Give it a label.", "Violation")
COLOUR = Finding("kg:crab", "Thing-colour", "br:colour", '"rde"', "Say which colour.", "Warning")
GULL = replace(LABEL, focus="kg:gull")
CLEAN = Report((), rules=2, triples=30)
FOUND = Report((LABEL, COLOUR, GULL), rules=2, triples=30)


def test_formats_are_text_and_json() -> None:
    """One dict is both menu and dispatch."""
    assert {"text": write_text, "json": write_json} == REPORTS


def test_clean_report_is_its_summary() -> None:
    """Nothing to mend, and how much was looked at."""
    assert write_text(CLEAN) == "Conforms: 30 triples, 2 rules, no findings.\n"


def test_findings_are_grouped_by_thing() -> None:
    """Each an instruction, with the value that is there now."""
    assert write_text(FOUND) == (
        "kg:crab\n"
        "  Violation Thing-label: Give it a label.\n"
        '  Warning Thing-colour: Say which colour. (now "rde")\n'
        "\n"
        "kg:gull\n"
        "  Violation Thing-label: Give it a label.\n"
        "\n"
        "Does not conform: 30 triples, 2 rules, 2 violations, 1 warning.\n"
    )


def test_warnings_conform() -> None:
    """Only a violation falls short."""
    assert write_text(Report((COLOUR, replace(COLOUR, focus="kg:gull")), 2, 30)).endswith(
        "\nConforms: 30 triples, 2 rules, 2 warnings.\n"
    )


@pytest.mark.parametrize("field", ["focus", "message", "value"])
def test_control_characters_are_shown(field: str) -> None:
    """Text from data does not steer a terminal."""
    report = replace(FOUND, findings=(replace(COLOUR, **{field: "a\x1b[2J\nb"}),))
    assert "a\\u001B[2J\\u000Ab" in write_text(report)


def test_json_has_counts_and_findings() -> None:
    """One object, every field by its name."""
    assert json.loads(write_json(replace(FOUND, findings=(COLOUR,)))) == {
        "conforms": True,
        "triples": 30,
        "rules": 2,
        "findings": [
            {
                "focus": "kg:crab",
                "rule": "Thing-colour",
                "path": "br:colour",
                "value": '"rde"',
                "message": "Say which colour.",
                "severity": "Warning",
            }
        ],
    }


def test_json_says_what_does_not_conform() -> None:
    """A program need not count violations."""
    assert json.loads(write_json(FOUND))["conforms"] is False


def test_json_keeps_letters_and_ends_with_a_line_end() -> None:
    """UTF-8 needs no escapes."""
    text = write_json(replace(FOUND, findings=(replace(COLOUR, message="Läuft."),)))
    assert ("Läuft." in text, text[-2:]) == (True, "}\n")
