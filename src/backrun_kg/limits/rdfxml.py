"""RDF/XML that would harm the parser: entities, deep nesting, elements with very many names."""

import re

import pyoxigraph as ox

MOST_NESTED = 256
"""How many elements may stand in one another: for each, the parser looks through all around it."""

MOST_ATTRIBUTES = 512
"""How many attributes an element may have: each is compared with all before it."""

MOST_NAMESPACES = 512
"""How many declarations may hold at a place: each name is looked for in all of them."""

LONGEST = 1 << 24
"""The bytes of the longest text between two tags, as in the other formats."""

_START = (
    rb"<[^\s/!?<>\"'=][^>\"']*+"
    rb"(?:\"[^\"]*+\"[^>\"']*+|'[^']*+'[^>\"']*+){0,%d}+" % MOST_ATTRIBUTES
)
_END = rb"</[^<>\"']*+>"
_MARKUP = re.compile(
    rb"(?:" + _START + rb"(?:(?<=/)>|(?<!/)>[^<]*+" + _END + rb")[^<]*+)++"  # no element within
    rb"|(?P<start>" + _START + rb"(?<!/)>)|(?P<end>" + _END + rb")"
    rb"|<!--(?!-?>).*?-->|<!\[CDATA\[.*?\]\]>|<\?[^?>].*?\?>"
    rb"|<!(?i:DOCTYPE)\b(?:[^\[\]<>\"']++|\"[^\"<>]*+\"|'[^'<>]*+')*+>|(?P<odd><)",
    re.DOTALL,
)


def find_fault(content: bytes) -> tuple[int, str] | None:
    """The byte at which a text would harm the parser, and why; None where all is well."""
    many = content.count(b"xmlns") > MOST_NAMESPACES
    declared: list[int] = []  # what holds in each element that is open
    for part in _MARKUP.finditer(content):
        kind = part.lastgroup
        if kind == "start":
            names = content.count(b"xmlns", *part.span()) if many else 0
            declared.append(names + declared[-1] if declared else names)
            if fault := _find_excess(declared):
                return part.start(), fault
        elif kind == "end" and declared:
            declared.pop()
        elif kind == "odd":
            return part.start(), _name_oddity(content, part.start())
    return _find_gap(content) or (_find_end(content, len(declared)) if declared else None)


def _find_excess(declared: list[int]) -> str | None:
    if len(declared) > MOST_NESTED:
        return f"more than {MOST_NESTED} elements nest in one another."
    if declared[-1] > MOST_NAMESPACES:
        return f"more than {MOST_NAMESPACES} declarations of namespaces hold here."
    return None


def _name_oddity(content: bytes, start: int) -> str:
    """What is wrong where no markup begins that everyone would read alike."""
    if content[start : start + 9].upper() == b"<!DOCTYPE":
        return (
            "the DOCTYPE declares entities, which can grow without bounds, or other things of its "
            "own. Write names and texts out, and leave out what it says in [ ]."
        )
    tag = re.compile(_START).match(content, start)
    if tag and content[tag.end() : tag.end() + 1] in (b'"', b"'"):
        return (
            f"this element has more than {MOST_ATTRIBUTES} attributes, or a quote that stays open."
        )
    return "a tag begins here and does not end as one. Write &lt; for a < in a text."


def _find_gap(content: bytes) -> tuple[int, str] | None:
    """A text too long: where there is one, half as long a block is without a tag."""
    half = LONGEST // 2
    for start in range(0, len(content) - half, half):
        if content.find(b"<", start, start + half) < 0:
            begin, end = content.rfind(b"<", 0, start), content.find(b"<", start)
            if (len(content) if end < 0 else end) - begin > LONGEST:
                return max(0, begin), f"a text or comment is longer than {LONGEST >> 20} MiB."
    return None


def _find_end(content: bytes, missing: int) -> tuple[int, str] | None:
    """The end, if the parser takes a text for whole whose last elements stay open."""
    try:
        for _ in ox.parse(content, format=ox.RdfFormat.RDF_XML):
            pass
    except (SyntaxError, ValueError):
        return None  # the parser knows better what is wrong, and where
    elements = "element is" if missing == 1 else "elements are"
    return len(content), f"the text ends while {missing} {elements} open. Is the file whole?"
