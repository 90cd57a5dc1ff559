"""The page: which reader of which version reads which format, and what it makes of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.interoperability.catalogue import READERS
from benchmarks.interoperability.matrix import ELSEWHERE
from benchmarks.interoperability.trials import REFUSED, SAME, Result

PAGE = Path(__file__).parents[2] / "docs" / "interoperability.md"

_WORDS = {SAME: "same", REFUSED: "not read"}
_PLACES = {"python": "Python", "node": "JavaScript", "java": "Java", "program": "the shell"}
_HEAD = """\
# Interoperability

Every file that `backrun-kg export` writes is read back by programs that are none of ours, and what
they read is compared with the graph itself: statement by statement, row by row, edge by edge.
Nothing may be lost and nothing added. Where a reader has a way of its own, the table says which,
and all else is compared as exactly.

This page is written by `python -m benchmarks.interoperability FOLDER`, where `FOLDER` holds the
readers that the system has not. A test holds its rows to those of the script, and CI its results to
those of a fresh run.
"""


def write_page(results: Iterable[Result], versions: Mapping[str, str]) -> str:
    """The page, from what the trials gave and the versions of the readers."""
    return "\n".join([_HEAD, *_tell_results(results), *_tell_rest(), *_tell_readers(versions)])


def read_versions(page: str) -> dict[str, str]:
    """The versions that a page tells, by reader."""
    titles = {reader.title: name for name, reader in READERS.items()}
    rows = re.findall(
        r"^\| ([^|]+) \| (?:Python|JavaScript|Java|the shell) \| ([^|]+) \|$", page, re.M
    )
    return {titles[title]: version for title, version in rows if title in titles}


def read_rows(page: str) -> list[tuple[str, str]]:
    """The formats and readers that a page tells of, in its order."""
    names = {reader.title: name for name, reader in READERS.items()}
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ", page, re.M)
    return [(kind, names[title]) for kind, title in rows if title in names]


def _tell_results(results: Iterable[Result]) -> Iterator[str]:
    yield "## What was read\n"
    yield "| export | reader | compared | result |"
    yield "| --- | --- | --- | --- |"
    for found in results:
        title, word = READERS[found.reader].title, _WORDS[found.verdict]
        told = f"{word}; {found.reason}" if found.reason else word
        yield f"| `{found.format}` | {title} | {found.compared or '–'} | {told} |"
    yield (
        "\n`questions` are three of the named queries, put in SQL and asked of the Parquet files; "
        "their rows are those of the named queries, in the same order. Statements are compared in "
        "canonical N-Quads: the graph has no blank nodes.\n"
    )


def _tell_rest() -> Iterator[str]:
    yield "## What is read elsewhere\n"
    for kind, reason in ELSEWHERE.items():
        yield f"- `{kind}`: {reason}."
    yield ""


def _tell_readers(versions: Mapping[str, str]) -> Iterator[str]:
    yield "## The readers\n"
    yield "| reader | used from | version |"
    yield "| --- | --- | --- |"
    for name, reader in READERS.items():
        yield f"| {reader.title} | {_PLACES[reader.runner]} | {versions.get(name, '–')} |"
    yield ""
