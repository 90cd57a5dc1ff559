"""Turtle and its kin: triple terms nest so deep and no deeper, whatever hides them."""

import pytest

from backrun_kg.limits.turtle import LONGEST, find_fault, find_longest

OPEN, CLOSE = b"<<( <urn:a> <urn:p> ", b" )>>"
TOLD = "more than 64 triple terms nest in one another."


def nested(depth: int) -> bytes:
    """Triple terms in one another."""
    return OPEN * depth + b"1" + CLOSE * depth


DEEP = {
    "plain": nested(65),
    "not closed": OPEN * 65,
    "without spaces": b"<<(<urn:a><urn:p>" * 65,
    "after others": nested(64) * 3 + nested(65),
    "after a string with closings": b"')>>' " + b'")>>" """ )>> " )>> """' + nested(65),
    "a string with a closing at each": (OPEN + b'")>>" ') * 65,
    "a comment with a closing at each": (OPEN + b"# )>>\n") * 65,
    "a quote escaped": b"'\\'' " + nested(65),
    "an apostrophe in a comment": b"# don't\n" + nested(65),
    "a hash in an IRI": b"<urn:#> " + nested(65),
    "many brackets before": b"( ) " * 20_001 + nested(65),
}
FLAT = {
    "64 deep": nested(64),
    "none": b"<urn:a> <urn:p> (1 2 3), <urn:b> .",
    "many beside each other": nested(2) * 1000,
    "in a string": b"'" + OPEN * 65 + b"'",
    "in a long string": b'"""' + OPEN * 65 + b'" "" """',
    "in a comment": b"# " + OPEN * 65 + b"\n" + nested(1),
    "deep lists": b"<urn:a> <urn:p> " + b"(" * 1000 + b")" * 1000,
    "an unfinished sign": b"<<",
    "a bracket": b"(",
}


@pytest.mark.parametrize("case", DEEP)
def test_deep_nesting_is_found(case: str) -> None:
    """Nothing in front of it or within it hides how deep triple terms nest."""
    fault = find_fault(DEEP[case])
    assert fault
    assert fault[1] == TOLD


def test_fault_is_the_first_that_is_too_deep() -> None:
    """The byte is that of the sixty-fifth opening."""
    assert find_fault(b"  " + nested(70)) == (2 + 64 * len(OPEN), TOLD)


@pytest.mark.parametrize("case", FLAT)
def test_flat_text_passes(case: str) -> None:
    """What does not nest, or is no triple term, is no fault."""
    assert find_fault(FLAT[case]) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<urn:a>\n<urn:p> ", b'"%s"'),
        (b"", b"'''%s'''"),
        (b"'x' ", b"<%s>"),
        (b"\n", b"#%s\n"),
    ],
)
def test_longest_token_is_found(before: bytes, after: bytes) -> None:
    """The byte where a token longer than the parser takes begins."""
    assert find_longest(before + after % (b"a" * LONGEST) + b" .") == len(before)


def test_no_token_is_too_long() -> None:
    """Where none is, there is nothing to point at."""
    assert find_longest(b"<urn:a> <urn:p> 'x' .") == 0
