"""Turtle, TriG, N-Triples and N-Quads that would harm the parser: triple terms nested too deep."""

import re

MOST_NESTED = 64
"""How many triple terms may stand in one another.

With 600 the engine overflows a stack of 512 KiB, and ends the process.
"""

LONGEST = 1 << 24
"""The bytes of the longest literal, name or comment that the parser takes."""

_FEW = 5_000
_OPENING = re.compile(rb"<<\(")
_STRINGS = (  # one that never ends goes on to the end, so that no byte is read twice
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+(?:""")?+|' + rb"'''(?:[^'\\]++|\\.|'(?!''))*+(?:''')?+|"
    rb'"(?:[^"\\\r\n]++|\\.)*+"?+|' + rb"'(?:[^'\\\r\n]++|\\.)*+'?+"
)
_TOKEN = re.compile(
    rb"(?P<opening><<\()|(?P<closing>\)>>)|"
    + _STRINGS
    + rb"|<[^<>\"{}|^`\x00-\x20]*+>|\#[^\r\n]*+|\\.",
    re.DOTALL,
)


def find_fault(content: bytes) -> tuple[int, str] | None:
    """The byte at which triple terms nest too deep, and that they do; None where all is well."""
    if not _holds_triple_term(content):
        return None
    depth = 0
    for token in _TOKEN.finditer(content):
        depth += (token.lastgroup == "opening") - (token.lastgroup == "closing")
        if depth > MOST_NESTED:
            return token.start(), f"more than {MOST_NESTED} triple terms nest in one another."
    return None


def _holds_triple_term(content: bytes) -> bool:
    """Whether a text holds one: the rarer bracket is looked for first, since most hold none."""
    place = content.find(b"(")
    for _ in range(_FEW):
        if place < 0:
            return False
        if content.startswith(b"<<", place - 2):
            return True
        place = content.find(b"(", place + 1)
    return bool(_OPENING.search(content, place - 2)) if place >= 0 else False


def find_longest(content: bytes) -> int:
    """The byte where the first token begins that is longer than LONGEST; 0 where none is seen."""
    for token in _TOKEN.finditer(content):
        if token.end() - token.start() > LONGEST:
            return token.start()
    return 0
