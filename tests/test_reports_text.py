"""The report for a person: thing by thing, legible at 80 columns, the summary last."""

from dataclasses import replace

import pytest

from backrun_kg.reports.text import write_text
from report_samples import CLEAN, COLOUR, FOUND, LABEL, report_of


def test_clean_report_is_its_summary() -> None:
    """Nothing to mend, and how much was looked at."""
    assert write_text(CLEAN) == "Conforms: 30 triples, 2 rules, no findings.\n"


def test_findings_are_grouped_by_thing() -> None:
    """Each with its place, what to do, and what stands there now; the summary last."""
    assert write_text(FOUND) == (
        "kg:crab\n"
        "  Violation Thing-label  data/my crab.ttl:3\n"
        "    Give it a label.\n"
        "\n"
        "Herring gull (kg:gull)\n"
        "  Info Check-note\n"
        "    Think of a note.\n"
        "  Warning Thing-colour  data/gull.ttl:12\n"
        "    Say which colour (br:colour).\n"
        '    Now: br:colour "rde"@en (did you mean br:red?)\n'
        "\n"
        "Does not conform: 30 triples, 2 rules, 1 violation, 1 warning, 1 info. 1 of 2\n"
        "shapes found nothing to judge: Place.\n"
    )


def test_label_of_one_finding_is_the_label_of_all() -> None:
    """A thing is one block, and has its label, whichever finding knows it."""
    bare = replace(COLOUR, label="", rule="Another")
    shown = write_text(replace(FOUND, findings=(bare, COLOUR)))
    assert shown.splitlines()[0] == "Herring gull (kg:gull)"
    assert shown.count("kg:gull") == 1


WORDY = {
    "message": "Say which colour it has, in one word, and where it was seen to have that colour.",
    "value": '"red or perhaps some other colour between yellow and blue, we are not sure"@en',
    "label": "Herring gull of the inner harbour, seen every day",
}


def test_long_lines_are_broken_between_words() -> None:
    """What goes on hangs below its start."""
    assert write_text(report_of(COLOUR, **WORDY)).splitlines()[:9] == [
        "Herring gull of the inner harbour, seen every day (kg:gull)",
        "  Warning Thing-colour  data/gull.ttl:12",
        "    Say which colour it has, in one word, and where it was seen to have that",
        "    colour.",
        '    Now: br:colour "red or perhaps some other colour between yellow and blue, we',
        '         are not sure"@en (did you mean br:red?)',
        "",
        "Conforms: 30 triples, 2 rules, 1 warning. 1 of 2 shapes found nothing to judge:",
        "Place.",
    ]


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_lines_keep_to_the_width(width: int) -> None:
    """On any terminal; only what cannot be broken is longer."""
    lines = write_text(report_of(COLOUR, **WORDY), width).splitlines()
    assert [line for line in lines if len(line) > width and " " in line.strip()] in (
        [],
        ["  Warning Thing-colour"],
    )


def test_long_place_has_a_line_of_its_own() -> None:
    """A path is never broken, so that a terminal can follow it."""
    file = "some/very/long/path/to/the/place/where/a/gull/is/described.ttl"
    assert write_text(report_of(COLOUR, file=file)).splitlines()[1:3] == [
        "  Warning Thing-colour",
        f"    {file}:12",
    ]


def test_name_is_never_broken() -> None:
    """An IRI that is longer than a line stays whole."""
    iri = f"<https://example.org/{'x' * 90}>"
    assert iri in write_text(report_of(LABEL, focus=iri)).splitlines()


def test_colour_marks_things_and_severities() -> None:
    """And nothing else: without it the text is the same."""
    coloured = write_text(FOUND, colour=True)
    assert coloured.splitlines()[0] == "\x1b[1mkg:crab\x1b[0m"
    assert "  \x1b[1;31mViolation\x1b[0m Thing-label  data/my crab.ttl:3\n" in coloured
    assert "  \x1b[1;33mWarning\x1b[0m Thing-colour" in coloured
    assert "  \x1b[1;36mInfo\x1b[0m Check-note" in coloured
    plain = coloured
    for code in ("\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[0m"):
        plain = plain.replace(code, "")
    assert plain == write_text(FOUND)
