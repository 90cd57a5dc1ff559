"""The article layer: all that the article states, nothing else, each in its place."""

import re
from pathlib import Path

import pytest

from backrun_kg.answers import Rows
from backrun_kg.dataset import Dataset, load
from backrun_kg.fmt import find_unformatted
from backrun_kg.paths import DATA, ONTOLOGY, list_files, read_content
from backrun_kg.queries import run_query
from backrun_kg.sources import verify_source

ARTICLE = Path(__file__).parents[2] / "shared" / "article.txt"
FILES = [
    file
    for folder in (ONTOLOGY, *(f"{DATA}/{layer}" for layer in ("article", "evidence", "alignment")))
    for file in list_files(folder, ".ttl")
]


def _column(dataset: Dataset, sparql: str) -> list[str]:
    answer = run_query(dataset, sparql)
    assert isinstance(answer, Rows)
    return [next(iter(row.values())) for row in answer]


def _count(dataset: Dataset, pattern: str) -> int:
    return int(_column(dataset, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")[0])


COUNTS = {
    "?x a br:Claim": 84,
    "?x a br:Passage": 60,
    "?x a br:Benefit ; skos:topConceptOf kg:benefits": 7,
    "kg:backward-running br:hasBenefit ?x": 5,
    "?x a br:Question": 5,
    "?x a br:Gear": 5,
    "kg:backward-running br:strengthens ?x": 6,
    "kg:backward-running br:engages ?x": 4,
    "kg:backward-running br:engagesDifferently ?x": 4,
    "kg:backward-running br:benefitsSport ?x": 3,
    "?x br:conflictsWith ?y": 4,
}


@pytest.mark.parametrize(("pattern", "number"), COUNTS.items(), ids=list(COUNTS))
def test_article_layer_is_complete(pattern: str, number: int) -> None:
    """A careful reading yields this many."""
    assert _count(load(layers=["article"]), pattern) == number


def test_gear_is_only_mentioned(shipped: Dataset) -> None:
    """The article lists five items and recommends none."""
    modalities = _column(
        shipped,
        "SELECT DISTINCT ?m { ?c rdf:predicate br:mentionsGear ; br:modality ?m }",
    )
    assert modalities == ["br:modality-mentions"]


def test_every_edge_of_the_article_is_a_claim() -> None:
    """Edges and claims match one to one."""
    layers = load(layers=["ontology", "article"])
    edges = "?p rdfs:subPropertyOf br:relatesTo . ?s ?p ?o"
    claimed = f"{edges} . ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o"
    assert _count(layers, edges) == _count(layers, claimed) == _count(layers, "?c a br:Claim")


def test_labels_are_unique(shipped: Dataset) -> None:
    """A label names one thing, so that a person may type it."""
    query = (
        "SELECT ?l { ?t skos:prefLabel|skos:altLabel ?n BIND(LCASE(STR(?n)) AS ?l) "
        "FILTER(STRSTARTS(STR(?t), STR(kg:))) } GROUP BY ?l HAVING(COUNT(DISTINCT ?t) > 1)"
    )
    assert _column(shipped, query) == []


@pytest.mark.parametrize("file", FILES, ids=["/".join(Path(file).parts[-2:]) for file in FILES])
def test_no_sentence_is_copied(file: str) -> None:
    """Eight words in a row that stand in the article too are a copy."""
    if not ARTICLE.exists():
        pytest.skip("the article is not here")
    known = _runs(ARTICLE.read_text(encoding="utf-8"))
    assert sorted(_runs(read_content(file)) & known) == []


def _runs(text: str, length: int = 8) -> set[str]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {" ".join(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_every_passage_stands_in_the_article(shipped: Dataset) -> None:
    """Document and passages agree with their digests, letter for letter."""
    if not ARTICLE.exists():
        pytest.skip("the article is not here")
    checks = verify_source(shipped, ARTICLE.read_bytes().decode())
    assert [check.name for check in checks if not check.verified] == []
    assert len(checks) == 61


def test_data_are_in_canonical_form() -> None:
    """``backrun-kg fmt`` has nothing to do."""
    assert find_unformatted() == {}
