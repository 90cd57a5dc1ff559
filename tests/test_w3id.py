"""The redirects of the project's IRIs, replayed rule by rule as Apache's mod_rewrite reads them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from site_samples import shipped_site

FILE = Path(__file__).parents[1] / "w3id" / ".htaccess"
SITE = "https://example.org/backrun-kg/"

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the redirects are not beside the tests")

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TURTLE = "text/turtle, application/rdf+xml;q=0.9, */*;q=0.1"
JSON = "application/ld+json, text/turtle;q=0.5"
LINES = "application/n-triples"
ANYTHING = "*/*"


class Rule(NamedTuple):
    """A RewriteRule with the RewriteConds before it."""

    conditions: list[tuple[str, str]]
    pattern: str
    target: str
    flags: list[str]


def _rules() -> Iterator[Rule]:
    conditions: list[tuple[str, str]] = []
    for line in FILE.read_text("utf-8").splitlines():
        word, *rest = line.split() or [""]
        if word == "RewriteCond":
            test, pattern = rest
            conditions.append((test, pattern))
        elif word == "RewriteRule":
            pattern, target, flags = rest
            yield Rule(conditions, pattern, target, flags.strip("[]").split(","))
            conditions = []


def _holds(condition: tuple[str, str], known: dict[str, str]) -> bool:
    test, pattern = condition
    value = _fill(test, known, None)
    if pattern.startswith("="):
        return value == pattern[1:]
    return bool(re.search(pattern.lstrip("!"), value)) != pattern.startswith("!")


def _fill(text: str, known: dict[str, str], match: re.Match[str] | None) -> str:
    filled = re.sub(r"%\{(?:ENV:)?(\w+)\}", lambda name: known.get(name[1], ""), text)
    return re.sub(r"\$(\d)", lambda at: match[int(at[1])] if match else "", filled)


def _replay(path: str, accept: str) -> tuple[int, str]:
    """The status and the place that a request is answered with; 404 where no rule is for it."""
    known = {"HTTP_ACCEPT": accept}
    for rule in _rules():
        match = re.search(rule.pattern, path)
        if not match or not all(_holds(condition, known) for condition in rule.conditions):
            continue
        for flag in rule.flags:
            kind, _, value = flag.partition("=")
            if kind == "E":
                name, _, content = value.partition(":")
                known[name] = _fill(content, known, match)
            elif kind == "R":
                target = "" if rule.target == "-" else _fill(rule.target, known, match)
                return int(value), target
    return 404, ""


@pytest.mark.parametrize(
    ("path", "accept", "place"),
    [
        ("id/knee", BROWSER, "id/knee.html"),
        ("id/knee", TURTLE, "id/knee.ttl"),
        ("id/knee", JSON, "id/knee.jsonld"),
        ("id/knee", ANYTHING, "id/knee.html"),
        ("0.1.0/id/knee", BROWSER, "0.1.0/id/knee.html"),
        ("0.1.0/id/knee", TURTLE, "0.1.0/id/knee.ttl"),
        ("0.1.0/id/knee", JSON, "0.1.0/id/knee.jsonld"),
        ("0.1.0/id/knee", ANYTHING, "0.1.0/id/knee.html"),
        ("ontology", BROWSER, "ontology.html"),
        ("ontology", TURTLE, "graph/ontology.ttl"),
        ("ontology", JSON, "graph/ontology.jsonld"),
        ("ontology", LINES, "graph/ontology.nt"),
        ("ontology", ANYTHING, "ontology.html"),
        ("ontology/0.1.0", BROWSER, "0.1.0/ontology.html"),
        ("ontology/0.1.0", TURTLE, "0.1.0/graph/ontology.ttl"),
        ("ontology/0.1.0", JSON, "0.1.0/graph/ontology.jsonld"),
        ("ontology/0.1.0", LINES, "0.1.0/graph/ontology.nt"),
        ("ontology/0.1.0", ANYTHING, "0.1.0/ontology.html"),
        ("graph/article", BROWSER, "downloads.html"),
        ("graph/article", TURTLE, "graph/article.ttl"),
        ("graph/article", JSON, "graph/article.jsonld"),
        ("graph/article", LINES, "graph/article.nt"),
        ("graph/article", ANYTHING, "downloads.html"),
        ("0.1.0/graph/article", BROWSER, "0.1.0/downloads.html"),
        ("0.1.0/graph/article", TURTLE, "0.1.0/graph/article.ttl"),
        ("0.1.0/graph/article", JSON, "0.1.0/graph/article.jsonld"),
        ("0.1.0/graph/article", LINES, "0.1.0/graph/article.nt"),
        ("0.1.0/graph/article", ANYTHING, "0.1.0/downloads.html"),
        ("dataset", TURTLE, "downloads/backrun-kg.ttl"),
        ("dataset", LINES, "downloads/backrun-kg.nt"),
        ("dataset", ANYTHING, "downloads.html"),
        ("shapes", TURTLE, "shapes.ttl"),
        ("shapes", BROWSER, "ontology.html"),
        ("faq", BROWSER, "faq.html"),
        ("", BROWSER, "index.html"),
    ],
)
def test_iri_leads_to_what_is_asked_for(path: str, accept: str, place: str) -> None:
    """To a file that is in the site, in that of a version where one is named."""
    assert _replay(path, accept) == (303, SITE + place)
    assert place.removeprefix("0.1.0/") in shipped_site()


def test_file_of_a_release_is_in_its_version() -> None:
    """As the metadata of a release name it."""
    assert _replay("release/0.1.0/csv/claim.csv", ANYTHING) == (
        302,
        f"{SITE}0.1.0/downloads/csv/claim.csv",
    )


@pytest.mark.parametrize("path", ["id/knee", "0.1.0/id/knee"])
def test_thing_as_lines_is_not_to_be_had(path: str) -> None:
    """Who takes nothing but N-Triples is told so, not sent something else."""
    assert _replay(path, LINES) == (406, "")


@pytest.mark.parametrize(
    "path", ["id/Knee", "id/", "id/a/b", "idx", "ontology/x", "graph/../x", "x"]
)
def test_unknown_path_leads_nowhere(path: str) -> None:
    """No rule sends it on."""
    assert _replay(path, ANYTHING) == (404, "")
