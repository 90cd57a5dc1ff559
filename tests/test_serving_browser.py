"""The pages of `serve` in a real browser: what is asked there goes to the endpoint and back."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from backrun_kg.answers import Graph
from backrun_kg.dataset import Dataset, load
from backrun_kg.queries import list_queries, run_query
from backrun_kg.results import render
from browser import MARKED, Browser, needs_axe, needs_browser
from export_samples import HEADER
from serving_samples import start

pytest.importorskip("uvicorn")
pytest.importorskip("starlette")

QUERIES = {query.name: query.text for query in list_queries()}
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) }"
REFUSED = "Failed to load resource: the server responded with a status of "

pytestmark = needs_browser


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with markup in its texts."""
    file = tmp_path_factory.mktemp("data") / "marked.ttl"
    file.write_text(HEADER + MARKED, "utf-8")
    return str(file)


@pytest.fixture(scope="module")
def dataset(data: str) -> Dataset:
    """What the server has, as the command line has it."""
    return load(data=[data])


@pytest.fixture(scope="module")
def server(data: str) -> Iterator[str]:
    """The address of the shipped graph and that file, as `serve` serves them."""
    with start("--timeout", "2", "--data", data, site=True) as served:
        yield served.address


@pytest.fixture
def page(server: str, browser: Browser) -> Iterator[str]:
    """The page that asks; nothing may come from elsewhere, and nothing complain."""
    browser.events.clear()
    yield f"{server}ask.html"
    assert [url for url in browser.requests() if not url.startswith((server, "blob:"))] == []
    assert _complaints(browser) == []


@pytest.mark.parametrize("name", QUERIES)
def test_named_query_answers_as_on_the_command_line(
    name: str, browser: Browser, page: str, dataset: Dataset
) -> None:
    """The same rows in the same order."""
    answer = run_query(dataset, QUERIES[name], name=name)
    browser.ask(page, name=name)
    if isinstance(answer, Graph):
        shown = browser.run("document.getElementById('answer').textContent")
        assert set(ox.parse(shown, format=ox.RdfFormat.TURTLE)) == set(
            ox.parse(render(answer, "ttl"), format=ox.RdfFormat.TURTLE)
        )
    else:
        assert browser.run("files.csv[1]") == render(answer, "csv").decode()


def test_parameter_is_bound_by_a_name(browser: Browser, page: str) -> None:
    """A label stands for its thing."""
    assert browser.ask(page, name="muscles", muscle="Glutes") == "3 rows."


def test_endpoint_is_asked_and_no_engine_loaded(browser: Browser, page: str) -> None:
    """The copy for static hosts stays where it is."""
    browser.open(f"{page}#name=sports")
    browser.wait_for("at('told').textContent === '3 rows.'")
    asked = {url.rpartition("/")[2] for url in browser.requests()}
    assert asked >= {"sparql"}
    assert asked.isdisjoint({"worker.js", "web.js", "web_bg.wasm", "backrun-kg.nq"})


def test_error_points_at_its_place(browser: Browser, server: str) -> None:
    """Line and column, with the cursor there; the browser's own line tells the status."""
    browser.open(f"{server}ask.html")
    said = browser.ask(f"{server}ask.html", sparql="SELECT ?x\nWHERE {\n ?x a nonsense }")
    assert said == "Line 3, column 15: this is not SPARQL from here on."
    assert browser.run("box.value.slice(0, box.selectionStart)").endswith(" ?x a nonsense")
    assert _complaints(browser) == [f"{REFUSED}400 (Bad Request)"]


def test_query_without_end_is_ended_and_the_next_one_works(browser: Browser, server: str) -> None:
    """By the server, which says why."""
    page = f"{server}ask.html"
    browser.open(page)
    said = browser.ask(page, sparql=SLOW)
    assert said == "The query did not end within 2 s. Ask for less."
    assert _complaints(browser) == [f"{REFUSED}503 (Service Unavailable)"]
    assert browser.ask(page, sparql="ASK { ?a ?b ?c }") == "Yes."
    assert _complaints(browser) == []


