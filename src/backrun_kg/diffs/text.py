"""Differences for a person: how many in each layer, then thing by thing."""

import textwrap
from collections.abc import Iterator

from backrun_kg.differences import Change, Differences, ThingChange
from backrun_kg.diffs.wording import (
    SIGNS,
    by_layer,
    name_layer,
    name_property,
    name_thing,
    summarize,
    tell_things,
    tell_triples,
)
from backrun_kg.escapes import neutral

_END = "\x1b[0m"
_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "~": "\x1b[33m", "": "\x1b[1m"}


def write_text(told: Differences, width: int = 80, *, colour: bool = False) -> str:
    """What differs, in lines of a width that break between words; the sum of it last.

    A thing that is new or gone is one line, of any other each property that differs. ``colour`` is
    for terminals.
    """
    lines = [
        f"old  {neutral(told.old)}, {tell_triples(told.old_triples)}",
        f"new  {neutral(told.new)}, {tell_triples(told.new_triples)}",
        "",
    ]
    groups = by_layer(told)
    if told.by_layer and groups:
        lines += [*_overview(told, groups), ""]
    for layer, things in groups.items():
        if told.by_layer:
            lines += [_paint(name_layer(layer), "", colour), ""]
        for thing in things:
            lines += _thing(thing, told, width, colour)
        lines.append("")
    return "\n".join([*lines, *_wrap(summarize(told), 0, width)]) + "\n"


def _overview(told: Differences, groups: dict[str, list[ThingChange]]) -> Iterator[str]:
    """A line for each layer: how many things, how many triples."""
    rows = [
        (
            name_layer(layer),
            tell_things(told, layer),
            f"+{sum(t.added for t in things)} -{sum(t.removed for t in things)}",
        )
        for layer, things in groups.items()
    ]
    widths = [max(len(row[index]) for row in rows) for index in range(2)]
    for layer, counts, triples in rows:
        yield f"{layer:<{widths[0]}}  {counts:<{widths[1]}}  {triples}"


def _thing(thing: ThingChange, told: Differences, width: int, colour: bool) -> Iterator[str]:
    sign, name = SIGNS[thing.status], name_thing(thing.thing, told)
    if thing.status != "changed":
        name += f", {tell_triples(thing.added + thing.removed)}"
    yield from _signed(sign, name, 0, width, colour)
    if thing.status == "changed":
        for change in thing.changes:
            yield from _change(change, told, width, colour)


def _change(change: Change, told: Differences, width: int, colour: bool) -> Iterator[str]:
    name = name_property(change.iri, told)
    old, new = ([name_thing(term, told) for term in end] for end in (change.old, change.new))
    if change.replaces:
        yield from _signed("~", f"{name}: {old[0]} → {new[0]}", 4, width, colour)
        return
    for sign, values in (("-", old), ("+", new)):
        for value in values:
            yield from _signed(sign, f"{name}: {value}", 4, width, colour)


def _signed(sign: str, text: str, indent: int, width: int, colour: bool) -> Iterator[str]:
    for line in _wrap(f"{sign} {text}", indent, width):
        yield _paint(line, sign, colour)


def _wrap(text: str, indent: int, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 4),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _paint(text: str, kind: str, colour: bool) -> str:
    return f"{_COLOURS[kind]}{text}{_END}" if colour else text
