"""Reputation: a query is known by its shape."""

import pytest

from backrun_kg.serving.paces import Reputation

SLOW = 'SELECT * { ?a ?b 1 . ?c <http://example.org/#d> "e" }'


@pytest.mark.parametrize(
    ("text", "slow"),
    [
        (SLOW, True),
        (f"{SLOW} # again", True),
        ("SELECT *\n{ ?a ?b 22 . ?c <http://example.org/#d> 'f' } # 7", True),
        ('SELECT * { ?a ?b 1 . ?c <http://example.org/#x> "e" }', False),
        ('SELECT * { ?a ?b 1 . ?x <http://example.org/#d> "e" }', False),
    ],
)
def test_query_is_as_slow_as_its_like(text: str, slow: bool) -> None:
    """Values, comments and spaces make no other query of it; names and terms do."""
    reputation = Reputation()
    reputation.was_slow(SLOW)
    assert reputation.is_slow(text) is slow


def test_query_that_was_quick_is_slow_no_more() -> None:
    """It may have been the machine that was slow."""
    reputation = Reputation()
    reputation.was_slow(SLOW)
    reputation.was_quick(f"{SLOW} # again")
    assert not reputation.is_slow(SLOW)


def test_only_so_many_are_known() -> None:
    """The first is forgotten when there are more than a thousand."""
    reputation = Reputation()
    for number in range(1001):
        reputation.was_slow(f"ASK {{ ?{'a' * number} }}")
    known = [reputation.is_slow(f"ASK {{ ?{'a' * number} }}") for number in range(1001)]
    assert (known[0], all(known[1:])) == (False, True)
