"""The report for a program: one JSON object with every field of every finding."""

import json

import pytest

from backrun_kg.reports.records import write_json
from report_samples import CLEAN, COLOUR, FOUND, report_of


def test_object_has_counts_and_findings() -> None:
    """Every field by its name."""
    assert json.loads(write_json(report_of(COLOUR))) == {
        "conforms": True,
        "triples": 30,
        "rules": 2,
        "counts": {"Violation": 0, "Warning": 1, "Info": 0},
        "targets": {"Place": 0, "Thing": 2},
        "findings": [
            {
                "focus": "kg:gull",
                "rule": "Thing-colour",
                "path": "br:colour",
                "value": '"rde"@en',
                "message": "Say which colour (br:colour).",
                "severity": "Warning",
                "component": "InConstraintComponent",
                "label": "Herring gull",
                "nearest": "br:red",
                "file": "data/gull.ttl",
                "line": 12,
            }
        ],
    }


@pytest.mark.parametrize(("report", "conforms"), [(CLEAN, True), (FOUND, False)])
def test_object_says_whether_the_data_conform(report: object, conforms: bool) -> None:
    """A program need not count violations."""
    assert json.loads(write_json(report))["conforms"] is conforms  # type: ignore[arg-type]


def test_letters_are_kept() -> None:
    """UTF-8 needs no escapes."""
    assert "Läuft. 🏃" in write_json(report_of(COLOUR, message="Läuft. 🏃"))
