"""The one canonical Turtle writer: a block per subject, a statement per line, everything sorted.

A new statement is then a line of its own in a diff, and two people who write the same triples
write the same bytes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from backrun_kg.errors import MalformedData
from backrun_kg.formats import parser_says
from backrun_kg.namespaces import OWN, PREFIXES, STANDARD, shrink

Term = NamedNode | BlankNode | Literal | Triple

_RDF_TYPE = PREFIXES["rdf"] + "type"
_BARE = {
    PREFIXES["xsd"] + "integer": re.compile(r"[+-]?[0-9]+"),
    PREFIXES["xsd"] + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    PREFIXES["xsd"] + "boolean": re.compile(r"true|false"),
}
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|' + r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n]|\\.)*"|' + r"'(?:[^'\\\n]|\\.)*'|<[^<>\x00-\x20]*>|\\.|(?P<comment>\#[^\n]*)",
    re.DOTALL,
)


def write_turtle(triples: Iterable[Triple]) -> str:
    """The triples as canonical Turtle."""
    return prefix_block() + "".join(_blocks(triples))


def write_trig(graphs: Mapping[str, Iterable[Triple]]) -> str:
    """The named graphs, by IRI, as canonical TriG; the IRI '' stands for the default graph."""
    parts = [prefix_block()]
    for name, triples in sorted(graphs.items()):
        body = "".join(_blocks(triples))
        label = name if name.startswith("_:") else shrink(name)
        parts.append(f"\n{label} {{\n{body}\n}}\n" if name else body)
    return "".join(parts)


def prefix_block() -> str:
    """The declarations every file of the project opens with."""
    lines = [
        "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in group.items())
        for group in (STANDARD, OWN)
    ]
    return "\n".join(lines)


def format_turtle(text: str, name: str) -> str:
    """A Turtle text in canonical form; ``name`` is the file's, for messages.

    Raises MalformedData where the text does not parse, or holds a comment that would be lost.
    """
    _refuse_comments(text, name)
    try:
        quads = list(parse(text, format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise MalformedData(f"{name}: {parser_says(error)}") from error
    return write_turtle(quad.triple for quad in quads)


def _refuse_comments(text: str, name: str) -> None:
    for token in _TOKEN.finditer(text):
        if token["comment"]:
            line = text.count("\n", 0, token.start()) + 1
            raise MalformedData(
                f"{name}:{line}: this comment would be lost; "
                "move it to a skos:editorialNote, or delete it."
            )


def _blocks(triples: Iterable[Triple]) -> Iterator[str]:
    written = sorted({(_term(t.subject), _verb(t), _term(t.object)) for t in triples}, key=_order)
    for subject, block in groupby(written, key=lambda line: line[0]):
        lines = "".join(f"\t{verb} {value} ;\n" for _, verb, value in block)
        yield f"\n{subject}\n{lines}\t.\n"


def _order(line: tuple[str, str, str]) -> tuple[str, bool, str, str]:
    subject, verb, value = line
    return subject, verb != "a", verb, value


def _verb(triple: Triple) -> str:
    return "a" if triple.predicate.value == _RDF_TYPE else shrink(triple.predicate.value)


def _term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return shrink(term.value)
    if isinstance(term, Triple):
        return f"<<( {_term(term.subject)} {_verb(term)} {_term(term.object)} )>>"
    if isinstance(term, BlankNode):
        return str(term)
    datatype = term.datatype.value
    if datatype in _BARE and _BARE[datatype].fullmatch(term.value):
        return term.value
    written, suffix = str(term), f"^^<{datatype}>"
    bare = written.removesuffix(suffix)
    return written if bare == written else f"{bare}^^{shrink(datatype)}"
