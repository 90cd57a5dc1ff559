"""Shapes in, sorted findings out. pySHACL judges; nothing here adds a rule of its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain

import pyoxigraph as ox
import rdflib
from pyshacl import validate as run_pyshacl
from rdflib.namespace import SH
from rdflib.term import Node, URIRef

from backrun_kg.dataset import Dataset, Source, shipped_sources
from backrun_kg.namespaces import shrink
from backrun_kg.paths import SHAPES
from backrun_kg.rdflib_bridge import to_rdflib_graph

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing the shapes object to; things are given as CURIEs, literals in N-Triples form."""

    focus: str
    rule: str
    path: str
    value: str
    message: str
    severity: str


@dataclass(frozen=True)
class Report:
    """All findings, sorted by the thing they are about."""

    findings: tuple[Finding, ...]
    rules: int
    triples: int

    @property
    def conforms(self) -> bool:
        """Whether nothing is a violation; warnings and remarks are allowed."""
        return not self.count("Violation")

    def count(self, severity: str) -> int:
        """How many findings are of a severity: Violation, Warning or Info."""
        return sum(finding.severity == severity for finding in self.findings)


def validate(dataset: Dataset, shapes: str = SHAPES) -> Report:
    """Judge a dataset by the shapes, literals taken as they are written.

    The ontology is always read beside the data, since the shapes need its class tree.
    """
    rules = _shapes_graph(shapes)
    data = to_rdflib_graph(chain(_ontology(dataset.sources), dataset.quads()))
    _, report, _ = run_pyshacl(data, shacl_graph=rules, inference="none", inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise RuntimeError(f"pySHACL failed: {report}")
    findings = {_finding(report, result) for result in report.objects(None, SH.result)}
    return Report(tuple(sorted(findings)), len(rule_names(shapes)), len(data))


def rule_names(shapes: str = SHAPES) -> list[str]:
    """The names of the rules: of every shape that can object, sorted."""
    graph = _shapes_graph(shapes)
    named = {node for node in graph.subjects(SH.message) if isinstance(node, URIRef)}
    named |= {node for node in graph.subjects(SH.sparql) if isinstance(node, URIRef)}
    return sorted(_local(node) for node in named)


@cache
def _shapes_graph(path: str) -> rdflib.Graph:
    return to_rdflib_graph(Source(path, "shapes", "ttl").quads())


def _ontology(given: Iterable[Source]) -> Iterable[ox.Quad]:
    known = {source.name for source in given}
    missing = (s for s in shipped_sources(["ontology"]) if s.name not in known)
    return chain.from_iterable(source.quads() for source in missing)


def _finding(report: rdflib.Graph, result: Node) -> Finding:
    def one(predicate: Node) -> Node | None:
        return report.value(result, predicate)

    messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
    return Finding(
        focus=_text(one(SH.focusNode)),
        rule=_local(one(SH.sourceShape)),
        path=_text(one(SH.resultPath)) if isinstance(one(SH.resultPath), URIRef) else "",
        value=_text(one(SH.value)),
        message=" ".join(messages),
        severity=_local(one(SH.resultSeverity)),
    )


def _text(node: Node | None) -> str:
    if node is None:
        return ""
    if isinstance(node, URIRef):
        return shrink(str(node))
    return re.sub(r"\^\^<(.*)>$", lambda found: "^^" + shrink(found[1]), node.n3())


def _local(node: Node | None) -> str:
    return str(node).rpartition("#")[2]
