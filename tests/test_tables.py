"""Tables for a person: labels, widths, and nothing that steers the terminal."""

import json

import pytest

from backrun_kg.answers import Rows
from backrun_kg.tables import write_table
from samples import HIDDEN, SCHEMES, iris, rows

MARKUP = ("[bold]loud[/bold]", "[/]", "[link=http://a]b[/link]", ":smile:", "\\[a]", "[", "{}")


def test_table_has_head_rows_and_count() -> None:
    """A table is what a person expects."""
    assert write_table(rows("one", "two"), 40) == "x\n───\none\ntwo\n\n2 rows\n"


def test_table_of_one_row_counts_in_the_singular() -> None:
    """One row is no rows."""
    assert write_table(rows("one"), 40).endswith("\n\n1 row\n")


def test_table_without_rows_says_so() -> None:
    """The head is still there."""
    assert write_table(rows(), 40) == "x\n─\n\n0 rows\n"


@pytest.mark.parametrize("text", HIDDEN)
def test_table_shows_control_characters(text: str) -> None:
    """What would steer a terminal is shown, and one value stays on one line."""
    assert write_table(rows(text), 80).split("\n")[2:] == [HIDDEN[text], "", "1 row", ""]


@pytest.mark.parametrize("text", MARKUP)
def test_table_takes_no_markup(text: str) -> None:
    """Text from data is text, whatever rich would make of it."""
    assert write_table(rows(text), 80).splitlines()[2] == text


def test_table_shows_the_label_for_the_thing() -> None:
    """One column for a thing and its label; the slug where it has no label."""
    binding = {
        "x": {"type": "uri", "value": "https://w3id.org/backrun-kg/id/crab"},
        "y": {"type": "uri", "value": "https://w3id.org/backrun-kg/id/gull"},
        "yLabel": {"type": "literal", "value": "Gull"},
        "z": {"type": "uri", "value": "urn:a"},
    }
    document = {"head": {"vars": list(binding)}, "results": {"bindings": [binding]}}
    lines = write_table(Rows(json.dumps(document).encode()), 80).splitlines()
    assert [lines[0].split(), lines[2].split()] == [["x", "y", "z"], ["crab", "Gull", "<urn:a>"]]


def test_table_without_columns_counts() -> None:
    """A pattern that matches without naming anything still has its rows."""
    assert write_table(Rows(b'{"head": {"vars": []}, "results": {"bindings": [{}]}}'), 40).endswith(
        "\n\n1 row\n"
    )


def test_column_called_label_keeps_its_name() -> None:
    """Label alone is no label of something."""
    answer = Rows(b'{"head": {"vars": ["Label"]}, "results": {"bindings": []}}')
    assert write_table(answer, 40).splitlines()[0] == "Label"


def test_table_keeps_to_its_width() -> None:
    """What is too long is folded, and nothing of it lost."""
    lines = write_table(rows("abcdefghij" * 3), 10).splitlines()
    assert lines[2:5] == ["abcdefghij"] * 3


def test_table_has_no_colour_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table may go into a file, also where colours are asked for."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in write_table(rows("one"), 40)


def test_rows_too_wide_become_blocks() -> None:
    """Where the longest words do not fit beside each other, each row is a block of lines."""
    document = {
        "head": {"vars": ["crab", "prey"]},
        "results": {
            "bindings": [
                {
                    "crab": {"type": "literal", "value": "crustacean"},
                    "prey": {"type": "literal", "value": "invertebrates and fish"},
                },
                {"crab": {"type": "literal", "value": "hermit"}},
            ]
        },
    }
    shown = write_table(Rows(json.dumps(document).encode()), 20)
    assert shown == (
        "crab  crustacean\nprey  invertebrates\n      and fish\n\ncrab  hermit\n\n2 rows\n"
    )


@pytest.mark.parametrize("scheme", SCHEMES)
def test_table_makes_no_link(scheme: str) -> None:
    """An IRI is text: no terminal is told that it leads anywhere."""
    assert write_table(iris(f"{scheme}a"), 40).splitlines()[2] == f"<{scheme}a>"
