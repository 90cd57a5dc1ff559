"""How large a dataset is: every number counted anew, over the union of its graphs."""

from pathlib import Path

import pytest

from backrun_kg.answers import Rows
from backrun_kg.dataset import Dataset, load
from backrun_kg.exports.extent import Extent, Links, PropertyExtent, measure_extent
from backrun_kg.queries import run_query

DATA = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX l: <https://example.org/light/>
GRAPH <urn:g> { l:fastnet a l:Light ; l:height 54 . }
l:fastnet a l:Light ; skos:prefLabel "Fastnet" ; skos:exactMatch wd:Q1 , l:x-rock .
l:mizen a l:Light , l:Station ; skos:prefLabel "Mizen" ; l:height 55 ; skos:exactMatch wd:Q2 .
l:rock l:height 54 .
"""
LIGHT = "https://example.org/light/"
SKOS = "http://www.w3.org/2004/02/skos/core#"


@pytest.fixture
def extent(tmp_path: Path) -> Extent:
    """The numbers of DATA."""
    (tmp_path / "a.trig").write_text(DATA, encoding="utf-8")
    return measure_extent(load(data=[tmp_path / "a.trig"], shipped=False))


def test_whole_is_counted(extent: Extent) -> None:
    """A triple in two graphs once; what has a class is an entity."""
    numbers = extent.triples, extent.subjects, extent.objects, extent.entities
    assert numbers == (11, 3, 9, 2)


def test_graphs_are_counted(extent: Extent) -> None:
    """Each by itself."""
    user = "https://w3id.org/backrun-kg/graph/user"
    assert extent.layers == {user: 10, "urn:g": 2}


def test_classes_are_counted(extent: Extent) -> None:
    """A thing of two classes in both."""
    assert extent.classes == {f"{LIGHT}Light": 2, f"{LIGHT}Station": 1}


def test_properties_are_counted(extent: Extent) -> None:
    """Triples, and distinct things at either end."""
    assert extent.properties == (
        PropertyExtent("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", 3, 2, 2),
        PropertyExtent(f"{SKOS}exactMatch", 3, 2, 3),
        PropertyExtent(f"{SKOS}prefLabel", 2, 2, 2),
        PropertyExtent(f"{LIGHT}height", 3, 3, 2),
    )


def test_links_are_counted(extent: Extent) -> None:
    """By the vocabulary they lead to; one without a code goes by the start of its IRIs."""
    assert extent.links == (
        Links(f"{SKOS}exactMatch", "WIKIDATA", "http://www.wikidata.org/entity/", 2),
        Links(f"{SKOS}exactMatch", LIGHT, LIGHT, 1),
    )


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("triples", "COUNT(*)"),
        ("subjects", "COUNT(DISTINCT ?s)"),
        ("objects", "COUNT(DISTINCT ?o)"),
    ],
)
def test_engine_counts_the_same(shipped: Dataset, name: str, counted: str) -> None:
    """SPARQL over the shipped graph gives the same numbers."""
    text = f"SELECT ({counted} AS ?n) {{ SELECT DISTINCT ?s ?p ?o {{ ?s ?p ?o }} }}"
    answer = run_query(shipped, text)
    assert isinstance(answer, Rows)
    assert [row["n"] for row in answer] == [str(getattr(measure_extent(shipped), name))]


def test_engine_finds_the_same_classes(shipped: Dataset) -> None:
    """And as many members of each."""
    text = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c"
    answer = run_query(shipped, text)
    assert isinstance(answer, Rows)
    found = {kind.value: int(n.value) for kind, n in answer.rows}  # type: ignore[union-attr]
    assert measure_extent(shipped).classes == found


@pytest.mark.parametrize("code", ["WIKIDATA", "UBERON", "FMA", "MESH", "OPENACTIVE", "EXMO"])
def test_shipped_links_lead_to_the_vocabulary(shipped: Dataset, code: str) -> None:
    """Every vocabulary that things are mapped to is there."""
    assert code in {links.code for links in measure_extent(shipped).links}
