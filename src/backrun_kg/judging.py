"""pySHACL's judgement of the things it is asked to look at."""

import logging
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from decimal import InvalidOperation, localcontext

import pyoxigraph as ox
import rdflib
from pyshacl import validate as run_pyshacl
from pyshacl.errors import ReportableRuntimeError, ShapeRecursionWarning
from rdflib.namespace import SH as TERMS
from rdflib.term import Literal, URIRef
from rdflib.term import Node as RdflibNode

from backrun_kg.errors import MalformedData
from backrun_kg.findings import Finding
from backrun_kg.namespaces import shrink
from backrun_kg.rdflib_bridge import to_rdflib_graph
from backrun_kg.shapes import SH, TARGETS, Node, Shapes, local_name, spelt

_TARGETING = {SH + target for target in TARGETS}
_TARGET_NODE = ox.NamedNode(SH + "targetNode")
_FAULTS = (ReportableRuntimeError, ShapeRecursionWarning, AssertionError, TypeError, re.error)


def judge(
    data: Iterable[ox.Quad], shapes: Shapes, suspects: Mapping[Node, Set[Node]] | None = None
) -> Iterator[Finding]:
    """What pySHACL finds, with literals taken as they are written.

    ``suspects`` are the only things to look at, by shape; by default each shape looks at whatever
    it targets. A shape without a name goes by the name of the one it is part of. Raises
    MalformedData where SHACL gives no answer.
    """
    rules = shapes.quads if suspects is None else _aimed(shapes, suspects)
    report = _report(to_rdflib_graph(data), to_rdflib_graph(rules))
    names = _names(shapes)
    for result in report.objects(None, TERMS.result):
        yield _finding(report, result, names)


def _report(data: rdflib.Graph, rules: rdflib.Graph) -> rdflib.Graph:
    try:
        with localcontext() as context, _quiet():
            context.traps[InvalidOperation] = False  # NaN may be compared with a decimal
            _, report, _ = run_pyshacl(data, shacl_graph=rules, inference="none", inplace=True)
        if isinstance(report, rdflib.Graph):
            return report
        fault = str(report)
    except _FAULTS as error:
        fault = str(error) or type(error).__name__
    raise MalformedData(
        f"pySHACL cannot hold these data against the shapes: {fault.splitlines()[0]} "
        "Mend the shape, or write what it looks at with IRIs and literals."
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pySHACL's log and warnings to itself; where it gives up on a circle is an error."""
    log = logging.getLogger("pyshacl-validate")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", ShapeRecursionWarning)
        log.disabled = True
        try:
            yield
        finally:
            log.disabled = False


def _aimed(shapes: Shapes, suspects: Mapping[Node, Set[Node]]) -> Iterator[ox.Quad]:
    """The shapes with the suspects for targets, in place of their own; without those with none."""
    idle = [shape for shape in shapes.targeting() if not suspects.get(shape)]
    of_idle = shapes.reach(idle)
    busy = [shape for shape in shapes.nodes() if shape not in of_idle or suspects.get(shape)]
    needed = shapes.reach(busy)
    for quad in shapes.quads:
        if quad.subject in needed and quad.predicate.value not in _TARGETING:
            yield quad
    for shape, things in suspects.items():
        assert isinstance(shape, ox.NamedNode | ox.BlankNode)
        for thing in things:
            yield ox.Quad(shape, _TARGET_NODE, thing)


def _names(shapes: Shapes) -> dict[str, str]:
    """The name of every shape by its IRI; a blank node's is that of the shape it is part of."""
    names: dict[str, str] = {}
    for shape in shapes.nodes():
        parts: list[Node] = [shape] if isinstance(shape, ox.NamedNode) else []
        for part in parts:
            names[spelt(part)] = local_name(shape)
            within = (value for values in shapes.predicates(part).values() for value in values)
            parts += [v for v in within if isinstance(v, ox.BlankNode) and v.value not in names]
    return names


def _finding(report: rdflib.Graph, result: RdflibNode, names: Mapping[str, str]) -> Finding:
    def one(predicate: RdflibNode) -> RdflibNode | None:
        return report.value(result, predicate)

    messages = sorted(str(message) for message in report.objects(result, TERMS.resultMessage))
    return Finding(
        focus=_text(one(TERMS.focusNode)),
        rule=names.get(str(one(TERMS.sourceShape)), ""),
        path=_text(one(TERMS.resultPath)) if isinstance(one(TERMS.resultPath), URIRef) else "",
        value=_text(one(TERMS.value)),
        message=" ".join(messages),
        severity=_local(one(TERMS.resultSeverity)),
        component=_local(one(TERMS.sourceConstraintComponent)),
    )


def _text(node: RdflibNode | None) -> str:
    if node is None:
        return ""
    if isinstance(node, URIRef):
        return shrink(str(node))
    if not isinstance(node, Literal):
        return node.n3()
    text = str(ox.Literal(str(node)))  # rdflib's own way depends on the value: INF, line ends
    if node.language:
        return f"{text}@{node.language}"
    return f"{text}^^{shrink(str(node.datatype))}" if node.datatype else text


def _local(node: RdflibNode | None) -> str:
    return str(node).rpartition("#")[2]
