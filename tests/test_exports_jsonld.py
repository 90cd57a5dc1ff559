"""JSON-LD out: what is written reads back, values look as the context says, views are trees."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.dataset import Dataset, Source, load
from backrun_kg.errors import BackrunError
from backrun_kg.exports.jsonld import (
    read_context,
    write_compacted,
    write_expanded,
    write_framed,
    write_schema_org,
)
from backrun_kg.namespaces import PREFIXES
from backrun_kg.rdflib_bridge import to_rdflib_graph
from strategies import quads, read

KG, BR, XSD = PREFIXES["kg"], PREFIXES["br"], PREFIXES["xsd"]
A, G = ox.NamedNode("urn:a"), ox.NamedNode("urn:g")
CRAB = ox.NamedNode(KG + "crab")
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
LABEL = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
START = ox.NamedNode(PREFIXES["oa"] + "start")
STRENGTHENS = ox.NamedNode(BR + "strengthens")
SUBJECT = ox.NamedNode(PREFIXES["rdf"] + "subject")
SHA256 = ox.NamedNode(BR + "sha256")
DATE = ox.NamedNode(PREFIXES["dcterms"] + "date")
WRITERS = {"compacted": write_compacted, "expanded": write_expanded}


def integer(text: str) -> ox.Literal:
    """An xsd:integer with these letters."""
    return ox.Literal(text, datatype=ox.NamedNode(XSD + "integer"))


def compacted(*written: ox.Quad) -> Any:
    """What stands in the graph of a compacted document."""
    return json.loads(write_compacted(written))["graph"]


@settings(deadline=None)
@given(st.lists(quads))
def test_compacted_reads_back_as_written(written: list[ox.Quad]) -> None:
    """Graphs, datatypes, languages and blank nodes come back as they were."""
    assert read(write_compacted(written), ox.RdfFormat.JSON_LD) == set(written)


@settings(deadline=None)
@given(st.lists(quads))
def test_expanded_reads_back_as_written(written: list[ox.Quad]) -> None:
    """Graphs, datatypes, languages and blank nodes come back as they were."""
    assert read(write_expanded(written), ox.RdfFormat.JSON_LD) == set(written)


@pytest.mark.parametrize("form", WRITERS)
def test_type_that_is_a_text_reads_back(form: str) -> None:
    """What a careless file calls a type is kept, though @type takes no text."""
    written = ox.Quad(A, TYPE, ox.Literal("Muscle"))
    assert read(WRITERS[form]([written]), ox.RdfFormat.JSON_LD) == {written}


def test_iri_that_looks_like_a_curie_is_not_mistaken() -> None:
    """An IRI whose scheme is a prefix of the context is refused or read back as it is."""
    written = ox.Quad(A, A, ox.NamedNode("schema:text"))
    try:
        text = write_compacted([written])
    except BackrunError:
        return
    assert read(text, ox.RdfFormat.JSON_LD) == {written}


@pytest.mark.parametrize("form", WRITERS)
def test_triple_term_is_refused(form: str) -> None:
    """JSON-LD 1.1 has no statements about statements."""
    with pytest.raises(BackrunError, match="JSON-LD cannot hold"):
        WRITERS[form]([ox.Quad(A, A, ox.Triple(A, A, A))])


@pytest.mark.parametrize("form", WRITERS)
def test_direction_of_a_text_is_written(form: str) -> None:
    """JSON-LD 1.1 has a word for it."""
    value = ox.Literal("a", language="ar", direction=ox.BaseDirection.RTL)
    assert '"@direction": "rtl"' in WRITERS[form]([ox.Quad(A, A, value)])


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # rdflib's own
def test_rdflib_reads_the_same_from_the_compacted_graph(shipped: Dataset) -> None:
    """A reader of another make finds every shipped triple and no other."""
    found = rdflib.Dataset(default_union=True)
    found.parse(data=write_compacted(shipped.quads()), format="json-ld")
    assert set(found.triples((None, None, None))) == set(to_rdflib_graph(shipped.quads()))


def test_document_carries_its_context() -> None:
    """Nobody needs the network to read it."""
    document = json.loads(write_compacted([]))
    assert document == {"@context": read_context(), "graph": []}


def test_context_is_the_bundled_one() -> None:
    """Terms are relative to our IRIs."""
    assert read_context()["@base"] == "https://w3id.org/backrun-kg/id/"


@pytest.mark.parametrize(
    ("predicate", "value", "name", "written"),
    [
        (LABEL, ox.Literal("Crab", language="en"), "label", "Crab"),
        (
            LABEL,
            ox.Literal("Krabbe", language="de"),
            "label",
            {"@language": "de", "@value": "Krabbe"},
        ),
        (LABEL, ox.Literal("Crab"), "label", {"@value": "Crab"}),
        (START, integer("7"), "start", 7),
        (START, integer("07"), "start", "07"),
        (START, integer("9007199254740992"), "start", "9007199254740992"),
        (START, ox.Literal("7"), "start", {"@value": "7"}),
        (START, ox.Literal(7.5), "start", {"@type": "xsd:double", "@value": "7.5"}),
        (STRENGTHENS, CRAB, "strengthens", ["crab"]),
        (STRENGTHENS, A, "strengthens", ["urn:a"]),
        (STRENGTHENS, ox.Literal("x"), "strengthens", [{"@value": "x"}]),
        (STRENGTHENS, ox.NamedNode(BR + "Muscle"), "strengthens", ["br:Muscle"]),
        (SUBJECT, CRAB, "subject", "crab"),
        (SHA256, ox.Literal("ab"), "sha256", "ab"),
        (SHA256, ox.Literal("ab", language="en"), "sha256", {"@language": "en", "@value": "ab"}),
        (SHA256, CRAB, "sha256", {"id": "crab"}),
        (TYPE, ox.NamedNode(BR + "Muscle"), "type", "Muscle"),
        (TYPE, ox.NamedNode(PREFIXES["owl"] + "Thing"), "type", "owl:Thing"),
        (A, ox.Literal(True), "urn:a", {"@type": "xsd:boolean", "@value": "true"}),
        (ox.NamedNode(BR + "unheard"), ox.Literal("x"), "br:unheard", "x"),
    ],
)
def test_value_is_written_as_the_context_says(
    predicate: ox.NamedNode, value: ox.Literal | ox.NamedNode, name: str, written: object
) -> None:
    """A value that fits its term is bare; whatever does not is spelt out."""
    assert compacted(ox.Quad(CRAB, predicate, value)) == [{"id": "crab", name: written}]


def test_many_values_are_a_sorted_list() -> None:
    """Where one value stands bare, several stand in a list."""
    written = [ox.Quad(A, SHA256, ox.Literal(text)) for text in "ba"]
    assert compacted(*written) == [{"id": "urn:a", "sha256": ["a", "b"]}]


def test_one_graph_without_a_name_is_the_graph() -> None:
    """A file without named graphs has one level."""
    assert compacted(ox.Quad(A, SUBJECT, A)) == [{"id": "urn:a", "subject": "urn:a"}]


def test_named_graph_is_an_object_with_a_graph() -> None:
    """Nodes of the default graph first, then a graph by name."""
    assert compacted(ox.Quad(A, SUBJECT, A, G), ox.Quad(A, SUBJECT, A)) == [
        {"id": "urn:a", "subject": "urn:a"},
        {"id": "urn:g", "graph": [{"id": "urn:a", "subject": "urn:a"}]},
    ]


def test_expanded_spells_everything_out() -> None:
    """Every IRI in full, every value an object in an array."""
    written = [
        ox.Quad(CRAB, TYPE, ox.NamedNode(BR + "Muscle"), G),
        ox.Quad(CRAB, LABEL, ox.Literal("Crab", language="en"), G),
        ox.Quad(CRAB, START, integer("7"), G),
        ox.Quad(CRAB, SUBJECT, A, G),
    ]
    node = {
        "@id": "https://w3id.org/backrun-kg/id/crab",
        "@type": ["https://w3id.org/backrun-kg/ontology#Muscle"],
        "http://www.w3.org/2004/02/skos/core#prefLabel": [{"@language": "en", "@value": "Crab"}],
        "http://www.w3.org/ns/oa#start": [
            {"@type": "http://www.w3.org/2001/XMLSchema#integer", "@value": 7}
        ],
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject": [{"@id": "urn:a"}],
    }
    assert json.loads(write_expanded(written)) == [{"@id": "urn:g", "@graph": [node]}]


@pytest.mark.parametrize("form", WRITERS)
def test_letters_are_not_escaped(form: str) -> None:
    """A document in UTF-8 has its letters, indented with tabs, and ends with a line end."""
    text = WRITERS[form]([ox.Quad(A, A, ox.Literal("läuft"))])
    assert ("läuft" in text, "\n\t" in text, text[-1:]) == (True, True, "\n")


@pytest.fixture(scope="module")
def exercises(shipped: Dataset) -> dict[str, Any]:
    """The exercises of the framed document, by id."""
    document = json.loads(write_framed(shipped.quads()))
    return {node["id"]: node for node in document["graph"]}


def test_framed_has_every_exercise(exercises: dict[str, Any]) -> None:
    """An exercise is the root of a tree."""
    assert sorted(exercises) == [
        "backward-locomotion",
        "backward-running",
        "backward-training",
        "backward-walking",
        "forward-locomotion",
        "forward-running",
        "forward-training",
        "forward-walking",
    ]


def test_framed_benefit_has_its_effects(exercises: dict[str, Any]) -> None:
    """Whoever follows the tree needs no second look-up."""
    benefits = {node["label"]: node for node in exercises["backward-running"]["hasBenefit"]}
    effects = [effect["label"] for effect in benefits["Stronger legs"]["effects"]]
    assert "Stronger quadriceps" in effects


def test_framed_claim_has_its_passage(exercises: dict[str, Any]) -> None:
    """Every claim says where it stands."""
    claims = {node["id"]: node for node in exercises["backward-running"]["claims"]}
    passage = claims["claim-strengthens-quadriceps"]["passage"]
    assert (passage["start"], passage["end"], passage["inDocument"]) == (598, 636, "article")


def test_framed_document_says_what_the_graph_says(shipped: Dataset) -> None:
    """Every name in the tree is in its context: readers find all claims, and nothing new."""
    read = ox.parse(write_framed(shipped.quads()), format=ox.RdfFormat.JSON_LD)
    found = {quad.triple for quad in read}
    assert found <= {quad.triple for quad in shipped.quads()}
    assert len([t for t in found if t.predicate.value.endswith("#statement")]) == 61


def test_framed_graph_without_exercises_is_empty() -> None:
    """Nothing to show is no error."""
    document = json.loads(write_framed([ox.Quad(A, A, A)]))
    assert document.get("graph", []) == []


@pytest.fixture(scope="module")
def page(shipped: Dataset) -> Any:
    """The schema.org view of the shipped graph."""
    return json.loads(write_schema_org(shipped))


def test_page_is_an_faq(page: Any) -> None:
    """What search engines look for."""
    assert (page["@context"], page["@type"]) == ("https://schema.org", "FAQPage")


def test_page_has_five_questions(page: Any) -> None:
    """Each with its answer in words."""
    answered = [question["acceptedAnswer"]["text"] for question in page["mainEntity"]]
    assert len(answered) == 5


def test_page_is_about_the_exercise(page: Any) -> None:
    """Its name is a plain string, as web pages expect it."""
    assert page["about"]["name"] == "Backward running"


@pytest.mark.parametrize("layer", ["ontology", "alignment"])
def test_page_without_questions_is_empty(layer: str) -> None:
    """A layer without questions has nothing to show, which is no defect."""
    assert "mainEntity" not in json.loads(write_schema_org(load(layers=[layer])))


@pytest.mark.parametrize("text", ["</script>", "</SCRIPT>", "<!--<script>"])
def test_page_cannot_leave_its_script(tmp_path: Path, text: str) -> None:
    """Text from data neither ends the script element it stands in nor opens another."""
    file = tmp_path / "a.ttl"
    file.write_text(
        f"<urn:q> a <{BR}Question> ; <{LABEL.value}> '{text}' ;"
        f" <{PREFIXES['schema']}acceptedAnswer> <urn:a> ."
        f"<urn:a> <{PREFIXES['schema']}text> 'Yes.' .",
        encoding="utf-8",
    )
    page = write_schema_org(load(data=[file], shipped=False))
    assert (text in page, json.loads(page)["mainEntity"]["name"]) == (False, text)


def test_dataset_is_written_as_its_quads(shipped: Dataset) -> None:
    """What names no graph is in that of its layer, and what names one stays there."""
    triple = Source("a.nt", "user", "nt", b"<urn:a> <urn:p> <urn:a> .")
    quad = Source("b.nq", "user", "nq", b"<urn:a> <urn:p> <urn:a> <urn:g> .")
    dataset = Dataset([*shipped.sources, triple, quad])
    written = write_compacted(dataset)
    assert written == write_compacted(dataset.quads())
    graphs = [node["id"] for node in json.loads(written)["graph"]]
    assert graphs[-2:] == ["https://w3id.org/backrun-kg/graph/user", "urn:g"]
