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
    Condition: URIRef
    Direction: URIRef
    Directness: URIRef
    Exercise: URIRef
    Finding: URIRef
    Gear: URIRef
    GearCategory: URIRef
    Guidance: URIRef
    GuidanceTopic: URIRef
    Joint: URIRef
    Measure: URIRef
    Mechanism: URIRef
    Modality: URIRef
    MovementFeature: URIRef
    Muscle: URIRef
    MuscleGroup: URIRef
    Outcome: URIRef
    Passage: URIRef
    Population: URIRef
    Question: URIRef
    ReadingDepth: URIRef
    Skill: URIRef
    SourceDocument: URIRef
    Sport: URIRef
    Statistic: URIRef
    Study: URIRef
    StudyDesign: URIRef
    Thing: URIRef
    Tissue: URIRef
    Trait: URIRef
    Unit: URIRef
    Verdict: URIRef
    actsOn: URIRef
    adjusts: URIRef
    affects: URIRef
    answerType: URIRef
    asDemandingAs: URIRef
    authors: URIRef
    avoids: URIRef
    benefitsSport: URIRef
    cites: URIRef
    comparator: URIRef
    comparatorSpread: URIRef
    comparatorValue: URIRef
    conflictsWith: URIRef
    contradicts: URIRef
    contributesTo: URIRef
    demandsMore: URIRef
    derivedPercentage: URIRef
    design: URIRef
    direction: URIRef
    directness: URIRef
    doi: URIRef
    duplicateOf: URIRef
    effect: URIRef
    engages: URIRef
    engagesDifferently: URIRef
    figureReported: URIRef
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
    intervalHigh: URIRef
    intervalLow: URIRef
    journal: URIRef
    length: URIRef
    measure: URIRef
    measures: URIRef
    mentionsGear: URIRef
    modality: URIRef
    pRelation: URIRef
    pValue: URIRef
    pacedBy: URIRef
    pages: URIRef
    partOf: URIRef
    passage: URIRef
    pmid: URIRef
    population: URIRef
    precededBy: URIRef
    qualifies: URIRef
    rank: URIRef
    readingDepth: URIRef
    reduces: URIRef
    relatesTo: URIRef
    requires: URIRef
    restatedIn: URIRef
    sampleSize: URIRef
    seenAt: URIRef
    senses: URIRef
    sessionMinutes: URIRef
    sessionsPerWeek: URIRef
    setting: URIRef
    sha256: URIRef
    speed: URIRef
    speedMaximum: URIRef
    speedUnit: URIRef
    spread: URIRef
    stabilizes: URIRef
    statement: URIRef
    statistic: URIRef
    strengthens: URIRef
    study: URIRef
    studyCount: URIRef
    suits: URIRef
    summary: URIRef
    supports: URIRef
    tested: URIRef
    topic: URIRef
    ucumCode: URIRef
    underlies: URIRef
    unit: URIRef
    value: URIRef
    valueMaximum: URIRef
    volume: URIRef
    weeks: URIRef
    year: URIRef
    directions: URIRef
    modalities: URIRef
    statistics: URIRef
    verdicts: URIRef

    _extras = [
        "answer-generally-not",
        "answer-how-to",
        "answer-types",
        "answer-yes",
        "design-controlled-trial",
        "design-cross-sectional",
        "design-meta-analysis",
        "design-narrative-review",
        "design-not-reported",
        "design-pre-post",
        "design-randomised-trial",
        "design-within-subject",
        "direction-better",
        "direction-higher",
        "direction-lower",
        "direction-no-difference",
        "directness-direct",
        "directness-indirect",
        "directness-values",
        "guidance-topics",
        "modality-advises",
        "modality-can",
        "modality-may",
        "modality-mentions",
        "modality-states",
        "reading-abstract",
        "reading-bibliography",
        "reading-depths",
        "reading-full-text",
        "reading-highlights",
        "reading-partial-abstract",
        "statistic-effect-size",
        "statistic-mean",
        "statistic-mean-change",
        "statistic-mean-difference",
        "statistic-percentage-change",
        "statistic-percentage-difference",
        "statistic-percentage-of-maximum",
        "statistic-percentage-unspecified",
        "statistic-pooled-difference",
        "study-designs",
        "topic-frequency",
        "topic-speed",
        "verdict-contradicted",
        "verdict-mixed",
        "verdict-supported",
        "verdict-untested",
    ]
