"""The named queries: documented, totally ordered, right, and the same in two engines."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.term import Identifier, Literal, URIRef

from backrun_kg import queries
from backrun_kg.answers import Graph, Rows, Term, Truth, plain
from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import MalformedQuery, UnknownName
from backrun_kg.names import read_values
from backrun_kg.queries import choose_query, find_query, list_queries, parse_query, run_query
from backrun_kg.rdflib_bridge import to_rdflib_graph

ANSWERS = Path(__file__).parent / "answers"
NAMES = [query.name for query in list_queries()]
CASES = sorted(path.name.removesuffix(".tsv") for path in ANSWERS.glob("*.tsv"))


def _run(dataset: Dataset, case: str) -> Rows:
    """Run ``name`` or ``name parameter=value`` as an answer's file name says."""
    name, *values = case.split(" ")
    query = find_query(name)
    answer = run_query(dataset, query.text, read_values(dataset, query, values))
    assert isinstance(answer, Rows)
    return answer


def _literal(case: str) -> list[list[str]]:
    text = (ANSWERS / f"{case}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def _texts(rows: Iterable[Any]) -> list[list[str | None]]:
    """The terms of either engine as text; only the embedded engine's need unwrapping."""
    return [[None if term is None else _text(term) for term in row] for row in rows]


def _text(term: Any) -> str:
    return str(term.value if isinstance(term, ox.NamedNode | ox.Literal) else term)


def _in_rdflib(bindings: dict[str, Term]) -> dict[str, Identifier]:
    return {
        name: URIRef(term.value) if isinstance(term, ox.NamedNode) else Literal(plain(term))
        for name, term in bindings.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_query_has_an_answer(name: str) -> None:
    """Every named query has at least one literal answer in tests/answers."""
    assert any(path.stem.split(" ")[0] == name for path in ANSWERS.iterdir())


@pytest.mark.parametrize("case", CASES)
def test_answer_is_right(case: str, shipped: Dataset) -> None:
    """The rows are those written down, in that order."""
    answer = _run(shipped, case)
    expected = _literal(case)
    assert [list(answer.columns), *(list(row.values()) for row in answer)] == expected


@pytest.mark.parametrize("name", [name for name in NAMES if name != "schema-org"])
def test_engines_agree(name: str, shipped: Dataset, rdflib_graph: rdflib.Graph) -> None:
    """Rdflib gives the same rows in the same order."""
    text = find_query(name).text
    ours = run_query(shipped, text)
    assert isinstance(ours, Rows)
    assert _texts(ours.rows) == _texts(rdflib_graph.query(text))


@pytest.mark.parametrize("case", [case for case in CASES if "=" in case])
def test_engines_agree_on_a_bound_parameter(
    case: str, shipped: Dataset, rdflib_graph: rdflib.Graph
) -> None:
    """Rdflib, given the same terms as initial bindings, gives the same rows.

    Where a query computes a parameter, rdflib overwrites the binding; its other rows are dropped.
    """
    name, *values = case.split(" ")
    query = find_query(name)
    bindings = read_values(shipped, query, values)
    theirs = rdflib_graph.query(query.text, initBindings=_in_rdflib(bindings))
    columns = [str(variable) for variable in theirs.vars or ()]
    kept = [
        row
        for row in _texts(theirs)
        if all(row[columns.index(name)] == _text(term) for name, term in bindings.items())
    ]
    assert _texts(_run(shipped, case).rows) == kept


PARAMETERS = [
    (query.name, parameter.name)
    for query in list_queries()
    for parameter in query.parameters
    if parameter.kind == "thing"
]


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=map(" ".join, PARAMETERS))
def test_binding_keeps_the_rows_that_have_the_value(
    name: str, parameter: str, shipped: Dataset
) -> None:
    """Bound, a query gives exactly those of its rows; a variable in an OPTIONAL would not."""
    text = find_query(name).text
    every = run_query(shipped, text)
    assert isinstance(every, Rows)
    place = every.columns.index(parameter)
    for value in list(dict.fromkeys(row[place] for row in every.rows))[:5]:
        assert value is not None
        bound = run_query(shipped, text, {parameter: value})
        assert isinstance(bound, Rows)
        assert bound.rows == tuple(row for row in every.rows if row[place] == value)


def test_schema_org_view_is_right(shipped: Dataset) -> None:
    """The CONSTRUCT query gives the triples written down."""
    answer = run_query(shipped, find_query("schema-org").text)
    assert isinstance(answer, Graph)
    written = (ANSWERS / "schema-org.nt").read_text(encoding="utf-8")
    assert "".join(f"{triple} .\n" for triple in answer.triples) == written


@pytest.mark.parametrize("name", NAMES)
def test_header_has_title_and_description(name: str) -> None:
    """Every header opens with a title and says what one row is."""
    query = find_query(name)
    assert query.title
    assert query.description.startswith(("One row per", "A graph:"))


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_projected(name: str) -> None:
    """A parameter is a variable of the SELECT, so that every engine can bind it."""
    query = find_query(name)
    selected = re.search(r"SELECT (.*?) WHERE", query.text, re.DOTALL)
    columns = re.findall(r"\?(\w+)", selected[1]) if selected else []
    assert [p.name for p in query.parameters if p.name not in columns] == []


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_distinct(name: str, shipped: Dataset) -> None:
    """No row comes twice, and with the agreement of two engines the order is total."""
    answer = run_query(shipped, find_query(name).text)
    if isinstance(answer, Rows):
        assert len(set(answer.rows)) == len(answer)


OF_THE_ONTOLOGY = {"facts", "names", "pointers", "search", "terms"}


@pytest.mark.parametrize("name", [n for n in NAMES if n not in OF_THE_ONTOLOGY | {"schema-org"}])
def test_rows_need_no_ontology(name: str, shipped: Dataset) -> None:
    """Leaving the ontology out takes labels away, never rows: a verdict may not turn by it."""
    bare = load(layers=["article", "evidence", "alignment"])
    answers = [run_query(dataset, find_query(name).text) for dataset in (bare, shipped)]
    rows = [
        [plain(row[0]) for row in answer.rows] for answer in answers if isinstance(answer, Rows)
    ]
    assert sorted(rows[0]) == sorted(rows[1])


def test_verdicts_need_no_ontology(shipped: Dataset) -> None:
    """The verdicts are the same without the ontology's labels and ranks."""
    bare = load(layers=["article", "evidence"])
    text = find_query("verdicts").text
    found = [
        {row["claim"]: row["verdict"] for row in run_query(dataset, text)}  # type: ignore[union-attr]
        for dataset in (bare, shipped)
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize("name", NAMES)
def test_query_stands_alone(name: str) -> None:
    """Every prefix is declared in the file, and no SELECT takes all variables."""
    text = find_query(name).text
    rdflib.Graph(bind_namespaces="none").query(text)
    assert "SELECT *" not in text


def test_there_are_at_least_sixteen() -> None:
    """The package ships at least sixteen questions."""
    assert len(NAMES) >= 16


def test_unknown_query_names_the_nearest() -> None:
    """A slip of the finger is met with the right name."""
    with pytest.raises(UnknownName, match="Did you mean muscles"):
        find_query("musles")


@pytest.mark.parametrize("name", ["", "../queries/muscles", "muscles.rq/", "."])
def test_name_does_not_leave_the_folder(name: str) -> None:
    """A query's name is a name, not a path."""
    with pytest.raises(UnknownName):
        find_query(name)


def test_name_is_found_in_any_case() -> None:
    """Case does not matter in a query's name."""
    assert find_query("MUSCLES").name == "muscles"


def test_header_is_read() -> None:
    """Title, description and parameters come from the comment at the top."""
    query = parse_query(
        "q", "# Title\n#\n# One row.\n#\n# - `?x` (thing): keep one.\n\nSELECT ?x {}"
    )
    assert query[1:4] == ("Title", "One row.", (queries.Parameter("x", "thing", "keep one."),))


def test_layers_are_read() -> None:
    """The header may say which layers are enough; a query that does not say is given all."""
    header = "# Title\n#\n# One row.\n#\n# Layers it needs: ontology, article.\n\n"
    assert parse_query("q", f"{header}SELECT ?x {{}}").layers == ("ontology", "article")
    assert find_query("verdicts").layers == ()


@pytest.mark.parametrize("name", [query.name for query in list_queries() if query.layers])
def test_layers_of_a_query_are_enough(name: str, shipped: Dataset) -> None:
    """What its header leaves out changes nothing in its answer."""
    query = find_query(name)
    fewer = run_query(load(layers=query.layers), query.text)
    whole = run_query(shipped, query.text)
    if isinstance(fewer, Rows) and isinstance(whole, Rows):
        assert fewer.json == whole.json
    else:
        assert isinstance(fewer, Graph)
        assert isinstance(whole, Graph)
        assert fewer.triples == whole.triples


def test_text_without_header_has_no_manual() -> None:
    """SPARQL of one's own needs no header."""
    assert parse_query("-e", "SELECT ?x { ?x ?y ?z }")[1:4] == ("", "", ())


def test_own_query_file_is_read(tmp_path: Path) -> None:
    """A name that ends in .rq is a file."""
    path = tmp_path / "mine.rq"
    path.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert choose_query(str(path)).text == "ASK { ?s ?p ?o }"


def test_our_own_queries_are_known_from_others(tmp_path: Path) -> None:
    """What is shipped needs no limits; a file of the same name does."""
    path = tmp_path / "muscles.rq"
    path.write_text(find_query("muscles").text, encoding="utf-8")
    chosen = [choose_query("muscles"), choose_query(str(path)), choose_query(None, "ASK {}")]
    assert [query.shipped for query in chosen] == [True, False, False]


def test_ask_gives_a_truth_value(shipped: Dataset) -> None:
    """ASK answers with something that is true or false."""
    answer = run_query(shipped, "ASK { kg:quadriceps a br:Muscle }")
    assert isinstance(answer, Truth)
    assert bool(answer) is True


SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE ?s { ?s ?p ?o } } }",
    "SELECT * {SERVICE<http://127.0.0.1:9/>{?s ?p ?o}}",
    'SELECT * { BIND("#" AS ?x) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
    "SELECT * { ?s <http://e/#a> ?o . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { # comment\n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?a<?b) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o FILTER(?a>?b) } }",
    "SELECT * {SERVICESILENT<http://127.0.0.1:9/>{?s ?p ?o}}",
    "PREFIX x: <http://127.0.0.1:9/> SELECT * { SERVICEx:y { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * {SERVICE:y# comment\n#\n{?s ?p ?o}}",
    "PREFIX x: <http://127.0.0.1:9/> SELECT * { OPTIONAL{?s ?p 1.SERVICEx:y{?s ?p ?o}} }",
    "PREFIX x: <http://127.0.0.1:9/> SELECT * { ?s ?p trueSERVICE x:y { ?s ?p ?o } }",
    "SELECT * { # comment\rSERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    r"PREFIX x: <http://e/> ASK { OPTIONAL {?s x:b\#c ?o} SERVICE <http://127.0.0.1:9/> {} }",
    r"PREFIX x: <http://e/> ASK { OPTIONAL {?s x:b\'c ?o} SERVICE <http://127.0.0.1:9/> {} #'"
    + "\n}",
    "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE?x{?s?p?o}FILTER(?s>?o) }",
]


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_refused(text: str, shipped: Dataset) -> None:
    """No query goes out to the network."""
    with pytest.raises(MalformedQuery, match="SERVICE is not allowed"):
        run_query(shipped, text)


