"""The sheets across all classes: every thing, every direct edge, every mapping."""

import pytest

from backrun_kg.dataset import Dataset, load
from backrun_kg.exports.cells import Cell, Sheet
from backrun_kg.exports.overviews import (
    Edge,
    find_edges,
    label_term,
    make_edges,
    make_mappings,
    make_things,
    name_kind,
)
from backrun_kg.exports.statements import Statements
from backrun_kg.namespaces import PREFIXES
from export_samples import SMALL, own

KG, BR = PREFIXES["kg"], PREFIXES["br"]


def rows_of(sheet: Sheet) -> list[dict[str, Cell]]:
    """The rows as dicts."""
    names = [column.name for column in sheet.columns]
    return [dict(zip(names, row, strict=True)) for row in sheet.rows]


@pytest.fixture(scope="module")
def statements(shipped: Dataset) -> Statements:
    """The statements of the shipped graph."""
    return Statements(shipped)


@pytest.mark.parametrize(
    ("id", "row"),
    [
        ("knee", ("Knee", "Joint", "article")),
        ("Muscle", ("Muscle", "owl:Class", "ontology")),
        ("conflictsWith", ("conflicts with", "owl:ObjectProperty", "ontology")),
        ("passage-muscles-strengthened", (None, "Passage", "article")),
    ],
)
def test_thing_has_label_class_and_layer(
    id: str, row: tuple[str, ...], statements: Statements
) -> None:
    """What has no label has none."""
    rows = {each["id"]: each for each in rows_of(make_things(statements))}
    assert tuple(rows[id][name] for name in ("label", "class", "layer")) == row


def test_every_thing_is_there_once(statements: Statements) -> None:
    """Also terms of the ontology, which others refer to."""
    sheet = make_things(statements)
    assert len(sheet.rows) == len(statements.about) == len(set(sheet.values(0)))


def test_every_claim_makes_an_edge(statements: Statements) -> None:
    """One to one in the shipped graph."""
    sheet = make_edges(statements)
    assert sorted(sheet.values(7)) == sorted(
        statements.name(iri) for iri in statements.members[BR + "Claim"]
    )


def test_edge_tells_its_claim_and_verdict(statements: Statements) -> None:
    """With labels of both ends and of the predicate."""
    row = next(
        r for r in rows_of(make_edges(statements)) if r["claim"] == "claim-reduces-body-weight"
    )
    assert row == {
        "id": "backward-running reduces body-weight",
        "subject": "backward-running",
        "subject_label": "Backward running",
        "predicate": "reduces",
        "predicate_label": "reduces",
        "object": "body-weight",
        "object_label": "Body weight",
        "claim": "claim-reduces-body-weight",
        "modality": "modality-can",
        "verdict": "verdict-contradicted",
        "layer": "article",
    }


def test_edge_without_a_claim_is_there() -> None:
    """A user's own data need no claims, and no layer of ours, to be a network."""
    assert list(find_edges(Statements(own("kg:x br:improves kg:y . kg:x br:broken kg:y .")))) == [
        Edge(KG + "x", BR + "improves", KG + "y")
    ]


def test_edge_with_a_claim_is_there_once() -> None:
    """Though it is stated and reified."""
    assert list(find_edges(Statements(own(SMALL)))) == [
        Edge(
            KG + "backward-running",
            BR + "strengthens",
            KG + "quadriceps",
            KG + "claim-quadriceps",
            BR + "modality-states",
            BR + "verdict-supported",
        )
    ]


def test_two_claims_on_an_edge_have_ids_of_their_own() -> None:
    """The claim is told behind the edge."""
    again = """kg:claim-b a br:Claim ; br:statement "Again."@en ; br:modality br:modality-may ;
        rdf:subject kg:backward-running ; rdf:predicate br:strengthens ;
        rdf:object kg:quadriceps ."""
    edge = f"backward-running {BR}strengthens quadriceps"
    assert make_edges(Statements(own(SMALL + again))).values(0) == [
        f"{edge} claim-b",
        f"{edge} claim-quadriceps",
    ]


def test_label_of_a_term_needs_no_layer() -> None:
    """The shipped ontology tells it."""
    statements = Statements(load(layers=["article"]))
    assert label_term(BR + "modality-may", statements) == "May"


def test_mapping_has_the_identifier_of_its_vocabulary(statements: Statements) -> None:
    """As the vocabulary writes it, with its IRI."""
    rows = [row for row in rows_of(make_mappings(statements)) if row["thing"] == "knee"]
    assert rows[0] == {
        "id": "knee skos:closeMatch http://purl.obolibrary.org/obo/UBERON_0001465",
        "thing": "knee",
        "thing_label": "Knee",
        "relation": "skos:closeMatch",
        "identifier": "UBERON:0001465",
        "iri": "http://purl.obolibrary.org/obo/UBERON_0001465",
    }


@pytest.mark.parametrize(
    ("kinds", "name"),
    [
        ([BR + "Muscle"], "Muscle"),
        ([PREFIXES["owl"] + "Class"], "owl:Class"),
        (["http://example.org/A"], "http://example.org/A"),
        ([], None),
    ],
)
def test_class_is_called_as_in_json_ld(kinds: list[str], name: str | None) -> None:
    """Its key, or its CURIE."""
    assert name_kind(kinds) == name
