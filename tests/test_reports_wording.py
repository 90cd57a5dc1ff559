"""What every report says in the same words."""

from dataclasses import replace

import pytest

from backrun_kg.findings import Finding, Report
from backrun_kg.reports.wording import (
    counted,
    merge,
    name_place,
    name_statement,
    name_thing,
    shorten,
    summarize,
    tell_all,
    tell_message,
    tell_now,
)
from report_samples import CLEAN, COLOUR, FOUND, LABEL, NOTE


@pytest.mark.parametrize(
    ("report", "summary"),
    [
        (CLEAN, "Conforms: 30 triples, 2 rules, no findings."),
        (
            FOUND,
            "Does not conform: 30 triples, 2 rules, 1 violation, 1 warning, 1 info. "
            "1 of 2 shapes found nothing to judge: Place.",
        ),
        (
            Report((COLOUR, replace(COLOUR, focus="kg:crab")), 2, 30),
            "Conforms: 30 triples, 2 rules, 2 warnings.",
        ),
        (
            Report((), 2, 30, {"A": 1, "B": 1}),
            "Conforms: 30 triples, 2 rules, no findings.",
        ),
        (
            Report((), 2, 30, dict.fromkeys("FEDCBA", 0)),
            "Conforms: 30 triples, 2 rules, no findings. 6 of 6 shapes found nothing to judge.",
        ),
        (
            Report((), 2, 30, dict.fromkeys("EDCBA", 0)),
            "Conforms: 30 triples, 2 rules, no findings. "
            "5 of 5 shapes found nothing to judge: A, B, C, D, E.",
        ),
    ],
    ids=["clean", "found", "warnings", "all judged", "many idle", "few idle"],
)
def test_summary_is_verdict_and_counts(report: Report, summary: str) -> None:
    """Only a violation falls short; shapes that looked at nothing are told."""
    assert summarize(report) == summary


def test_what_components_say_alike_is_merged() -> None:
    """And sorted; what differs in any other field is kept."""
    same = replace(LABEL, component="ClassConstraintComponent")
    other = replace(LABEL, value='""')
    report = replace(FOUND, findings=(other, same, LABEL))
    plain = replace(LABEL, component="")
    assert merge(report).findings == (plain, replace(other, component=""))


@pytest.mark.parametrize(("number", "told"), [(0, "0 crabs"), (1, "1 crab"), (2, "2 crabs")])
def test_number_has_its_noun(number: int, told: str) -> None:
    """One crab, two crabs."""
    assert counted(number, "crab") == told


@pytest.mark.parametrize(
    ("finding", "named"),
    [
        (LABEL, "kg:crab"),
        (COLOUR, "Herring gull (kg:gull)"),
        (
            replace(
                COLOUR, label="Crabs of the north that walk sideways over every stone in sight"
            ),
            "Crabs of the north that walk sideways over every stone in … (kg:gull)",
        ),
        (replace(COLOUR, label="x" * 70), f"{'x' * 60} … (kg:gull)"),
    ],
    ids=["name", "label", "long label", "long word"],
)
def test_thing_goes_by_its_label(finding: Finding, named: str) -> None:
    """The label first, no longer than a line has room for; else the name alone."""
    assert name_thing(finding) == named


@pytest.mark.parametrize(
    ("file", "line", "place"),
    [("a b.ttl", 3, "a b.ttl:3"), ("a.jsonld", 0, "a.jsonld"), ("", 0, ""), ("", 3, "")],
)
def test_place_is_file_and_line(file: str, line: int, place: str) -> None:
    """As far as they are known."""
    assert name_place(replace(LABEL, file=file, line=line)) == place


@pytest.mark.parametrize(
    ("told", "statement", "now"),
    [
        ({}, 'br:colour "rde"@en', 'Now: br:colour "rde"@en (did you mean br:red?)'),
        ({"nearest": ""}, 'br:colour "rde"@en', 'Now: br:colour "rde"@en'),
        ({"path": ""}, '"rde"@en', 'Now: "rde"@en (did you mean br:red?)'),
        ({"value": ""}, "br:colour", "Now: br:colour (did you mean br:red?)"),
        ({"value": "", "path": ""}, "", "Did you mean br:red?"),
        ({"value": "kg:gull", "path": ""}, "", "Did you mean br:red?"),
        ({"value": "kg:gull"}, "br:colour", "Now: br:colour (did you mean br:red?)"),
        ({"value": "", "nearest": ""}, "", ""),
        ({"value": "kg:gull", "nearest": ""}, "", ""),
    ],
)
def test_now_is_what_stands_there_and_what_was_meant(
    told: dict[str, str], statement: str, now: str
) -> None:
    """A missing value is not shown, nor the thing itself, of which the report speaks anyway."""
    finding = replace(COLOUR, **told)  # type: ignore[arg-type]
    assert (name_statement(finding), tell_now(finding)) == (statement, now)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Point https://w3id.org/backrun-kg/id/crab at it.", "Point kg:crab at it."),
        ("See (https://w3id.org/backrun-kg/ontology#Claim).", "See (br:Claim)."),
        ("See https://example.org/a/.", "See https://example.org/a/."),
        ("Use http:// no more.", "Use http:// no more."),
        ("Write kg:crab.", "Write kg:crab."),
    ],
)
def test_message_has_short_names(message: str, told: str) -> None:
    """IRIs that SHACL puts into a message are shortened, those without a prefix are kept."""
    assert tell_message(replace(LABEL, message=message)) == told


def test_all_is_told_in_one_line() -> None:
    """The thing, what to do, what stands there now."""
    assert (tell_all(LABEL), tell_all(COLOUR), tell_all(NOTE)) == (
        "kg:crab: Give it a label.",
        "Herring gull (kg:gull): Say which colour (br:colour). "
        'Now: br:colour "rde"@en (did you mean br:red?)',
        "Herring gull (kg:gull): Think of a note.",
    )


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("x" * 120, "x" * 120),
        ("a" * 100 + "b" * 100, f"{'a' * 90} … {'b' * 30} (200 characters)"),
    ],
    ids=["fits", "long"],
)
def test_long_text_keeps_both_ends(text: str, short: str) -> None:
    """The end of a literal has its language or its datatype."""
    assert shorten(text) == short
