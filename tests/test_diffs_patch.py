"""RDF Patch: applied to the old edition it gives the new one, also by another library's reader."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backrun_kg.blanks import has_blanks
from backrun_kg.dataset import USER_LAYER, Source
from backrun_kg.differences import compare
from backrun_kg.diffs.patch import write_patch
from backrun_kg.editions import NO_LAYER, Edition
from backrun_kg.errors import BackrunError
from diff_samples import LAYERED_NEW, LAYERED_OLD, NEW, OLD, differ, write
from strategies import quads


def apply(patch: str, statements: set[ox.Quad]) -> set[ox.Quad]:
    """The statements as the lines of a patch leave them."""
    found = set(statements)
    for sign, row in re.findall(r"^([AD]) (.*)$", patch, re.MULTILINE):
        (quad,) = ox.parse(row.encode(), format=ox.RdfFormat.N_QUADS)
        assert (quad in found) is (sign == "D")
        found = found - {quad} if sign == "D" else found | {quad}
    return found


def test_patch_is_one_transaction(tmp_path: Path) -> None:
    """A header with a name, what is gone, what is new."""
    lines = write_patch(differ(tmp_path, "l:a l:p 1 .", 'l:a l:p "\\n" .')).splitlines()
    assert re.fullmatch("H id <uuid:[0-9a-f-]{36}> .", lines[0])
    assert lines[1:] == [
        "TX .",
        "D <https://example.org/light/a> <https://example.org/light/p> "
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        'A <https://example.org/light/a> <https://example.org/light/p> "\\n" .',
        "TC .",
    ]


def test_patch_is_named_by_what_it_says(tmp_path: Path) -> None:
    """The same changes have the same name, others have another."""
    patches = [
        write_patch(differ(tmp_path, OLD, new)).splitlines()[0] for new in (NEW, NEW, "l:a l:p 1 .")
    ]
    assert (patches[0] == patches[1], patches[0] == patches[2]) == (True, False)


def in_rdflib(path: str) -> rdflib.Dataset:
    """A file as rdflib has it; of the formats with graphs it reads N-Quads without a warning."""
    content = ox.serialize(ox.parse(path=path), format=ox.RdfFormat.N_QUADS)
    return rdflib.Dataset().parse(data=content, format="nquads")


@pytest.mark.parametrize(
    ("old", "new", "extension"),
    [(OLD, NEW, "ttl"), (LAYERED_OLD, LAYERED_NEW, "trig"), (OLD, OLD, "ttl")],
    ids=["triples", "layers", "nothing"],
)
def test_rdflib_applies_a_patch(tmp_path: Path, old: str, new: str, extension: str) -> None:
    """Its own reader of RDF Patch turns the old edition into the new one."""
    patch = write_patch(differ(tmp_path, old, new, extension))
    before, after = (in_rdflib(write(tmp_path, f"a.{extension}", text)) for text in (old, new))
    before.parse(data=patch, format="patch")
    assert set(before.quads()) == set(after.quads())


def edition(statements: set[ox.Quad]) -> Edition:
    """An edition of these statements."""
    content = "".join(f"{quad} .\n" for quad in statements).encode()
    return Edition("a.nq", [Source("a.nq", NO_LAYER, "nq", content)])


ground = st.sets(quads.filter(lambda quad: not has_blanks(quad)))


@settings(deadline=None)
@given(ground, ground)
def test_patch_turns_old_into_new(old: set[ox.Quad], new: set[ox.Quad]) -> None:
    """Whatever they say, in whatever graphs."""
    assume(edition(old).has_layers == edition(new).has_layers)
    assert apply(write_patch(compare(edition(old), edition(new))), old) == new


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("l:a l:p [ l:q 1 ] .", "l:a l:p 1 .", r"said with a blank node, as here: <https://ex"),
        ("l:a l:p 1 .", "g:article { l:a l:p 2 . }", "both have layers, or both none"),
    ],
    ids=["blank node", "layers on one side"],
)
def test_what_a_patch_cannot_say_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Rather than written as something else."""
    with pytest.raises(BackrunError, match=said):
        write_patch(differ(tmp_path, old, new, "trig"))


def test_new_blank_node_is_added(tmp_path: Path) -> None:
    """Nobody knows it yet, so any name will do."""
    patch = write_patch(differ(tmp_path, "l:a l:p 1 .", "l:a l:p 1 , [ l:q 2 ] ."))
    assert len(re.findall("^A ", patch, re.MULTILINE)) == 2


def test_layer_of_ones_own_is_a_graph(tmp_path: Path) -> None:
    """The graph that --data makes is not taken for none."""
    told = differ(tmp_path, "g:user { l:a l:p 1 . }", "g:user { l:a l:p 1 , 2 . }", "trig")
    assert f"graph/{USER_LAYER}> ." in write_patch(told)