def test_query_without_end_is_stopped_by_hand(browser: Browser, page: str) -> None:
    """And the next one works."""
    browser.open(page)
    browser.run(f"location.hash = new URLSearchParams({{ sparql: {json.dumps(SLOW)} }}); 0")
    browser.wait_for("!at('stop').hidden")
    browser.run("at('stop').click()")
    browser.wait_for("at('told').textContent === 'Stopped.'")
    assert browser.ask(page, sparql="ASK { ?a ?b ?c }") == "Yes."


def test_csv_can_be_taken_away(browser: Browser, page: str, tmp_path: Path) -> None:
    """The file is that of the command line."""
    browser.ask(page, sparql="SELECT ?x { VALUES ?x { 1 'two, or \"2\"' } } ORDER BY ?x")
    assert browser.download("#csv", tmp_path) == 'x\r\n1\r\n"two, or ""2"""\r\n'


def test_json_can_be_taken_away(browser: Browser, page: str, tmp_path: Path) -> None:
    """In SPARQL's own format."""
    browser.ask(page, sparql="SELECT ?x { VALUES ?x { 'Glück'@de } }")
    assert json.loads(browser.download("#json", tmp_path)) == {
        "head": {"vars": ["x"]},
        "results": {"bindings": [{"x": {"type": "literal", "value": "Glück", "xml:lang": "de"}}]},
    }


@pytest.mark.parametrize(
    "told",
    [
        {"name": "muscles", "muscle": "Glutes"},
        {"sparql": "SELECT ?x { VALUES ?x { '100 % & #1 + ü' } }\n"},
    ],
    ids=["named", "own"],
)
def test_link_opens_the_same_query(told: dict[str, str], browser: Browser, page: str) -> None:
    """With its text, its parameters and its answer."""
    state = "[at('sparql').value, at('named').value, at('answer').textContent]"
    browser.ask(page, **told)
    before, link = browser.run(state), browser.run("at('share').href")
    browser.open(link)
    browser.wait_for("at('answer').textContent")
    assert browser.run(state) == before


def test_link_follows_what_is_typed(browser: Browser, page: str) -> None:
    """A named query that was changed is linked as it is now."""
    browser.ask(page, name="sports")
    browser.run("box.value = 'ASK { kg:x a br:Muscle }'; box.dispatchEvent(new Event('input')); 0")
    link = browser.run("at('share').href")
    browser.open(link)
    browser.wait_for("at('told').textContent === 'Yes.'")
    assert link == f"{page}#sparql=ASK+%7B+kg%3Ax+a+br%3AMuscle+%7D"


def test_markup_in_an_answer_stays_text(browser: Browser, page: str) -> None:
    """It is shown, and makes no element."""
    browser.ask(page, sparql="SELECT ?label { kg:x skos:prefLabel ?label }")
    assert browser.run("document.querySelectorAll('#answer img').length") == 0
    assert browser.run("document.querySelector('#answer td').innerText") == (
        "<img src=x onerror=alert(1)>"
    )


def test_markup_in_a_page_stays_text(browser: Browser, page: str) -> None:
    """The thing's own page has it as its heading."""
    browser.open(page.replace("ask.html", "id/x.html"))
    assert browser.run("document.querySelectorAll('main img').length") == 0
    assert browser.run("document.querySelector('h1').innerText") == "<img src=x onerror=alert(1)>"


@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_answer_can_be_read_by_everybody(scheme: str, browser: Browser, page: str) -> None:
    """The rules of axe-core are kept, for the editor in colours, too."""
    browser.look(scheme=scheme)
    browser.ask(page, name="sports")
    found = browser.examine()
    browser.look()
    assert found == []


@pytest.mark.parametrize("sparql", ["", "ASK {", SLOW], ids=["answer", "error", "asking"])
def test_page_fits_a_small_screen(sparql: str, browser: Browser, server: str) -> None:
    """At 360 pixels nothing sticks out, whatever it says."""
    told = {"sparql": sparql} if sparql else {"name": "findings"}
    browser.open(f"{server}ask.html#{urlencode(told)}", width=360)
    browser.wait_for("at('told').textContent")
    wide = browser.run(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    browser.run("end(); 0")
    assert wide == 0


def _complaints(browser: Browser) -> list[str]:
    """What stands in the console, in words."""
    told = [json.loads(complaint) for complaint in browser.complaints()]
    return [one["entry"]["text"] if "entry" in one else str(one) for one in told]
