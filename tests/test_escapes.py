"""Escapes: what a terminal would act on is shown, and nothing else is changed."""

import pytest

from backrun_kg.escapes import neutral, neutral_lines, shorten
from samples import HIDDEN

FURTHER = {
    "\u2066a\u2069": "\\u2066a\\u2069",
    "a\u2060b": "a\\u2060b",
    "\u206f": "\\u206F",
    "\ufffa": "\\uFFFA",
    "\udce9": "\\uDCE9",
    "\x1b]8;;http://a/\x07b": "\\u001B]8;;http://a/\\u0007b",
    "\x9d0;title\x9c": "\\u009D0;title\\u009C",
}
"""Isolates, what joins unseen, annotations, half a character, and the two ways to begin an OSC."""


@pytest.mark.parametrize("text", HIDDEN | FURTHER)
def test_hidden_character_is_shown(text: str) -> None:
    """Each is given by its number."""
    assert neutral(text) == (HIDDEN | FURTHER)[text]


@pytest.mark.parametrize("text", HIDDEN | FURTHER)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    """What has been made harmless is not changed once more."""
    assert neutral(neutral(text)) == neutral(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc\r\nd\n", "a\tb\nc\r\nd\n"),
        ("a\rb", "a\\u000Db"),
        ("a\x1b\nb\r", "a\\u001B\nb\\u000D"),
        ("", ""),
    ],
)
def test_lines_and_tabs_are_kept(text: str, shown: str) -> None:
    """A carriage return is kept only where it ends a line with the line feed after it."""
    assert neutral_lines(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("short", "short"),
        ("a\nb", "a\\u000Ab"),
        ("a" * 20, "a" * 20),
        ("a" * 30 + "b" * 30, "aaaaaaaaaa … bbbbbbbbbb"),
        ("\x1b" * 9, "\\u001B\\u00 … 001B\\u001B"),
    ],
)
def test_long_text_loses_its_middle(text: str, shown: str) -> None:
    """One line, its beginning and its end."""
    assert shorten(text, 20) == shown
