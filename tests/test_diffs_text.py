"""Differences for a person: what is told, in 80 columns, and in colours only when asked."""

from pathlib import Path

import pytest

from backrun_kg.diffs.text import write_text
from diff_samples import LAYERED_NEW, LAYERED_OLD, NEW, OLD, differ


def test_text_tells_thing_by_thing(tmp_path: Path) -> None:
    """What is new or gone in a line, of what changed each property."""
    text = write_text(differ(tmp_path, OLD, NEW), 200).replace(f"{tmp_path}/", "")
    assert (
        text
        == """\
old  old.ttl, 7 triples
new  new.ttl, 8 triples

~ Fastnet Rock (<https://example.org/light/fastnet>)
    ~ rdfs:label: "Fastnet"@en → "Fastnet Rock"@en
    - <https://example.org/light/marks>: <https://example.org/light/route>
    + <https://example.org/light/marks>: <https://example.org/light/bay>
    + <https://example.org/light/marks>: <https://example.org/light/reef>
- Galley Head (<https://example.org/light/galley>), 2 triples
+ Mizen Head (<https://example.org/light/mizen>), 2 triples

Things: 1 added, 1 removed, 1 changed. Triples: 5 added, 4 removed.
"""
    )


def test_text_opens_with_the_layers(tmp_path: Path) -> None:
    """How many things and triples differ in each, then each by itself."""
    told = differ(tmp_path, LAYERED_OLD, LAYERED_NEW, "trig")
    lines = write_text(told, 200).splitlines()
    assert lines[3:8] == [
        "article   1 added, 1 removed, 1 changed  +5 -4",
        "evidence  1 changed                      +1 -1",
        "",
        "article",
        "",
    ]
    assert lines[-5:-2] == [
        "",
        "~ Fastnet Rock (<https://example.org/light/fastnet>)",
        "    ~ <https://example.org/light/seen>: 1854 → 1904",
    ]


def test_text_of_equal_editions_is_short(tmp_path: Path) -> None:
    """Nothing but that they are."""
    text = write_text(differ(tmp_path, OLD, OLD)).replace(f"{tmp_path}/", "")
    assert (
        text == "old  old.ttl, 7 triples\nnew  new.ttl, 7 triples\n\nNo difference in 7 triples.\n"
    )


def test_lines_keep_to_the_width(tmp_path: Path) -> None:
    """Broken between words, and indented where they go on."""
    told = differ(tmp_path, 'l:a l:p "one" .', f'l:a l:p "{"word " * 40}" .')
    lines = write_text(told).splitlines()[4:]
    assert lines[0].startswith('    ~ <https://example.org/light/p>: "one" → "word word')
    assert lines[1].startswith("        word word")
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("sign", "start"), [("+", "\x1b[32m"), ("-", "\x1b[31m"), ("~", "\x1b[33m")]
)
def test_lines_are_coloured_where_that_is_asked_for(tmp_path: Path, sign: str, start: str) -> None:
    """Green for new, red for gone, yellow for changed."""
    lines = write_text(differ(tmp_path, OLD, NEW), 200, colour=True).splitlines()
    assert any(line.startswith(f"{start}{sign} ") and line.endswith("\x1b[0m") for line in lines)


def test_text_is_plain_otherwise(tmp_path: Path) -> None:
    """A file or a pipe gets no codes of a terminal, not even those in the data."""
    told = differ(tmp_path, OLD, 'l:a rdfs:label "\x1b[31mred" .')
    assert "\x1b" not in write_text(told)
