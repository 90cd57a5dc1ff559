"""What every report says in the same words: the summary, a thing, its place, what to do."""

import re
from dataclasses import replace

from backrun_kg.answers import neutral
from backrun_kg.findings import SEVERITIES, Finding, Report
from backrun_kg.namespaces import shrink

_MANY = 5  # names that are listed before they are only counted
_LABEL = 60  # characters of a label that are shown
_VALUE = 120  # characters of a value that are shown
_MESSAGE = 400  # characters of a message, which may have values in it
_TAIL = 30  # of these the last, where a literal has its language or its datatype
_IRI = re.compile(r"https?://[^\s<>\"'(),;]*[\w/]")


def merge(report: Report) -> Report:
    """The report sorted, with what several components of SHACL say of one value said once."""
    found = {replace(finding, component="") for finding in report.findings}
    return replace(report, findings=tuple(sorted(found)))


def summarize(report: Report) -> str:
    """The verdict and the counts, in one line."""
    verdict = "Conforms" if report.conforms else "Does not conform"
    merged = merge(report)
    found = [
        counted(number, severity.lower())
        for severity in SEVERITIES
        if (number := merged.count(severity))
    ]
    looked = [f"{report.triples} triples", f"{report.rules} rules"]
    return f"{verdict}: {', '.join([*looked, *(found or ['no findings'])])}.{_idle(report)}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 warning, 2 warnings."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def name_thing(finding: Finding) -> str:
    """The label of the thing with its name behind it, or only its name."""
    label, focus = name_label(finding), shorten(neutral(finding.focus))
    return f"{label} ({focus})" if label else focus


def name_label(finding: Finding) -> str:
    """The label of the thing, or as many of its words as there is room for."""
    label = neutral(finding.label)
    if len(label) <= _LABEL:
        return label
    return f"{label[:_LABEL].rpartition(' ')[0] or label[:_LABEL]} …"


def name_place(finding: Finding) -> str:
    """The file and the line, as terminals and editors follow them; '' where it is not known."""
    file = neutral(finding.file)
    return f"{file}:{finding.line}" if file and finding.line else file


def name_statement(finding: Finding, *, cut: bool = True) -> str:
    """The property and the value that are wrong; '' where the finding is about the thing itself."""
    wrong = finding.value if finding.value != finding.focus else ""
    if not (wrong or finding.nearest):
        return ""
    named = neutral(" ".join(part for part in (finding.path, wrong) if part))
    return shorten(named) if cut else named


def tell_now(finding: Finding, *, cut: bool = True) -> str:
    """What stands there now and what was meant, as far as it is known; '' where neither is."""
    now, meant = name_statement(finding, cut=cut), neutral(finding.nearest)
    if not meant:
        return f"Now: {now}" if now else ""
    return f"Now: {now} (did you mean {meant}?)" if now else f"Did you mean {meant}?"


def tell_message(finding: Finding, *, cut: bool = True) -> str:
    """What to do, with names as short as they can be."""
    told = _IRI.sub(lambda found: shrink(found[0]).strip("<>"), neutral(finding.message))
    return shorten(told, _MESSAGE) if cut else told


def tell_all(finding: Finding, *, cut: bool = True) -> str:
    """What to do about which thing, and what stands there now."""
    now = tell_now(finding, cut=cut)
    told = f"{name_thing(finding)}: {tell_message(finding, cut=cut)}"
    return f"{told} {now}" if now else told


def shorten(text: str, most: int = _VALUE) -> str:
    """A long text without its middle, and how long it is."""
    if len(text) <= most:
        return text
    return f"{text[: most - _TAIL]} … {text[-_TAIL:]} ({len(text)} characters)"


def _idle(report: Report) -> str:
    """How many shapes had nothing to look at, and which, where they are few."""
    idle = sorted(shape for shape, number in report.targets.items() if not number)
    if not idle:
        return ""
    named = f": {', '.join(idle)}" if len(idle) <= _MANY else ""
    return f" {len(idle)} of {len(report.targets)} shapes found nothing to judge{named}."
