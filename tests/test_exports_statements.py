"""The statements thing by thing: names, labels, layers, classes, and blank nodes with names."""

import pyoxigraph as ox
import pytest

from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError
from backrun_kg.exports.statements import Statements, plain_iri
from backrun_kg.namespaces import PREFIXES
from export_samples import HOSTILE, SMALL, of_quads, own

KG, BR, EX = PREFIXES["kg"], PREFIXES["br"], "http://example.org/"


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (KG + "quadriceps", "quadriceps"),
        (BR + "modality-states", BR + "modality-states"),
        ("http://example.org/a", "http://example.org/a"),
    ],
)
def test_name_is_bare_for_described_things_of_ours(iri: str, name: str) -> None:
    """What the dataset does not describe keeps its IRI, also in our namespaces."""
    assert Statements(own(SMALL)).name(iri) == name


def test_thing_comes_before_a_term_of_the_same_name() -> None:
    """Two things never share an id."""
    names = Statements(own("kg:speed a br:Trait . br:speed a owl:DatatypeProperty .")).names
    assert names == {KG + "speed": "speed", BR + "speed": BR + "speed"}


def test_no_two_shipped_things_share_a_name(shipped: Dataset) -> None:
    """And all of them but the ontology have a bare one."""
    names = Statements(shipped).names
    assert len(set(names.values())) == len(names)
    assert [n for n in names.values() if "/" in n] == ["https://w3id.org/backrun-kg/ontology"]


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ('skos:prefLabel "Knie"@de , "Knee"@en , "knee"', "Knee"),
        ('skos:prefLabel "Knie"@de , "knee"', "knee"),
        ('skos:prefLabel "Knie"@de , "Genou"@fr', "Knie"),
        ('br:statement "It is so."@en', "It is so."),
        ('skos:altLabel "Knees"@en', "Knees"),
        ("a br:Joint", ""),
    ],
)
def test_label_is_the_best_there_is(said: str, label: str) -> None:
    """English, then of no language, then the first; without a label one of the texts."""
    assert Statements(own(f"kg:knee {said} .")).label(KG + "knee") == label


def test_layer_is_where_the_class_is_stated(shipped: Dataset) -> None:
    """A name that the alignment adds does not move a thing."""
    assert Statements(shipped).layer(KG + "knee") == "article"


def test_first_layer_of_a_repeated_statement_counts() -> None:
    """A statement stands in the tables once."""
    quads = [
        ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("x"), ox.NamedNode(g))
        for g in ("urn:g2", "urn:g1")
    ]
    statements = Statements(of_quads(quads))
    assert list(statements.layers.values()) == ["urn:g1"]
    assert statements.about["urn:a"]["urn:p"] == [ox.Literal("x")]


def test_thing_of_several_classes_is_in_each() -> None:
    """A class is whole; the more special class comes first."""
    statements = Statements(own("kg:x a br:Condition , br:Exercise ; skos:prefLabel 'X'@en ."))
    assert statements.members == {BR + "Condition": [KG + "x"], BR + "Exercise": [KG + "x"]}
    assert statements.kinds(KG + "x") == [BR + "Exercise", BR + "Condition"]


def test_thing_of_no_class_is_kept() -> None:
    """Careless data are not lost."""
    assert Statements(own("kg:x br:improves kg:y .")).members == {"": [KG + "x"]}


def test_blank_nodes_have_the_same_names_on_every_run() -> None:
    """They are named by what is said of them, and told as blank."""
    runs = [Statements(own(HOSTILE)) for _ in range(2)]
    blanks = [[plain_iri(iri) for iri in run.about if "blank" in iri] for run in runs]
    assert blanks[0] == blanks[1]
    assert [name[:2] for name in blanks[0]] == ["_:"]


def test_query_sees_the_blank_nodes_by_the_same_names() -> None:
    """What queries find is joined with what is told of the things."""
    statements = Statements(own("[ skos:prefLabel 'x'@en ] ."))
    assert set(statements.texts) == set(statements.about)


def test_triple_term_is_refused() -> None:
    """No table has a cell for a statement about a statement."""
    with pytest.raises(BackrunError, match="cannot hold a triple term"):
        Statements(own("<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> ."))
