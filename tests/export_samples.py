"""Samples for the exports to other tools: a small graph, a hostile one, and how to load a text."""

import pyoxigraph as ox

from backrun_kg.dataset import USER_LAYER, Dataset, Source
from backrun_kg.namespaces import PREFIXES

HEADER = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

SMALL = """
kg:backward-running a br:Exercise ; skos:prefLabel "Backward running"@en ;
    skos:altLabel "Retro running"@en , "Running backward"@en ;
    br:strengthens kg:quadriceps ; skos:broadMatch wd:Q105674 .
kg:quadriceps a br:Muscle ; skos:prefLabel "Quadriceps"@en .
kg:claim-quadriceps a br:Claim ; br:statement "It strengthens the quadriceps."@en ;
    rdf:subject kg:backward-running ; rdf:predicate br:strengthens ; rdf:object kg:quadriceps ;
    br:modality br:modality-states .
kg:study-a a br:Study ; skos:prefLabel "A 2001"@en ; br:year 2001 .
kg:finding-a a br:Finding ; br:summary "It grew."@en ; br:study kg:study-a ; br:pValue 0.05 ;
    br:figureReported true ; br:supports kg:claim-quadriceps ; br:directness br:directness-direct .
kg:reading a prov:Activity ; skos:prefLabel "Reading"@en ; dcterms:date "2026-11-22"^^xsd:date .
"""
"""A claim with its edge, evidence and provenance: a value of every kind."""

HOSTILE = r"""
@prefix ex: <http://example.org/> .
ex:retro a br:Exercise , ex:Class\'Odd ; skos:prefLabel "=HYPERLINK(\"x\")"@en , "Rückwärts"@de ;
    br:strengthens ex:unknown ; skos:altLabel "a|b;c"@en , "it's \\u0027 }) //"@en ,
    "two\nlines\r\n\ttab"@en , "`tick` <b>&amp; #35; %%{init}%% \\"@en ;
    ex:odd "01"^^xsd:integer , "abc"^^xsd:integer , "9999999999999999999"^^xsd:integer , true ,
    [ a ex:Node ; skos:prefLabel "blank" ] ; ex:id "mine" ; ex:tiny "-0.0000001"^^xsd:decimal ;
    ex:day "2026-02-30"^^xsd:date ; ex:year "2019"^^xsd:gYear ; ex:empty "" .
kg:strengthens a br:Skill .
ex:Order a ex:things , ex:SELECT ; skos:prefLabel "no language" .
ex:untyped br:improves ex:Order .
"""
"""Names, texts and values that a careless writer stumbles over."""


def own(text: str) -> Dataset:
    """A dataset of one's own: the statements of a Turtle text, without a shipped one."""
    return Dataset([Source("own.ttl", USER_LAYER, "ttl", (HEADER + text).encode())])


def of_quads(quads: list[ox.Quad]) -> Dataset:
    """A dataset of some quads."""
    content = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return Dataset([Source("own.nq", USER_LAYER, "nq", content)])
