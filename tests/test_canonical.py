"""Digests of graphs with blank nodes: the same for all labels, and an end for the worst."""

from itertools import permutations

import pyoxigraph as ox
import pytest

from backrun_kg import canonical
from backrun_kg.canonical import digest_blank
from backrun_kg.errors import LimitReached
from backrun_kg.processes import CAN_FORK, Limits

P = ox.NamedNode("urn:p")
CHAIN = [("a", "b"), ("b", "c"), ("c", "d")]


def quads(pairs: object) -> list[ox.Quad]:
    """Blank nodes that point at each other."""
    return [ox.Quad(ox.BlankNode(s), P, ox.BlankNode(o)) for s, o in pairs]  # type: ignore[attr-defined]


def test_labels_mean_nothing() -> None:
    """Another name for each node gives the same digest."""
    renamed = [(f"x{o}", f"x{s}") for o, s in CHAIN]
    assert digest_blank(quads(CHAIN)) == digest_blank(quads([(o, s) for s, o in renamed][::-1]))


def test_other_graph_has_another_digest() -> None:
    """What hangs together otherwise is another graph."""
    assert digest_blank(quads(CHAIN)) != digest_blank(quads([*CHAIN, ("d", "a")]))


@pytest.mark.skipif(not CAN_FORK, reason="this system has no process that can be ended")
def test_poison_graph_ends_in_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve nodes that all point at each other would take years."""
    monkeypatch.setattr(canonical, "LIMITS", Limits(timeout=0.5))
    with pytest.raises(LimitReached) as caught:
        digest_blank(quads(permutations("abcdefghijkl", 2)))
    assert str(caught.value) == (
        "The blank nodes are too much alike to be told apart within 0.5 s, "
        "which a digest needs. Give them IRIs."
    )
