"""One thing as text for a terminal: its facts, what points at it, what is said and where."""

import textwrap
from collections.abc import Iterable, Iterator

from backrun_kg.escapes import neutral, neutral_lines
from backrun_kg.things import ClaimRecord, Thing

_INDENT = 2
_MANY = 12
_BEARINGS = {"For": "supports", "In part": "qualifies", "Against": "contradicts"}


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
    return _card(_heading(thing), sections)


def write_claim_card(record: ClaimRecord, width: int = 80) -> str:
    """The card of a claim: what is said and where, what was found, who recorded it."""
    sections = {
        "Said": _said(record, width),
        f"Found: {record.verdict.lower()}" if record.verdict else "Found": _found(record, width),
        "Recorded": _recorded(record, width),
    }
    return _card(record.said["claim"], sections)


def _card(heading: str, sections: dict[str, Iterator[str]]) -> str:
    blocks = [
        f"{neutral(title)}\n{body}"
        for title, lines in sections.items()
        if (body := "\n".join(lines))
    ]
    return neutral_lines("\n\n".join([heading, *blocks])) + "\n"


def _heading(thing: Thing) -> str:
    return f"{neutral(thing.label)} ({thing.name})" if thing.label else thing.name


def _local(name: str) -> str:
    """The local name of a CURIE; an IRI in angle brackets as it is."""
    return name if name.startswith("<") else name.partition(":")[2]


def _grouped(rows: Iterable[dict[str, str]], end: str, width: int) -> Iterator[str]:
    """One line per property with all that stands at its other end."""
    values: dict[str, list[str]] = {}
    for row in rows:
        name = neutral(row["propertyLabel"]) or _local(row["property"])
        values.setdefault(name, []).append(row[f"{end}Label"] or row[end])
    longest = max(map(len, values), default=0)
    for name, found in values.items():
        yield from _wrapped(f"{name:<{longest}}  ", _listed(found), width)


def _listed(values: list[str]) -> str:
    """Names with commas between them, sentences one after the other; the first few of many."""
    if len(values) > _MANY:
        return f"{_listed(values[:_MANY])} … and {len(values) - _MANY} more"
    return (" " if all(value.endswith(".") for value in values) else ", ").join(values)


def _claims(thing: Thing, width: int) -> Iterator[str]:
    places = {row["record"]: row for row in thing.sources}
    for row in thing.claims:
        place = places.get(row["claim"])
        where = f", {_place(place)}" if place else ""
        verdict = thing.verdicts.get(row["claim"], "").lower()
        found = f"; {verdict}" if verdict else ""
        yield from _wrapped("", f"{row['claimLabel']} ({_firmness(row)}{where}{found})", width)


def _firmness(row: dict[str, str]) -> str:
    return (row["modalityLabel"] or row["modality"]).lower()


def _said(record: ClaimRecord, width: int) -> Iterator[str]:
    yield from _wrapped("", f"{record.said['claimLabel']} ({_firmness(record.said)})", width)
    for row in record.sources:
        again = "" if row["role"].endswith("passage") else "again at "
        yield from _wrapped("", f"{again}{_place(row)}, SHA-256 {row['sha256']}", width)


def _found(record: ClaimRecord, width: int) -> Iterator[str]:
    """The findings by how they bear on the claim, strongest design first within each."""
    for title, ending in _BEARINGS.items():
        rows = [row for row in record.findings if row["bears"].endswith(ending)]
        if rows:
            yield f"  {title}"
        for row in rows:
            about = [row["figure"], row["setting"], row["designLabel"].lower(), row["studyLabel"]]
            if row["directness"].endswith("indirect"):
                about.insert(0, "indirect")
            told = "; ".join(part for part in about if part)
            yield from _wrapped("  ", f"{row['findingLabel']} ({told})", width)
    if not record.findings:
        yield "  Nothing was found, which is not to say that it is false."


def _recorded(record: ClaimRecord, width: int) -> Iterator[str]:
    for row in record.provenance:
        told = f"{row['activityLabel']}, {row['date']}, by {row['agentLabel']}."
        yield from _wrapped("", told, width)


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
