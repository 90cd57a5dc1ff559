"""Blank nodes named by what is said of them, so that the same nodes have the same names anywhere.

Nodes that hang together are named together (RDFC-1.0), and by nothing else: a change elsewhere
leaves their names as they are.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from backrun_kg.canonical import LIMITS
from backrun_kg.errors import LimitReached
from backrun_kg.processes import CAN_FORK, run_apart

_LINES = ox.RdfFormat.N_QUADS

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph


def has_blanks(quad: ox.Quad) -> bool:
    """Whether a quad has a blank node, also within a triple term."""
    ground = ox.NamedNode, ox.Literal, ox.DefaultGraph
    if isinstance(quad.object, ground) and isinstance(quad.subject, ox.NamedNode):
        return isinstance(quad.graph_name, ox.BlankNode)
    return bool(_find_blanks(quad))


def name_blanks(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads with blank nodes named by what is said of them; each quad has at least one.

    Groups that say the same are told apart by a number. Raises LimitReached, since nodes that are
    too much alike take time without bounds; on Windows nothing can end it.
    """
    kept = set(quads)
    if not kept or not CAN_FORK:
        yield from _name(kept)
        return
    outcome = run_apart(lambda: ox.serialize(_name(kept), format=_LINES) or b"", LIMITS)
    if outcome.sent is None:
        raise LimitReached(
            f"The blank nodes are too much alike to be told apart within {LIMITS.timeout:g} s, "
            "which a comparison needs. Give them IRIs."
        )
    yield from ox.parse(outcome.sent, format=_LINES)


def _name(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    copies: Counter[str] = Counter()
    for group in _connected(list(quads)):
        canonical = ox.Dataset(group)
        canonical.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        named = sorted(canonical, key=str)
        digest = hashlib.sha256("".join(f"{quad}\n" for quad in named).encode()).hexdigest()[:16]
        copies[digest] += 1
        start = f"b{digest}-{copies[digest]}-"
        yield from (_rename(quad, start) for quad in named)


def _connected(quads: list[ox.Quad]) -> Iterator[list[ox.Quad]]:
    """The quads in groups that share no blank node."""
    heads: dict[ox.BlankNode, ox.BlankNode] = {}

    def head(blank: ox.BlankNode) -> ox.BlankNode:
        while (above := heads.setdefault(blank, blank)) != blank:
            heads[blank] = heads[above]  # halves the way for the next
            blank = above
        return blank

    for quad in quads:
        first, *others = _find_blanks(quad)
        for other in others:
            heads[head(other)] = head(first)
    groups: dict[ox.BlankNode, list[ox.Quad]] = {}
    for quad in quads:
        groups.setdefault(head(_find_blanks(quad)[0]), []).append(quad)
    yield from groups.values()


def _find_blanks(quad: ox.Quad) -> list[ox.BlankNode]:
    return [blank for term in _terms(quad) for blank in _blanks(term)]


def _terms(quad: ox.Quad) -> tuple[Term, ...]:
    return quad.subject, quad.object, quad.graph_name


def _blanks(term: Term) -> list[ox.BlankNode]:
    if isinstance(term, ox.Triple):
        return _blanks(term.subject) + _blanks(term.object)
    return [term] if isinstance(term, ox.BlankNode) else []


def _rename(quad: ox.Quad, start: str) -> ox.Quad:
    def named(term: Term) -> Term:
        if isinstance(term, ox.BlankNode):
            return ox.BlankNode(start + term.value)
        if isinstance(term, ox.Triple):
            return ox.Triple(named(term.subject), term.predicate, named(term.object))  # type: ignore[arg-type]
        return term

    subject, value, graph = map(named, _terms(quad))
    return ox.Quad(subject, quad.predicate, value, graph)  # type: ignore[arg-type]
