"""Hostile inputs: pieces of honest files, cut, joined, bent, nested and stretched.

The same kind, seed and number make the same input, so that a number names it.
"""

import gzip
from collections.abc import Callable
from functools import cache
from random import Random

from backrun_kg.dataset import load
from backrun_kg.exports import write_quads
from backrun_kg.formats import RDF_FORMATS

PACKED = "gz"
FILE_KINDS = (*RDF_FORMATS, PACKED)
"""The kinds of hostile files: a format's extension, or ``gz`` for any of them packed."""

_IRI = b"<http://example.org/a> "
_XML = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"
xml:base="http://e/"><e:A rdf:about="a" e:q="v"><e:p xml:lang="en">t</e:p>
<e:p rdf:parseType="Literal"><b e:x="1"> x</b></e:p><e:p rdf:ID="i">1</e:p>
<e:p rdf:parseType="Collection"><e:B/><e:B/></e:p><!-- c -->
<e:p rdf:parseType="Resource"><e:r rdf:resource="b"/></e:p>
<rdf:li rdf:datatype="http://e/t">&lt;<![CDATA[<]]></rdf:li></e:A></rdf:RDF>"""
_JSON = b"""{"@context": {"@vocab": "http://e/", "e": "http://e/", "t": {"@id": "e:t", "@type":
"@id", "@context": {"u": "e:u"}}, "l": {"@id": "e:l", "@container": "@list"}, "m": {"@id": "e:m",
"@container": "@language"}, "r": {"@reverse": "e:r"}}, "@graph": [{"@id": "e:a", "t": {"@id": "e:b",
"u": 1}, "l": [1, 2.5, true, [3]], "m": {"en": "x"}, "r": {"@id": "e:c"}, "j": {"@type": "@json",
"@value": {"a": [null]}}, "@included": [{"@type": ["A", "B"]}], "@index": "i"}]}"""
_TURTLE = b"""@prefix e: <http://e/> . @base <http://e/> .
<a> e:p (1 2.5 1e3 true "x"@en "y"^^e:t), [ e:q <b> ; a e:A ], <<( <a> e:p 'z' )>> .
<a> e:p 1 {| e:r \"\"\"long "text\" \"\"\" |} ~ _:r . << <a> e:p 2 >> e:q 3 .\n"""
_TRIG = b"""PREFIX e: <http://e/> e:g { e:a e:p (1 [ e:q 2 ]) }
GRAPH _:g { e:a e:p 'x'@en-GB--rtl } { e:a e:p <<( e:a e:p 1 )>> }\n"""
_LINE = b'<a:b> <a:c> <<( <a:b> <a:c> "x"@en--ltr )>> .\n_:a <a:b> "1"^^<a:t> . # c\n'
_RARE = {"ttl": _TURTLE, "trig": _TRIG, "nt": _LINE, "nq": _LINE, "rdf": _XML, "jsonld": _JSON}
"""For each format a text with the parts of its grammar that our own files have no use for."""

_TURTLE_WORDS = rb"""@prefix @base PREFIX BASE a true << >> <<( )>> {| |} ~ ( ) [ ] ''' @en--ltr ^^
_: : <x> 1e . ; , GRAPH { } @version \u0041 \U0010FFFF \uD800 \: %41 " """.split()
_LINE_WORDS = rb"""<<( )>> _:b ^^< @en . # <g> \U0010FFFF \uD800 \x < > " """.split()
_XML_WORDS = b"""<!DOCTYPE <!ENTITY &a; &#0; &#xD800; <!-- --> <!--> <![CDATA[ ]]> <?x ?> <? <! </
/> > < = rdf:parseType="Literal" rdf:parseType="Collection" rdf:parseType="Resource" xml:base="a:b"
rdf:ID="a" rdf:nodeID="a" rdf:about=":" rdf:datatype=" xml:lang=" xmlns:e='' <rdf:li> </e:p>
<e:A>""".split()
_JSON_WORDS = b"""@context @id @type @graph @list @set @value @reverse @included @nest @index
@language @base @vocab @import @json @container @propagate @protected @direction @none""".split()
_WORDS: dict[str, list[bytes]] = {
    "ttl": _TURTLE_WORDS,
    "trig": _TURTLE_WORDS,
    "nt": _LINE_WORDS,
    "nq": _LINE_WORDS,
    "rdf": _XML_WORDS,
    "jsonld": [b'"%s":' % word for word in _JSON_WORDS]
    + b'\\ud800 1e999 null -0 { } [ ] , : " {"@id":'.split(),
}
_ODD = [
    *(b"\0", b"\x1b[31m", b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xff\xfe"),
    *(c.encode() for c in "\u202e\uffff\ufffe\u2028\x85\ufdd0\U0010ffff\ufeff\u0301\r\n\t\\'\"% "),
    *(b"9" * 400, b" " * 500, b"e" * 300),
]
_TRIPLE = _IRI * 2
_TURTLE_NESTS = [
    *((_TRIPLE + b"(", b"1", b")"), (b"(", b"", b")"), (b"[" + _IRI, b"1", b"]")),
    *(
        (b"<<(" + _TRIPLE, b"1", b")>>"),
        (b"<<" + _TRIPLE, b"1", b">>"),
        (b"{|" + _IRI, b"1", b"|}"),
    ),
]
_NESTS: dict[str, list[tuple[bytes, bytes, bytes]]] = {
    "ttl": _TURTLE_NESTS,
    "trig": [*_TURTLE_NESTS, (b"{", b"", b"}")],
    "nt": [(_TRIPLE + b"<<( ", b'"a"', b" )>> ")],
    "nq": [(b"<<( " + _TRIPLE, b'"a"', b" )>> ")],
    "rdf": [
        *((b"<e:A><e:p>", b"1", b"</e:p></e:A>"), (b"<e:A xmlns:b='a:b'>", b"", b"")),
        *(
            (b'<e:p rdf:parseType="%s">' % kind, b"1", b"</e:p>")
            for kind in (b"Literal", b"Resource")
        ),
        (b'<e:p rdf:parseType="Collection"><e:A>', b"", b"</e:A></e:p>"),
    ],
    "jsonld": [
        *((b'{"http://e/p":', b"1", b"}"), (b"[", b"1", b"]"), (b'{"@list":[', b"1", b"]}")),
        *((b'{"@context":{"a":', b'"b:c"', b"}}"), (b'{"@graph":[', b"", b"]}")),
        (b'{"@reverse":{"http://e/p":', b'{"@id":"a:b"}', b"}}"),
    ],
}

_VALUES = (
    *("quadriceps", "br:", "kg:quadriceps", "<http://e/a>", "http://", "urn:x:", "_:b", "?x", "$x"),
    *(
        "'",
        '"',
        "\\",
        "{}",
        "}",
        "{",
        "<>",
        ">",
        "<",
        "#",
        ";",
        "/",
        "../",
        "%00",
        "%s",
        "{0}",
        " ",
    ),
    *("\0", "\n", "\x1b]8;;http://e/\x07", "\u202e", "[link=http://e/]", ".*", "(", "[", "=", "=="),
    *("-1", "+1", "1e9", "\u00b2", "\u0663", "9" * 20, "1.5", "NaN", "true", "SERVICE", "||", "&&"),
    *("Knee", "\u0130", "\xdf", "\ufb00", "\ufeff", "\u0301", "\ud800", "\udcff", "\U000e0041"),
)

_Change = Callable[[bytes, Random, str], bytes]


def make_file(kind: str, seed: int, number: int) -> bytes:
    """The hostile file of a number, of one of FILE_KINDS."""
    chance = Random(f"{kind} {seed} {number}")  # noqa: S311
    if kind == PACKED:
        return _make_packed(chance, seed, number)
    content = chance.choice(_honest(kind))
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        content = chance.choice(_CHANGES)(content, chance, kind)
    return content


def make_value(seed: int, number: int) -> str:
    """The hostile text of a number, for a parameter of a named query."""
    chance = Random(f"value {seed} {number}")  # noqa: S311
    pieces = (
        lambda: chr(chance.choice((chance.randrange(0x110000), chance.randrange(0x300)))),
        lambda: chance.choice(_VALUES),
        lambda: chance.choice(_VALUES) * chance.choice((2, 9, 99, 2000)),
    )
    return "".join(chance.choice(pieces)() for _ in range(chance.choice((1, 2, 3, 9))))


def find_packed_format(seed: int, number: int) -> str:
    """The format of what a packed hostile file holds."""
    return Random(f"{PACKED} {seed} {number}").choice(list(RDF_FORMATS))  # noqa: S311


def _make_packed(chance: Random, seed: int, number: int) -> bytes:
    content = make_file(chance.choice(list(RDF_FORMATS)), seed, number)
    if chance.random() < 0.005:
        content = bytes(chance.randrange(1 << 22, 1 << 25))
    packed = gzip.compress(content, 1, mtime=0) * chance.choice((1, 1, 1, 2, 3))
    return packed if chance.random() < 0.4 else _bend(packed, chance, "nt")


@cache
def _honest(kind: str) -> list[bytes]:
    """A few quads of ours at a time, and one text of the rarer grammar."""
    quads = sorted(load().quads(), key=str)
    parts = [quads[start :: len(quads) // 12][:12] for start in range(40)]
    return [_RARE[kind], *(write_quads(part, kind).encode() for part in parts)]


def _spot(content: bytes | bytearray, chance: Random) -> int:
    return chance.randrange(len(content) + 1)


def _bend(content: bytes, chance: Random, kind: str) -> bytes:
    """Some bytes changed, or something put in between."""
    bent = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 9))):
        at = _spot(bent, chance)
        word = chance.choice((*_WORDS[kind], *_ODD, bytes([chance.randrange(256)])))
        bent[at : at + chance.choice((0, 0, 1, len(word)))] = word
    return bytes(bent)


def _flip(content: bytes, chance: Random, _kind: str) -> bytes:
    flipped = bytearray(content)
    for _ in range(chance.choice((1, 2, 8)) if flipped else 0):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def _cut(content: bytes, chance: Random, _kind: str) -> bytes:
    start, end = sorted((_spot(content, chance), _spot(content, chance)))
    return chance.choice((content[:end], content[start:], content[:start] + content[end:]))


def _repeat(content: bytes, chance: Random, _kind: str) -> bytes:
    start = _spot(content, chance)
    end = min(len(content), start + chance.choice((1, 10, 100)))
    return content[:end] + content[start:end] * chance.choice((1, 3, 200)) + content[end:]


def _splice(content: bytes, chance: Random, kind: str) -> bytes:
    other = chance.choice(_honest(kind))
    return content[: _spot(content, chance)] + other[_spot(other, chance) :]


def _nest(content: bytes, chance: Random, kind: str) -> bytes:
    opening, middle, closing = chance.choice(_NESTS[kind])
    depth = chance.choice((3, 30, 70, 300, 3_000, 20_000))
    at = _spot(content, chance)
    left = chance.choice((depth, depth, depth // 2, 0))
    return content[:at] + opening * depth + middle + closing * left + content[at:]


def _stretch(content: bytes, chance: Random, _kind: str) -> bytes:
    at = _spot(content, chance)
    byte = chance.choice((b"a", b" ", b"\\", b"(", b"\n", b"1", b'"', b"<"))
    return content[:at] + byte * chance.choice((1_000, 1_000, 3_000, 30_000)) + content[at:]


def _flood(content: bytes, chance: Random, kind: str) -> bytes:
    """Much that hangs together: entities, attributes, namespaces, prefixes, terms of a context."""
    many = range(1, chance.choice((12, 12, 600, 6_000)))
    if kind == "rdf":
        entities = b"".join(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10) for i in many)
        names = chance.choice((b' e:a%d=""', b' xmlns:a%d="a:b"'))
        return chance.choice(
            (
                b'<!DOCTYPE r [<!ENTITY e0 "0123456789">%s]>' % entities
                + content.replace(b"</", b"&e9;</"),
                content.replace(b">", b"".join(names % i for i in many) + b">", 9),
            )
        )
    if kind == "jsonld":
        terms = b",".join(b'"t%d":"t%d:x"' % (i, i + 1) for i in many)
        return b'{"@context":{%s,"a":"t1:a"},"@graph":%s,"a":1}' % (terms, content)
    name = b"<http://e/%s>" % (b"a" * len(many))
    return b"@prefix l: %s . %s l:a %s . %s" % (name, name, b",".join([b"l:a"] * 99), content)


_CHANGES: tuple[_Change, ...] = (
    *(_bend, _bend, _bend, _flip, _flip, _cut, _repeat, _splice, _nest, _stretch, _flood),
)
