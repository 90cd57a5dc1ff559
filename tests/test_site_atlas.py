"""The atlas: rows asked once, names and places of things, terms and all else."""

import pytest

from backrun_kg.site.addresses import Link
from backrun_kg.site.atlas import Atlas, is_term
from export_samples import HOSTILE, own
from site_samples import shipped_atlas

KG = "https://w3id.org/backrun-kg/id/"
BR = "https://w3id.org/backrun-kg/ontology#"


@pytest.mark.parametrize(
    ("iri", "label", "place"),
    [
        (f"{KG}knee", "Knee", "id/knee.html"),
        (f"{KG}claim-improves-balance", "Backward running improves balance.", None),
        (f"{KG}passage-adjustment-effects", "Passage adjustment effects", None),
        (f"{BR}Claim", "Claim", "ontology.html#Claim"),
        (f"{BR}verdict-mixed", "Mixed", "ontology.html#verdict-mixed"),
        (BR.rstrip("#"), "https://w3id.org/backrun-kg/ontology", "ontology.html"),
        ("http://www.w3.org/ns/prov#Agent", "prov:Agent", "http://www.w3.org/ns/prov#Agent"),
        ("urn:x", "urn:x", ""),
    ],
)
def test_iri_has_a_name_and_a_place(iri: str, label: str, place: str | None) -> None:
    """A label, a text or the name in words; a page, an entry, an address or nothing."""
    expected = f"id/{iri.removeprefix(KG)}.html" if place is None else place
    assert shipped_atlas().link(iri) == Link(label, expected)


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (f"{BR}engagesDifferently", "engages differently"),
        ("http://www.w3.org/2004/02/skos/core#altLabel", "alt label"),
    ],
)
def test_property_is_named_in_words(iri: str, name: str) -> None:
    """By the ontology, or else its name taken apart."""
    assert shipped_atlas().name_property(iri) == name


def test_term_of_the_ontology_is_told_from_others() -> None:
    """Only what the shipped ontology has an entry for."""
    assert [is_term(f"{BR}Claim"), is_term(f"{BR}Unheard"), is_term(f"{KG}knee")] == [
        True,
        False,
        False,
    ]


def test_blank_nodes_have_names_that_stay() -> None:
    """A blank node is a thing among others, by a name made of what is said of it."""
    first, second = (Atlas(own(HOSTILE)).things for _ in range(2))
    assert first == second
    assert any(iri.startswith("urn:blank-node:") for iri in first)
