"""One thing as text for a terminal: its facts, what points at it, what is said and where."""

import textwrap
from collections.abc import Iterable, Iterator

from backrun_kg.results import neutral
from backrun_kg.things import Thing

_INDENT = 2


def write_card(thing: Thing, width: int = 80) -> str:
    """The card of a thing, at most ``width`` columns wide."""
    claims = {row["claim"] for row in thing.claims}
    others = [row for row in thing.pointers if row["subject"] not in claims]
    sections = {
        "Facts": _grouped(thing.facts, "value", width),
        "Pointed at by": _grouped(others, "subject", width),
        "Claims": _claims(thing, width),
        "Source": _source(thing, width),
    }
    blocks = [f"{title}\n{body}" for title, lines in sections.items() if (body := "\n".join(lines))]
    return neutral_lines("\n\n".join([_heading(thing), *blocks])) + "\n"


def neutral_lines(text: str) -> str:
    """The text made harmless, its line ends kept."""
    return "\n".join(neutral(line) for line in text.split("\n"))


def _heading(thing: Thing) -> str:
    return f"{neutral(thing.label)} ({thing.name})" if thing.label else thing.name


def _local(name: str) -> str:
    """The local name of a CURIE; an IRI in angle brackets as it is."""
    return name if name.startswith("<") else name.partition(":")[2]


def _grouped(rows: Iterable[dict[str, str]], end: str, width: int) -> Iterator[str]:
    """One line per property with all that stands at its other end."""
    values: dict[str, list[str]] = {}
    for row in rows:
        name = row["propertyLabel"] or _local(row["property"])
        values.setdefault(name, []).append(row[f"{end}Label"] or row[end])
    longest = max(map(len, values), default=0)
    for name, found in values.items():
        yield from _wrapped(f"{name:<{longest}}  ", _listed(found), width)


def _listed(values: list[str]) -> str:
    """Names with commas between them, sentences one after the other."""
    return (" " if all(value.endswith(".") for value in values) else ", ").join(values)


def _claims(thing: Thing, width: int) -> Iterator[str]:
    places = {row["record"]: row for row in thing.sources}
    for row in thing.claims:
        place = places.get(row["claim"])
        where = f", {_place(place)}" if place else ""
        firmness = (row["modalityLabel"] or row["modality"]).lower()
        yield from _wrapped("", f"{row['claimLabel']} ({firmness}{where})", width)


def _source(thing: Thing, width: int) -> Iterator[str]:
    for row in thing.sources:
        if row["record"] == thing.name:
            yield from _wrapped("", f"{_place(row)}, SHA-256 {row['sha256']}", width)


def _place(row: dict[str, str]) -> str:
    return f"{row['document']} {row['start']}–{row['end']}"


def _wrapped(start: str, text: str, width: int) -> list[str]:
    indent = " " * _INDENT
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent + start,
        subsequent_indent=indent + " " * (len(start) or _INDENT),
        break_long_words=False,
        break_on_hyphens=False,
    )
