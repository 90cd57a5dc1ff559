"""The prefix map: what is expanded, what is shrunk, and what is left in angle brackets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.namespaces import PREFIXES, expand, shrink

CURIES = {
    "kg:quadriceps": "https://w3id.org/backrun-kg/id/quadriceps",
    "kg:backward-running": "https://w3id.org/backrun-kg/id/backward-running",
    "br:Muscle": "https://w3id.org/backrun-kg/ontology#Muscle",
    "brs:Claim-statement": "https://w3id.org/backrun-kg/shapes#Claim-statement",
    "skos:prefLabel": "http://www.w3.org/2004/02/skos/core#prefLabel",
    "rdf:_1": "http://www.w3.org/1999/02/22-rdf-syntax-ns#_1",
    "schema:text": "https://schema.org/text",
}

NO_CURIE = (
    "https://example.org/a",
    "https://w3id.org/backrun-kg/id/",
    "https://w3id.org/backrun-kg/id/-a",
    "https://w3id.org/backrun-kg/id/a.b",
    "https://w3id.org/backrun-kg/id/a/b",
    "https://w3id.org/backrun-kg/id/a:b",
    "https://w3id.org/backrun-kg/id/é",
    "https://w3id.org/backrun-kg/id/--",
    "https://w3id.org/backrun-kg/graph/article",
)


@pytest.mark.parametrize("curie", CURIES)
def test_curie_expands(curie: str) -> None:
    """A CURIE stands for its namespace followed by its local name."""
    assert expand(curie) == CURIES[curie]


@pytest.mark.parametrize("curie", CURIES)
def test_iri_shrinks(curie: str) -> None:
    """An IRI in a namespace of ours is written as a CURIE."""
    assert shrink(CURIES[curie]) == curie


@pytest.mark.parametrize("iri", NO_CURIE)
def test_iri_without_a_plain_local_name_is_bracketed(iri: str) -> None:
    """What a CURIE could only say with escapes stays an IRI."""
    assert shrink(iri) == f"<{iri}>"


@pytest.mark.parametrize("name", ["quadriceps", "", "https://example.org/a", "ex:a", "KG:a"])
def test_name_without_a_known_prefix_does_not_expand(name: str) -> None:
    """Only the prefixes of the map are known, in their own case."""
    assert expand(name) is None


@settings(deadline=None)
@given(st.sampled_from(sorted(PREFIXES)), st.from_regex(r"[A-Za-z0-9_-]+", fullmatch=True))
def test_shrunk_iri_expands_to_itself(prefix: str, local: str) -> None:
    """A CURIE loses nothing."""
    iri = PREFIXES[prefix] + local
    assert (expand(shrink(iri)) or shrink(iri).strip("<>")) == iri


def test_no_namespace_begins_another() -> None:
    """No IRI fits two prefixes, so the order of the map decides nothing."""
    nested = [
        (short, long)
        for short, outer in PREFIXES.items()
        for long, inner in PREFIXES.items()
        if short != long and inner.startswith(outer)
    ]
    assert nested == []
