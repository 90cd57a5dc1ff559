"""What is wrong with a text, and on which line, also where the parser does not say it."""

import pyoxigraph as ox
import pytest

from backrun_kg.diagnosis import explain
from backrun_kg.formats import RDF_FORMATS

HEAD = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://a/">\n'
BROKEN = {
    "IRI in RDF/XML": (
        "rdf",
        HEAD + b'<e:A/>\n<e:A rdf:about="a b"/>\n</rdf:RDF>',
        "line 3: error while parsing IRI 'a b': Invalid IRI code point ' '",
    ),
    "entity in RDF/XML": (
        "rdf",
        HEAD + b"\n<e:A><e:p>&a;</e:p></e:A></rdf:RDF>",
        "line 3: at 1..2: unrecognized entity `a`",
    ),
    "encoding of RDF/XML": (
        "rdf",
        b'<?xml version="1.0" encoding="latin1"?>\n' + HEAD + b"</rdf:RDF>",
        "line 1: Only UTF-8 is supported by the RDF/XML parser",
    ),
    "id in JSON-LD": (
        "jsonld",
        b'[\n{"urn:p": 1},\n{"@id": 7}]',
        "line 3: @id value must be a string",
    ),
    "context elsewhere": (
        "jsonld",
        b'{"urn:p": 1,\n"@context": "http://127.0.0.1:9/"}',
        "a @context that stands elsewhere is never fetched. Put what it says into the file itself.",
    ),
    "context elsewhere, first": (
        "jsonld",
        b'\n{"@context": {"@import": "http://127.0.0.1:9/"}, "urn:p": 1}',
        "line 2: a @context that stands elsewhere is never fetched. "
        "Put what it says into the file itself.",
    ),
    "JSON": ("jsonld", b'{"a": \n nope}', "line 2, column 2: "),
    "Turtle": (
        "ttl",
        b"<urn:a> <urn:p> 'x' .\n<urn:a>",
        "line 2, column 8: Unexpected end",
    ),
    "half a character": (
        "nt",
        b'<urn:a> <urn:p> "\\uD800" .',
        "line 1, column 18: The escape sequence '\\uD800' is encoding D800 that is not a valid "
        "unicode character",
    ),
    "bytes that are no UTF-8": (
        "nq",
        b'<urn:a> <urn:p> "\xff" .',
        "line 1, column 18: Invalid UTF-8",
    ),
    "a line end in an IRI": (
        "ttl",
        b"<urn:a\n> <urn:p> 1 .",
        "line 1, column 1: Invalid IRI code point '\\u000A'",
    ),
    "a long line": ("jsonld", b'[{"a": "' + b"a" * 70_000 + b'", "@id": 7}]', "@id value must"),
}


def failure(extension: str, content: bytes) -> Exception:
    """What the parser raises."""
    try:
        list(ox.parse(content, format=RDF_FORMATS[extension]))
    except (SyntaxError, ValueError, MemoryError) as error:
        return error
    raise AssertionError("It parses.")


@pytest.mark.parametrize("case", BROKEN)
def test_fault_is_explained(case: str) -> None:
    """One line, which opens with the place where one can be told."""
    extension, content, told = BROKEN[case]
    said = explain(failure(extension, content), extension, content)
    assert said.startswith(told)
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("extension", ["ttl", "nt", "nq", "trig"])
@pytest.mark.parametrize("token", [b"'%s'", b"'''%s'''", b"<urn:%s>", b"#%s"])
def test_token_that_is_too_long_is_found(token: bytes, extension: str) -> None:
    """The parser gives up without a word of where."""
    if extension in ("nt", "nq"):
        token = token.replace(b"'''", b'"').replace(b"'", b'"')
    content = b"<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> " + token % (b"a" * (1 << 24))
    assert explain(failure(extension, content), extension, content) == (
        "line 2: a literal, a name or a comment is longer than 16 MiB. "
        "Keep such a text in a file of its own, and point to it."
    )


def test_text_that_is_too_long_is_found_in_json() -> None:
    """The same holds for JSON-LD."""
    content = b'{"urn:p":\n"' + b"a" * (1 << 24) + b'"}'
    assert explain(failure("jsonld", content), "jsonld", content).startswith(
        "line 2: a literal, a name or a comment is longer than 16 MiB."
    )


def test_want_of_memory_is_told() -> None:
    """Another error of memory is no long text."""
    assert explain(MemoryError(), "ttl", b"") == "it does not fit into the memory."


def test_our_own_file_is_not_read_again() -> None:
    """Without the content the error says what it can."""
    assert explain(SyntaxError("bad"), "rdf", None) == "bad"
