"""On which line a text says what: in every spelling, layout and format, and for any text at all."""

import re
import time

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backrun_kg.lines import Spot, Wanted, find_lines, find_mentions
from backrun_kg.namespaces import PREFIXES
from backrun_kg.turtle import write_trig, write_turtle
from strategies import PIECES, RDF_TYPE, read, triples

A = "http://a/"
ONE = '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'


def _line(text: str, *wanted: str, extension: str = "ttl") -> Spot | None:
    """The one place asked for."""
    return find_lines(text, extension, [Wanted(*wanted)]).get(Wanted(*wanted))


PLACES = {
    "IRIs": "<http://a/s>\n<http://a/p> 1 .",
    "prefixed names": "@prefix a: <http://a/> . a:s\na:p 1 .",
    "SPARQL's prefix": "prefix a:<http://a/>a:s\na:p 1 .",
    "an empty prefix": "PREFIX : <http://a/> :s\n:p 1 .",
    "an empty local name": "PREFIX s: <http://a/s> PREFIX p: <http://a/p> s:\np: 1 .",
    "a prefix named like a directive": "PREFIX base: <http://a/> base:s\nbase:p 1 .",
    "a prefix of a later value": "PREFIX a: <http://x/> PREFIX a: <http://a/> a:s\na:p 1 .",
    "a prefix from the base": "BASE <http://a/b> PREFIX a: <.> a:s\na:p 1 .",
    "a prefix of dots": "PREFIX a.b: <http://a/> a.b:s\na.b:p 1 .",
    "relative IRIs": "@base <http://a/b/c> . <../s>\n<../p> 1 .",
    "SPARQL's base": "BASE<http://a/b> <s>\n<p> 1 .",
    "a base from a base": "BASE <http://a/b/c> BASE <../> <s>\n<p> 1 .",
    "escapes in names": "PREFIX h: <http:> h:\\/\\/a\\/s\nh:\\/\\/a\\/p 1 .",
    "an escape in an IRI": "<http://\\u0061/s>\n<http://a/\\U00000070> 1 .",
    "a version": 'VERSION "1.2" @version "1.2" . <http://a/s>\n<http://a/p> 1 .',
    "a comment": "# <http://a/s> <http://a/p> 1 .\n<http://a/s> <http://a/p> 1 .",
    "a comment in between": "<http://a/s> # <http://a/p> 1 .\n<http://a/p> 1 .",
    "a comment within a directive": "PREFIX # b: <http://b/>\na: <http://a/> a:s a:p 1 .",
    "a comment that a carriage return ends": "# c\r<http://a/s>\n<http://a/p> 1 .",
    "a string of a statement": '<b:b> <b:c> " <http://a/s> <http://a/p> 1 . "\n.'
    "<http://a/s> <http://a/p> 1 .",
    "marks in a string": '<http://a/s> <b:p> "; . # \\" \'" ;\n<http://a/p> 1 .',
    "marks in single quotes": "<http://a/s> <b:p> '; . # \\' \"' ;\n<http://a/p> 1 .",
    "a long string": '<http://a/s> <b:p> """; " "" <http://a/p> 1 .\n\\"""" ; <http://a/p> 1 .',
    "a long string in single quotes": "<http://a/s> <b:p> '''; ' '' .\n\\'''' ; <http://a/p> 1 .",
    "a language and a datatype": '<http://a/s> <b:p> "a"@en-GB , "b"^^<b:c> ;\n<http://a/p> 1 .',
    "a second value": "<http://a/s> <b:p> <b:q> , <http://a/p> ;\n<http://a/p> 1 .",
    "brackets": "<http://a/s> <b:p> [ <http://a/p> 2 ; <b:q> 3 ] ;\n<http://a/p> 1 .",
    "a collection": "<http://a/s> <b:p> ( <http://a/p> 1 [] ( 2 ) ) ;\n<http://a/p> 1 .",
    "subjects without a name": "[] <b:p> <http://a/s> . [ <http://a/p> 1 ] . (1) <b:p> 1 .\n"
    "<http://a/s> <http://a/p> 1 .",
    "a blank node": "_:s <http://a/p> 1 .\n<http://a/s> <http://a/p> 1 .",
    "full stops in names": "PREFIX a: <http://a/> a:s.t a:p 1 . a:t a:c.d a:t.\na:s a:p 1 .",
    "full stops after anything": "PREFIX a:<http://a/>a:t a:p 1.a:t a:p 1.5.a:t a:p 1.e5."
    "a:t a:p 'a'@en.\na:s a:p 1 .",
    "a full stop after an empty local name": "PREFIX a: <http://a/> <b:b> <b:c> a:.\na:s a:p 1 .",
    "a second block": "PREFIX a: <http://a/> a:s a:q 1 .\na:s a:p 1 .",
    "semicolons too many": "<http://a/s> <b:p> 1 ;;\n; <http://a/p> 1 ; .",
    "a triple term": "<http://a/s> <b:p> <<( <http://a/s> <http://a/p> 1 )>> ;\n<http://a/p> 1 .",
    "an annotation": "<http://a/s> <b:p> 2~<b:r> {| <http://a/p> 1; <b:q> 2|} ;\n<http://a/p> 1 .",
    "a reified triple": "<<<http://a/s> <http://a/p> 1>> <b:p> 2 .\n<http://a/s> <http://a/p> 1 .",
}
"""Texts that say <http://a/s> <http://a/p> 1 on their second line, and something before it."""


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
def test_statement_is_found_in_any_spelling(text: str) -> None:
    """Whatever stands before it, and however it is written, a statement has its line."""
    said = ox.Quad(ox.NamedNode(A + "s"), ox.NamedNode(A + "p"), ox.Literal(1))
    assert said in read(text, ox.RdfFormat.TURTLE)
    assert _line(text, A + "s", A + "p", ONE) == Spot(3, 2)


