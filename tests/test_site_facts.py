"""Facts: what is said of a thing and what points at it."""

from backrun_kg.site.addresses import Link
from backrun_kg.site.facts import list_facts, list_pointers
from site_samples import shipped_atlas

QUADRICEPS = "https://w3id.org/backrun-kg/id/quadriceps"
EXACT = "http://www.w3.org/2004/02/skos/core#exactMatch"


def test_facts_leave_out_what_the_page_opens_with() -> None:
    """Neither the label nor the class, nor what the caller leaves out."""
    facts = list_facts(shipped_atlas(), QUADRICEPS, [EXACT])
    assert [(fact.name.text, fact.values) for fact in facts] == [
        ("alt label", [Link("Quadriceps femoris")])
    ]


def test_pointers_are_told_by_property() -> None:
    """Each property once, with all that points by it."""
    claims = {row["claim"] for row in shipped_atlas().rows("claims")}
    pointers = list_pointers(shipped_atlas(), QUADRICEPS, claims)
    assert {fact.name.text: [value.text for value in fact.values] for fact in pointers} == {
        "affects": ["Stronger quadriceps"],
        "engages": ["Backward running"],
        "engages differently": ["Backward running"],
        "part of": ["Rectus femoris", "Vastus lateralis", "Vastus medialis"],
        "strengthens": ["Backward running"],
    }


def test_sentences_are_told_from_names() -> None:
    """Long values want lines of their own."""
    study = "https://w3id.org/backrun-kg/id/study-adesola"
    facts = {fact.name.text: fact.sentences for fact in list_facts(shipped_atlas(), study)}
    assert (facts["title"], facts["authors"]) == (True, False)
