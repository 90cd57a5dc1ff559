"""One thing told: its facts, what points at it, and where its statements stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import pyoxigraph as ox

from backrun_kg.answers import Graph, Term, plain
from backrun_kg.dataset import Dataset
from backrun_kg.queries import select

_FEW = 5
"""As many records are asked for one by one; more are sooner found among all of them."""


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
        _verdicts(dataset, [iri]).get(plain(iri), ""),
        tuple(select(dataset, "evidence", claim=iri)),
        tuple(select(dataset, "provenance", claim=iri)),
    )


def describe_thing(dataset: Dataset, iri: ox.NamedNode) -> Thing:
    """Everything the dataset says of a thing and whatever points at it."""
    said = [select(dataset, "claims", subject=iri), select(dataset, "claims", object=iri)]
    claims = {row["claim"]: row for row in chain(*said)}
    terms = list(dict.fromkeys(claim for rows in said for claim, *_ in rows.rows))
    read = _select_on(dataset, "sources", "record", [*terms, iri])
    places = {row["record"]: row for row in read if row["role"].endswith("passage")}
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
        _verdicts(dataset, terms),
    )


def thing_graph(dataset: Dataset, iri: ox.NamedNode) -> Graph:
    """The triples that have the thing as subject or object."""
    store = dataset.store
    about = chain(
        store.quads_for_pattern(iri, None, None), store.quads_for_pattern(None, None, iri)
    )
    return Graph(quad.triple for quad in about)


def _verdicts(dataset: Dataset, claims: Sequence[Term | None]) -> dict[str, str]:
    """The verdicts on some claims at least, by the claim's CURIE."""
    found = _select_on(dataset, "verdicts", "claim", claims)
    return {row["claim"]: row["verdictLabel"] for row in found}


def _select_on(
    dataset: Dataset, query: str, parameter: str, records: Sequence[Term | None]
) -> Iterator[dict[str, str]]:
    """The rows of a query that concern some records, and others maybe."""
    few = [record for record in records if isinstance(record, ox.NamedNode)]
    if len(records) > _FEW or len(few) < len(records):  # a blank node cannot be asked for
        yield from select(dataset, query)
        return
    for record in few:
        yield from select(dataset, query, **{parameter: record})
