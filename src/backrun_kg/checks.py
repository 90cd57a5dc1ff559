"""Checks on what shapes cannot see: words nobody knows, things nobody describes or looks at.

SHACL looks at nothing that is not targeted, so that a misspelt class, for one, passes in silence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set

import pyoxigraph as ox

from backrun_kg.findings import Finding
from backrun_kg.hints import Nearest
from backrun_kg.namespaces import OWN, PREFIXES, shrink
from backrun_kg.shapes import Node, spelt

CHECKS = {
    "Check-defined": "Describe this thing, or point at one that is described.",
    "Check-judged": "Give the thing a type that the shapes know; no shape looks at it.",
    "Check-known": "Use a term that exists; check its spelling.",
    "Check-language": "Write the language tag without a region (@en).",
    "Check-text": "Write the text in Unicode form NFC and without control characters.",
}
"""Each check, and what its findings tell an editor."""

FIXED = {"rdf", "rdfs", "owl", "xsd", "skos", "prov", "sh", *OWN}
"""Vocabularies that gain no terms: an unknown one is wrong, elsewhere it may be new."""

_TYPE = PREFIXES["rdf"] + "type"
_VOCABULARIES = (PREFIXES["br"], PREFIXES["sh"])  # whose terms stand for values, too
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def check(quads: Sequence[ox.Quad], reference: Set[str], judged: Set[Node]) -> Iterator[Finding]:
    """What no shape objects to.

    ``reference`` are the terms that are known without looking further, ``judged`` the things that
    some shape looks at.
    """
    subjects = {quad.subject for quad in quads}
    yield from find_unknown(quads, reference)
    yield from _undefined(quads, subjects)
    yield from _unjudged(quads, subjects - judged)
    for quad in quads:
        if isinstance(quad.object, ox.Literal) and (rule := _ill_written(quad.object)):
            yield _finding(rule, quad, quad.object)


def find_unknown(quads: Sequence[ox.Quad], reference: Set[str]) -> Iterator[Finding]:
    """Uses of terms that neither we nor their own vocabulary know."""
    declared = {spelt(quad.subject) for quad in quads if quad.predicate.value == _TYPE}
    known = declared | reference
    used = {term for quad in quads for term in _terms(quad)}
    unknown = {
        term: vocabulary for term in used - known if (vocabulary := _lacking(term)) is not None
    }
    if not unknown:
        return
    spelling = {
        prefix: Nearest(t for t in known | vocabulary if t.startswith(PREFIXES[prefix]))
        for prefix, vocabulary in {_prefix(term): unknown[term] for term in unknown}.items()
    }
    nearest = {term: spelling[_prefix(term)].find(term) for term in unknown}
    for quad in quads:
        for term in set(_terms(quad)) & unknown.keys():
            value = None if term == quad.predicate.value else quad.object
            severity = "Violation" if _prefix(term) in FIXED else "Warning"
            yield _finding("Check-known", quad, value, severity, nearest[term])


def _terms(quad: ox.Quad) -> Iterator[str]:
    """The terms of vocabularies in a statement: its property, its class, its datatype, ours."""
    yield quad.predicate.value
    if isinstance(quad.object, ox.Literal):
        yield quad.object.datatype.value
    elif quad.predicate.value == _TYPE or spelt(quad.object).startswith(_VOCABULARIES):
        yield spelt(quad.object)
    if spelt(quad.subject).startswith(PREFIXES["br"]):
        yield spelt(quad.subject)


def _lacking(term: str) -> set[str] | None:
    """The terms of a vocabulary that lacks this one; None where it has it or is not known to us."""
    prefix = _prefix(term)
    if prefix in OWN:
        return set()
    import rdflib

    vocabulary = rdflib.SDO if prefix == "schema" else getattr(rdflib, prefix.upper(), None)
    if vocabulary is None or rdflib.URIRef(term) in vocabulary:
        return None
    return {str(known) for known in dir(vocabulary)}


def _prefix(term: str) -> str:
    return next((p for p, namespace in PREFIXES.items() if term.startswith(namespace)), "")


def _undefined(quads: Sequence[ox.Quad], subjects: Set[Node]) -> Iterator[Finding]:
    """Statements that point at a thing of ours of which nothing is said."""
    ours = PREFIXES["kg"]
    known = None
    for quad in quads:
        thing = quad.object
        if not isinstance(thing, ox.NamedNode) or thing in subjects:
            continue
        if thing.value.startswith(ours) and not spelt(quad.subject).startswith(OWN["br"][:-1]):
            known = known or Nearest(iri for s in subjects if (iri := spelt(s)).startswith(ours))
            yield _finding("Check-defined", quad, thing, "Violation", known.find(thing.value))


def _unjudged(quads: Iterable[ox.Quad], subjects: Set[Node]) -> Iterator[Finding]:
    """Things that no shape looks at, with their types."""
    typed: dict[Node, list[ox.Quad]] = {subject: [] for subject in subjects}
    for quad in quads:
        if quad.subject in typed:
            typed[quad.subject].append(quad)
    for statements in typed.values():
        types = [quad for quad in statements if quad.predicate.value == _TYPE]
        for quad in types or statements[:1]:
            yield _finding("Check-judged", quad, quad.object if types else None, "Warning")


def _ill_written(literal: ox.Literal) -> str:
    """The check that a literal fails; '' for none."""
    from unicodedata import is_normalized

    if "-" in (literal.language or ""):
        return "Check-language"
    text = literal.value
    if _UNWANTED.search(text) or not (text.isascii() or is_normalized("NFC", text)):
        return "Check-text"
    return ""


def _finding(
    rule: str,
    quad: ox.Quad,
    value: Node | None,
    severity: str = "Violation",
    nearest: str = "",
) -> Finding:
    return Finding(
        focus=_written(quad.subject),
        rule=rule,
        path=shrink(quad.predicate.value),
        value="" if value is None else _written(value),
        message=CHECKS[rule],
        severity=severity,
        nearest=nearest,
    )


def _written(node: Node) -> str:
    if isinstance(node, ox.NamedNode):
        return shrink(node.value)
    text = str(node)
    if isinstance(node, ox.Literal) and text.endswith(">"):
        return f"{text[: text.rindex('^^')]}^^{shrink(node.datatype.value)}"
    return text
