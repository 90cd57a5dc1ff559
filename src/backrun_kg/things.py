"""One thing told: its facts, what points at it, and where its statements stand."""

from dataclasses import dataclass
from itertools import chain

import pyoxigraph as ox

from backrun_kg.answers import Graph, plain
from backrun_kg.dataset import Dataset
from backrun_kg.queries import select


@dataclass(frozen=True)
class Thing:
    """What the dataset holds on one IRI, as rows of plain text by column name."""

    iri: ox.NamedNode
    label: str
    facts: tuple[dict[str, str], ...]
    pointers: tuple[dict[str, str], ...]
    claims: tuple[dict[str, str], ...]
    sources: tuple[dict[str, str], ...]
    verdicts: dict[str, str]

    @property
    def name(self) -> str:
        """The thing's CURIE."""
        return plain(self.iri)


@dataclass(frozen=True)
class ClaimRecord:
    """What is said in one claim, what was found on it, and who recorded it, as rows of text."""

    said: dict[str, str]
    sources: tuple[dict[str, str], ...]
    verdict: str
    findings: tuple[dict[str, str], ...]
    provenance: tuple[dict[str, str], ...]


def describe_claim(dataset: Dataset, iri: ox.NamedNode) -> ClaimRecord | None:
    """The record of a claim; None where the thing is no claim."""
    said = list(select(dataset, "claims", claim=iri))
    if not said:
        return None
    return ClaimRecord(
        said[0],
        tuple(select(dataset, "sources", record=iri)),
        _verdicts(dataset).get(plain(iri), ""),
        tuple(select(dataset, "evidence", claim=iri)),
        tuple(select(dataset, "provenance", claim=iri)),
    )


def describe_thing(dataset: Dataset, iri: ox.NamedNode) -> Thing:
    """Everything the dataset says of a thing and whatever points at it."""
    said = [select(dataset, "claims", subject=iri), select(dataset, "claims", object=iri)]
    claims = {row["claim"]: row for row in chain(*said)}
    places = {
        row["record"]: row for row in select(dataset, "sources") if row["role"].endswith("passage")
    }
    records = [*claims, plain(iri)]
    named = chain(select(dataset, "things", thing=iri), select(dataset, "terms", term=iri))
    labels = [row.get("thingLabel") or row["termLabel"] for row in named]
    return Thing(
        iri,
        labels[0] if labels else "",
        tuple(select(dataset, "facts", thing=iri)),
        tuple(select(dataset, "pointers", thing=iri)),
        tuple(claims.values()),
        tuple(places[record] for record in records if record in places),
        _verdicts(dataset) if claims else {},
    )


def thing_graph(dataset: Dataset, iri: ox.NamedNode) -> Graph:
    """The triples that have the thing as subject or object."""
    store = dataset.store
    about = chain(
        store.quads_for_pattern(iri, None, None), store.quads_for_pattern(None, None, iri)
    )
    return Graph(quad.triple for quad in about)


def _verdicts(dataset: Dataset) -> dict[str, str]:
    """The verdict on every claim, by the claim's CURIE."""
    return {row["claim"]: row["verdictLabel"] for row in select(dataset, "verdicts")}
