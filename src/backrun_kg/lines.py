"""On which line a text says what: the parsers tell what it says, but not where.

The text has parsed before, so nothing is checked here. One regular expression cuts it into
statements, never looking twice at a place, and only those about a wanted thing are read again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

import pyoxigraph as ox

from backrun_kg.formats import RDF_FORMATS


class Wanted(NamedTuple):
    """What to look for: a subject's IRI and, where known, a predicate's IRI and a value's term."""

    subject: str
    predicate: str = ""
    value: str = ""

    def count_parts(self) -> int:
        """How many of the three are told."""
        return sum(map(bool, self))


class Spot(NamedTuple):
    """A place: how many parts of what is wanted stand there, and its line (0: not known)."""

    parts: int
    line: int


_GAP = r"(?:[ \t\r\n]++|\#[^\r\n]*+)"
_IRI = r"<[^<>\"{}|^`\x00-\x20]*+>"
_LETTER = r"[^<>\"'\#.,;:()\[\]{}|\\^@~\x00-\x20]"
_LOCAL = rf"(?:(?:{_LETTER}|:|\\.)(?:(?:{_LETTER}|:)++|\\.|\.++(?={_LETTER}|[:\\]))*+)?+"
_NAME = rf"(?:{_LETTER}(?:{_LETTER}++|\.++(?={_LETTER}|:))*+)"
_WORD = rf"(?:{_NAME}(?::{_LOCAL})?+|:{_LOCAL})"
_NUMBER = r"(?:[+-]?+(?:[0-9]++(?:\.[0-9]*+)?+[eE][+-]?+[0-9]++|[0-9]*+\.[0-9]++|[0-9]++))"
_STRING = "(?:" + "|".join(
    (  # one that never ends goes to the end of its line or of the text, so that none is read twice
        r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:""")?+',
        r"'''(?:[^'\\]++|\\.|'(?!''))*+(?:''')?+",
        r'"(?:[^"\\\r\n]++|\\.)*+"?+',
        r"'(?:[^'\\\r\n]++|\\.)*+'?+)",
    )
)
_PIECE = rf"{_STRING}|{_IRI}|{_NUMBER}|{_WORD}|@[A-Za-z0-9-]++|\{{\||\|\}}|<<|>>|\\."

_TOKEN = re.compile(rf"(?P<gap>{_GAP})|{_PIECE}|.", re.DOTALL)
_STATEMENT = re.compile(
    rf"""{_GAP}*+ (?:
    (?P<directive>
        (?: @(?:prefix|base|version) | (?i:prefix|base|version)(?=[ \t\r\n\#<"']) )
        {_GAP}*+ (?: (?P<prefix>{_NAME}?+) : {_GAP}*+ )?+
        (?P<namespace>{_IRI}|{_STRING}) (?:{_GAP}*+ \.)?+
    )
    | (?P<subject>{_IRI}|{_WORD})?+ (?:{_GAP}|{_PIECE}|[^.{{}}])*+ (?P<end>[.{{}}]|\Z)
    )""",
    re.DOTALL | re.VERBOSE,
)
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*+:[^\\]*+>")
_ESCAPED = re.compile(r"\\(.)")
_OPENING, _CLOSING = {"[", "(", "<<", "{|"}, {"]", ")", ">>", "|}"}
_NEXT = {";": "verb", ",": "value"}


def find_lines(text: str, extension: str, wanted: Iterable[Wanted]) -> dict[Wanted, Spot]:
    """The nearest place to each thing wanted in a text of Turtle, TriG, N-Triples or N-Quads.

    That is the value's under its predicate, else the predicate's, else the subject's first; what
    the text is not about is left out. ``extension`` is the format's, as in RDF_FORMATS.

    >>> text = "@prefix a: <http://a/> .\\na:b\\n\\ta:c 1 ."
    >>> find_lines(text, "ttl", [Wanted("http://a/b", "http://a/c")])
    {Wanted(subject='http://a/b', predicate='http://a/c', value=''): Spot(parts=2, line=3)}
    """
    asked = set(wanted)
    keys = {key for each in asked for key in coarser(each)}
    subjects = {key.subject for key in keys}
    detailed = {key.subject for key in keys if key.predicate}
    offsets: dict[Wanted, int] = {}
    for match, names in _statements(text):
        subject = names.expand(match["subject"] or "")
        if subject in subjects and match["end"] != "{":
            offsets.setdefault(Wanted(subject), match.start("subject"))
            if subject in detailed:
                for key, offset in _contents(match, subject, names, extension):
                    if key in keys:
                        offsets.setdefault(key, offset)
    lines = _count_lines(text, offsets.values())
    return find_spots(asked, {key: lines[offset] for key, offset in offsets.items()})


def find_mentions(text: str, iris: Set[str]) -> dict[str, int]:
    """The line on which each IRI is named first, in whatever role; without those never named."""
    likely = re.compile("|".join(_tail(iri) for iri in iris))
    offsets: dict[str, int] = {}
    for match, names in _statements(text):
        if likely.search(text, *match.span()):
            for token in _TOKEN.finditer(text, *match.span()):
                iri = names.expand(token[0])
                if iri in iris:
                    offsets.setdefault(iri, token.start())
    lines = _count_lines(text, offsets.values())
    return {iri: lines[offset] for iri, offset in offsets.items()}


def coarser(wanted: Wanted) -> list[Wanted]:
    """What is wanted in one part, in two, and in three, as far as it has them."""
    return [Wanted(*wanted[:number]) for number in range(1, wanted.count_parts() + 1)]


def find_spots(wanted: Iterable[Wanted], lines: Mapping[Wanted, int]) -> dict[Wanted, Spot]:
    """For each thing wanted the line of as many of its parts as have one."""
    subjects = {key.subject for key in lines}
    return {
        each: Spot(parts, lines[key])
        for each in wanted
        if each.subject in subjects
        for parts, key in enumerate(coarser(each), 1)
        if key in lines
    }


class _Names:
    """The prefixes and the base that hold at a place of a text."""

    def __init__(self) -> None:
        self.prefixes: dict[str, str] = {}
        self.base = ""

    def header(self, words: Iterable[str]) -> str:
        """Declarations of the base and of the prefixes in use; a text may declare very many."""
        used = {word.partition(":")[0] for word in words} & self.prefixes.keys()
        lines = [f"@prefix {prefix}: <{self.prefixes[prefix]}> .\n" for prefix in used]
        return f"@base <{self.base}> .\n{''.join(lines)}" if self.base else "".join(lines)

    def declare(self, prefix: str | None, namespace: str) -> None:
        """Take in a directive; that of a version changes nothing."""
        iri = self.expand(namespace)
        if prefix is not None:
            self.prefixes[prefix] = iri
        elif iri:
            self.base = iri

    def expand(self, token: str) -> str:
        """The IRI that a token stands for; '' where it is none."""
        if token.startswith("<"):
            return token[1:-1] if _ABSOLUTE.fullmatch(token) else self._resolve(token)
        prefix, colon, local = token.partition(":")
        if not colon or prefix not in self.prefixes:
            return ""
        return self.prefixes[prefix] + (_ESCAPED.sub(r"\1", local) if "\\" in local else local)

    def _resolve(self, token: str) -> str:
        base = f"@base <{self.base}> . " if self.base else ""
        quads = _read(f"{base}<x:> <x:> {token} .", "ttl")
        return getattr(quads[0].object, "value", "") if quads else ""


def _statements(text: str) -> Iterator[tuple[re.Match[str], _Names]]:
    """Each statement, or each piece of a graph's heading, with the names that hold for it."""
    names = _Names()
    for match in _STATEMENT.finditer(text):
        if match["directive"]:
            names.declare(match["prefix"], match["namespace"])
        else:
            yield match, names


def _contents(
    match: re.Match[str], subject: str, names: _Names, extension: str
) -> Iterator[tuple[Wanted, int]]:
    """What a statement says of its subject, in parts and whole, and where in the text."""
    start, end = match.start("subject"), match.start("end")
    tokens = [t for t in _TOKEN.finditer(match.string, start, end) if not t["gap"]]
    statement = match.string[start:end]
    if extension == "nq":
        quads = _read(f"{statement}.", "nq")
    else:
        quads = _read(f"{names.header(token[0] for token in tokens)}{statement}\n.", "ttl")
    about = [quad for quad in quads if str(quad.subject) == f"<{subject}>"]
    places = list(_places(tokens))
    if len(about) == len(places):
        for quad, (verb, value) in zip(about, places, strict=True):
            yield Wanted(subject, quad.predicate.value), verb
            yield Wanted(subject, quad.predicate.value, str(quad.object)), value


def _places(tokens: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Where each predicate and its value stand in a statement, but for those within brackets."""
    depth, verb, awaited = 0, 0, "subject"
    for token in tokens:
        word, closes = token[0], token[0] in _CLOSING
        if depth == 0 and not closes:
            if word in _NEXT:
                awaited = _NEXT[word]
            elif awaited == "value":
                yield verb, token.start()
                awaited = ""
            elif awaited == "verb":
                verb, awaited = token.start(), "value"
            elif awaited == "subject":
                awaited = "verb"
        depth += (word in _OPENING) - closes


def _count_lines(text: str, offsets: Iterable[int]) -> dict[int, int]:
    """The line of each offset, counted in one sweep."""
    lines, line, seen = {}, 1, 0
    for offset in sorted(offsets):
        line, seen = line + text.count("\n", seen, offset), offset
        lines[offset] = line
    return lines


def _tail(iri: str) -> str:
    """What the end of any spelling of an IRI looks like, as a pattern: a few plain characters."""
    found = re.search(r"[A-Za-z0-9]{0,3}\Z", iri)
    return found[0] if found else ""


def _read(text: str, extension: str) -> list[ox.Quad]:
    """The quads of a text; none where it does not parse."""
    try:
        return list(ox.parse(text, format=RDF_FORMATS[extension]))
    except (SyntaxError, ValueError):
        return []
