"""The report as SARIF 2.1.0, for code scanning."""

import hashlib
import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from backrun_kg.answers import neutral
from backrun_kg.findings import Finding, Report
from backrun_kg.locate import read_term
from backrun_kg.reports.rules import Rule, list_rules
from backrun_kg.reports.wording import tell_all
from backrun_kg.shapes import spelt
from backrun_kg.version import read_version

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_HOME = "https://w3id.org/backrun-kg/"
_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
_ROOT = "SRCROOT"


def write_sarif(report: Report) -> str:
    """One run with every rule and every finding, nothing cut."""
    rules = list_rules(report)
    index = {rule.name: number for number, rule in enumerate(rules)}
    version = read_version()
    driver = {
        "name": "backrun-kg",
        "version": version,
        "semanticVersion": version,
        "informationUri": _HOME,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {_ROOT: {"description": _text("The folder it was run in.")}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index) for finding in sorted(report.findings)],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent="\t") + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    source = f"The rule is the shape {rule.iri}." if rule.iri else "It is a check of backrun-kg."
    described = {
        "id": rule.name,
        "name": "".join(part[:1].upper() + part[1:] for part in rule.name.split("-")),
        "shortDescription": _text(rule.message),
        "help": _text(f"{rule.message} {source}"),
        "defaultConfiguration": {"level": _level(rule.severity)},
    }
    return described | ({"helpUri": rule.iri} if rule.iri else {})


def _result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    told = ("focus", "label", "path", "value", "nearest", "component")
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _level(finding.severity),
        "message": _text(tell_all(finding, cut=False)),
        "locations": [_location(finding)],
        "partialFingerprints": {"finding/v1": _fingerprint(finding)},
        "properties": {name: value for name in told if (value := getattr(finding, name))},
    }


def _location(finding: Finding) -> dict[str, Any]:
    """The place and the thing.

    Code scanning refuses a whole file for one result without an artifact or a line, so that what
    has none stands at the top of its file, or of the folder.
    """
    thing = read_term(finding.focus)
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(finding.file),
            "region": {"startLine": finding.line or 1},
        },
        "logicalLocations": [
            {
                "name": finding.label or finding.focus,
                "fullyQualifiedName": finding.focus if thing is None else spelt(thing),
                "kind": "resource",
            }
        ],
    }


def _artifact(file: str) -> dict[str, str]:
    path = PurePath(file or ".")
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": _ROOT}


def _level(severity: str) -> str:
    return _LEVELS.get(severity, "error")


def _fingerprint(finding: Finding) -> str:
    """What stays the same when lines move and messages are reworded.

    GitHub's own, from the text of the line, has another name, and its upload adds it.
    """
    parts = (finding.focus, finding.rule, finding.path, finding.value, finding.component)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _text(text: str) -> dict[str, str]:
    """A message, in which SARIF gives braces a meaning, and links their own form."""
    plain = neutral(text).replace("{", "{{").replace("}", "}}")
    return {"text": plain.replace("](", "\\](")}