TWO_READINGS = [
    "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE#>\n?x{?s ?p ?o} }",
    "SELECT * { ?s ?p ?o FILTER(?s<'>')SERVICE <http://127.0.0.1:9/> {?s ?p ?o} #'\n}",
    "SELECT * { ?s ?p ?o FILTER(?s<?o#>'''\n)SERVICE <http://127.0.0.1:9/> {?s ?p ?o} #'''\n}",
    "BASE <http://e/> SELECT * { ?s <'> ?o . SERVICE <http://127.0.0.1:9/> {?s ?p ?o} #'\n}",
]


@pytest.mark.parametrize("text", TWO_READINGS)
def test_service_does_not_hide_behind_a_comparison(text: str, shipped: Dataset) -> None:
    """Where it takes the grammar to tell an IRI from a comparison, the text has to be clearer."""
    with pytest.raises(MalformedQuery, match="put a space after a < that compares"):
        run_query(shipped, text)


@pytest.mark.parametrize("text", [r"ASK { \u0053ERVICE ?s {} }", r"ASK { \U00000053ERVICE ?s {} }"])
def test_escaped_service_is_no_sparql(text: str, shipped: Dataset) -> None:
    """The engine takes no escapes outside strings and IRIs, so none can hide the word."""
    with pytest.raises(MalformedQuery, match="not SPARQL from here on"):
        run_query(shipped, text)


