"""The report for a program: one JSON object with every field of every finding."""

import json
from dataclasses import asdict

from backrun_kg.findings import SEVERITIES, Report


def write_json(report: Report) -> str:
    """One object: conforms, what was looked at, counts by severity, findings."""
    document = {
        "conforms": report.conforms,
        "triples": report.triples,
        "rules": report.rules,
        "counts": {severity: report.count(severity) for severity in SEVERITIES},
        "targets": dict(sorted(report.targets.items())),
        "findings": [asdict(finding) for finding in sorted(report.findings)],
    }
    return json.dumps(document, ensure_ascii=False, indent="\t") + "\n"
