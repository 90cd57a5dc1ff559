"""The report for a person: thing by thing, what to do, where, and the summary last."""

import textwrap
from collections.abc import Iterator
from itertools import groupby

from backrun_kg.findings import Finding, Report
from backrun_kg.reports.wording import (
    merge,
    name_place,
    name_thing,
    summarize,
    tell_message,
    tell_now,
)

_INDENT = 4
_BOLD, _END = "\x1b[1m", "\x1b[0m"
_COLOURS = {"Violation": "\x1b[1;31m", "Warning": "\x1b[1;33m", "Info": "\x1b[1;36m"}


def write_text(report: Report, width: int = 80, *, colour: bool = False) -> str:
    """Grouped by thing, each finding an instruction, the summary last.

    Lines are broken between words to keep to ``width``; names and paths are never broken.
    ``colour`` is for terminals.
    """
    lines: list[str] = []
    for _, group in groupby(merge(report).findings, key=lambda finding: finding.focus):
        findings = list(group)
        named = next((finding for finding in findings if finding.label), findings[0])
        lines += (_paint(line, _BOLD, colour) for line in _wrap(name_thing(named), 0, 2, width))
        for finding in findings:
            lines += _finding(finding, width, colour)
        lines.append("")
    lines += _wrap(summarize(report), 0, 0, width)
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, width: int, colour: bool) -> Iterator[str]:
    head, place = f"{finding.severity} {finding.rule}", name_place(finding)
    painted = _paint(finding.severity, _COLOURS.get(finding.severity, ""), colour)
    line = f"  {painted} {finding.rule}"
    if len(head) + len(place) + _INDENT <= width:
        yield f"{line}  {place}".rstrip()
    else:
        yield line
        yield " " * _INDENT + place
    yield from _wrap(tell_message(finding), _INDENT, _INDENT, width)
    yield from _wrap(tell_now(finding), _INDENT, _INDENT + len("Now: "), width)


def _wrap(text: str, first: int, later: int, width: int) -> list[str]:
    """The text in lines of a width, indented, without breaking a word."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=" " * first,
        subsequent_indent=" " * later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _paint(text: str, style: str, colour: bool) -> str:
    return f"{style}{text}{_END}" if colour and style else text
