"""JSON-LD that would harm the parser: deep nesting, and contexts that take too long to read."""

import json
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

MOST_NESTED = 64
"""How many objects and arrays may stand in one another.

With 128 to 256 the parser overflows a stack of 512 KiB, and ends the process.
"""

MOST_CHAINED = 16
"""How many terms of a context may be defined each by the next, counting those of contexts within.

With 300 the same stack overflows.
"""

_FREE = 1 << 22
_MOST_COPIES = 4
"""How many terms may be copied for each byte: an object with a context of its own takes over all
terms that hold around it, as does every object where a term has a context."""

_FREE_TEXT = 1 << 26
_MOST_TEXT = 100
"""How many characters names may come to for each byte, once written out: the parser keeps all."""

_UNMARKED = bytes(set(range(256)) - set(b'"[]{}'))
_STEPS = [(byte in b"[{") - (byte in b"]}") for byte in range(256)]
_MARK = re.compile(rb'"(?:[^"\\]++|\\.)*+"?+|[\[\]{}]', re.DOTALL)
_CONTEXT = re.compile(
    '"' + "".join(rf"(?:{char}|\\u{ord(char):04x})" for char in "@context") + r'"\s*+:\s*+',
    re.IGNORECASE,
)

_TOO_CHAINED = f"more than {MOST_CHAINED} terms are defined each by the next, or in a circle."
_TOO_MANY = "there are too many contexts for so many terms. Leave one, on top of the file."
_TOO_LONG = "what a term stands for is too long for how often terms are used. Shorten it."

_Context = dict[str, Any]


def find_fault(content: bytes) -> tuple[int, str] | None:
    """The byte at which a text would harm the parser, and why; None where all is well."""
    if _depth(content) > MOST_NESTED:
        told = f"more than {MOST_NESTED} objects and arrays nest in one another."
        return _find_depth(content), told
    text = content.decode("utf-8", "replace")
    fault = _find_context(text)
    return fault and (len(text[: fault[0]].encode()), fault[1])


def _depth(content: bytes) -> int:
    """How deep brackets nest, from what is left when strings are gone, and all but brackets."""
    if b"\\" in content:
        content = content.replace(rb"\\", b"").replace(rb"\"", b"")
    bare = content.translate(None, _UNMARKED).replace(b'""', b"")
    marks = re.sub(rb'"[^"]*+"?', b"", bare)
    return max(accumulate(map(_STEPS.__getitem__, marks)), default=0)


def _find_depth(content: bytes) -> int:
    depth = 0
    for mark in _MARK.finditer(content):
        depth += _STEPS[mark[0][0]]
        if depth > MOST_NESTED:
            return mark.start()
    return 0


def _find_context(text: str) -> tuple[int, str] | None:
    """The context that is one too many, that chains too many terms, or whose terms say too much."""
    terms, seen, copies, longest = set[str](), set[str](), 0, 0
    for start, end, value in _contexts(text):
        copies += 1
        if text[start:end] not in seen:
            seen.add(text[start:end])
            for context in _objects(value):
                chained, length = _measure(context)
                if chained > MOST_CHAINED:
                    return start, _TOO_CHAINED
                longest += length if length > longest or "@base" in context else 0
                terms.update(context)
                copies += text.count('"') // 2 if _scoped(context) else 0
                if _say_too_much(longest, text):
                    return start, _TOO_LONG
        if copies * len(terms) > _FREE + _MOST_COPIES * len(text):
            return start, _TOO_MANY
    return None


def _say_too_much(length: int, text: str) -> bool:
    """Whether as many names as there are strings would say too much, each of such a length."""
    most = _FREE_TEXT + _MOST_TEXT * len(text)
    return length * len(text) // 2 > most and length * text.count('"') // 2 > most


def _contexts(text: str) -> Iterator[tuple[int, int, Any]]:
    """Where each context begins and ends, and what it says; the parser tells what is no JSON."""
    decoder = json.JSONDecoder(parse_int=str)  # of any length
    for key in _CONTEXT.finditer(text):
        try:
            value, end = decoder.raw_decode(text, key.end())
        except (ValueError, RecursionError):  # brackets count for more after what is no JSON
            return
        yield key.end(), end, value


def _objects(value: Any) -> list[_Context]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, dict)]


def _measure(context: _Context) -> tuple[int, int]:
    """The most terms that are defined each by the next, and the length of what they stand for.

    Those of contexts within the context are added.
    """
    known: dict[str, tuple[int, int]] = {}
    chained = length = 0
    for term in context:
        chained, length = map(max, (chained, length), _follow(term, context, known, 1))
        if chained > MOST_CHAINED:
            return chained, length
    within = [_measure(inner) for inner in _scoped(context)] or [(0, 0)]
    deeper, longer = map(max, zip(*within, strict=True))
    shared = sum(known[name][1] for name in ("@vocab", "@base") if name in known)
    return chained + deeper, length + shared + longer


def _follow(
    term: str, context: _Context, known: dict[str, tuple[int, int]], depth: int
) -> tuple[int, int]:
    """How many terms define a term, itself among them, and the length of what it stands for."""
    if term not in known:
        names = _names(term, context[term])
        next_terms = [name for name in names if name in context and name != term]
        if depth > MOST_CHAINED:
            return depth, 0
        below = [_follow(name, context, known, depth + 1) for name in next_terms]
        known[term] = (
            1 + max((chain for chain, _ in below), default=0),
            max(map(len, names)) + max((length for _, length in below), default=0),
        )
    return known[term]


def _scoped(context: _Context) -> list[_Context]:
    """The contexts within a context, one for each term that has its own."""
    terms = _objects([*context.values()])
    return [inner for term in terms for inner in _objects(term.get("@context"))]


def _names(term: str, told: Any) -> set[str]:
    """The names that a term's definition may look up: those it gives, and their prefixes."""
    values = told.values() if isinstance(told, dict) else [told]
    said = [each for each in values if isinstance(each, str)]
    return {*said, *(name.partition(":")[0] for name in (term, *said))}
