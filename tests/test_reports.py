"""Findings out: one dict both menu and dispatch, and what holds for every report in it."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from backrun_kg.findings import Finding, Report
from backrun_kg.reports import REPORTS, choose_report
from report_samples import CLEAN, COLOUR, FOUND, LABEL, NOTE, report_of
from samples import HIDDEN

SHOWN = {"text", "github", "markdown", "junit"}
"""The reports that people see, so that nothing in them may steer a terminal or a page."""


def test_menu_has_seven_reports() -> None:
    """For a person, for programs and for CI."""
    assert list(REPORTS) == ["text", "json", "sarif", "junit", "github", "markdown", "ttl"]


@pytest.mark.parametrize(
    ("format", "output", "chosen"),
    [
        (None, None, "text"),
        (None, "-", "text"),
        (None, "report", "text"),
        (None, "report.txt", "text"),
        (None, "report.json", "json"),
        (None, "report.sarif", "sarif"),
        (None, "report.sarif.json", "sarif"),
        (None, "report.SARIF.gz", "sarif"),
        (None, "report.xml", "junit"),
        (None, "out.d/report.md", "markdown"),
        (None, "report.ttl", "ttl"),
        (None, "report.ttl.json", "json"),
        (None, "report.json.txt", "text"),
        ("github", "report.ttl", "github"),
    ],
)
def test_name_of_the_output_chooses(format: str | None, output: str | None, chosen: str) -> None:
    """The format is the one that is named, or the one that the file's name says."""
    assert choose_report(format, output) == chosen


@pytest.mark.parametrize("format", REPORTS)
def test_order_of_findings_does_not_matter(format: str) -> None:
    """However the findings come, the bytes are the same."""
    backwards = replace(FOUND, findings=FOUND.findings[::-1])
    assert REPORTS[format](backwards) == REPORTS[format](FOUND)


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from backrun_kg.reports import REPORTS
from report_samples import FOUND
sys.stdout.buffer.write(REPORTS[sys.argv[2]](FOUND).encode())
"""


@pytest.mark.parametrize("format", REPORTS)
def test_two_runs_give_the_same_bytes(format: str) -> None:
    """Nothing depends on the process: no time, no hash seed."""
    command = [sys.executable, "-c", SCRIPT, str(Path(__file__).parent), format]
    runs = [
        subprocess.run(command, capture_output=True, check=True, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout == REPORTS[format](FOUND).encode()


@pytest.mark.parametrize("format", REPORTS)
@pytest.mark.parametrize("report", [CLEAN, FOUND], ids=["clean", "found"])
def test_report_ends_with_one_line_end(format: str, report: Report) -> None:
    """A report can be joined to others, and shown without a prompt behind it."""
    text = REPORTS[format](report)
    assert (text[-1], text[-2] == "\n") == ("\n", False)


@pytest.mark.parametrize("format", sorted(SHOWN))
@pytest.mark.parametrize("field", ["focus", "label", "value", "nearest", "message", "file", "path"])
@pytest.mark.parametrize("hidden", HIDDEN)
def test_hidden_characters_are_shown(hidden: str, field: str, format: str) -> None:
    """Text from data neither steers a terminal nor breaks a line, in whatever field it comes."""
    shown = REPORTS[format](report_of(COLOUR, **{field: hidden}))
    assert hidden not in shown
    assert HIDDEN[hidden].replace("\\", "") in shown.replace("\\", "")


LONG = f'"{"very " * 200}long"@en'


@pytest.mark.parametrize("format", REPORTS)
def test_long_value_is_cut_only_for_people(format: str) -> None:
    """What a program reads is whole; what a person reads has its length told instead."""
    shown = REPORTS[format](report_of(COLOUR, value=LONG))
    whole = LONG.replace('"', '\\"') if format in ("json", "sarif") else LONG
    assert (whole in shown, "(1019 characters)" in shown) == (
        format not in SHOWN,
        format in SHOWN,
    )


@pytest.mark.parametrize("format", REPORTS)
def test_long_message_is_cut_only_for_people(format: str) -> None:
    """SHACL may have put a value into it."""
    shown = REPORTS[format](report_of(COLOUR, message=f"Look: {'very ' * 200}long."))
    assert (
        f"{'very ' * 200}long" in shown,
        "(1011 characters)" in shown.replace("\n    ", " "),
    ) == (
        format not in SHOWN,
        format in SHOWN,
    )


@pytest.mark.parametrize("format", REPORTS)
def test_finding_without_a_place_is_told(format: str) -> None:
    """Also without a label, a property, a value and a component."""
    assert "Check-note" in REPORTS[format](report_of(NOTE, label=""))


@pytest.mark.parametrize("format", REPORTS)
@pytest.mark.parametrize("focus", ["", "_:b0", '"text"', "a b", "<urn:x:a b>", "kg:", "é"])
def test_odd_thing_is_told(focus: str, format: str) -> None:
    """A thing may be a blank node, a literal or what no parser would take."""
    assert "Thing-colour" in REPORTS[format](report_of(COLOUR, focus=focus, value=focus))


@pytest.mark.parametrize("format", sorted(SHOWN))
def test_what_two_components_say_is_said_once(format: str) -> None:
    """A value of the wrong class and of the wrong kind is one thing to mend."""
    other = replace(LABEL, component="NodeKindConstraintComponent")
    twice = replace(FOUND, findings=(LABEL, other))
    assert REPORTS[format](twice) == REPORTS[format](replace(FOUND, findings=(LABEL,)))


def test_every_field_is_sampled() -> None:
    """The samples leave no field of a finding at its default."""
    assert [name for name in vars(COLOUR) if not getattr(COLOUR, name)] == []
    assert set(vars(COLOUR)) == set(Finding.__dataclass_fields__)
