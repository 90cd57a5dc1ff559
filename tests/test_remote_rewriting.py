"""Queries for servers: terms bound in the text, prefixes declared, and nothing else changed."""

import pyoxigraph as ox
import pytest
from hypothesis import given

from backrun_kg.answers import Rows, Term
from backrun_kg.dataset import Dataset
from backrun_kg.errors import MalformedQuery
from backrun_kg.queries import Parameter, Query, list_queries, run_query
from backrun_kg.remote.rewriting import bind_terms, chooses_graphs, declare_prefixes, read_layout
from strategies import texts

A, B = ox.NamedNode("urn:a"), ox.Literal("b")
PARAMETERS = [
    pytest.param(query, parameter, id=f"{query.name}-{parameter.name}")
    for query in list_queries()
    for parameter in query.parameters
]


def _values(query: Query, parameter: Parameter, dataset: Dataset) -> list[Term]:
    """Some values that a parameter has, and one that it has not."""
    every = run_query(dataset, query.text)
    assert isinstance(every, Rows)
    column = [row[every.columns.index(parameter.name)] for row in every.rows]
    found = [term for term in dict.fromkeys(column) if term is not None][:4]
    return [*found, ox.Literal("ankle"), ox.NamedNode("http://example.org/nothing")]


@pytest.mark.parametrize(("query", "parameter"), PARAMETERS)
def test_bound_text_gives_the_rows_of_a_bound_query(
    query: Query, parameter: Parameter, shipped: Dataset
) -> None:
    """Terms in the text say what the engine's own bindings say."""
    for value in _values(query, parameter, shipped):
        bound = {parameter.name: value}
        expected = run_query(shipped, query.text, bound)
        found = run_query(shipped, bind_terms(query.text, bound, query.name))
        assert isinstance(expected, Rows)
        assert isinstance(found, Rows)
        assert found.rows == expected.rows


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("SELECT * {?x ?p ?o}", "SELECT * {?x ?p ?o\nVALUES (?x) { (<urn:a>) }\n}"),
        (
            "SELECT ?x WHERE { ?x ?p ?o { SELECT ?p {?s ?p ?o} } } ORDER BY ?x LIMIT 3",
            "SELECT ?x WHERE { ?x ?p ?o { SELECT ?p {?s ?p ?o} } "
            "\nVALUES (?x) { (<urn:a>) }\n} ORDER BY ?x LIMIT 3",
        ),
        (
            'SELECT (CONCAT("}", "{") AS ?y) { $x ?p "}" # }\n}',
            'SELECT (CONCAT("}", "{") AS ?y) { $x ?p "}" # }\n\nVALUES (?x) { (<urn:a>) }\n}',
        ),
        (
            "CONSTRUCT { ?x ?x ?x } WHERE { ?x ?p ?o }",
            "CONSTRUCT { ?x ?x ?x } WHERE { ?x ?p ?o \nVALUES (?x) { (<urn:a>) }\n}",
        ),
        (
            "CONSTRUCT WHERE { ?x ?p ?o }",
            "CONSTRUCT WHERE { ?x ?p ?o \nVALUES (?x) { (<urn:a>) }\n}",
        ),
        ("ASK { ?x ?p ?o }", "ASK { ?x ?p ?o \nVALUES (?x) { (<urn:a>) }\n}"),
        (
            "SELECT (COUNT(?o) AS ?x) { ?s ?p ?o }",
            "SELECT (COUNT(?o) AS ?x) { ?s ?p ?o }\nVALUES (?x) { (<urn:a>) }",
        ),
    ],
    ids=["plain", "sub-select", "hidden brackets", "template", "short", "ask", "computed"],
)
def test_terms_go_into_the_outermost_group(text: str, bound: str) -> None:
    """Or behind it, for what only the SELECT clause computes."""
    assert bind_terms(text, {"x": A}, "query") == bound


def test_several_terms_go_in_together() -> None:
    """As one row."""
    bound = bind_terms("ASK { ?x ?p ?o }", {"x": A, "o": B}, "query")
    assert bound == 'ASK { ?x ?p ?o \nVALUES (?x ?o) { (<urn:a> "b") }\n}'


def test_text_without_bindings_stays() -> None:
    """To the byte, whatever it is."""
    assert bind_terms("no query", {}, "query") == "no query"


@given(texts)
def test_any_text_stays_a_term(text: str) -> None:
    """Nothing in it ends the string or becomes part of the query."""
    query = bind_terms("SELECT ?x { ?s ?p ?o BIND(?o AS ?x) }", {"o": ox.Literal(text)}, "query")
    store = ox.Store()
    store.add(ox.Quad(A, A, ox.Literal(text)))
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    assert [row["x"] for row in found] == [ox.Literal(text)]


@pytest.mark.parametrize(
    ("text", "term", "says"),
    [
        ("ASK { ?x ?p ?o }", ox.BlankNode("b"), "a blank node has no name"),
        ("ASK { ?s ?p ?o }", A, r"no place where a server could bind \?x"),
        ("SELECT ?s { ?s ?p ?o } VALUES ?s { 1 }", A, r"no place .* bind \?x"),
        ("DELETE WHERE { ?x ?p ?o }", A, "is no query"),
    ],
    ids=["blank node", "unused", "values taken", "update"],
)
def test_what_cannot_be_bound_is_refused(text: str, term: Term, says: str) -> None:
    """Rather than left out."""
    with pytest.raises(MalformedQuery, match=says):
        bind_terms(text, {"x": term}, "query")


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("ASK { br:x a skos:Concept }", {"br", "skos"}),
        ("PREFIX br: <urn:x:>\nASK { br:x a kg:y }", {"kg"}),
        ('ASK { ?s ?p "br:x" } # kg:y', set()),
        ("ASK { ?s ?p other:x }", set()),
    ],
    ids=["used", "declared", "hidden", "not ours"],
)
def test_only_missing_prefixes_are_declared(text: str, full: set[str]) -> None:
    """Before the text, on its first line."""
    declared = declare_prefixes(text, "query")
    added = declared.removesuffix(text)
    assert {part.split(":")[0] for part in added.split("PREFIX ")[1:]} == full
    assert "\n" not in added


@pytest.mark.parametrize(
    ("text", "chooses"),
    [
        ("SELECT * FROM <urn:g> { ?s ?p ?o }", True),
        ("SELECT * from named <urn:g> { ?s ?p ?o }", True),
        ('SELECT * { ?from ?p "FROM" } # FROM', False),
    ],
)
def test_query_may_choose_its_graphs(text: str, chooses: bool) -> None:
    """By the word, wherever else it stands."""
    assert chooses_graphs(text, "query") == chooses


@pytest.mark.parametrize(
    ("text", "form", "modifiers"),
    [
        ("SELECT ?x { ?x ?p ?o } ORDER BY ?x LIMIT 3", "SELECT", ("ORDER", "BY", "?x", "LIMIT")),
        ("select (count(*) as ?n) { } offset 2", "SELECT", ("OFFSET",)),
        ("DESCRIBE <urn:a>", "DESCRIBE", ()),
        ("PREFIX ask: <urn:x:> ASK { }", "ASK", ()),
    ],
)
def test_layout_is_read(text: str, form: str, modifiers: tuple[str, ...]) -> None:
    """Its form, and the words after the outermost group."""
    layout = read_layout(text, "query")
    assert layout.form == form
    assert tuple(word for word in layout.modifiers if not word[0].isdigit()) == modifiers
