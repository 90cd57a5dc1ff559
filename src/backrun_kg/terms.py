"""The ontology's terms for the rdflib world; a test holds this list equal to the ontology."""

from rdflib.namespace import DefinedNamespace, Namespace
from rdflib.term import URIRef

from backrun_kg.namespaces import OWN

KG = Namespace(OWN["kg"])
"""The things of the graph."""


class BR(DefinedNamespace):
    """Classes, properties and vocabulary concepts of the backward running ontology."""

    _NS = Namespace(OWN["br"])
    _fail = True

    AnatomicalStructure: URIRef
    Answer: URIRef
    AnswerType: URIRef
    Benefit: URIRef
    Brand: URIRef
    Claim: URIRef
    Exercise: URIRef
    Gear: URIRef
    GearCategory: URIRef
    Guidance: URIRef
    GuidanceTopic: URIRef
    Joint: URIRef
    Mechanism: URIRef
    Modality: URIRef
    MovementFeature: URIRef
    Muscle: URIRef
    MuscleGroup: URIRef
    Outcome: URIRef
    Passage: URIRef
    Population: URIRef
    Question: URIRef
    Skill: URIRef
    SourceDocument: URIRef
    Sport: URIRef
    Thing: URIRef
    Tissue: URIRef
    Trait: URIRef
    actsOn: URIRef
    adjusts: URIRef
    affects: URIRef
    answerType: URIRef
    asDemandingAs: URIRef
    avoids: URIRef
    benefitsSport: URIRef
    cites: URIRef
    comparator: URIRef
    conflictsWith: URIRef
    contributesTo: URIRef
    demandsMore: URIRef
    effect: URIRef
    engages: URIRef
    engagesDifferently: URIRef
    followedBy: URIRef
    gearCategory: URIRef
    goodFor: URIRef
    harderThan: URIRef
    hasBenefit: URIRef
    hasGuidance: URIRef
    hasTrait: URIRef
    improves: URIRef
    inDocument: URIRef
    increases: URIRef
    length: URIRef
    mentionsGear: URIRef
    modality: URIRef
    pacedBy: URIRef
    partOf: URIRef
    passage: URIRef
    precededBy: URIRef
    reduces: URIRef
    relatesTo: URIRef
    requires: URIRef
    restatedIn: URIRef
    senses: URIRef
    sha256: URIRef
    stabilizes: URIRef
    statement: URIRef
    strengthens: URIRef
    suits: URIRef
    topic: URIRef
    underlies: URIRef

    _extras = [
        "answer-generally-not",
        "answer-how-to",
        "answer-types",
        "answer-yes",
        "guidance-topics",
        "modalities",
        "modality-advises",
        "modality-can",
        "modality-may",
        "modality-mentions",
        "modality-states",
        "topic-frequency",
        "topic-speed",
    ]