HARMLESS = [
    'ASK { BIND("SERVICE" AS ?x) }',
    "ASK { # SERVICE\n }",
    "ASK { BIND(<http://example.org/SERVICE> AS ?service) }",
    "PREFIX service: <http://example.org/> ASK { OPTIONAL { ?s service:SERVICE ?o } }",
    'ASK { BIND("""a "quoted" SERVICE""" AS ?x) }',
    "ASK { BIND('a \\'quoted\\' SERVICE' AS ?x) }",
    'ASK { BIND("a"@service AS ?x) }',
    "ASK { BIND(<http://example.org/(a)/service#b> AS ?x) }",
    "PREFIX my-service: <http://example.org/> ASK { OPTIONAL { ?s my-service:b ?o } }",
    "PREFIX service: <http://example.org/> ASK { OPTIONAL { GRAPH service:b { ?s ?p ?o } } }",
    r"PREFIX x: <http://e/> ASK { OPTIONAL { ?s x:a\#service ?o } }",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_the_word_service_is_harmless_elsewhere(text: str, shipped: Dataset) -> None:
    """Strings, comments, IRIs, names and variables may say service."""
    answer = run_query(shipped, text)
    assert isinstance(answer, Truth)
    assert bool(answer) is True


MALFORMED = [
    ("SELECT", "line 1, column 7"),
    ("SELECT ?x\nWHERE {\n ?x ?y }", "line 3"),
    ("ASK { ?s nope:p ?o }", "prefix is not declared"),
    ("INSERT DATA { <http://a/> <http://b/> 1 }", "line 1, column 1"),
    ("SELECT ?x { ?x ?p ?o } GROUP BY ?p", "query: "),
]


@pytest.mark.parametrize(("text", "says"), MALFORMED, ids=[text for text, _ in MALFORMED])
def test_malformed_query_tells_the_place(text: str, says: str, shipped: Dataset) -> None:
    """The message is one line with the place."""
    with pytest.raises(MalformedQuery, match=re.escape(says)) as caught:
        run_query(shipped, text)
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def rdflib_graph(shipped: Dataset) -> rdflib.Graph:
    """The union of the shipped layers in rdflib."""
    return to_rdflib_graph(shipped.quads())
