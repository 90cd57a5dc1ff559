"""RDF/XML: no entities, no depth, no element that the parser would never be done with."""

import pytest

from backrun_kg.limits.rdfxml import LONGEST, find_fault

HEAD = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://a/"'
    b' xml:base="http://a/">'
)
END = b"</rdf:RDF>"
BODY = b"<e:A><e:p>1</e:p></e:A>"
ENTITIES = (
    "the DOCTYPE declares entities, which can grow without bounds, or other things of its own. "
    "Write names and texts out, and leave out what it says in [ ]."
)
NO_TAG = "a tag begins here and does not end as one. Write &lt; for a < in a text."
NESTED = "more than 256 elements nest in one another."
SCOPE = "more than 512 declarations of namespaces hold here."
ATTRIBUTES = "this element has more than 512 attributes, or a quote that stays open."


def document(body: bytes, doctype: bytes = b"") -> bytes:
    """A whole document."""
    return b"<?xml version='1.0'?>" + doctype + HEAD + body + END


def deep(depth: int) -> bytes:
    """Elements in one another."""
    return b"<e:A>" * depth + b"</e:A>" * depth


DECLARED = {
    "entity": b'<!DOCTYPE r [<!ENTITY a "b">]>',
    "entities of entities": b'<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>',
    "small letters": b'<!doctype r [<!ENTITY a "b">]>',
    "mixed letters": b'<!DocType r [<!ENTITY a "b">]>',
    "parameter entity": b'<!DOCTYPE r [<!ENTITY % a "b">]>',
    "line ends": b'<!DOCTYPE\nr\n[\n<!ENTITY\na "b">\n]>',
    "public": b'<!DOCTYPE r PUBLIC "x" "y" [<!ENTITY a "b">]>',
    "bracket in an id": b'<!DOCTYPE r SYSTEM "x>" [<!ENTITY a "b">]>',
    "another declaration": b"<!DOCTYPE r [<!ELEMENT r ANY>]>",
    "an empty part": b"<!DOCTYPE r []>",
}
HARMLESS = {
    "doctype": document(BODY, b"<!DOCTYPE rdf:RDF>"),
    "doctype with ids": document(BODY, b'<!DOCTYPE rdf:RDF PUBLIC "-//a//b" "http://a/b.dtd">'),
    "the word in a text": document(b"<e:A><e:p>&lt;!DOCTYPE &lt;!ENTITY</e:p></e:A>"),
    "the word in a comment": document(b"<!-- <!DOCTYPE r [<!ENTITY a 'b'>]> -->" + BODY),
    "the word in CDATA": document(b"<e:A><e:p><![CDATA[<!ENTITY a 'b'>]]></e:p></e:A>"),
    "256 deep": document(deep(256)),
    "many beside each other": document(BODY * 1000),
    "many empty ones": document(b"<e:A/>" * 1000),
    "a sign in an attribute": document(b"<e:A e:q='>' e:r=\"/>\"><e:p>/></e:p></e:A>"),
    "512 attributes": document(b"<e:A" + b" e:a=''" * 512 + b"/>"),
    "namespaces here and there": document(b"<e:A xmlns:b='a:b'/>" * 1000),
    "nothing": b"",
}
CLOSINGS = {
    "attributes": b'<e:A e:q="/>">',
    "an end in an attribute": b"<e:A e:q='</e:A>'>",
    "comments": b"<e:A><!-- </e:A> -->",
    "CDATA": b"<e:A><![CDATA[</e:A>]]>",
    "instructions": b"<e:A><?x </e:A> ?>",
    "texts": b"<e:A>/>",
    "quotes in texts": b"<e:A>\"'",
    "leaves": b"<e:A><e:p>1</e:p><e:p/>",
}


@pytest.mark.parametrize("case", DECLARED)
def test_doctype_that_declares_is_refused(case: str) -> None:
    """An entity of entities of entities grows without bounds; no reader needs one."""
    assert find_fault(document(BODY, DECLARED[case])) == (21, ENTITIES)


def test_doctype_is_refused_wherever_it_stands() -> None:
    """The parser reads one within the graph too."""
    assert find_fault(document(BODY + b"<!DOCTYPE r [<!ENTITY a 'b'>]>" + BODY)) == (
        21 + len(HEAD + BODY),
        ENTITIES,
    )


@pytest.mark.parametrize("case", HARMLESS)
def test_harmless_text_passes(case: str) -> None:
    """What only looks like it is no fault."""
    assert find_fault(HARMLESS[case]) is None


def test_deep_elements_are_refused() -> None:
    """The byte is that of the element that is one too many."""
    assert find_fault(document(deep(257))) == (21 + len(HEAD) + 255 * len("<e:A>"), NESTED)


@pytest.mark.parametrize("case", CLOSINGS)
def test_nothing_hides_how_deep_elements_nest(case: str) -> None:
    """What looks like an end but is none makes no element end."""
    fault = find_fault(HEAD + CLOSINGS[case] * 300)
    assert fault
    assert fault[1] == NESTED


@pytest.mark.parametrize("quote", [b"'", b'"'])
def test_element_with_many_attributes_is_refused(quote: bytes) -> None:
    """The parser compares each with each."""
    element = b"<e:A" + (b" e:a=" + quote * 2) * 513 + b"/>"
    assert find_fault(document(element)) == (21 + len(HEAD), ATTRIBUTES)


def test_namespaces_add_up() -> None:
    """Each element adds some; the parser looks through all that hold."""
    element = b"<e:A" + b"".join(b" xmlns:n%d='a:b'" % i for i in range(100)) + b">"
    fault = find_fault(document(element * 7))
    assert fault == (21 + len(HEAD) + 5 * len(element), SCOPE)


@pytest.mark.parametrize(
    "oddity", [b"<", b"< e:A>", b"<e:A", b"</e:A", b"<!-->", b"<!--->", b"<?>", b"<!x>", b"<=>"]
)
def test_what_readers_read_differently_is_refused(oddity: bytes) -> None:
    """Where one sees a tag and another a comment, no depth can be told."""
    assert find_fault(HEAD + oddity) == (len(HEAD), NO_TAG)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (HEAD, "the text ends while 1 element is open. Is the file whole?"),
        (HEAD + b"<e:A><e:p>1", "the text ends while 3 elements are open. Is the file whole?"),
    ],
)
def test_text_that_ends_too_early_is_refused(content: bytes, told: str) -> None:
    """The parser would take half a file for a whole one."""
    assert find_fault(content) == (len(content), told)


def test_parser_tells_of_ends_that_do_not_match() -> None:
    """An element that is left open within another is the parser's to tell, which knows where."""
    assert find_fault(document(b"<e:A><e:p></e:A>")) is None


@pytest.mark.parametrize("long", [b"%s", b"<!--%s-->", b"<e:A e:q='%s'/>"])
def test_long_text_is_refused(long: bytes) -> None:
    """No format reads a literal longer than 16 MiB."""
    fault = find_fault(document(long % (b"a" * LONGEST)))
    assert fault
    assert fault[1] == "a text or comment is longer than 16 MiB."


def test_long_text_that_is_not_too_long_passes() -> None:
    """Below the limit there is none."""
    assert find_fault(document(b"<e:A><e:p>" + b"a" * (LONGEST - 100) + b"</e:p></e:A>")) is None
