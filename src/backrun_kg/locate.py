"""Where findings stand: the file and the line of what they are about."""

import os
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import replace

import pyoxigraph as ox

from backrun_kg.dataset import USER_LAYER, Source
from backrun_kg.files import read_bytes
from backrun_kg.findings import Finding
from backrun_kg.lines import Spot, Wanted, coarser, find_lines, find_mentions, find_spots
from backrun_kg.namespaces import expand
from backrun_kg.turtle import Term, prefix_block

_LINED = {"ttl", "trig", "nt", "nq"}  # the formats in which a statement has a line

Place = tuple[Source, int]


def place_findings(findings: Iterable[Finding], sources: Sequence[Source]) -> list[Finding]:
    """The findings, each with its ``file`` and ``line`` filled in.

    The line is that of the very value, else of the predicate, else of the thing, else one where
    the thing is named. The shipped files conform by themselves, so that whatever is found has its
    cause in a file of the user's: one that so much as names the thing goes before them. A thing
    that is named nowhere is placed in the user's file, if there is just one.
    """
    users = [source for source in sources if source.layer == USER_LAYER]
    others = [source for source in sources if source.layer != USER_LAYER]
    wanted = [(finding, _wanted(finding)) for finding in findings]
    asked = {each for _, options in wanted for each in options}
    ours = _find_places(asked, users)
    shipped = _find_places(asked - ours.keys(), others)
    nowhere = (users[0], 0) if len(users) == 1 else None
    placed = []
    for finding, options in wanted:
        places = [part[each] for part in (ours, shipped) for each in options if each in part]
        placed.append(_placed(finding, places[0] if places else nowhere))
    return placed


def read_term(text: str) -> Term | None:
    """The term that a finding's text stands for: a CURIE, an IRI in angle brackets or a literal.

    >>> read_term("kg:quadriceps")
    <NamedNode value=https://w3id.org/backrun-kg/id/quadriceps>
    """
    if not text:
        return None
    iri = expand(text)
    try:
        if iri is not None:
            return ox.NamedNode(iri)
        (quad,) = ox.parse(f"{prefix_block()}<x:> <x:> {text} .", format=ox.RdfFormat.TURTLE)
        term: Term = quad.object
    except (SyntaxError, ValueError):
        return None
    return term


def _wanted(finding: Finding) -> list[Wanted]:
    """What to look for: what the finding is about, or else what it names."""
    subject, predicate = _iri(read_term(finding.focus)), _iri(read_term(finding.path))
    value = read_term(finding.value)
    if predicate:
        options = [Wanted(subject, predicate, str(value or ""))]
    else:
        options = [Wanted(subject), Wanted(_iri(value))]
    return [each for each in options if each.subject]


def _placed(finding: Finding, place: Place | None) -> Finding:
    if place is None:
        return replace(finding, file="", line=0)
    source, line = place
    return replace(finding, file=_shown(source.name), line=line)


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _find_places(wanted: Collection[Wanted], sources: Sequence[Source]) -> dict[Wanted, Place]:
    """The best place of each thing wanted; where sources are as good, the first one's."""
    best: dict[Wanted, tuple[int, Place]] = {}
    for source in sources:
        lacking = [each for each in wanted if _parts(best, each) < each.count_parts()]
        for each, spot in _find_spots(source, lacking).items():
            if spot.parts > _parts(best, each):
                best[each] = spot.parts, (source, spot.line)
    places = {each: place for each, (_, place) in best.items()}
    return places | _find_named([each for each in wanted if each not in places], sources)


def _parts(best: dict[Wanted, tuple[int, Place]], each: Wanted) -> int:
    return best[each][0] if each in best else 0


def _find_spots(source: Source, wanted: Collection[Wanted]) -> dict[Wanted, Spot]:
    if not wanted:
        return {}
    if source.extension in _LINED:
        return find_lines(_read(source), source.extension, wanted)
    keys = {key for each in wanted for key in coarser(each)}
    said = {key: 0 for quad in source.quads() for key in coarser(_said(quad)) if key in keys}
    return find_spots(wanted, said)


def _find_named(wanted: Collection[Wanted], sources: Iterable[Source]) -> dict[Wanted, Place]:
    """The first place that names each thing."""
    places: dict[str, Place] = {}
    for source in sources:
        left = {each.subject for each in wanted} - places.keys()
        if left:
            lines = _find_mentions(source, left)
            places |= {iri: (source, line) for iri, line in lines.items()}
    return {each: places[each.subject] for each in wanted if each.subject in places}


def _find_mentions(source: Source, iris: Set[str]) -> dict[str, int]:
    if source.extension in _LINED:
        return find_mentions(_read(source), iris)
    named = {_iri(term) for quad in source.quads() for term in (quad.predicate, quad.object)}
    return dict.fromkeys(named & iris, 0)


def _said(quad: ox.Quad) -> Wanted:
    return Wanted(_iri(quad.subject), quad.predicate.value, str(quad.object))


def _read(source: Source) -> str:
    content = read_bytes(source.name) if source.content is None else source.content
    return content.decode("utf-8", "replace")


def _shown(name: str) -> str:
    """A file's name from where we are, if it lies below; bytes that are no text are shown."""
    try:
        near = os.path.relpath(name)
        name = name if near.startswith(os.pardir) else near
    except (OSError, ValueError):
        pass  # there is no way from here to there
    return name.encode("utf-8", "backslashreplace").decode()
