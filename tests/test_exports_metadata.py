"""Metadata in RDF: the right terms, recomputed facts, and the same bytes from the same release."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import BackrunError
from backrun_kg.exports.metadata import (
    METADATA,
    write_dcat,
    write_examples,
    write_prov,
    write_void,
)
from backrun_kg.exports.release import Release, describe_file
from backrun_kg.namespaces import PREFIXES
from backrun_kg.paths import list_files, read_content
from backrun_kg.queries import list_queries, parse_query
from backrun_kg.turtle import format_turtle

KNOWN: dict[str, set[str]] = {
    str(vocabulary): set(vocabulary.__annotations__) | later
    for vocabulary, later in [
        (rdflib.DCAT, {"version"}),  # DCAT 3; rdflib knows DCAT 2
        (rdflib.DCTERMS, set()),
        (rdflib.FOAF, set()),
        (rdflib.OWL, set()),
        (rdflib.PROV, set()),
        (rdflib.RDF, set()),
        (rdflib.RDFS, set()),
        (rdflib.SDO, set()),
        (rdflib.SH, set()),
        (rdflib.SKOS, set()),
        (rdflib.VOID, {"class"}),  # no name that Python can write
    ]
} | {
    "http://spdx.org/rdf/terms#": {
        "Checksum",
        "algorithm",
        "checksum",
        "checksumAlgorithm_sha256",
        "checksumValue",
    }
}
"""The terms of the vocabularies, as rdflib and the SPDX specification have them."""

WRITERS = {
    "dcat": write_dcat,
    "void": write_void,
    "prov": write_prov,
    "sparql-examples": write_examples,
}
FILES = (
    describe_file("backrun.nq.gz", b"packed"),
    describe_file("csv/claim.csv", b"id\r\n"),
)
RDF, VOID = PREFIXES["rdf"], "http://rdfs.org/ns/void#"
OWN = f"<urn:a> a <urn:C> ; <urn:v#p> 1 , 2 ; <{PREFIXES['skos']}prefLabel> 'A' ."


@pytest.fixture(scope="module")
def release(shipped: Dataset) -> Release:
    """The shipped graph with two files, its address known."""
    return Release(
        shipped,
        FILES,
        base="https://example.org/r/",
        built="2026-11-22T00:00:00Z",
        endpoint="https://example.org/sparql",
    )


@pytest.fixture
def own(tmp_path: Path) -> Release:
    """Data of one's own."""
    (tmp_path / "my.ttl").write_text(OWN, encoding="utf-8")
    return Release(load(data=[tmp_path / "my.ttl"], shipped=False))


def block(text: str, subject: str) -> list[str]:
    """What is said of a subject, a statement a line."""
    found = re.search(rf"^{re.escape(subject)}\n(.*?)^\t\.$", text, re.DOTALL | re.MULTILINE)
    assert found, subject
    return [line.strip().removesuffix(" ;") for line in found[1].splitlines()]


def ask(text: str, query: str) -> list[list[str]]:
    """The rows of a query over Turtle."""
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    answer = store.query(query, prefixes=PREFIXES | {"void": VOID})
    assert isinstance(answer, ox.QuerySolutions)
    return [[term.value for term in row] for row in answer]


@pytest.mark.parametrize("name", WRITERS)
def test_metadata_are_canonical_turtle_without_blank_nodes(release: Release, name: str) -> None:
    """As every file of ours."""
    text = WRITERS[name](release)
    assert (format_turtle(text, name), re.findall(r"^_:|\s_:", text)) == (text, [])


@pytest.mark.parametrize("name", WRITERS)
def test_terms_are_those_of_the_vocabularies(release: Release, name: str) -> None:
    """No property and no class is misspelt."""
    quads = ox.parse(WRITERS[name](release).encode(), format=ox.RdfFormat.TURTLE)
    used = set()
    for quad in quads:
        used.add(quad.predicate.value)
        if quad.predicate.value == f"{RDF}type":
            used.add(quad.object.value)
    unknown = {
        iri
        for iri in used
        if not any(iri == space + term for space, terms in KNOWN.items() for term in terms)
    }
    assert unknown == set()


