"""RDF formats by file extension, one set of names for reading and writing."""

import re

from pyoxigraph import RdfFormat

from backrun_kg.errors import UnknownName
from backrun_kg.escapes import shorten

RDF_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}

ALIASES = {
    "turtle": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "nquads": "nq",
    "n-quads": "nq",
    "xml": "rdf",
    "rdfxml": "rdf",
    "owl": "rdf",
    "json": "jsonld",
    "json-ld": "jsonld",
}

MOST_SAID = 240
"""The characters of a parser's message: it quotes what it does not understand, however long."""


def find_format(name: str) -> str:
    """The extension that stands for a format, whichever of its usual names is given.

    >>> find_format("Turtle")
    'ttl'
    """
    folded = name.casefold().lstrip(".")
    extension = ALIASES.get(folded, folded)
    if extension not in RDF_FORMATS:
        raise UnknownName("RDF format", name, RDF_FORMATS)
    return extension


def parser_says(error: Exception) -> str:
    """The parser's message as ``line 3, column 7: …`` where it knows the place, on one line."""
    line = getattr(error, "lineno", None)
    text = str(getattr(error, "msg", None) or error).strip()
    told = re.sub(r"^Parser error (?:at|between) [^:]*: ", "", text)
    place = f"line {line}, column {getattr(error, 'offset', None)}: " if line else ""
    return place + shorten(told, MOST_SAID)
