"""The report in the words of SHACL: a validation report, as canonical Turtle."""

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox

from backrun_kg.findings import Finding, Report
from backrun_kg.locate import read_term
from backrun_kg.namespaces import OWN, PREFIXES
from backrun_kg.turtle import Term, write_turtle

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


def write_ttl(report: Report) -> str:
    """A validation report with a result for each finding.

    As SHACL has it, a graph conforms when there is no result at all, a warning neither.
    """
    node = ox.BlankNode("report")
    conforms = ox.Literal(not report.findings)
    triples = [
        ox.Triple(node, _TYPE, _term("ValidationReport")),
        ox.Triple(node, _term("conforms"), conforms),
    ]
    for finding in report.findings:
        result = _name_result(finding)
        triples.append(ox.Triple(node, _term("result"), result))
        triples += (ox.Triple(result, verb, value) for verb, value in _describe(finding))
    return write_turtle(triples)


def _describe(finding: Finding) -> Iterator[tuple[ox.NamedNode, Term]]:
    rule = _name(OWN["brs"], finding.rule)
    yield _TYPE, _term("ValidationResult")
    yield _term("focusNode"), _read(finding.focus)
    if path := read_term(finding.path):
        yield _term("resultPath"), path
    if finding.value:
        yield _term("value"), _read(finding.value)
    yield _term("resultMessage"), ox.Literal(finding.message, language="en")
    yield _term("resultSeverity"), _term(finding.severity)
    yield _term("sourceShape"), rule
    # A check of ours is no component of SHACL: it is a component of its own.
    yield (
        _term("sourceConstraintComponent"),
        _term(finding.component) if finding.component else rule,
    )


def _term(name: str) -> ox.NamedNode:
    return _name(PREFIXES["sh"], name)


def _name(namespace: str, local: str) -> ox.NamedNode:
    plain = re.fullmatch(r"[\w.-]*", local)
    return ox.NamedNode(namespace + (local if plain else quote(local)))


def _read(text: str) -> Term:
    """The term, or where there is none the text itself."""
    term = read_term(text)
    return ox.Literal(text) if term is None else term


def _name_result(finding: Finding) -> ox.BlankNode:
    """A name that depends on nothing but the finding, so that two runs give the same bytes."""
    parts = (finding.focus, finding.rule, finding.path, finding.value, finding.component)
    whole = "\0".join((*parts, finding.severity, finding.message))
    return ox.BlankNode(f"result-{hashlib.sha256(whole.encode()).hexdigest()[:16]}")
