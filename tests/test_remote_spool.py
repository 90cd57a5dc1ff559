"""Graphs on disk: sorted, each triple once, with the digest of the canonical form."""

import hashlib
import re

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.blanks import has_blanks
from backrun_kg.canonical import digest_blank
from backrun_kg.dataset import Dataset
from backrun_kg.remote import spool
from backrun_kg.remote.spool import GraphFile, read_lines
from strategies import in_graph, iris, triples

G, H = ox.NamedNode("urn:g"), ox.NamedNode("urn:h")
A, B = ox.NamedNode("urn:a"), ox.BlankNode("b")


def _read(file: GraphFile) -> dict[str, list[bytes]]:
    return {part.graph: list(file.lines(part)) for part in file.parts}


def test_graphs_are_sorted_and_triples_single() -> None:
    """Whatever the order they come in."""
    told = [ox.Quad(A, A, A, H), ox.Quad(A, A, G, G), ox.Quad(A, A, A, G), ox.Quad(A, A, A, H)]
    with GraphFile(told) as file:
        assert _read(file) == {
            "urn:g": [b"<urn:a> <urn:a> <urn:a> .\n", b"<urn:a> <urn:a> <urn:g> .\n"],
            "urn:h": [b"<urn:a> <urn:a> <urn:a> .\n"],
        }


def test_part_tells_its_size() -> None:
    """Where it starts, its bytes, its triples, and whether nodes are blank."""
    with GraphFile([ox.Quad(A, A, A, G), ox.Quad(B, A, A, H)]) as file:
        assert [part[:4] + part[5:] for part in file.parts] == [
            ("urn:g", 0, 26, 1, False),
            ("urn:h", 26, 22, 1, True),
        ]


def test_nothing_has_no_parts() -> None:
    """Nor does it fail."""
    with GraphFile([]) as file:
        assert file.parts == ()


def test_digest_is_that_of_the_quads() -> None:
    """SHA-256 of the N-Quads, one for each graph."""
    with GraphFile([ox.Quad(A, A, A, G)]) as file:
        expected = hashlib.sha256(b"<urn:a> <urn:a> <urn:a> <urn:g> .\n").hexdigest()
        assert file.parts[0].digest == expected


def test_digest_does_not_depend_on_names_of_blank_nodes() -> None:
    """Another name, the same graph."""
    digests = []
    for name in ("x", "y"):
        with GraphFile([ox.Quad(ox.BlankNode(name), A, A, G)]) as file:
            digests.append(file.parts[0].digest)
    assert digests[0] == digests[1] == digest_blank([ox.Quad(B, A, A, G)])


def test_too_many_blank_nodes_have_no_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take too much memory; they are still counted."""
    monkeypatch.setattr(spool, "MOST_WITH_BLANKS", 1)
    with GraphFile([ox.Quad(B, A, A, G), ox.Quad(B, A, G, G)]) as file:
        assert (file.parts[0].triples, file.parts[0].digest) == (2, "")


def test_what_only_looks_blank_is_not() -> None:
    """The letters may stand in a text."""
    with GraphFile([ox.Quad(A, A, ox.Literal("_:b"), G)]) as file:
        assert not file.parts[0].has_blanks


NAMED = st.builds(in_graph, triples, iris)


@settings(deadline=None, max_examples=50)
@given(st.lists(NAMED))
def test_any_quads_come_back(told: list[ox.Quad]) -> None:
    """Whatever their terms, in their graphs; blank nodes by some name."""
    with GraphFile(told) as file:
        found = {_spell(quad) for part in file.parts for quad in file.quads(part)}
        assert sum(part.triples for part in file.parts) == len(set(told))
    assert found == {_spell(quad) for quad in told}


def _spell(quad: ox.Quad) -> str:
    """A quad, all blank nodes alike."""
    return re.sub(r"_:[\w.-]+", "_:b", str(quad)) if has_blanks(quad) else str(quad)


@settings(deadline=None, max_examples=50)
@given(st.lists(NAMED, max_size=30))
def test_sorting_on_disk_changes_nothing(told: list[ox.Quad]) -> None:
    """Where memory holds next to nothing, and files are merged again and again."""
    with GraphFile(told) as expected, pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "AT_ONCE", 60)
        patch.setattr(spool, "MOST_RUNS", 2)
        with GraphFile(told) as found:
            assert (_read(found), found.parts) == (_read(expected), expected.parts)


def test_lines_are_read_as_quads() -> None:
    """In the graph that is named."""
    assert list(read_lines([b"<urn:a> <urn:a> <urn:a> .\n"], "urn:g")) == [ox.Quad(A, A, A, G)]


def test_file_is_gone_with_its_block(shipped: Dataset) -> None:
    """Nothing stays on the disk."""
    with GraphFile(shipped.quads()) as file:
        assert len(file.parts) == 4
    assert file.file.closed
