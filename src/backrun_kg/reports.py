"""Findings out: as text for a person, as JSON for a program."""

import json
from collections.abc import Callable
from dataclasses import asdict
from itertools import groupby

from backrun_kg.answers import neutral
from backrun_kg.validation import SEVERITIES, Report


def write_text(report: Report) -> str:
    """Grouped by thing, each finding an instruction, the summary last."""
    lines = []
    for focus, findings in groupby(report.findings, key=lambda finding: finding.focus):
        lines.append(neutral(focus))
        for finding in findings:
            told = finding.value not in ("", finding.focus)
            value = f" (now {neutral(finding.value)})" if told else ""
            lines.append(f"  {finding.severity} {finding.rule}: {neutral(finding.message)}{value}")
        lines.append("")
    return "\n".join([*lines, _summary(report)]) + "\n"


def write_json(report: Report) -> str:
    """One object: conforms, counts, findings."""
    document = {
        "conforms": report.conforms,
        "triples": report.triples,
        "rules": report.rules,
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent="\t") + "\n"


REPORTS: dict[str, Callable[[Report], str]] = {"text": write_text, "json": write_json}


def _summary(report: Report) -> str:
    verdict = "Conforms" if report.conforms else "Does not conform"
    counts = ", ".join(
        f"{number} {severity.lower()}{'' if number == 1 else 's'}"
        for severity in SEVERITIES
        if (number := report.count(severity))
    )
    scope = f"{report.triples} triples, {report.rules} rules"
    return f"{verdict}: {scope}{', ' + counts if counts else ', no findings'}."
