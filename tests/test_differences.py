"""What differs between two editions: things that are new, gone or changed, and nothing else."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from backrun_kg.differences import Change, Status, compare
from backrun_kg.editions import read_edition
from backrun_kg.errors import BackrunError, UnknownName
from diff_samples import LAYERED_NEW, LAYERED_OLD, NEW, OLD, differ, write

LIGHT = "https://example.org/light/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def node(name: str) -> ox.NamedNode:
    """A thing of the sample."""
    return ox.NamedNode(LIGHT + name)


def english(text: str) -> ox.Literal:
    """A text in English."""
    return ox.Literal(text, language="en")


def test_things_are_added_removed_and_changed(tmp_path: Path) -> None:
    """Each thing once, by name."""
    told = differ(tmp_path, OLD, NEW)
    assert [(thing.thing, thing.status) for thing in told.things] == [
        (node("fastnet"), "changed"),
        (node("galley"), "removed"),
        (node("mizen"), "added"),
    ]


def test_changes_are_by_property(tmp_path: Path) -> None:
    """What did not change, such as the height, is not told."""
    told = differ(tmp_path, OLD, NEW)
    assert told.things[0].changes == (
        Change(LABEL, (english("Fastnet"),), (english("Fastnet Rock"),)),
        Change(f"{LIGHT}marks", (node("route"),), (node("bay"), node("reef"))),
    )


def test_one_value_for_another_is_a_replacement(tmp_path: Path) -> None:
    """One for two is not."""
    told = differ(tmp_path, OLD, NEW)
    assert [change.replaces for change in told.things[0].changes] == [True, False]


@pytest.mark.parametrize(("status", "number"), [("added", 1), ("removed", 1), ("changed", 1)])
def test_things_are_counted(tmp_path: Path, status: Status, number: int) -> None:
    """In each of the three ways."""
    assert differ(tmp_path, OLD, NEW).count(status) == number


def test_triples_are_counted(tmp_path: Path) -> None:
    """On both sides, and those that differ."""
    told = differ(tmp_path, OLD, NEW)
    numbers = told.old_triples, told.new_triples, len(told.removed), len(told.added)
    assert numbers == (7, 8, 4, 5)


def test_repeated_statement_counts_once(tmp_path: Path) -> None:
    """A statement in two files of a folder is one."""
    for name in ("old/a.ttl", "old/b.ttl"):
        (tmp_path / "old").mkdir(exist_ok=True)
        write(tmp_path, name, OLD)
    other = write(tmp_path, "new.ttl", OLD)
    told = compare(read_edition(str(tmp_path / "old")), read_edition(other))
    assert (told.are_none, told.old_triples) == (True, 7)


def test_layers_are_compared_one_by_one(tmp_path: Path) -> None:
    """What changed in a layer is told of that layer; the thing itself is neither new nor gone."""
    told = differ(tmp_path, LAYERED_OLD, LAYERED_NEW, "trig")
    found = [(t.layer, t.thing, t.status) for t in told.things if t.thing == node("fastnet")]
    assert (told.by_layer, found) == (
        True,
        [
            ("article", node("fastnet"), "changed"),
            ("evidence", node("fastnet"), "changed"),
        ],
    )


def test_statement_that_moves_to_another_layer_differs(tmp_path: Path) -> None:
    """It is gone here and new there."""
    told = differ(tmp_path, "g:article { l:a l:p 1 . }", "g:evidence { l:a l:p 1 . }", "trig")
    found = [(thing.layer, thing.removed, thing.added) for thing in told.things]
    assert found == [("article", 1, 0), ("evidence", 0, 1)]


def test_layers_do_not_count_against_an_edition_without(tmp_path: Path) -> None:
    """A file that cannot hold layers says the same as one that does."""
    old, new = write(tmp_path, "a.trig", f"g:article {{ {OLD} }}"), write(tmp_path, "b.ttl", OLD)
    told = compare(read_edition(old), read_edition(new))
    assert (told.are_none, told.by_layer, told.one_has_layers) == (True, False, True)


def test_layer_that_is_asked_for_is_compared_alone(tmp_path: Path) -> None:
    """Changes in the others are not told."""
    told = differ(tmp_path, LAYERED_OLD, LAYERED_NEW, "trig", ["evidence"])
    assert [thing.layer for thing in told.things] == ["evidence"]


def test_layer_of_editions_without_layers_is_refused(tmp_path: Path) -> None:
    """An option that would mean nothing is said to."""
    with pytest.raises(BackrunError, match=r"has layers; leave out --layer\."):
        differ(tmp_path, OLD, NEW, layers=["article"])


def test_unknown_layer_is_refused(tmp_path: Path) -> None:
    """The nearest is offered."""
    with pytest.raises(UnknownName, match="Did you mean evidence"):
        differ(tmp_path, LAYERED_OLD, LAYERED_NEW, "trig", ["evidenc"])


def test_blank_nodes_are_the_same_where_the_same_is_said(tmp_path: Path) -> None:
    """Their names and their order do not count."""
    told = differ(
        tmp_path,
        "l:a l:p [ l:q 1 ; l:r [ l:s 2 ] ] , [ l:q 3 ] . l:b l:p (1 2) .",
        "_:x l:s 2 . _:y l:r _:x ; l:q 1 . l:a l:p [ l:q 3 ] , _:y . l:b l:p (1 2) .",
    )
    assert told.are_none


def test_changed_blank_node_leaves_others_alone(tmp_path: Path) -> None:
    """What is told is the node that changed."""
    told = differ(tmp_path, "l:a l:p [ l:q 1 ] , [ l:q 2 ] .", "l:a l:p [ l:q 1 ] , [ l:q 3 ] .")
    assert (len(told.removed), len(told.added)) == (2, 2)


def test_literal_counts_as_it_is_written(tmp_path: Path) -> None:
    """What an engine would take for the same number is another text."""
    told = differ(tmp_path, "l:a l:p 1.50 .", "l:a l:p 1.5 .")
    assert not told.are_none


@pytest.mark.parametrize(
    ("iri", "label"),
    [
        (f"{LIGHT}fastnet", "Fastnet Rock"),
        (f"{LIGHT}galley", "Galley Head"),
        (f"{LIGHT}height", "height"),
        ("https://w3id.org/backrun-kg/ontology#strengthens", "strengthens"),
    ],
)
def test_things_have_labels(tmp_path: Path, iri: str, label: str) -> None:
    """The new one's before the old one's, and our ontology's for its terms."""
    assert differ(tmp_path, OLD, NEW).labels[iri] == label


def test_english_label_goes_before_others(tmp_path: Path) -> None:
    """Also where another stands before it in the alphabet."""
    text = 'l:a skos:prefLabel "Aal"@de , "Eel"@en .'
    assert differ(tmp_path, text, text).labels[f"{LIGHT}a"] == "Eel"
