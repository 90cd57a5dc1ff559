"""Hypothesis strategies: hostile literals, odd names, blank nodes, and the quads they make."""

import pyoxigraph as ox
from hypothesis import strategies as st

from backrun_kg.namespaces import PREFIXES

KG, XSD = PREFIXES["kg"], PREFIXES["xsd"]
RDF_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
PIECES = (
    *("\x00", "\x01", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff", "\uffff", "\U0001f3c3"),
    *("\\", '"', "'", '"""', "'''", "\n", "\r", "\t", "#", "@en", "<", ">", "\\u0041", " "),
    *(f"^^<{XSD}string>", f"^^<{XSD}integer>", "^^xsd:decimal", "é", "a", "1"),
)
NUMBERS = ("01", "+1", "-0", "7", "0.60", ".5", "1.", "1e5", "9" * 30, "true", "1", "", "x")
LOCALS = ("quadriceps", "a-", "-a", "_", "a.b", "a:b", "a/b", "é", "1", "", "%41", "a'b")
DATATYPES = ("integer", "decimal", "double", "boolean", "date", "string")


def in_graph(triple: ox.Triple, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> ox.Quad:
    """The triple in a graph."""
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


texts = st.text() | st.lists(st.sampled_from(PIECES)).map("".join)
namespaces = st.sampled_from([*PREFIXES.values(), "http://example.org/", "urn:x:"])
iris = st.builds(
    lambda start, local: ox.NamedNode(start + local), namespaces, st.sampled_from(LOCALS)
)
blanks = st.sampled_from(["a", "b0", "c-1"]).map(ox.BlankNode)
datatypes = st.sampled_from(DATATYPES).map(lambda name: ox.NamedNode(XSD + name)) | iris
literals = (
    st.builds(ox.Literal, texts)
    | st.builds(
        lambda text, tag: ox.Literal(text, language=tag),
        texts,
        st.sampled_from(["en", "en-GB", "de-1901", "zh-Hant-TW"]),
    )
    | st.builds(
        lambda text, datatype: ox.Literal(text, datatype=datatype),
        st.sampled_from(NUMBERS) | texts,
        datatypes,
    )
)
triples = st.builds(ox.Triple, iris | blanks, iris | st.just(RDF_TYPE), iris | blanks | literals)
quads = st.builds(
    in_graph,
    triples,
    st.just(ox.DefaultGraph()) | iris | blanks,
)


def read(text: str, format: ox.RdfFormat) -> set[ox.Quad]:
    """The quads of a text, blank nodes by the names they have there."""
    return set(ox.parse(text.encode(), format=format))
