"""The report for the summary of a job: the verdict, then a table."""

import re

from backrun_kg.answers import neutral
from backrun_kg.findings import Finding, Report
from backrun_kg.reports.wording import (
    merge,
    name_label,
    name_place,
    name_statement,
    shorten,
    summarize,
    tell_message,
)

_HEAD = ("Severity", "Thing", "What to do", "Rule", "Where")


def write_markdown(report: Report) -> str:
    """The summary as a paragraph and, if anything is found, a row for each finding."""
    verdict, _, told = summarize(report).partition(": ")
    lines = [f"**{verdict}**: {_escape(told)}"]
    if report.findings:
        rows = [_HEAD, ("---",) * len(_HEAD), *(_row(f) for f in merge(report).findings)]
        lines += ["", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def _row(finding: Finding) -> tuple[str, ...]:
    label, focus = _escape(name_label(finding)), _code(shorten(neutral(finding.focus)))
    return (
        finding.severity,
        f"{label} {focus}" if label else focus,
        _advice(finding),
        _code(neutral(finding.rule)),
        _code(name_place(finding)),
    )


def _advice(finding: Finding) -> str:
    """What to do; what stands there now and what was meant, as code."""
    now, meant = _code(name_statement(finding)), _code(neutral(finding.nearest))
    told = [_escape(tell_message(finding))]
    told += [f"Now: {now}."] if now else []
    told += [f"Did you mean {meant}?"] if meant else []
    return " ".join(told)


def _escape(text: str) -> str:
    """Text in which no mark of Markdown or HTML has a meaning."""
    return re.sub(r"([\\`*_\[\]<>|~&$])", r"\\\1", text)


def _code(text: str) -> str:
    """Text as code, fenced by more backticks than it has in a row; bars still divide a table."""
    if not text:
        return ""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}".replace("|", "\\|")
