"""The patterns of the shapes: read alike by every engine, and none that a long text can stall.

Where each next character tells whether a repetition goes on, a matcher that tries again never has
to. So a repetition may only meet its own first characters right behind it where nothing repeats any
more and it stands in no other repetition: then there is one way back, as in ``^[A-Z].*[.]$``.
"""

import re
import time
from collections.abc import Iterator, Sequence
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import pytest
import rdflib
from rdflib.namespace import SH

from backrun_kg.paths import SHAPES

Items = Sequence[tuple[Any, Any]]

LONG = 100_000
ALL = frozenset(map(chr, range(256)))
"""The characters that are looked at, in place of all there are."""

patterns = sorted({str(text) for text in rdflib.Graph().parse(SHAPES).objects(None, SH.pattern)})


class Behind(NamedTuple):
    """What may come behind a part: how it begins, whether it repeats, or what is around both."""

    first: frozenset[str]
    repeats: bool = False
    within: bool = False


@pytest.mark.parametrize("pattern", patterns)
def test_pattern_is_read_alike_by_every_engine(pattern: str) -> None:
    """Regular expressions in Python, XPath and Rust differ in escapes, in ``(?`` and past ASCII."""
    assert re.fullmatch(r"[ -\[\]-~]+", pattern)
    assert "(?" not in pattern


@pytest.mark.parametrize("pattern", patterns)
def test_pattern_never_tries_twice(pattern: str) -> None:
    """No text has two ways through a repetition."""
    assert list(_faults(pattern)) == []


@pytest.mark.parametrize("pattern", patterns)
def test_long_text_does_not_stall_the_pattern(pattern: str) -> None:
    """The longest way through a pattern, with a wrong end, is refused at once."""
    texts = [_grown(parser.parse(pattern)) + end for end in ("\n\n", " ", "-", "0", "a", "\0")]
    texts += [character * LONG + "\n\n" for character in sorted(set(pattern))]
    start = time.perf_counter()
    for text in texts:
        re.search(pattern, text)
    assert time.perf_counter() - start < 5


AMBIGUOUS = {
    "^(a+)+$": "two ways in a loop",
    "^(a|aa)+$": "two ways in a loop",
    "^(ab|a.)+$": "two ways in a loop",
    "^(a*)*$": "a loop over nothing",
    "^a*a*b$": "two loops over the same",
    "^(a?a?)+$": "a loop over nothing",
    "^(a?ab)+$": "two ways in a loop",
    "^([a-z0-9]+-?)+$": "two ways in a loop",
    "a+$": "a loop without a start",
}


@pytest.mark.parametrize("pattern", AMBIGUOUS)
def test_ambiguous_pattern_is_found(pattern: str) -> None:
    """A pattern that a text can go through in two ways does not pass for harmless."""
    assert AMBIGUOUS[pattern] in list(_faults(pattern))


def _faults(pattern: str) -> Iterator[str]:
    items = parser.parse(pattern)
    if not pattern.startswith("^") and _repeats(items):
        yield "a loop without a start"
    yield from _faults_of(items, Behind(frozenset()))


def _faults_of(items: Items, behind: Behind) -> Iterator[str]:
    for place, (kind, said) in enumerate(items):
        rest = items[place + 1 :]
        first = _first(rest) | (behind.first if _may_lack(rest) else frozenset())
        then = Behind(first, behind.repeats or _repeats(rest), behind.within)
        if str(kind) == "MAX_REPEAT":
            yield from _faults_of_loop(said, then)
        elif str(kind) == "SUBPATTERN":
            yield from _faults_of(said[-1], then)
        elif str(kind) == "BRANCH":
            yield from _faults_of_branches(said[1], then)


def _faults_of_loop(said: Any, then: Behind) -> Iterator[str]:
    least, most, body = said
    loop = most > LONG
    if loop and _may_lack(body):
        yield "a loop over nothing"
    if least < most and _first(body) & then.first:
        if then.within:
            yield "two ways in a loop"
        elif loop and then.repeats:
            yield "two loops over the same"
    again = then.first | (_first(body) if most > 1 else frozenset())
    yield from _faults_of(body, Behind(again, then.repeats or loop, then.within or loop))


def _faults_of_branches(branches: Sequence[Items], then: Behind) -> Iterator[str]:
    seen: frozenset[str] = frozenset()
    for branch in branches:
        first = _first(branch) | (then.first if _may_lack(branch) else frozenset())
        if then.within and seen & first:
            yield "two ways in a loop"
        seen |= first
        yield from _faults_of(branch, then)


def _repeats(items: Items) -> bool:
    return any(
        (str(kind) == "MAX_REPEAT" and said[1] > LONG) or any(map(_repeats, _parts(kind, said)))
        for kind, said in items
    )


def _parts(kind: Any, said: Any) -> list[Items]:
    """The sequences that an item is made of."""
    if str(kind) == "BRANCH":
        return list(said[1])
    return [said[-1]] if str(kind) in ("MAX_REPEAT", "SUBPATTERN") else []


def _may_lack(items: Items) -> bool:
    """Whether a sequence matches the empty text."""
    return all(
        str(kind) == "AT"
        or (str(kind) == "MAX_REPEAT" and said[0] == 0)
        or any(map(_may_lack, _parts(kind, said)))
        for kind, said in items
    )


def _first(items: Items) -> frozenset[str]:
    """The characters that a sequence may begin with."""
    found: frozenset[str] = frozenset()
    for item in items:
        kind, said = item
        parts = _parts(kind, said)
        found |= frozenset().union(*map(_first, parts)) if parts else _characters(kind, said)
        if not _may_lack([item]):
            break
    return found


def _characters(kind: Any, said: Any) -> frozenset[str]:
    if str(kind) == "AT":
        return frozenset()
    if str(kind) == "ANY":
        return ALL - {"\n"}
    if str(kind) == "RANGE":
        return frozenset(map(chr, range(said[0], said[1] + 1)))
    if str(kind) == "IN":
        negated = str(said[0][0]) == "NEGATE"
        listed = frozenset().union(*(_characters(*each) for each in said[negated:]))
        return ALL - listed if negated else listed
    return ALL - {chr(said)} if str(kind) == "NOT_LITERAL" else frozenset(chr(said))


def _grown(items: Items) -> str:
    """A text that goes as far through a sequence as it can, its repetitions long."""
    return "".join(_grown_item(kind, said) for kind, said in items)


def _grown_item(kind: Any, said: Any) -> str:
    parts = [_grown(part) for part in _parts(kind, said)]
    if str(kind) == "MAX_REPEAT":
        (part,), most = parts, int(said[1])
        return part * max(1, min(most, LONG // max(1, len(part))))
    return max(parts, key=len) if parts else "".join(sorted(_characters(kind, said))[-1:])
