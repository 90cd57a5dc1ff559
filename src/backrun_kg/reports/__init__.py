"""Findings out: for a person, for CI, for a program; one dict both menu and dispatch."""

from collections.abc import Callable

from backrun_kg.findings import Report
from backrun_kg.reports.github import write_github
from backrun_kg.reports.junit import write_junit
from backrun_kg.reports.markdown import write_markdown
from backrun_kg.reports.records import write_json
from backrun_kg.reports.sarif import write_sarif
from backrun_kg.reports.shacl import write_ttl
from backrun_kg.reports.text import write_text

REPORTS: dict[str, Callable[[Report], str]] = {
    "text": write_text,
    "json": write_json,
    "sarif": write_sarif,
    "junit": write_junit,
    "github": write_github,
    "markdown": write_markdown,
    "ttl": write_ttl,
}

_ENDINGS = {
    ".sarif.json": "sarif",
    ".json": "json",
    ".sarif": "sarif",
    ".xml": "junit",
    ".md": "markdown",
    ".ttl": "ttl",
}


def choose_report(format: str | None, output: str | None) -> str:
    """The report a caller means: the one named, what a file's name says, or text.

    >>> choose_report(None, "findings.sarif")
    'sarif'
    """
    if format:
        return format
    name = (output or "").casefold().removesuffix(".gz")
    return next((kind for ending, kind in _ENDINGS.items() if name.endswith(ending)), "text")
