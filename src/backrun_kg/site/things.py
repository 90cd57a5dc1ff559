"""The page of any thing: its facts, what points at it, its claims, and its names elsewhere."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from backrun_kg.exports.statements import plain_iri
from backrun_kg.namespaces import shrink
from backrun_kg.site.addresses import Link, find_stem, open_address
from backrun_kg.site.atlas import Atlas, Row
from backrun_kg.site.claims import list_places, tell_claim
from backrun_kg.site.evidence import bearing, is_indirect, read_verdict
from backrun_kg.site.facts import list_facts, list_pointers
from backrun_kg.site.linked import write_embedded
from backrun_kg.site.pages import Page


def tell_things(atlas: Atlas) -> Iterator[Page]:
    """The page of every thing, a claim's in its own way."""
    claims = atlas.rows_by("claims", "claim")
    for iri in atlas.things:
        page = tell_claim(atlas, claims[iri][0]) if iri in claims else _tell_thing(atlas, iri)
        stem = find_stem(iri)
        yield replace(
            page,
            told={**page.told, "iri": plain_iri(iri), "curie": shrink(plain_iri(iri))},
            alternates={
                "text/turtle": f"{stem}.ttl",
                "application/ld+json": f"{stem}.jsonld",
            },
            embedded=write_embedded(atlas.quads[iri]),
        )


def _tell_thing(atlas: Atlas, iri: str) -> Page:
    mappings = atlas.rows_by("mappings", "thing").get(iri, [])
    said = _said(atlas, iri)
    definition = atlas.text(iri, "definition")
    told: dict[str, Any] = {
        "kinds": [atlas.link(kind) for kind in atlas.statements.kinds(iri)],
        "definition": definition,
        "figures": _figures(atlas, iri),
        "facts": list_facts(atlas, iri, {row["relation"] for row in mappings}),
        "pointers": list_pointers(atlas, iri, {row["claim"] for row in said}),
        "claims": [_claim(atlas, row) for row in said],
        "mappings": _mappings(atlas, mappings),
        "places": list_places(atlas, iri),
    }
    label = atlas.label(iri)
    return Page(f"{find_stem(iri)}.html", "thing.html", label, definition or label, told)


def _said(atlas: Atlas, iri: str) -> list[Row]:
    """The claims with the thing at either end."""
    ends = (atlas.rows_by("claims", end).get(iri, []) for end in ("subject", "object"))
    found = {row["claim"]: row for rows in ends for row in rows}
    return [found[claim] for claim in sorted(found)]


def _claim(atlas: Atlas, row: Row) -> dict[str, Any]:
    verdicts = atlas.rows_by("verdicts", "claim").get(row["claim"], [])
    return {
        "claim": atlas.link(row["claim"], row["claimLabel"]),
        "modality": row["modalityLabel"] or atlas.label(row["modality"]),
        "places": list_places(atlas, row["claim"])[:1],
        "verdict": read_verdict(verdicts[0]) if verdicts else None,
    }


def _mappings(atlas: Atlas, rows: list[Row]) -> list[tuple[str, Link]]:
    """How a thing is called elsewhere: the relation in words, and the identifier."""
    return [
        (atlas.name_property(row["relation"]), Link(row["id"], open_address(row["target"])))
        for row in rows
    ]


def _figures(atlas: Atlas, iri: str) -> list[dict[str, Any]]:
    """Where the thing is a finding: its figure in words, and the claims it bears on."""
    return [
        {
            "figure": row["figure"],
            "setting": row["setting"],
            "bearing": bearing(row),
            "indirect": is_indirect(row),
            "claim": atlas.link(row["claim"], row["claimLabel"]),
        }
        for row in atlas.rows_by("evidence", "finding").get(iri, [])
    ]
