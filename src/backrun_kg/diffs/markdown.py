"""Differences for a page: a table of layers, then a list of things."""

import re
from collections.abc import Iterator

from backrun_kg.answers import Term
from backrun_kg.differences import Change, Differences, ThingChange
from backrun_kg.diffs.wording import (
    STATUSES,
    by_layer,
    find_label,
    name_layer,
    name_property,
    name_term,
    summarize,
    tell_triples,
)
from backrun_kg.escapes import neutral

_HEAD = ("layer", *STATUSES, "triples added", "triples removed")


def write_markdown(told: Differences) -> str:
    """What differs, as a heading, a table and a list for each layer."""
    lines = [f"## {_escape(told.old)} → {_escape(told.new)}", "", _escape(summarize(told))]
    groups = by_layer(told)
    if told.by_layer and groups:
        rows = [_HEAD, ["---"] * len(_HEAD), *_overview(told, groups)]
        lines += ["", *(f"| {' | '.join(row)} |" for row in rows)]
    for layer, things in groups.items():
        lines += ["", f"### {_escape(name_layer(layer))}"] if told.by_layer else []
        lines += ["", *(line for thing in things for line in _thing(thing, told))]
    return "\n".join(lines) + "\n"


def _overview(told: Differences, groups: dict[str, list[ThingChange]]) -> Iterator[list[str]]:
    for layer, things in groups.items():
        numbers = [
            *(told.count(status, layer) for status in STATUSES),
            sum(thing.added for thing in things),
            sum(thing.removed for thing in things),
        ]
        yield [_escape(name_layer(layer)), *map(str, numbers)]


def _thing(thing: ThingChange, told: Differences) -> Iterator[str]:
    name = _name(thing.thing, told)
    if thing.status != "changed":
        yield f"- {thing.status}: {name}, {tell_triples(thing.added + thing.removed)}"
        return
    yield f"- changed: {name}"
    for change in thing.changes:
        yield from (f"  - {line}" for line in _change(change, told))


def _change(change: Change, told: Differences) -> Iterator[str]:
    name = _escape(name_property(change.iri, told))
    old, new = ([_name(term, told) for term in end] for end in (change.old, change.new))
    if change.replaces:
        yield f"{name}: {old[0]} → {new[0]}"
        return
    yield from (f"{name}: removed {value}" for value in old)
    yield from (f"{name}: added {value}" for value in new)


def _name(term: Term, told: Differences) -> str:
    """A label as text, and what is data as code, in which nothing means anything."""
    label, code = find_label(term, told), _code(name_term(term))
    return f"{_escape(label)} ({code})" if label else code


def _code(text: str) -> str:
    """A code span, fenced by more back ticks than the text has in a row."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    inner = f" {text} " if text.startswith("`") or text.endswith("`") else text
    return f"{fence}{inner}{fence}"


def _escape(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|~&@])", r"\\\1", neutral(text))
