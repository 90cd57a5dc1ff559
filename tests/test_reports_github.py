"""The report for GitHub Actions: annotations by file and line."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.findings import Finding
from backrun_kg.reports.github import write_github
from report_samples import CLEAN, COLOUR, FOUND, report_of
from strategies import texts


def test_finding_is_an_annotation() -> None:
    """An error, a warning or a notice at its place; the last line is for the log alone."""
    assert write_github(FOUND).splitlines() == [
        "::error file=data/my crab.ttl,line=3,title=Thing-label::kg:crab: Give it a label.",
        "::notice title=Check-note::Herring gull (kg:gull): Think of a note.",
        "::warning file=data/gull.ttl,line=12,title=Thing-colour::Herring gull (kg:gull): "
        'Say which colour (br:colour). Now: br:colour "rde"@en (did you mean br:red?)',
        "Does not conform: 30 triples, 2 rules, 1 violation, 1 warning, 1 info. "
        "1 of 2 shapes found nothing to judge: Place.",
    ]


def test_clean_report_is_its_summary() -> None:
    """No annotation, and how much was looked at."""
    assert write_github(CLEAN) == "Conforms: 30 triples, 2 rules, no findings.\n"


@pytest.mark.parametrize(
    ("told", "annotation"),
    [
        ({"file": "a:b,c%.ttl"}, "file=a%3Ab%2Cc%25.ttl,line=12,title=Thing-colour::"),
        ({"line": 0}, "file=data/gull.ttl,title=Thing-colour::"),
        ({"file": "", "line": 0}, "title=Thing-colour::"),
        ({"rule": "a:b,c"}, "title=a%3Ab%2Cc::"),
        ({"message": "100 % sure: yes, and ::error::."}, "(kg:gull): 100 %25 sure: yes, and ::"),
    ],
)
def test_marks_are_escaped(told: dict[str, str], annotation: str) -> None:
    """What has a meaning in a command has none in a name or a message."""
    assert annotation in write_github(report_of(COLOUR, **told))


@settings(deadline=None)
@given(st.builds(Finding, *[texts] * 5, st.sampled_from(["Violation", "Warning"]), *[texts] * 4))
def test_no_text_makes_a_command_of_its_own(finding: Finding) -> None:
    """Whatever stands in a finding, it is one line, and its commands are ours."""
    first, *others = write_github(report_of(finding)).removesuffix("\n").split("\n")
    assert re.fullmatch(r"::(error|warning) (file=[^:,]*,)?title=[^:,]*::.*", first)
    assert len(others) == 1
