"""The rules as reports list them: what each asks for, how grave it is, what it looks at."""

import re
from collections import defaultdict
from typing import NamedTuple

import pyoxigraph as ox

from backrun_kg.checks import CHECKS
from backrun_kg.dataset import Source
from backrun_kg.findings import Report
from backrun_kg.paths import SHAPES
from backrun_kg.shapes import Node, Shapes, local_name, spelt


class Rule(NamedTuple):
    """A shape that can object, or a check of ours.

    ``iri`` is the shape's, '' for a check; ``judges`` are the shapes that look at things for it,
    itself among them.
    """

    name: str
    message: str
    severity: str
    iri: str = ""
    judges: tuple[str, ...] = ()

    def is_idle(self, report: Report) -> bool:
        """Whether there was nothing for the rule to judge."""
        seen = [report.targets[name] for name in self.judges if name in report.targets]
        return bool(seen) and not any(seen)


def list_rules(report: Report) -> list[Rule]:
    """Every rule of the shapes, every check of ours, and whatever else objected, by name."""
    others = {f.rule: Rule(f.rule, f.message, f.severity) for f in sorted(report.findings)}
    checks = {name: Rule(name, message, "Violation") for name, message in CHECKS.items()}
    return sorted((others | checks | _read_rules()).values())


def _read_rules() -> dict[str, Rule]:
    shapes = Shapes(Source(SHAPES, "shapes", "ttl").quads())
    owners: dict[Node, list[str]] = defaultdict(list)
    for node in shapes.nodes():
        for part in shapes.values(node, "property"):
            owners[part].append(local_name(node))
    named = {local_name(n): n for n in shapes.nodes() if isinstance(n, ox.NamedNode)}
    return {
        name: Rule(
            name,
            _message(shapes, named[name]),
            " ".join(map(local_name, shapes.values(named[name], "severity"))) or "Violation",
            spelt(named[name]),
            (name, *owners[named[name]]),
        )
        for name in shapes.rules()
    }


def _message(shapes: Shapes, node: Node) -> str:
    """What the shape, or its query in SPARQL, says; dots for what each finding puts in."""
    speakers = [node, *shapes.values(node, "sparql")]
    said = (spelt(text) for each in speakers for text in shapes.values(each, "message"))
    return re.sub(r"\{[?$]\w+\}", "…", " ".join(said))
