"""The report for GitHub Actions: an annotation per finding, and a last line for the log."""

import os
from collections.abc import Iterator

from backrun_kg.answers import neutral
from backrun_kg.findings import Finding, Report
from backrun_kg.reports.wording import merge, summarize, tell_all

_COMMANDS = {"Violation": "error", "Warning": "warning", "Info": "notice"}


def write_github(report: Report) -> str:
    """A workflow command per finding; the last line is the summary, and no command."""
    lines = [_annotation(finding) for finding in merge(report).findings]
    return "\n".join([*lines, summarize(report)]) + "\n"


def _annotation(finding: Finding) -> str:
    command = _COMMANDS.get(finding.severity, "error")
    properties = ",".join(f"{name}={_property(value)}" for name, value in _properties(finding))
    return f"::{command} {properties}::{_data(tell_all(finding))}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    if finding.file:
        yield "file", finding.file.replace(os.sep, "/")
        if finding.line:
            yield "line", str(finding.line)
    yield "title", finding.rule


def _data(text: str) -> str:
    """The text so that it stays in its line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The same for the values before the message, where more marks have a meaning."""
    return _data(neutral(text)).replace(":", "%3A").replace(",", "%2C")
