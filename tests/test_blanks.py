"""Blank nodes: the same name wherever the same is said of them, and for nothing else."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg import blanks
from backrun_kg.blanks import has_blanks, name_blanks
from backrun_kg.errors import LimitReached
from backrun_kg.processes import CAN_FORK, Limits
from strategies import quads

P = ox.NamedNode("urn:p")


def parse(text: str) -> set[ox.Quad]:
    """The quads of N-Quads, under names of their own."""
    return set(ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS, rename_blank_nodes=True))


def name(text: str) -> set[ox.Quad]:
    """Its quads with named blank nodes."""
    return set(name_blanks(parse(text)))


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("<urn:a> <urn:p> <urn:b> .", False),
        ('<urn:a> <urn:p> "_:b" .', False),
        ("_:a <urn:p> <urn:b> .", True),
        ("<urn:a> <urn:p> _:b .", True),
        ("<urn:a> <urn:p> <urn:b> _:g .", True),
        ("<urn:a> <urn:p> <<( <urn:s> <urn:p> _:b )>> .", True),
        ("<urn:a> <urn:p> <<( <urn:s> <urn:p> <urn:b> )>> .", False),
    ],
)
def test_blank_node_is_seen(text: str, blank: bool) -> None:
    """Wherever in a statement it stands."""
    (quad,) = parse(text)
    assert has_blanks(quad) is blank


def test_same_statements_have_the_same_names() -> None:
    """However the nodes are called, and in whatever order they come."""
    one = "_:a <urn:p> _:b .\n_:b <urn:q> <urn:x> .\n"
    other = "_:z <urn:q> <urn:x> .\n_:a <urn:p> _:z .\n"
    assert name(one) == name(other)


def test_change_elsewhere_leaves_names_alone() -> None:
    """Only nodes that hang together are named together."""
    one = "_:a <urn:p> _:b .\n_:b <urn:q> <urn:x> .\n"
    assert name(one) < name(one + "_:other <urn:q> <urn:first> .\n")


def test_nodes_of_which_the_same_is_said_stay_apart() -> None:
    """Two are two, also where nothing tells them apart."""
    assert len(name("_:a <urn:q> 'x' .\n_:b <urn:q> 'x' .\n".replace("'", '"'))) == 2


def test_nodes_in_triple_terms_are_named() -> None:
    """A node is the same inside a triple term and outside."""
    (first, second) = sorted(
        name("<urn:a> <urn:p> <<( <urn:s> <urn:p> _:b )>> .\n_:b <urn:q> <urn:x> .\n"), key=str
    )
    assert isinstance(first.object, ox.Triple)
    assert first.object.object == second.subject


@settings(deadline=None, max_examples=50)
@given(st.sets(quads.filter(has_blanks)))
def test_no_statement_is_lost(written: set[ox.Quad]) -> None:
    """Named, a graph says what it said: it is the same up to the names of its blank nodes."""
    found = set(name_blanks(written))
    canonical = [ox.Dataset(written), ox.Dataset(found)]
    for dataset in canonical:
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert set(canonical[0]) == set(canonical[1])


@pytest.mark.skipif(not CAN_FORK, reason="nothing can end it here")
def test_nodes_too_much_alike_end_in_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would take hours is ended."""
    monkeypatch.setattr(blanks, "LIMITS", Limits(timeout=0.5))
    names = [ox.BlankNode(f"b{number}") for number in range(12)]
    alike = [ox.Quad(a, P, b) for a in names for b in names if a != b]
    with pytest.raises(LimitReached, match=r"too much alike to be told apart within 0\.5 s"):
        list(name_blanks(alike))
