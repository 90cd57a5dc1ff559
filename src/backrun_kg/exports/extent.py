"""How large a dataset is: triples, things, classes, properties, and links to other vocabularies."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from backrun_kg.dataset import Dataset
from backrun_kg.namespaces import PREFIXES, expand
from backrun_kg.queries import select

_TYPE = PREFIXES["rdf"] + "type"


@dataclass(frozen=True, order=True)
class PropertyExtent:
    """How often a property is used: triples, and distinct things at both of their ends."""

    iri: str
    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, order=True)
class Links:
    """How often things are mapped to another vocabulary, told by its code and its IRIs' start."""

    relation: str
    code: str
    space: str
    triples: int


@dataclass(frozen=True)
class Extent:
    """The union of the graphs in numbers; ``classes`` are things by class IRI."""

    triples: int
    subjects: int
    objects: int
    entities: int
    layers: dict[str, int]
    classes: dict[str, int]
    properties: tuple[PropertyExtent, ...]
    links: tuple[Links, ...]


def measure_extent(dataset: Dataset) -> Extent:
    """Count a dataset anew."""
    layers: Counter[str] = Counter()
    triples = set()
    for quad in set(dataset.quads()):
        layers[str(quad.graph_name).strip("<>")] += 1
        triples.add(quad.triple)
    members: dict[str, set[object]] = defaultdict(set)
    ends: dict[str, tuple[set[object], set[object]]] = defaultdict(lambda: (set(), set()))
    uses = Counter(triple.predicate.value for triple in triples)
    for triple in triples:
        for found, end in zip(
            ends[triple.predicate.value], (triple.subject, triple.object), strict=True
        ):
            found.add(end)
        if triple.predicate.value == _TYPE and isinstance(triple.object, ox.NamedNode):
            members[triple.object.value].add(triple.subject)
    return Extent(
        len(triples),
        len(set().union(*(subjects for subjects, _ in ends.values()))),
        len(set().union(*(objects for _, objects in ends.values()))),
        len(set().union(*members.values())),
        dict(sorted(layers.items())),
        {iri: len(things) for iri, things in sorted(members.items())},
        tuple(
            PropertyExtent(iri, uses[iri], len(subjects), len(objects))
            for iri, (subjects, objects) in sorted(ends.items())
        ),
        _count_links(dataset),
    )


def _count_links(dataset: Dataset) -> tuple[Links, ...]:
    """The mappings, counted by kind and by the vocabulary that they lead to."""
    found = Counter(
        (expand(row["relation"]) or row["relation"], *_part(row["id"], row["target"]))
        for row in select(dataset, "mappings")
    )
    return tuple(sorted(Links(*key, number) for key, number in found.items()))


def _part(identifier: str, target: str) -> tuple[str, str]:
    """The code of a vocabulary and the start of its IRIs; an unknown one is its own code."""
    iri = expand(target) or target.strip("<>")
    code, _, local = identifier.partition(":")
    if identifier != iri:
        return code, iri.removesuffix(local)
    space = re.sub(r"[^/#:]*$", "", iri)
    return space, space
