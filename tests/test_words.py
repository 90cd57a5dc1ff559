"""The words of a query: told from what hides them, in any text, and never slowly."""

from contextlib import suppress

import pytest

from backrun_kg.errors import MalformedQuery
from backrun_kg.processes import CAN_FORK, Limits, run_apart
from backrun_kg.queries import Query, list_queries
from backrun_kg.words import MOST_CHARACTERS, names_graphs, screen_text


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_named_query_passes(query: Query) -> None:
    """The caps are far above what a question needs: ours go to 9 levels and 3,000 characters."""
    screen_text(query.text, query.name)


NESTED = {
    "100 groups": ("ASK " + "{" * 100 + "}" * 100, ""),
    "101 groups": ("ASK\n" + "{" * 101 + "}" * 101, "line 2: more than 100 brackets"),
    "101 of all kinds": ("{([<<" * 26, "line 1: more than 100 brackets"),
    "closed before they open": ("}" * 50 + "{" * 101, "line 1: more than 100 brackets"),
    "one after another": ("ASK {" + "()[]{}<<>>" * 200 + "}", ""),
    "in a string": ("ASK { FILTER('" + "{" * 200 + "') }", ""),
    "in a comment": ("ASK { # " + "{" * 200 + "\n}", ""),
    "after a comment": ("ASK { # \r" + "{" * 200, "line 1: more than 100 brackets"),
    "in an IRI": ("ASK { FILTER(<http://e/" + "(" * 200 + ">) }", ""),
    "in a local name": ("ASK { FILTER(br:x" + r"\(" * 200 + ") }", ""),
    "after a comparison": ("ASK { FILTER(?a<'>') " + "{" * 200, "line 1: more than 100 brackets"),
}


@pytest.mark.parametrize(("text", "says"), NESTED.values(), ids=NESTED)
def test_nesting_is_counted(text: str, says: str) -> None:
    """Brackets of every kind, where they are brackets."""
    told = ""
    try:
        screen_text(text, "query")
    except MalformedQuery as error:
        told = str(error)
    assert says in told if says else told == ""


def test_longest_text_passes() -> None:
    """A mebibyte of letters, and not one more."""
    screen_text("#" * 1_048_576, "query")


def test_longer_text_is_refused() -> None:
    """The message tells where values of such a number belong."""
    with pytest.raises(MalformedQuery, match=r"^mine.rq is 1,048,577 characters long; a query may"):
        screen_text("#" * 1_048_577, "mine.rq")


ENDLESS = [
    "ASK { ?s ?p 'service }",
    'ASK { ?s ?p """service" }',
    "ASK { ?s ?p 'a\nservice' }",
    'SELECT * { VALUES ?x { """a" } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
]


@pytest.mark.parametrize("text", ENDLESS)
def test_endless_string_is_told(text: str) -> None:
    """What is in it and what comes after it cannot be told apart."""
    with pytest.raises(
        MalformedQuery, match=r"^query: line 1: a string opens here and does not en"
    ):
        screen_text(text, "query")


FROM = [
    ("SELECT * FROM <http://e/> {}", True),
    ("SELECT * from named <http://e/> {}", True),
    ("SELECT * FROMNAMED<http://e/> {}", True),
    ("SELECT * { ?from ?p 'FROM' }", False),
    ("SELECT * { ?s prov:wasDerivedFrom <http://e/FROM> } # FROM", False),
    ("SELECT * { ?s from:p from:o }", False),
]


@pytest.mark.parametrize(("text", "names"), FROM, ids=[text for text, _ in FROM])
def test_choice_of_graphs_is_seen(text: str, names: bool) -> None:
    """FROM as a word, not as a part of anything else."""
    assert names_graphs(text, "query") is names


UNITS = ["{", '"""\n\\', '"\\"', "a1", "<a", "#a", "service:x# # ", "<http://a", ":\\:", "''' "]


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_no_text_is_slow_to_screen(unit: str) -> None:
    """The longest text takes a second whatever is in it; backtracking would take it hours."""

    def screen() -> bytes:
        with suppress(MalformedQuery):
            screen_text("service:x " + unit * ((MOST_CHARACTERS - 10) // len(unit)), "query")
        return b"done"

    assert screen() if not CAN_FORK else run_apart(screen, Limits(timeout=30)).sent == b"done"
