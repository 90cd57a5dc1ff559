"""The one prefix map: standards first, ours last. Every file the project writes opens with it."""

STANDARD = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "vann": "http://purl.org/vocab/vann/",
    "sh": "http://www.w3.org/ns/shacl#",
    "obo": "http://purl.obolibrary.org/obo/",
    "fma": "http://purl.org/sig/ont/fma/fma",
    "mesh": "http://id.nlm.nih.gov/mesh/",
    "wd": "http://www.wikidata.org/entity/",
    "activity": "https://openactive.io/activity-list#",
}

_HOME = "https://w3id.org/backrun-kg/"

OWN = {
    "br": _HOME + "ontology#",
    "kg": _HOME + "id/",
    "brs": _HOME + "shapes#",
}

PREFIXES = STANDARD | OWN

GRAPH = _HOME + "graph/"
"""The named graph of a layer is this followed by the layer's name."""


def expand(name: str) -> str | None:
    """The IRI that a CURIE stands for, or None where its prefix is not ours to know.

    >>> expand("kg:quadriceps")
    'https://w3id.org/backrun-kg/id/quadriceps'
    """
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None


def shrink(iri: str) -> str:
    """The CURIE of an IRI, or the IRI in angle brackets where no prefix fits.

    >>> shrink("https://w3id.org/backrun-kg/id/quadriceps")
    'kg:quadriceps'
    >>> shrink("https://example.org/a")
    '<https://example.org/a>'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri[len(namespace) :]
        if iri.startswith(namespace) and _is_plain(local):
            return f"{prefix}:{local}"
    return f"<{iri}>"


def _is_plain(local: str) -> bool:
    """Whether a local name needs no escape in Turtle, SPARQL and on a command line."""
    inner = local.replace("-", "").replace("_", "")
    return local.isascii() and inner.isalnum() and not local.startswith("-")
