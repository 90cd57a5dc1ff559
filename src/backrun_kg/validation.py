"""Shapes in, sorted findings out: pySHACL judges, the engine spares it what is plainly well."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import pyoxigraph as ox

from backrun_kg.checks import check, find_unknown
from backrun_kg.dataset import Dataset, Source, shipped_sources
from backrun_kg.errors import MalformedData
from backrun_kg.findings import SEVERITIES, Finding, Report
from backrun_kg.hints import nearest_value
from backrun_kg.literals import portable
from backrun_kg.locate import place_findings
from backrun_kg.namespaces import expand
from backrun_kg.paths import CONTEXT, SHAPES, read_content
from backrun_kg.queries import select
from backrun_kg.screening import Screen
from backrun_kg.shapes import Node, Shapes, local_name
from backrun_kg.vetting import read_own_shapes, vet

__all__ = ["SEVERITIES", "Finding", "Report", "rule_names", "validate"]


def validate(
    dataset: Dataset,
    shapes: str = SHAPES,
    *,
    own_shapes: Iterable[Source] = (),
    screened: bool = True,
) -> Report:
    """Judge a dataset by the shapes, literals taken as they are written.

    The ontology is always read beside the data, since the shapes need its class tree.
    ``own_shapes`` are added to ours, and judged themselves. ``screened`` may be turned off to have
    pySHACL look at everything, which takes longer and finds the same. Raises MalformedData.
    """
    own = tuple(own_shapes)
    validator = Validator(shapes, own)
    others = (source for source in dataset.sources if not _is_ontology(source))
    quads = _numbered(chain(validator.ontology, _quads(others)))
    store = ox.Store()
    store.extend(quads)
    findings, targets = validator.find(quads, store, screened=screened)
    if findings:
        screen = Screen(validator.shapes, store)
        explained = _explained(sorted(findings), dataset, validator.shapes, screen)
        findings = set(place_findings(explained, (*dataset.sources, *own)))
    return Report(
        findings=tuple(sorted(findings)),
        rules=len(validator.shapes.rules()),
        triples=len(store),
        targets={local_name(shape): len(things) for shape, things in targets.items()},
    )


class Validator:
    """The rules, read once, and what they find in data."""

    def __init__(self, shapes: str = SHAPES, own_shapes: Iterable[Source] = ()) -> None:
        shipped = Shapes(Source(shapes, "shapes", "ttl").quads())
        self._own = Shapes(_numbered(read_own_shapes(own_shapes)))
        self.shapes = Shapes((*shipped.quads, *self._own.quads))
        self.ontology = tuple(_quads(shipped_sources(["ontology"])))
        self._reference = _reference(shipped, self.ontology)

    def find(
        self, quads: Sequence[ox.Quad], store: ox.Store, *, screened: bool = True
    ) -> tuple[set[Finding], dict[Node, set[Node]]]:
        """What is wrong with quads that the store holds too, and what each shape looks at."""
        screen = Screen(self.shapes, store)
        targets = {shape: screen.targets(shape) for shape in self.shapes.targeting()}
        screened = screened and all(portable(quad.object) for quad in quads)
        suspects = {shape: screen.suspects(shape) for shape in targets} if screened else None
        findings = set(check(quads, self._reference, set().union(*targets.values())))
        findings |= set(vet(self._own, targets))
        findings |= set(find_unknown(self._own.quads, self._reference))
        if suspects is None or any(suspects.values()):
            from backrun_kg.judging import judge

            findings |= set(judge(quads, self.shapes, suspects))
        return findings, targets


def rule_names(shapes: str = SHAPES) -> list[str]:
    """The names of the rules: of every shape that can object, sorted."""
    return Shapes(Source(shapes, "shapes", "ttl").quads()).rules()


def _quads(sources: Iterable[Source]) -> Iterator[ox.Quad]:
    return chain.from_iterable(source.quads() for source in sources)


def _is_ontology(source: Source) -> bool:
    return source.content is None and source.layer == "ontology"


def _numbered(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads with blank nodes named in the order they come: the same names on every run."""
    names: dict[Node, ox.BlankNode] = {}
    numbered = []
    for quad in quads:
        thing, value = quad.subject, quad.object
        if isinstance(thing, ox.BlankNode):
            thing = names.setdefault(thing, ox.BlankNode(f"b{len(names)}"))
        if isinstance(value, ox.BlankNode):
            value = names.setdefault(value, ox.BlankNode(f"b{len(names)}"))
        if isinstance(value, ox.Triple):
            raise MalformedData(
                "No shape can judge a triple term (RDF 1.2); write a claim in its place."
            )
        numbered.append(ox.Quad(thing, quad.predicate, value))
    return numbered


def _reference(shapes: Shapes, ontology: Iterable[ox.Quad]) -> set[str]:
    """The terms that the shapes, the ontology or the JSON-LD context use."""
    parts = (
        part for quad in chain(shapes.quads, ontology) for part in (quad.predicate, quad.object)
    )
    used = {part.value for part in parts if isinstance(part, ox.NamedNode)}
    named = re.findall(r'"(\w+:\w+)"', read_content(CONTEXT))
    return used | {iri for name in named if (iri := expand(name))}


def _explained(
    findings: Iterable[Finding], dataset: Dataset, shapes: Shapes, screen: Screen
) -> Iterator[Finding]:
    """The findings with the thing's label and the nearest right value."""
    labels: dict[str, str] = {}
    for finding in findings:
        labels = labels or {row["thing"]: row["name"] for row in select(dataset, "names")}
        yield replace(
            finding,
            label=labels.get(finding.focus, ""),
            nearest=finding.nearest or nearest_value(finding, shapes, screen),
        )
