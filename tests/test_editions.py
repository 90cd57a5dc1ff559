"""What is compared: the shipped graph, files and folders, with layers or without."""

import gzip
from pathlib import Path

import pytest

from backrun_kg.dataset import load
from backrun_kg.editions import check_layers, name_layer, read_edition
from backrun_kg.errors import MalformedData, UnknownName, UnreadableInput
from backrun_kg.namespaces import GRAPH
from backrun_kg.paths import ROOT
from diff_samples import write

TRIPLE = "l:a l:p l:b ."


def test_shipped_is_the_shipped_graph() -> None:
    """The word stands for all our layers."""
    edition = read_edition("shipped")
    assert (edition.has_layers, set(edition.quads())) == (True, set(load().quads()))


def test_folder_like_ours_is_read_as_layers() -> None:
    """Another version that lies unpacked has the layers it was made of."""
    edition = read_edition(ROOT)
    assert (edition.has_layers, set(edition.quads())) == (True, set(load().quads()))


def test_folder_holds_rdf_files_and_others(tmp_path: Path) -> None:
    """Every RDF file in it counts, packed ones too; hidden files and other formats do not."""
    (tmp_path / "in").mkdir()
    (tmp_path / ".git").mkdir()
    write(tmp_path, "a.ttl", "l:a l:p 1 .")
    write(tmp_path, "in/b.trig", "l:a l:p 2 .")
    write(tmp_path, ".git/c.ttl", "l:a l:p 3 .")
    write(tmp_path, ".d.ttl", "l:a l:p 4 .")
    write(tmp_path, "e.md", "l:a l:p 5 .")
    (tmp_path / "f.nt.gz").write_bytes(gzip.compress(b"<urn:a> <urn:p> '6' .".replace(b"'", b'"')))
    found = {quad.object.value for quad in read_edition(str(tmp_path)).quads()}  # type: ignore[union-attr]
    assert found == {"1", "2", "6"}


def test_folder_without_rdf_is_refused(tmp_path: Path) -> None:
    """Nothing to compare is said, not passed over."""
    with pytest.raises(UnreadableInput, match=r"holds no RDF file \(\.ttl, \.nt,"):
        read_edition(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "text", "has_layers"),
    [
        ("a.ttl", TRIPLE, False),
        ("a.trig", TRIPLE, False),
        ("a.trig", f"g:article {{ {TRIPLE} }}", True),
        ("a.trig", f"{TRIPLE} g:article {{ {TRIPLE} }}", True),
    ],
)
def test_edition_with_a_named_graph_has_layers(
    tmp_path: Path, name: str, text: str, has_layers: bool
) -> None:
    """What counts is what stands in the file, not what its format could hold."""
    assert read_edition(write(tmp_path, name, text)).has_layers is has_layers


@pytest.mark.parametrize(
    ("graph", "layer"), [("g:article ", "article"), ("<urn:g> ", "urn:g"), ("", "")]
)
def test_layer_is_told_by_its_name(tmp_path: Path, graph: str, layer: str) -> None:
    """Ours by their short name, another graph by its IRI, no graph by nothing."""
    path = write(tmp_path, "a.trig", f"{graph}{{ {TRIPLE} }}")
    assert [name_layer(quad) for quad in read_edition(path).quads()] == [layer]


def test_layer_is_kept(tmp_path: Path) -> None:
    """Who asks for a layer gets no other."""
    text = f"g:article {{ {TRIPLE} }} g:evidence {{ l:a l:p l:c . }} {TRIPLE}"
    edition = read_edition(write(tmp_path, "a.trig", text))
    kept = [str(quad.graph_name) for quad in edition.quads(["evidence"])]
    assert kept == [f"<{GRAPH}evidence>"]


def test_edition_without_layers_stays_whole(tmp_path: Path) -> None:
    """A file that knows no layers is compared with one layer of another as it is."""
    edition = read_edition(write(tmp_path, "a.ttl", TRIPLE))
    assert len(list(edition.quads(["article"]))) == 1


def test_unknown_layer_names_the_nearest() -> None:
    """A slip of the finger is told the layer it meant."""
    with pytest.raises(UnknownName, match="Did you mean article"):
        check_layers(["artcle"])


def test_missing_file_is_refused() -> None:
    """A name that leads nowhere is said."""
    with pytest.raises(UnreadableInput, match=r"nowhere\.ttl cannot be read"):
        read_edition("nowhere.ttl")


def test_malformed_file_is_refused(tmp_path: Path) -> None:
    """The file and the place are told."""
    with pytest.raises(MalformedData, match=r"a\.ttl: line 6"):
        read_edition(write(tmp_path, "a.ttl", "l:a l:p"))