BLOCK = """@prefix a: <http://a/> .
a:s
\ta a:T ;
\ta:p "x"@en ,
\t\t"y" ;
\ta:p a:o ;
\t.
a:s a:q 1.50 .
"""
TYPE = RDF_TYPE.value


@pytest.mark.parametrize(
    ("wanted", "spot"),
    [
        ((A + "s",), Spot(1, 2)),
        ((A + "s", TYPE), Spot(2, 3)),
        ((A + "s", TYPE, "<http://a/T>"), Spot(3, 3)),
        ((A + "s", A + "p"), Spot(2, 4)),
        ((A + "s", A + "p", '"y"'), Spot(3, 5)),
        ((A + "s", A + "p", "<http://a/o>"), Spot(3, 6)),
        ((A + "s", A + "p", '"z"'), Spot(2, 4)),
        ((A + "s", A + "q"), Spot(2, 8)),
        ((A + "s", A + "q", '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'), Spot(3, 8)),
        ((A + "s", A + "q", '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'), Spot(2, 8)),
        ((A + "s", A + "r"), Spot(1, 2)),
        ((A + "o",), None),
        ((A + "x", A + "p"), None),
    ],
)
def test_nearest_place_is_taken(wanted: tuple[str, ...], spot: Spot | None) -> None:
    """The value's line, else the predicate's, else the thing's, if anything is said of it."""
    assert _line(BLOCK, *wanted) == spot


def test_all_are_found_at_once() -> None:
    """Each thing wanted has its own place, however many there are."""
    wanted = [Wanted(A + "s", A + "q"), Wanted(A + "s", TYPE), Wanted(A + "x")]
    assert find_lines(BLOCK, "ttl", wanted) == {wanted[0]: Spot(2, 8), wanted[1]: Spot(2, 3)}


GRAPHS = {
    "in a graph": ("GRAPH <b:g> {\n<http://a/s> <http://a/p> 1 }", "trig"),
    "in a graph without the word": ("<b:g> {\n<http://a/s> <http://a/p> 1 . }", "trig"),
    "in no graph": ("{\n<http://a/s> <http://a/p> 1 }", "trig"),
    "after a graph": ("<b:g> { <b:s> <b:p> 1 }\n<http://a/s> <http://a/p> 1 .", "trig"),
    "in a second graph": ("<b:g> { }\n<b:h> { <http://a/s> <http://a/p> 1 }", "trig"),
    "in a graph of its name": ("<http://a/s> {\n<http://a/s> <http://a/p> 1 }", "trig"),
    "before a comment in a graph": ("<b:g> {\n<http://a/s> <http://a/p> 1 # }\n}", "trig"),
    "with a prefix in a graph": ("PREFIX a: <http://a/> a:s {\na:s a:p 1 }", "trig"),
    "as a triple": (f"<b:s> <b:p> <b:o> .\n<http://a/s> <http://a/p> {ONE} .", "nt"),
    "as a quad": (f'<b:s> <b:p> "c" <b:g> .\n<http://a/s> <http://a/p> {ONE} <b:g> .', "nq"),
    "as a quad in no graph": (f"# c .\n<http://a/s> <http://a/p> {ONE} .", "nq"),
}


