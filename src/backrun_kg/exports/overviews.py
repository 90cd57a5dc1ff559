"""The sheets across all classes: every thing, every direct edge, every mapping."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from backrun_kg.dataset import Dataset, shipped_sources
from backrun_kg.exports.cells import Cell, Sheet, by_id, text_column
from backrun_kg.exports.statements import Statements, plain_iri
from backrun_kg.exports.vocabulary import local_name, read_ontology, read_terms
from backrun_kg.namespaces import shrink
from backrun_kg.queries import select


class Edge(NamedTuple):
    """A direct edge: what is said of what, in which claim, how firmly, and what studies say."""

    subject: str
    predicate: str
    object: str
    claim: str = ""
    modality: str = ""
    verdict: str = ""


def make_things(statements: Statements) -> Sheet:
    """Every thing that something is said of, with its class, the most special one of several."""
    columns = (
        text_column("id"),
        text_column("iri"),
        text_column("label"),
        text_column("class"),
        text_column("layer"),
    )
    rows = [
        (
            statements.name(iri),
            plain_iri(iri),
            statements.label(iri) or None,
            name_kind(statements.kinds(iri)),
            statements.layer(iri) or None,
        )
        for iri in statements.about
    ]
    told = "Everything that something is said of, with its class and the layer that says so."
    return Sheet("things", "Things", told, columns, tuple(sorted(rows, key=by_id)))


def name_kind(kinds: list[str]) -> str | None:
    """What JSON-LD calls the first of some classes; None where there is none."""
    if not kinds:
        return None
    return local_name(kinds[0]) if kinds[0] in read_terms() else shrink(kinds[0]).strip("<>")


def make_edges(statements: Statements) -> Sheet:
    """Every direct edge with labels, claim, modality, verdict and layer."""
    columns = (
        text_column("id"),
        text_column("subject", target="things"),
        text_column("subject_label"),
        text_column("predicate", target="things"),
        text_column("predicate_label"),
        text_column("object", target="things"),
        text_column("object_label"),
        text_column("claim", target="things"),
        text_column("modality", target="things"),
        text_column("verdict", target="things"),
        text_column("layer"),
    )
    told = "Every direct edge, with its claim, how firmly it is put, and what studies make of it."
    rows = {_edge_row(edge, statements) for edge in find_edges(statements)}
    often = Counter(row[0] for row in rows)
    told_apart = ((f"{row[0]} {row[7]}", *row[1:]) if often[row[0]] > 1 else row for row in rows)
    return Sheet("edges", "Direct edges", told, columns, tuple(sorted(told_apart, key=by_id)))


def find_edges(statements: Statements) -> Iterator[Edge]:
    """The edges that claims reify, and the direct ones that none does."""
    dataset = statements.dataset
    verdicts = {row[0]: row[1] for row in _rows(dataset, "verdicts", "claim", "verdict")}
    for row in _rows(dataset, "claims", *Edge._fields[:-1]):
        edge = Edge(*row)
        yield edge._replace(verdict=verdicts.get(edge.claim, ""))
    for row in _rows(_with_ontology(dataset), "unclaimed", *Edge._fields[:3]):
        yield Edge(*row)


def find_layer(edge: Edge, statements: Statements) -> str:
    """The layer that an edge stands in, or else that of its claim."""
    stated = edge.subject, edge.predicate, f"<{edge.object}>"
    return statements.layers.get(stated) or statements.layer(edge.claim or edge.subject)


def label_term(iri: str, statements: Statements) -> str:
    """The label of a term: the ontology's, though its layer be left out, or that of the data."""
    return read_ontology().labels.get(iri) or statements.label(iri)


def make_mappings(statements: Statements) -> Sheet:
    """Every mapping to another vocabulary, with the identifier as that vocabulary writes it."""
    columns = (
        text_column("id"),
        text_column("thing", target="things"),
        text_column("thing_label"),
        text_column("relation"),
        text_column("identifier"),
        text_column("iri"),
    )
    told = "Every mapping of a thing to another vocabulary."
    names = "thing", "thingLabel", "relation", "id", "target"
    found = set(_rows(statements.dataset, "mappings", *names))
    told_by = {(statements.name(thing), *rest) for thing, *rest in found}
    rows = [
        (f"{thing} {shrink(relation)} {iri}", thing, label, shrink(relation), identifier, iri)
        for thing, label, relation, identifier, iri in told_by
    ]
    return Sheet("mappings", "Mappings", told, columns, tuple(sorted(rows)))


OVERVIEWS: dict[str, Callable[[Statements], Sheet]] = {
    "things": make_things,
    "edges": make_edges,
    "mappings": make_mappings,
}
"""The sheets across all classes, by name."""


def _with_ontology(dataset: Dataset) -> Dataset:
    """The dataset with the shipped ontology, which tells the direct edges from others."""
    missing = [source for source in shipped_sources(["ontology"]) if source not in dataset.sources]
    return Dataset([*missing, *dataset.sources]) if missing else dataset


def _edge_row(edge: Edge, statements: Statements) -> tuple[Cell, ...]:
    subject, predicate, target = (statements.name(iri) for iri in edge[:3])
    return (
        f"{subject} {predicate} {target}",
        subject,
        statements.label(edge.subject) or None,
        predicate,
        label_term(edge.predicate, statements) or None,
        target,
        statements.label(edge.object) or None,
        *(statements.name(iri) if iri else None for iri in edge[3:]),
        find_layer(edge, statements) or None,
    )


def _rows(dataset: Dataset, query: str, *columns: str) -> Iterator[tuple[str, ...]]:
    """Some columns of a named query's answer, IRIs in full."""
    rows = select(dataset, query)
    places = [rows.columns.index(column) for column in columns]
    for row in rows.rows:
        terms = (row[place] for place in places)
        yield tuple(t.value if isinstance(t, ox.NamedNode | ox.Literal) else "" for t in terms)
