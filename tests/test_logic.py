"""Conditions and their logic: what is not certain never makes something pass."""

from itertools import product

import pyoxigraph as ox
import pytest

from backrun_kg.logic import (
    ALWAYS,
    NEVER,
    Condition,
    all_of,
    any_of,
    negation,
    not_one_of,
)

EXACT, ROUGH = Condition("?a"), Condition("?b", exact=False)


def holds(condition: Condition) -> bool:
    """Whether the engine finds a condition without variables to hold."""
    found = ox.Store().query(f"ASK {{ FILTER({condition.text}) }}")
    assert isinstance(found, ox.QueryBoolean)
    return bool(found)


@pytest.mark.parametrize("broken", list(product([True, False], repeat=3)), ids=str)
def test_logic_is_that_of_shacl(broken: tuple[bool, ...]) -> None:
    """Given which of three shapes are broken: and, or and xone of them, and not of the first."""
    parts = [Condition(str(each).lower()) for each in broken]
    found = [holds(each(parts)) for each in (any_of, all_of, not_one_of)]
    kept = broken.count(False)
    assert [*found, holds(negation(parts[0]))] == [kept < 3, kept == 0, kept != 1, not broken[0]]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (any_of([]), NEVER),
        (any_of([NEVER, NEVER]), NEVER),
        (any_of([NEVER, EXACT]), Condition("(?a)")),
        (any_of([EXACT, ROUGH]), Condition("(?a) || (?b)", exact=False)),
        (any_of([EXACT, ALWAYS]), ALWAYS),
        (all_of([]), ALWAYS),
        (all_of([ALWAYS, ALWAYS]), ALWAYS),
        (all_of([EXACT, ALWAYS]), Condition("(?a) && (true)", exact=False)),
        (all_of([EXACT, NEVER]), Condition("(?a) && (false)")),
        (negation(EXACT), Condition("!(?a)")),
        (negation(NEVER), Condition("!(false)")),
        (negation(ROUGH), ALWAYS),
        (negation(ALWAYS), ALWAYS),
        (not_one_of([]), Condition("(0) != 1")),
        (not_one_of([EXACT, EXACT]), Condition("(IF(?a, 0, 1) + IF(?a, 0, 1)) != 1")),
        (not_one_of([EXACT, ROUGH]), ALWAYS),
    ],
)
def test_conditions_are_joined(found: Condition, expected: Condition) -> None:
    """What may hold too often stays marked, and is never turned around."""
    assert found == expected
