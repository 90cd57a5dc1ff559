"""Errors: every message names what is unknown and what would be right."""

import pytest

from backrun_kg import errors
from backrun_kg.errors import BackrunError, MissingExtra, UnknownName

LEAVES = (
    "UnknownName",
    "UnreadableInput",
    "MalformedData",
    "MalformedQuery",
    "UnwritableOutput",
    "MissingExtra",
)


@pytest.mark.parametrize("name", LEAVES)
def test_error_is_a_backrun_error(name: str) -> None:
    """One except clause catches everything the package raises on purpose."""
    assert issubclass(getattr(errors, name), BackrunError)


@pytest.mark.parametrize("name", LEAVES)
def test_error_is_in_the_tree(name: str) -> None:
    """The tree at the top of the module shows every error."""
    assert f"  - {name} " in (errors.__doc__ or "")


def test_near_miss_offers_the_nearest() -> None:
    """A slip of the finger is told the name it meant."""
    error = UnknownName("query", "muscels", ["joints", "muscles", "sports"])
    assert str(error) == "No query named 'muscels'. Did you mean muscles?"


def test_near_miss_ignores_case() -> None:
    """Case does not make a name far."""
    error = UnknownName("thing", "QUADRICEP", ["Quadriceps", "Knee"])
    assert str(error) == "No thing named 'QUADRICEP'. Did you mean Quadriceps?"


def test_several_near_names_are_joined_as_a_person_would() -> None:
    """Commas, then or; at most three; the nearest first."""
    error = UnknownName("format", "jsonl", ["jsonld", "json", "jsonl5", "xml"])
    assert str(error).endswith("Did you mean jsonld, jsonl5 or json?")


def test_far_miss_lists_a_few_known_names() -> None:
    """Where none is near and few are known, all are listed, sorted and once each."""
    error = UnknownName("layer", "zzz", ["b", "a", "b"])
    assert str(error) == "No layer named 'zzz'. Known: a, b."


def test_far_miss_among_many_says_how_to_search() -> None:
    """Where none is near and many are known, the message says how to look."""
    error = UnknownName("thing", "zzz", [f"name-{number}" for number in range(41)])
    assert str(error) == (
        "No thing named 'zzz'. 41 are known and none is close; try: backrun-kg query search text=…"
    )


def test_miss_among_none_says_so() -> None:
    """A query without parameters has none to offer."""
    error = UnknownName("parameter of query 'sports'", "x", [])
    assert str(error) == "No parameter of query 'sports' named 'x'. There is none."


def test_missing_extra_says_what_to_install() -> None:
    """The message is the command to run."""
    assert str(MissingExtra("pandas", "pandas")) == (
        "This needs pandas. Install it with: pip install 'backrun-kg[pandas]'"
    )
