"""The page that asks: named queries with their parameters as fields, and SPARQL of one's own."""

import json
from typing import Any

from backrun_kg.namespaces import OWN, PREFIXES
from backrun_kg.queries import Query, list_queries
from backrun_kg.site.addresses import Link
from backrun_kg.site.atlas import Atlas, open_ontology
from backrun_kg.site.linked import embed
from backrun_kg.site.pages import Page

_LONGEST_NAME = 60  # that anybody types into a field


def tell_asking(atlas: Atlas, endpoint: str = "") -> Page:
    """The page; it asks the ``endpoint`` where there is one, and a copy of the graph otherwise."""
    queries = list_queries()
    data = {
        "queries": [_describe(query) for query in queries],
        "names": _name_things(atlas),
        "prefixes": PREFIXES,
        "base": OWN["kg"],
        "endpoint": endpoint,
    }
    told = {
        "data": embed(json.dumps(data)),
        "queries": [Link(query.title, query.name) for query in queries],
    }
    description = "Ask the graph in SPARQL, or pick one of its named queries."
    return Page("ask.html", "ask.html", "Ask", description, told)


def split_query(text: str) -> tuple[str, str]:
    """A query's text before and behind the place where VALUES bind a parameter.

    It is the end of the outermost group: BIND takes no variable that is bound already.

    >>> split_query("SELECT ?x WHERE { ?x ?y ?z } ORDER BY ?x")
    ('SELECT ?x WHERE { ?x ?y ?z ', '} ORDER BY ?x')
    """
    place = text.rindex("}")
    return text[:place], text[place:]


def _describe(query: Query) -> dict[str, Any]:
    start, rest = split_query(_without_header(query.text))
    return {
        "name": query.name,
        "title": query.title,
        "says": query.description,
        "parameters": [parameter._asdict() for parameter in query.parameters],
        "start": start,
        "rest": rest,
    }


def _without_header(text: str) -> str:
    """The query alone: what its header says stands on the page."""
    header, _, rest = text.partition("\n\n")
    return rest if header.startswith("#") else text


def _name_things(atlas: Atlas) -> dict[str, str]:
    """The IRI of each thing and term by its names in small letters, where just one is called so."""
    found: dict[str, set[str]] = {}
    for row in [*atlas.rows("names"), *open_ontology().rows("names")]:
        found.setdefault(row["name"].casefold(), set()).add(row["thing"])
    return {
        name: iris.pop()
        for name, iris in sorted(found.items())
        if len(iris) == 1 and len(name) <= _LONGEST_NAME
    }
