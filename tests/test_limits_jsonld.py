"""JSON-LD: no depth, and no contexts that the parser would never be done with."""

import json
from typing import Any

import pytest

from backrun_kg.limits.jsonld import find_fault

NESTED = "more than 64 objects and arrays nest in one another."
CHAINED = "more than 16 terms are defined each by the next, or in a circle."
MANY = "there are too many contexts for so many terms. Leave one, on top of the file."
LONG = "what a term stands for is too long for how often terms are used. Shorten it."


def deep(depth: int, opening: bytes = b'{"a":', closing: bytes = b"}") -> bytes:
    """Objects in one another."""
    return opening * depth + b"1" + closing * depth


def written(document: Any) -> bytes:
    """A document as JSON."""
    return json.dumps(document).encode()


def chain(length: int) -> dict[str, Any]:
    """Terms that are defined each by the next."""
    return {f"t{i}": f"t{i + 1}:x" for i in range(length - 1)} | {f"t{length - 1}": "http://a/"}


def scoped(depth: int) -> dict[str, Any]:
    """Contexts in one another."""
    return {"a": {"@id": "urn:a", "@context": scoped(depth - 1)}} if depth else {"b": "urn:b"}


DEEP = {
    "objects": deep(65),
    "arrays": deep(65, b"[", b"]"),
    "not closed": b'{"a":' * 65,
    "a string with closings": b'["]}]}' + b"]}" * 99 + b'",' + deep(65, b"[", b"]"),
    "a closing in each name": deep(65, b'{"}":'),
    "a quote escaped": b'["\\"",' + deep(65, b"[", b"]"),
    "a backslash escaped": b'["\\\\",' + deep(65, b"[", b"]"),
    "both": b'["\\\\\\"",' + deep(65, b"[", b"]"),
}
FLAT = {
    "64 deep": deep(64),
    "in a string": b'["' + b"[" * 99 + b'"]',
    "after a quote in a string": b'["\\"' + b"[" * 99 + b'"]',
    "beside each other": b"[" + b"{}," * 999 + b"{}]",
    "nothing": b"",
    "no JSON": b"]]]]}}}}",
}
CHAINS = {
    "prefixes": chain(17),
    "names": {f"t{i}": f"t{i + 1}" for i in range(17)},
    "types": {f"t{i}": {"@id": "urn:a", "@type": f"t{i + 1}:x"} for i in range(17)},
    "reverse": {f"t{i}": {"@reverse": f"t{i + 1}:x"} for i in range(17)},
    "terms that begin with terms": {f"t{i}:x": f"t{i + 1}:x" for i in range(20)} | chain(17),
    "a circle": {"a": "b:x", "b": "a:x"},
    "contexts within contexts": scoped(17),
    "an array of contexts": [{"a": "urn:a"}, chain(17)],
}
HONEST = {
    "16 terms": {"@context": chain(16)},
    "many terms by one prefix": {
        "@context": {"e": "http://a/"} | {f"t{i}": f"e:t{i}" for i in range(3000)}
    },
    "a term for itself": {"@context": {"a": "a", "@vocab": "http://a/"}},
    "the word as a value": {"a": "@context"},
    "an empty context for each": [{"@context": {}, "urn:a": i} for i in range(3000)],
    "the same context for each": [
        {"@context": {f"t{i}": f"urn:{i}" for i in range(20)}, "t1": i} for i in range(3000)
    ],
    "contexts within contexts": {"@context": scoped(8)},
    "no object": {"@context": "http://a/"},
    "null": {"@context": None},
    "a long number": {"@context": {"a": int("9" * 4000)}},
}


@pytest.mark.parametrize("case", DEEP)
def test_deep_nesting_is_found(case: str) -> None:
    """Nothing in front of it hides how deep brackets nest."""
    fault = find_fault(DEEP[case])
    assert fault
    assert fault[1] == NESTED


def test_fault_is_the_first_that_is_too_deep() -> None:
    """The byte is that of the sixty-fifth opening."""
    assert find_fault(b'["[",\n' + deep(70, b"[", b"]")) == (6 + 63, NESTED)


@pytest.mark.parametrize("case", FLAT)
def test_flat_text_passes(case: str) -> None:
    """What does not nest is no fault, also where it is no JSON: the parser tells that."""
    assert find_fault(FLAT[case]) is None


@pytest.mark.parametrize("case", CHAINS)
def test_chain_of_terms_is_found(case: str) -> None:
    """The parser follows a term's definition to the next, and overflows its stack."""
    content = b'{"\xc3\xa9": 1, "@context": ' + written(CHAINS[case]) + b"}"
    assert find_fault(content) == (22, CHAINED)


@pytest.mark.parametrize("key", [b"@context", b"\\u0040context", b"@\\u0063onte\\u0078t"])
def test_escapes_do_not_hide_a_context(key: bytes) -> None:
    """A name is what its escapes stand for."""
    assert find_fault(b'{"%s" : %s}' % (key, written(chain(17))))


@pytest.mark.parametrize("case", HONEST)
def test_honest_context_passes(case: str) -> None:
    """What is large, repeated or odd takes no longer than its size."""
    assert find_fault(written(HONEST[case])) is None


def test_context_for_each_object_is_refused() -> None:
    """Each takes over all terms that hold around it."""
    terms = {f"t{i}": f"urn:{i}" for i in range(3000)}
    document = {"@context": terms, "@graph": [{"@context": {}, "t1": i} for i in range(3000)]}
    fault = find_fault(written(document))
    assert fault
    assert fault[1] == MANY


def test_context_for_a_term_is_refused_if_large() -> None:
    """It is taken in wherever the term is used."""
    scope = {f"t{i}": f"urn:{i}" for i in range(1000)}
    context = {"T": {"@id": "urn:T", "@context": scope}}
    fault = find_fault(written({"@context": context, "@graph": [{"@type": "T"}] * 5000}))
    assert fault
    assert fault[1] == MANY


@pytest.mark.parametrize(
    "context",
    [
        pytest.param({"@vocab": "http://a/" + "a" * 1_000_000}, id="vocabulary"),
        pytest.param({"@base": "http://a/" + "a" * 1_000_000}, id="base"),
        pytest.param({"p": "http://a/" + "a" * 1_000_000}, id="prefix"),
        pytest.param({"p": {"@id": "urn:p", "@type": "urn:" + "a" * 1_000_000}}, id="type"),
        pytest.param(
            {"p0": "urn:p"} | {f"p{i}": f"p{i - 1}:{'a' * 90_000}" for i in range(1, 12)},
            id="chain",
        ),
    ],
)
def test_long_name_for_many_objects_is_refused(context: dict[str, Any]) -> None:
    """The parser writes it out for each before it gives the first."""
    document = {"@context": context, "@graph": [{"p": 1}] * 2000}
    assert find_fault(written(document)) == (13, LONG)
