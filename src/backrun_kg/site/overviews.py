"""Pages across things: the landing page, questions, studies, muscles, everything, the method."""

from typing import Any

from backrun_kg.exports.imprint import read_imprint
from backrun_kg.exports.jsonld import write_schema_org
from backrun_kg.queries import find_query
from backrun_kg.site.addresses import Link, open_address
from backrun_kg.site.atlas import Atlas, Row
from backrun_kg.site.evidence import Verdict, map_evidence, read_verdict, weigh_claims
from backrun_kg.site.linked import embed
from backrun_kg.site.pages import Page
from backrun_kg.site.picture import draw
from backrun_kg.site.vendored import place_file, read_manifest


def tell_start(atlas: Atlas) -> Page:
    """The landing page: the evidence map, what is said beside what was found, ways in."""
    imprint = read_imprint(atlas.source)
    told = {
        "imprint": imprint,
        "map": map_evidence(atlas),
        "weighed": weigh_claims(atlas),
        "drawing": draw(atlas),
        "classes": _count_classes(atlas),
        "studies": len(atlas.rows("studies")),
        "findings": len(atlas.rows("findings")),
        "claims": len(atlas.rows("claims")),
    }
    return Page("index.html", "index.html", imprint.title, imprint.description, told)


def tell_everything(atlas: Atlas) -> Page:
    """Every thing by class, for the filter and for whoever reads on."""
    classes = [
        (kind, anchor, [atlas.link(iri) for iri in things])
        for (kind, anchor), things in _classes(atlas).items()
    ]
    told = {"classes": classes, "number": len(atlas.things)}
    return Page("browse.html", "browse.html", "Everything, by class", "All things.", told)


def tell_questions(atlas: Atlas) -> Page:
    """Questions with the answers given, and where the claims they rest on stand."""
    checked = atlas.rows_by("faq-checked", "question")
    questions = [
        {
            "question": atlas.link(row["question"], row["questionLabel"]),
            "answer": row["answer"],
            "claims": [_checked(atlas, each) for each in checked.get(row["question"], [])],
        }
        for row in atlas.rows("faq")
    ]
    return Page(
        "faq.html",
        "faq.html",
        "Questions and answers",
        "Common questions on running backward, the answers given, and whether they hold.",
        {"questions": questions},
        embedded=embed(write_schema_org(atlas.statements.dataset)) if questions else "",
    )


def tell_studies(atlas: Atlas) -> Page:
    """Every study: design, size, how far it was read, and its findings."""
    studies = [
        {
            **row,
            "study": atlas.link(row["study"], row["studyLabel"]),
            "title": atlas.text(row["study"], "title"),
            "link": Link(row["doi"], open_address(f"https://doi.org/{row['doi']}")),
            "original": atlas.link(row["duplicateOf"]) if row["duplicateOf"] else None,
        }
        for row in atlas.rows("studies")
    ]
    told = "Every study that was looked at, its design, its size, and how far it was read."
    return Page("studies.html", "studies.html", "Studies", told, {"studies": studies})


def tell_muscles(atlas: Atlas) -> Page:
    """Muscles and joints, what is said of each, and where that stands."""
    parts = atlas.rows_by("muscle-parts", "whole")
    verdicts = {row["claim"]: read_verdict(row) for row in atlas.rows("verdicts")}
    muscles = [
        {
            "muscle": atlas.link(iri),
            "said": [_does(atlas, row, verdicts) for row in rows],
            "parts": [atlas.link(row["part"], row["partLabel"]) for row in parts.get(iri, [])],
        }
        for iri, rows in atlas.rows_by("muscles", "muscle").items()
    ]
    told = "What running backward is said to do to each muscle, and what was found."
    return Page("muscles.html", "muscles.html", "Muscles", told, {"muscles": muscles})


def tell_method(atlas: Atlas) -> Page:
    """How verdicts come about, in the words of the query that computes them, and what this is."""
    imprint = read_imprint(atlas.source)
    rule = find_query("verdicts").description.split("\n\n")
    libraries = [
        {
            **library,
            "link": Link(library["name"], library["home"]),
            "text": Link("its text", place_file(library, library["license_file"])),
        }
        for library in read_manifest()
    ]
    told: dict[str, Any] = {
        "imprint": imprint,
        "rule": rule,
        "depths": _count_depths(atlas),
        "libraries": libraries,
    }
    return Page("about.html", "about.html", "About", "How the verdicts come about.", told)


def _checked(atlas: Atlas, row: Row) -> dict[str, Any]:
    return {"claim": atlas.link(row["claim"], row["claimLabel"]), "verdict": read_verdict(row)}


def _does(atlas: Atlas, row: Row, verdicts: dict[str, Verdict]) -> dict[str, Any]:
    return {
        "does": row["doesLabel"] or atlas.name_property(row["does"]),
        "claim": atlas.link(row["claim"]),
        "verdict": verdicts.get(row["claim"]),
    }


def _classes(atlas: Atlas) -> dict[tuple[Link, str], list[str]]:
    """The things of each class by its link and a name for its place, classes by name."""
    members: dict[str, list[str]] = {}
    for iri in atlas.things:
        kinds = atlas.statements.kinds(iri)
        members.setdefault(kinds[0] if kinds else "", []).append(iri)
    named = {
        (atlas.link(kind) if kind else Link("Without a class"), kind): things
        for kind, things in members.items()
    }
    ordered = sorted(named.items(), key=lambda item: (item[0][0].text.casefold(), item[0][1]))
    return {
        (link, f"class-{number}"): things for number, ((link, _), things) in enumerate(ordered, 1)
    }


def _count_classes(atlas: Atlas) -> list[tuple[Link, int]]:
    return [
        (Link(link.text, f"browse.html#{anchor}"), len(things))
        for (link, anchor), things in _classes(atlas).items()
    ]


def _count_depths(atlas: Atlas) -> list[tuple[str, int]]:
    """How many studies were read how far, most first."""
    found = atlas.rows_by("studies", "depth").values()
    counts = [(rows[0]["depthLabel"] or atlas.label(rows[0]["depth"]), len(rows)) for rows in found]
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))
