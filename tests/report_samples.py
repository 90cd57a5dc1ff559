"""Findings made by hand, for the tests of every report."""

from dataclasses import replace

from backrun_kg.findings import Finding, Report

LABEL = Finding(
    "kg:crab",
    "Thing-label",
    "skos:prefLabel",
    "",
    "Give it a label.",
    "Violation",
    component="MinCountConstraintComponent",
    file="data/my crab.ttl",
    line=3,
)
COLOUR = Finding(
    "kg:gull",
    "Thing-colour",
    "br:colour",
    '"rde"@en',
    "Say which colour (br:colour).",
    "Warning",
    component="InConstraintComponent",
    label="Herring gull",
    nearest="br:red",
    file="data/gull.ttl",
    line=12,
)
NOTE = Finding("kg:gull", "Check-note", "", "", "Think of a note.", "Info", label="Herring gull")

CLEAN = Report((), rules=2, triples=30)
FOUND = Report((COLOUR, LABEL, NOTE), rules=2, triples=30, targets={"Thing": 2, "Place": 0})


def report_of(finding: Finding, **told: object) -> Report:
    """A report of one finding, with these fields changed."""
    return replace(FOUND, findings=(replace(finding, **told),))  # type: ignore[arg-type]
