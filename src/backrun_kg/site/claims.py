"""A claim's page in three blocks: what is said, what was found, who recorded it."""

from typing import Any, NamedTuple

from backrun_kg.site.addresses import Link, find_stem, open_address
from backrun_kg.site.atlas import Atlas, Row
from backrun_kg.site.evidence import BEARINGS, bearing, count_dots, is_indirect, read_verdict
from backrun_kg.site.facts import list_facts, list_pointers
from backrun_kg.site.pages import Page


class Found(NamedTuple):
    """A finding in words, with its figure, its study, and where it was read."""

    summary: Link
    figure: str
    setting: str
    study: Link
    design: str
    indirect: bool
    seen: Link


def tell_claim(atlas: Atlas, row: Row) -> Page:
    """The page of a claim, from its row in the query ``claims``."""
    iri = row["claim"]
    evidence = atlas.rows_by("evidence", "claim").get(iri, [])
    verdicts = atlas.rows_by("verdicts", "claim").get(iri, [])
    return Page(
        f"{find_stem(iri)}.html",
        "claim.html",
        row["claimLabel"],
        f"What is said, where it is said, and what studies found: {row['claimLabel']}",
        {
            "row": row,
            "kind": atlas.link(atlas.statements.kinds(iri)[0]),
            "edge": [atlas.link(row[part]) for part in ("subject", "object")],
            "property": atlas.link(row["predicate"], atlas.name_property(row["predicate"])),
            "places": list_places(atlas, iri),
            "verdict": read_verdict(verdicts[0]) if verdicts else None,
            "dots": count_dots(verdicts[0]) if verdicts else [],
            "found": _found(atlas, evidence),
            "recorded": _recorded(atlas, iri),
            "facts": list_facts(atlas, iri),
            "pointers": list_pointers(atlas, iri, {each["finding"] for each in evidence}),
        },
    )


def list_places(atlas: Atlas, iri: str) -> list[dict[str, Any]]:
    """The passages that a claim, a question or an answer was read from, the first one first."""
    rows = atlas.rows_by("sources", "record").get(iri, [])
    return [
        {
            **row,
            "again": not row["role"].endswith("passage"),
            "place": atlas.link(row["passage"], f"{row['start']}–{row['end']}"),
            "document": atlas.link(row["document"]),
        }
        for row in sorted(rows, key=lambda row: (row["role"], int(row["start"])))
    ]


def _found(atlas: Atlas, rows: list[Row]) -> dict[str, list[Found]]:
    """The findings by how they bear on the claim, direct ones and strong designs first."""
    found: dict[str, list[Found]] = {title: [] for title in BEARINGS}
    for row in rows:
        told = _tell(atlas, row)
        if told not in found[bearing(row)]:
            found[bearing(row)].append(told)
    return {title: findings for title, findings in found.items() if findings}


def _tell(atlas: Atlas, row: Row) -> Found:
    return Found(
        atlas.link(row["finding"], row["findingLabel"]),
        row["figure"],
        row["setting"],
        atlas.link(row["study"], row["studyLabel"]),
        row["designLabel"],
        is_indirect(row),
        Link("seen at", open_address(row["seenAt"])),
    )


def _recorded(atlas: Atlas, iri: str) -> list[dict[str, Any]]:
    rows = atlas.rows_by("provenance", "claim").get(iri, [])
    return [
        {"date": row["date"]}
        | {name: atlas.link(row[name]) for name in ("activity", "agent", "document")}
        for row in rows
    ]
