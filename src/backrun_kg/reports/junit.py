"""The report as JUnit's XML, which most CI systems show: a test case for each rule."""

import re
from collections import defaultdict
from xml.etree import ElementTree as ET

from backrun_kg.answers import neutral
from backrun_kg.findings import Finding, Report
from backrun_kg.reports.rules import Rule, list_rules
from backrun_kg.reports.wording import counted, merge, name_place, summarize, tell_all

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(report: Report) -> str:
    """A rule that is violated fails; one that only warns passes, with its findings as output.

    A rule that had nothing to judge is skipped, so that it does not look tried.
    """
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in merge(report).findings:
        found[finding.rule].append(finding)
    cases = [_case(rule, found[rule.name], report) for rule in list_rules(report)]
    suite = ET.Element("testsuite", name="backrun-kg validate", tests=str(len(cases)), errors="0")
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    suite.extend(cases)
    ET.SubElement(suite, "system-out").text = summarize(report)
    root = ET.Element("testsuites", name="backrun-kg")
    root.append(suite)
    ET.indent(root, "\t")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _case(rule: Rule, findings: list[Finding], report: Report) -> ET.Element:
    case = ET.Element("testcase", classname=rule.name.partition("-")[0], name=rule.name)
    wrong = [finding for finding in findings if finding.severity == "Violation"]
    others = [finding for finding in findings if finding.severity != "Violation"]
    if wrong:
        message = f"{counted(len(wrong), 'violation')}: {neutral(rule.message)}"
        failure = ET.SubElement(case, "failure", type="Violation", message=_allowed(message))
        failure.text = _lines(wrong)
    elif not findings and rule.is_idle(report):
        ET.SubElement(case, "skipped", message="There was nothing to judge.")
    if others:
        ET.SubElement(case, "system-out").text = _lines(others)
    return case


def _lines(findings: list[Finding]) -> str:
    """A line for each finding, its place first."""
    told = (
        [name_place(finding), finding.severity.lower(), tell_all(finding)] for finding in findings
    )
    return "".join(f"\n{_allowed(': '.join(filter(None, parts)))}" for parts in told) + "\n"


def _allowed(text: str) -> str:
    """The text with those characters shown that XML cannot hold."""
    return _FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04X}", text)