@pytest.mark.parametrize("name", WRITERS)
def test_order_of_files_does_not_matter(release: Release, name: str) -> None:
    """The same release is the same bytes."""
    turned = Release(
        release.dataset,
        FILES[::-1],
        base=release.base,
        built=release.built,
        endpoint=release.endpoint,
    )
    assert WRITERS[name](turned) == WRITERS[name](release)


@pytest.mark.parametrize("name", WRITERS)
def test_metadata_are_the_same_bytes_on_every_run(name: str) -> None:
    """No hash seed, neither Python's nor the engine's, leaves a trace."""
    script = (
        "import sys\nfrom backrun_kg.dataset import load\n"
        "from backrun_kg.exports import MENU\n"
        "from backrun_kg.exports.release import Release\n"
        f"sys.stdout.write(MENU[{name!r}].write(Release(load())))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout


@pytest.mark.parametrize("path", list_files(METADATA, ".rq"), ids=lambda path: Path(path).stem)
def test_query_of_metadata_has_a_manual(path: str) -> None:
    """A title, and what its graph holds."""
    query = parse_query(path, read_content(path))
    assert (bool(query.title), query.description[:9]) == (True, "A graph: ")


def test_dcat_has_the_description(release: Release) -> None:
    """And what catalogues ask for besides."""
    lines = block(write_dcat(release), "<https://w3id.org/backrun-kg/dataset>")
    assert {
        "a dcat:Dataset",
        'dcterms:title "backrun-kg: a knowledge graph of backward running"@en',
        "dcterms:license <https://creativecommons.org/licenses/by/4.0/>",
        "dcterms:publisher kg:maintainers",
        "dcterms:language <http://id.loc.gov/vocabulary/iso639-1/en>",
        f'dcat:version "{release.version}"',
        f'owl:versionInfo "{release.version}"',
        "dcat:distribution <https://example.org/r/csv/claim.csv>",
    } <= set(lines)


def test_dcat_describes_each_file(release: Release) -> None:
    """Size, formats, licence, address and digest."""
    text = write_dcat(release)
    file = "https://example.org/r/backrun.nq.gz"
    media = "https://www.iana.org/assignments/media-types"
    spdx = "http://spdx.org/rdf/terms#"
    assert block(text, f"<{file}>") == [
        "a dcat:Distribution",
        f"<{spdx}checksum> <{file}#sha256>",
        f"dcat:accessURL <{file}>",
        'dcat:byteSize "6"^^xsd:nonNegativeInteger',
        f"dcat:compressFormat <{media}/application/gzip>",
        f"dcat:downloadURL <{file}>",
        f"dcat:mediaType <{media}/application/n-quads>",
        "dcterms:license <https://creativecommons.org/licenses/by/4.0/>",
        'dcterms:title "backrun.nq.gz"',
    ]
    assert block(text, f"<{file}#sha256>") == [
        f"a <{spdx}Checksum>",
        f"<{spdx}algorithm> <{spdx}checksumAlgorithm_sha256>",
        f'<{spdx}checksumValue> "{FILES[0].sha256}"^^xsd:hexBinary',
    ]


def test_dcat_invents_no_address(shipped: Dataset) -> None:
    """Where files will lie is told by who puts them there."""
    text = write_dcat(Release(shipped, FILES))
    assert re.findall("dcat:(?:accessURL|downloadURL)", text) == []


def test_dcat_of_ones_own_data_is_refused(own: Release) -> None:
    """Nobody has described them."""
    with pytest.raises(BackrunError, match="Only the shipped graph as a whole"):
        write_dcat(own)


def test_void_counts_the_whole(own: Release) -> None:
    """Triples, things, classes, properties and vocabularies."""
    lines = block(write_void(own), f"<{own.iri}>")
    assert [line for line in lines if "artition" not in line] == [
        f"a <{VOID}Dataset>",
        f"<{VOID}classes> 1",
        f"<{VOID}distinctObjects> 4",
        f"<{VOID}distinctSubjects> 1",
        f"<{VOID}entities> 1",
        f"<{VOID}properties> 3",
        f"<{VOID}subset> <https://w3id.org/backrun-kg/graph/user>",
        f"<{VOID}triples> 4",
        f"<{VOID}vocabulary> <http://www.w3.org/1999/02/22-rdf-syntax-ns#>",
        f"<{VOID}vocabulary> <http://www.w3.org/2004/02/skos/core#>",
        f"<{VOID}vocabulary> <urn:v#>",
    ]


def test_void_counts_each_property(own: Release) -> None:
    """In a partition of its own."""
    query = """SELECT ?p ?n ?s ?o { ?x void:propertyPartition ?y .
      ?y void:property ?p ; void:triples ?n ; void:distinctSubjects ?s ; void:distinctObjects ?o }
      ORDER BY ?p"""
    assert ask(write_void(own), query) == [
        [f"{RDF}type", "1", "1", "1"],
        ["http://www.w3.org/2004/02/skos/core#prefLabel", "1", "1", "1"],
        ["urn:v#p", "2", "1", "2"],
    ]


def test_void_counts_each_class(own: Release) -> None:
    """In a partition of its own."""
    query = "SELECT ?c ?n { ?x void:classPartition [ void:class ?c ; void:entities ?n ] }"
    assert ask(write_void(own), query) == [["urn:C", "1"]]


def test_void_has_a_linkset_for_each_vocabulary(release: Release) -> None:
    """And kind of mapping, as the mappings of the graph have them."""
    query = """SELECT DISTINCT ?code ?space { ?d void:subset ?l . ?l a void:Linkset ;
      void:subjectsTarget ?d ; void:linkPredicate ?p ; void:triples ?n ; void:objectsTarget ?t .
      ?t dcterms:title ?code ; void:uriSpace ?space } ORDER BY ?code"""
    assert dict(ask(write_void(release), query)) == {
        "CMO": "http://purl.obolibrary.org/obo/CMO_",
        "EXMO": "http://purl.obolibrary.org/obo/EXMO_",
        "FMA": "http://purl.org/sig/ont/fma/fma",
        "MESH": "http://id.nlm.nih.gov/mesh/",
        "NCIT": "http://purl.obolibrary.org/obo/NCIT_",
        "OPENACTIVE": "https://openactive.io/activity-list#",
        "PATO": "http://purl.obolibrary.org/obo/PATO_",
        "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
        "WIKIDATA": "http://www.wikidata.org/entity/",
    }


def test_void_tells_where_the_dataset_can_be_had(release: Release) -> None:
    """The dump in RDF, and the server; a table is no dump."""
    query = "SELECT ?dump ?server { ?d void:dataDump ?dump ; void:sparqlEndpoint ?server }"
    assert ask(write_void(release), query) == [
        ["https://example.org/r/backrun.nq.gz", "https://example.org/sparql"]
    ]


def test_void_pattern_fits_every_thing(release: Release) -> None:
    """What is told of the IRIs is true of all that has a class."""
    ((pattern,),) = ask(write_void(release), "SELECT ?x { ?d void:uriRegexPattern ?x }")
    things = {
        quad.subject.value  # type: ignore[union-attr]
        for quad in release.dataset.quads()
        if quad.predicate.value == f"{RDF}type"
    }
    assert {iri for iri in things if not re.search(pattern, iri)} == set()


def test_prov_names_every_source_by_its_digest(release: Release) -> None:
    """What the release was built from, and nothing of where it lay."""
    query = """SELECT ?name { ?build a prov:Activity ; prov:used ?file .
      ?file a prov:Entity ; dcterms:title ?name FILTER(STRSTARTS(STR(?file), "ni:///sha-256;")) }
      ORDER BY ?name"""
    names = [name for (name,) in ask(write_prov(release), query)]
    assert (names[0], names[-1], len(names)) == (
        "data/alignment/mappings.ttl",
        "ontology/vocabularies.ttl",
        len(release.dataset.sources),
    )


def test_prov_tells_what_came_of_the_build(release: Release) -> None:
    """Each file, made by the software in its version."""
    query = """SELECT ?name ?software ?version ?time { ?made prov:wasGeneratedBy ?build ;
      dcterms:title ?name . ?build prov:wasAssociatedWith ?agent ; prov:endedAtTime ?time .
      ?agent a prov:SoftwareAgent ; schema:name ?software ; schema:softwareVersion ?version }
      ORDER BY ?name"""
    told = ["backrun-kg", release.version, "2026-11-22T00:00:00Z"]
    assert ask(write_prov(release), query) == [
        ["backrun.nq.gz", *told],
        ["csv/claim.csv", *told],
    ]


def test_prov_depends_on_no_clock(shipped: Dataset) -> None:
    """Without a time that is given, there is none."""
    assert "prov:endedAtTime" not in write_prov(Release(shipped, FILES))


def test_prov_of_ones_own_data_has_no_maker(own: Release) -> None:
    """We do not say that we made them."""
    text = write_prov(own)
    assert ('dcterms:title "my.ttl"' in text, "kg:maintainers" in text) == (True, False)


def test_examples_are_the_named_queries(release: Release) -> None:
    """Each under its name, in the words that run."""
    query = """SELECT ?example ?text { ?example a sh:SPARQLExecutable ;
      sh:select|sh:construct|sh:ask ?text }"""
    start = "https://w3id.org/backrun-kg/sparql-examples/"
    found = {iri.removeprefix(start): text for iri, text in ask(write_examples(release), query)}
    assert found == {each.name: each.text for each in list_queries()}


def test_example_is_as_collections_have_it(release: Release) -> None:
    """The question, the words it is found by, the server, and the prefixes."""
    text = write_examples(release)
    lines = block(text, "<https://w3id.org/backrun-kg/sparql-examples/muscles>")
    assert [line for line in lines if not line.startswith(("sh:select", "dcterms:desc"))] == [
        "a sh:SPARQLExecutable",
        "a sh:SPARQLSelectExecutable",
        'rdfs:comment "Muscles and what backward running is said to do to them"@en',
        'schema:keywords "exercise"',
        'schema:keywords "muscle"',
        'schema:keywords "muscles"',
        "schema:target <https://example.org/sparql>",
        "sh:prefixes <https://w3id.org/backrun-kg/sparql-examples>",
    ]


def test_construct_is_an_executable_of_its_kind(release: Release) -> None:
    """Not a SELECT."""
    lines = block(
        write_examples(release), "<https://w3id.org/backrun-kg/sparql-examples/schema-org>"
    )
    assert ("a sh:SPARQLConstructExecutable" in lines, any("sh:select" in x for x in lines)) == (
        True,
        False,
    )


def test_examples_declare_the_prefixes(release: Release) -> None:
    """Each once, as anyURI."""
    query = """SELECT ?prefix ?iri { ?x sh:declare [ sh:prefix ?prefix ; sh:namespace ?iri ]
      FILTER(DATATYPE(?iri) = xsd:anyURI) }"""
    assert dict(ask(write_examples(release), query)) == PREFIXES


def test_examples_without_a_server_name_none(shipped: Dataset) -> None:
    """We run none."""
    assert "schema:target" not in write_examples(Release(shipped))


def test_query_that_collections_ask_finds_all(release: Release) -> None:
    """The query that the SIB's collection documents lists ours in rdflib."""
    graph = rdflib.Graph().parse(data=write_examples(release), format="turtle")
    rows = graph.query(
        """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT DISTINCT ?sq ?comment ?query { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
          sh:select|sh:ask|sh:construct ?query }"""
    )
    assert len(rows) == len(list_queries())
