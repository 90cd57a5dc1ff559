"""RDF out: sorted, so that the same statements are the same bytes on every run and platform."""

from collections.abc import Iterable
from xml.parsers import expat

import pyoxigraph as ox

from backrun_kg.errors import BackrunError
from backrun_kg.escapes import shorten
from backrun_kg.namespaces import PREFIXES, shrink
from backrun_kg.turtle import write_trig, write_turtle
from backrun_kg.xmltext import find_forbidden, keep_returns

_MOST_SAID = 80  # characters of a name in a message


def write_ttl(quads: Iterable[ox.Quad]) -> str:
    """Canonical Turtle of the union of the graphs."""
    return write_turtle(quad.triple for quad in quads)


def write_nt(quads: Iterable[ox.Quad]) -> str:
    """Sorted N-Triples of the union of the graphs."""
    return "".join(sorted({f"{quad.triple} .\n" for quad in quads}))


def write_nq(quads: Iterable[ox.Quad]) -> str:
    """Sorted N-Quads; the SHA-256 of it is the dataset's digest where no node is blank."""
    return "".join(sorted({f"{quad} .\n" for quad in quads}))


def write_trig_graphs(quads: Iterable[ox.Quad]) -> str:
    """Canonical TriG, graph by graph."""
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        name = quad.graph_name
        key = "" if isinstance(name, ox.DefaultGraph) else str(name).strip("<>")
        graphs.setdefault(key, []).append(quad.triple)
    return write_trig(graphs)


def write_rdf(quads: Iterable[ox.Quad]) -> str:
    """RDF/XML of the union of the graphs, sorted. Raises BackrunError where XML cannot say it."""
    triples = sorted({quad.triple for quad in quads}, key=str)
    for triple in triples:
        refuse_for_xml(triple)
    try:
        content = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES) or b""
        expat.ParserCreate(namespace_separator=" ").Parse(content, True)
    except (OSError, ValueError, expat.ExpatError) as error:
        raise BackrunError(f"RDF/XML cannot hold this graph: {error}.") from error
    return keep_returns(content).decode()


def refuse_for_xml(triple: ox.Triple | ox.Quad) -> None:
    """Raise BackrunError for a triple with a character that XML cannot hold."""
    if found := find_forbidden(triple.object):
        raise BackrunError(
            f"RDF/XML cannot hold the character {found}, which is in {_name(triple.predicate)} "
            f"of {_name(triple.subject)}; take ttl, nt, nq, trig or jsonld."
        )


def _name(term: object) -> str:
    return shorten(shrink(term.value) if isinstance(term, ox.NamedNode) else str(term), _MOST_SAID)
