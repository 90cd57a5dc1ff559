"""The report for the summary of a job: the verdict, then a table."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.findings import Finding
from backrun_kg.reports.markdown import write_markdown
from report_samples import CLEAN, COLOUR, FOUND, report_of
from strategies import texts


def test_finding_is_a_row() -> None:
    """Names, values and places as code; the verdict above."""
    assert write_markdown(FOUND).splitlines() == [
        "**Does not conform**: 30 triples, 2 rules, 1 violation, 1 warning, 1 info. "
        "1 of 2 shapes found nothing to judge: Place.",
        "",
        "| Severity | Thing | What to do | Rule | Where |",
        "| --- | --- | --- | --- | --- |",
        "| Violation | `kg:crab` | Give it a label. | `Thing-label` | `data/my crab.ttl:3` |",
        "| Info | Herring gull `kg:gull` | Think of a note. | `Check-note` |  |",
        "| Warning | Herring gull `kg:gull` | Say which colour (br:colour). "
        'Now: `br:colour "rde"@en`. Did you mean `br:red`? '
        "| `Thing-colour` | `data/gull.ttl:12` |",
    ]


def test_clean_report_is_a_line() -> None:
    """Without a table."""
    assert write_markdown(CLEAN) == "**Conforms**: 30 triples, 2 rules, no findings.\n"


@pytest.mark.parametrize(
    ("told", "cell"),
    [
        ({"label": "a|b"}, r"| a\|b `kg:gull` |"),
        ({"label": "*a* _b_ `c` [d](e) <f> ~g~ &amp; $h$ \\"}, None),
        ({"file": "a|b`.ttl"}, r"| `` a\|b`.ttl:12 `` |"),
        ({"value": '"`"', "path": ""}, 'Now: `` "`" ``. Did'),
        ({"value": '"``"', "path": ""}, 'Now: ``` "``" ```. Did'),
        ({"value": '"<b>[a](b)</b>"', "path": ""}, 'Now: `"<b>[a](b)</b>"`. Did'),
        ({"message": "See <b>."}, r"| See \<b\>. Now"),
    ],
)
def test_marks_are_escaped(told: dict[str, str], cell: str | None) -> None:
    """Text from data is neither a table nor a link nor HTML."""
    expected = cell or r"| \*a\* \_b\_ \`c\` \[d\](e) \<f\> \~g\~ \&amp; \$h\$ \\ `kg:gull` |"
    assert expected in write_markdown(report_of(COLOUR, **told))


@settings(deadline=None)
@given(st.builds(Finding, *[texts] * 5, st.just("Violation"), *[texts] * 4))
def test_every_row_has_five_cells(finding: Finding) -> None:
    """Whatever stands in a finding, its row stays a row."""
    row = write_markdown(report_of(finding)).removesuffix("\n").split("\n")[-1]
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 6