@pytest.mark.parametrize(("text", "extension"), GRAPHS.values(), ids=GRAPHS)
def test_statement_is_found_in_other_formats(text: str, extension: str) -> None:
    """In the graphs of TriG, in N-Triples and in N-Quads."""
    assert _line(text, A + "s", A + "p", ONE, extension=extension) == Spot(3, 2)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<b:s> <http://a/p>\n<http://a/o> .", {A + "p": 1, A + "o": 2}),
        ("PREFIX a: <http://a/>\n<b:s> a:p a:o.<b:t> a:p a:o.", {A + "p": 2, A + "o": 2}),
        ("<b:s> <b:p> [ <b:q>\n<http://a/o> ] .", {A + "o": 2}),
        ("# <http://a/o>\n<b:s> <b:p> '<http://a/o>' , '''\n<http://a/o>''' .", {}),
        ("PREFIX o: <http://a/o> <b:s> <b:p>\no: .", {A + "o": 2}),
        ("BASE <http://a/x> <b:s> <b:p>\n<o> .", {A + "o": 2}),
        ("<b:s> <b:p> 1 .", {}),
    ],
)
def test_first_mention_is_found(text: str, lines: dict[str, int]) -> None:
    """Where a thing is named as a predicate or an object, but not in comments and strings."""
    assert find_mentions(text, {A + "p", A + "o"}) == lines


@settings(deadline=None)
@given(st.lists(triples))
def test_every_statement_of_our_writer_is_found(written: list[ox.Triple]) -> None:
    """The line of a statement is the one that our writer writes for it alone."""
    text = write_turtle(written)
    assert _found(text, written, "ttl") == _expected(written)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["", "urn:x:g", "_:g"]), st.lists(triples)))
def test_every_statement_of_our_graphs_is_found(graphs: dict[str, list[ox.Triple]]) -> None:
    """In TriG too; a statement in several graphs, in one of them."""
    written = [triple for held in graphs.values() for triple in held]
    assert _found(write_trig({**graphs}), written, "trig") == _expected(written)


def _found(text: str, written: list[ox.Triple], extension: str) -> list[tuple[int, str]]:
    """How much is found of each statement, and the text of its line."""
    wanted = [_wanted(triple) for triple in _named(written)]
    spots = find_lines(text, extension, wanted)
    return [(spots[each].parts, text.split("\n")[spots[each].line - 1]) for each in wanted]


def _expected(written: list[ox.Triple]) -> list[tuple[int, str]]:
    return [(3, write_turtle([triple]).split("\n")[-3]) for triple in _named(written)]


WRITERS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
}


@pytest.mark.parametrize("extension", WRITERS)
@settings(deadline=None)
@given(st.lists(triples), st.sampled_from([PREFIXES, {}, {"": A, "x": "http://example.org/a"}]))
def test_every_statement_of_the_engine_is_found(
    extension: str, written: list[ox.Triple], prefixes: dict[str, str]
) -> None:
    """The engine writes lists and escapes; the line of a statement has its predicate in it."""
    text = _serialize(written, extension, prefixes)
    verbs = [_spellings(triple.predicate.value, prefixes) for triple in _named(written)]
    found = _found(text, written, extension)
    assert [parts for parts, _ in found] == [3] * len(verbs)
    lines = [set(re.sub(r"\\(.)", r"\1", line).split()) for _, line in found]
    assert [verb & line for verb, line in zip(verbs, lines, strict=True) if not verb & line] == []


def _serialize(written: list[ox.Triple], extension: str, prefixes: dict[str, str]) -> str:
    used = prefixes if extension in ("ttl", "trig") else None
    return (ox.serialize(written, format=WRITERS[extension], prefixes=used) or b"").decode()


def _spellings(iri: str, prefixes: dict[str, str]) -> set[str]:
    """How a predicate may be spelt, but for escapes."""
    names = {f"{p}:{iri[len(start) :]}" for p, start in prefixes.items() if iri.startswith(start)}
    return names | {f"<{iri}>"} | ({"a"} if iri == TYPE else set())


