"""Conditions in SPARQL and their logic, each with whether it is exact."""

from collections.abc import Iterable
from typing import NamedTuple


class Condition(NamedTuple):
    """A SPARQL condition for "may be broken"; exact if it holds for nothing that is kept."""

    text: str
    exact: bool = True


ALWAYS, NEVER = Condition("true", exact=False), Condition("false")


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Broken where one of them is."""
    found = [condition for condition in conditions if condition != NEVER]
    if ALWAYS in found:
        return ALWAYS
    return _joined(" || ", found) if found else NEVER


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Broken where all of them are."""
    given = list(conditions)
    return ALWAYS if all(c == ALWAYS for c in given) else _joined(" && ", given)


def negation(condition: Condition) -> Condition:
    """Broken where it is kept; an inexact condition cannot tell."""
    return Condition(f"!({condition.text})") if condition.exact else ALWAYS


def not_one_of(conditions: Iterable[Condition]) -> Condition:
    """Broken where none, or more than one, is kept."""
    given = list(conditions)
    kept = " + ".join(f"IF({condition.text}, 0, 1)" for condition in given) or "0"
    return Condition(f"({kept}) != 1") if all(c.exact for c in given) else ALWAYS


def _joined(sign: str, conditions: list[Condition]) -> Condition:
    text = sign.join(f"({condition.text})" for condition in conditions)
    return Condition(text, all(condition.exact for condition in conditions))
