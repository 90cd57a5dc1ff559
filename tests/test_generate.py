"""The generator: graphs of any size in our ontology, valid, and the same for the same seed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

sys.path.append(str(Path(__file__).parents[1]))  # benchmarks lie beside the tests, in no package

from benchmarks.generate import main, write_graph

from backrun_kg.dataset import load, read_source
from backrun_kg.namespaces import GRAPH, PREFIXES
from backrun_kg.validation import validate

ROOT = Path(__file__).parents[1]
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


def _triples(path: Path) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(path=str(path))}


@pytest.mark.parametrize("size", [3_000, 12_000])
@pytest.mark.parametrize("seed", [0, 1])
def test_graph_is_valid(size: int, seed: int, tmp_path: Path) -> None:
    """Nothing is found in a graph, neither alone nor beside the shipped one."""
    path = tmp_path / "graph.nt"
    write_graph(path, size, seed)
    alone, beside = load(data=[path], shipped=False), load(data=[path])
    assert [validate(dataset).findings for dataset in (alone, beside)] == [(), ()]


def test_command_line_validates_it(tmp_path: Path) -> None:
    """``validate`` takes a generated file, warnings and all."""
    write_graph(tmp_path / "graph.nt", 3_000)
    words = ["validate", "--strict", "--no-shipped", str(tmp_path / "graph.nt")]
    assert subprocess.run([sys.executable, "-m", "backrun_kg", *words], check=False).returncode == 0


@pytest.mark.parametrize("size", [2_000, 3_000, 10_000, 30_000])
def test_graph_has_the_size_asked_for(size: int, tmp_path: Path) -> None:
    """Within three in a hundred; what is told is what is there, each triple once."""
    written = write_graph(tmp_path / "graph.nt", size)
    assert abs(written - size) < 0.03 * size
    assert len((tmp_path / "graph.nt").read_text("utf-8").splitlines()) == written
    assert len(_triples(tmp_path / "graph.nt")) == written


def test_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    """Whatever order a process has for sets."""
    digests = set()
    for hash_seed in ("1", "2", "3"):
        path = tmp_path / f"{hash_seed}.nt"
        command = [sys.executable, "-m", "benchmarks.generate", "5000", str(path), "--seed", "7"]
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_another_seed_makes_another_graph(tmp_path: Path) -> None:
    """Other studies, and other figures in those that both have."""
    for seed in (0, 1):
        write_graph(tmp_path / f"{seed}.nt", 3_000, seed)
    first, second = (_triples(tmp_path / f"{seed}.nt") for seed in (0, 1))
    assert 0.4 < len(first & second) / len(first) < 0.7


def test_every_class_of_the_shipped_data_is_there(tmp_path: Path) -> None:
    """What queries ask for is there to be found."""
    write_graph(tmp_path / "graph.nt", 30_000)
    wanted = load(layers=["article", "evidence", "alignment"]).quads()
    there = {
        triple.object for triple in _triples(tmp_path / "graph.nt") if triple.predicate == TYPE
    }
    assert {quad.object for quad in wanted if quad.predicate == TYPE} - there == set()


def test_quads_name_the_layers(tmp_path: Path) -> None:
    """N-Quads have the same triples, each in the layer that it is of."""
    for name in ("graph.nt", "graph.nq"):
        write_graph(tmp_path / name, 3_000)
    assert _triples(tmp_path / "graph.nq") == _triples(tmp_path / "graph.nt")
    graphs = {quad.graph_name for quad in read_source(str(tmp_path / "graph.nq")).quads()}
    layers = ("alignment", "article", "evidence")
    assert graphs == {ox.NamedNode(GRAPH + layer) for layer in layers}


def test_article_is_the_least(tmp_path: Path) -> None:
    """A graph without an article has nothing for a study to bear on, so there is none."""
    with pytest.raises(SystemExit, match=r"A graph has at least 1,\d\d\d triples\."):
        write_graph(tmp_path / "graph.nt", 1_000)
    assert list(tmp_path.iterdir()) == []


def test_command_says_how_large_the_graph_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The number of lines of the file."""
    assert main(["3000", str(tmp_path / "graph.nt")]) == 0
    lines = (tmp_path / "graph.nt").read_text("utf-8").splitlines()
    assert capsys.readouterr().out == f"{len(lines):,} triples\n"