def _named(written: list[ox.Triple]) -> list[ox.Triple]:
    """The statements whose ends keep their names; a blank node has none of its own."""
    return [
        triple
        for triple in written
        if isinstance(triple.subject, ox.NamedNode) and not isinstance(triple.object, ox.BlankNode)
    ]


def _wanted(triple: ox.Triple) -> Wanted:
    assert isinstance(triple.subject, ox.NamedNode)
    return Wanted(triple.subject.value, triple.predicate.value, str(triple.object))


GAPS = (" ", "\n", "\t", "\r\n", "\r", " # c\n", '#. ; <http://a/s> "\n', "#'''\n", "#]})\n")
BASES = "PREFIX a: <http://a/>PREFIX : <http://a/>BASE <http://a/x/y>\n"
SUBJECTS = ("<http://a/s>", "a:s", ":s", "<../s>", "<http://\\u0061/s>")
VERBS = ("<http://a/p>", "a:p", ":p", "<../p>", "<\\U0000002E./p>")
VALUES = (
    *("a:", "a:x.y", "<http://a/s>", "1", "-1.5", ".5", "1e-5", "true", '"a"@en-GB', "a:\\-x%20"),
    *('"; . # \\" \'"', "'''a\n . ''\\'a:s a:p '''", '"""\n""\\"#"""', "'\\\\'^^a:d", "_:b.c"),
    *("[ a:p a:s ; :p [] ]", "( a:s a:p ( ) 1.0 )", "<<( a:s a:p '.' )>>", "<<a:s a:p 1~a:r>>"),
)
OTHERS = ("[] a:p a:s", "[ a:p 1 ]", "(1) a:p 2", "a:t a :T", "<<a:s a:p 1>> a:p 1", "_:b a:p 1")


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_statement_is_found_in_any_layout(data: st.DataObject) -> None:
    """Comments, line ends, strings and brackets anywhere move a statement, but hide it nowhere."""
    gaps = st.lists(st.sampled_from(GAPS), min_size=1, max_size=3).map("".join)
    before = data.draw(st.lists(st.sampled_from(OTHERS), max_size=3))
    said = data.draw(st.lists(st.tuples(st.just("a:q"), st.sampled_from(VALUES)), max_size=3))
    pieces = [piece for other in before for piece in (other, ".")]
    pieces += [data.draw(st.sampled_from(SUBJECTS))]
    pieces += [piece for verb, value in said for piece in (verb, value, ";")]
    pieces += [data.draw(st.sampled_from(VERBS)), data.draw(st.sampled_from(VALUES)), ","]
    text = BASES + "".join(piece + data.draw(gaps) for piece in pieces)
    whole = f"{text}<http://a/found> ."
    assert len(read(whole, ox.RdfFormat.TURTLE)) > 0
    assert _line(whole, A + "s", A + "p", "<http://a/found>") == Spot(3, text.count("\n") + 1)


MARKS = (*PIECES, *"<>[](){}|;,.@:^~_", "\\", "<<(", ")>>", "{|", "PREFIX", "@base", "a:s", "# ")


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(MARKS)).map("".join), st.sampled_from([*WRITERS]))
@example("PREFIX a: <x> a:s", "ttl")
@example("BASE <x", "ttl")
@example('<http://a/s> "', "nq")
def test_no_text_is_too_odd(text: str, extension: str) -> None:
    """What does not parse may have no lines, but does no harm."""
    for spot in find_lines(text, extension, [Wanted(A + "s", A + "p", ONE)]).values():
        assert spot.line <= text.count("\n") + 1
    assert set(find_mentions(text, {A + "s"})) <= {A + "s"}


@pytest.mark.parametrize(
    "piece",
    [
        *('"\\"', "'\\'", '"""\\', "'''\\", '"', "<", "<<", "(", "[", "{|", "{", ".", "..a", "a."),
        *("a:", "\\", "@", "#", "# \n", "1", "1.", "1e", "+", "PREFIX ", "@prefix a:", "BASE #\n"),
        *("<a:a> <b:b> 1;", "<a:a>", "a.b:c.d;", "'''\"\"\"", "~", "^^", "\r", "é.", "_:a."),
    ],
)
def test_time_is_linear(piece: str) -> None:
    """No piece, however often repeated, makes the scan look at a place again and again."""
    text = f"PREFIX a: <{A}> " + piece * 100_000
    started = time.perf_counter()
    find_lines(text, "ttl", [Wanted(A + "s", A + "p")])
    find_mentions(text, {A + "s"})
    assert time.perf_counter() - started < 5
