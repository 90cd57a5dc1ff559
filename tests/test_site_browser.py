"""The site in a real browser: from files, from a server, on a small screen, and asked in SPARQL."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from backrun_kg.answers import Graph
from backrun_kg.dataset import Dataset
from backrun_kg.files import write_folder
from backrun_kg.queries import list_queries, run_query
from backrun_kg.results import render
from backrun_kg.site import make_site
from browser import MARKED, Browser, needs_axe, needs_browser
from export_samples import own
from site_samples import shipped_site

KINDS = {
    "index.html": "Backward running improves balance.",
    "faq.html": "May one run backward every day?",
    "studies.html": "Adesola",
    "muscles.html": "Quadriceps",
    "browse.html": "Biceps femoris",
    "ask.html": "This page needs scripts, and a web server that it comes from.",
    "ontology.html": "br:AnatomicalStructure",
    "downloads.html": "backrun-kg.nq",
    "about.html": "How the verdicts come about",
    "queries/index.html": "Benefits as a tree",
    "queries/evidence.html": "The answer",
    "queries/schema-org.html": "schema:",
    "id/claim-reduces-knee-impact.html": "What was found",
    "id/finding-alghadir-2019-pain.html": "What it bears on",
    "id/quadriceps.html": "What is said of it",
    "id/study-adesola.html": "Adesola AM, Azeez OM",
}
"""One page of each kind, and words that must be seen in it without scripts."""

QUERIES = {query.name: query.text for query in list_queries()}

PAPER = 680
"""The pixels between the margins of a sheet of A4."""

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

pytestmark = needs_browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped site, and below it one with markup in its texts."""
    place = tmp_path_factory.mktemp("site")
    marked = {f"marked/{path}": content for path, content in make_site(own(MARKED)).items()}
    write_folder(str(place), {**shipped_site(), **marked})
    return place


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """The address of a plain file server."""
    served = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}/"
    served.shutdown()
    served.server_close()


@pytest.mark.parametrize("path", KINDS)
def test_page_from_a_file_is_whole(path: str, browser: Browser, folder: Path) -> None:
    """Styled, without a complaint, and without a request for anything but the site's files."""
    browser.open(f"file://{folder}/{path}")
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith(f"file://{folder}/")] == []
    assert browser.run("getComputedStyle(document.querySelector('.skip')).position") == "absolute"


@pytest.mark.parametrize("path", KINDS)
def test_page_fits_a_small_screen(path: str, browser: Browser, folder: Path) -> None:
    """At 360 pixels nothing sticks out."""
    browser.open(f"file://{folder}/{path}", width=360)
    wide = browser.run(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide == 0


@pytest.mark.parametrize("path", [*KINDS, "queries/findings.html"])  # the widest table
def test_page_fits_on_paper(path: str, browser: Browser, folder: Path) -> None:
    """In print nothing is wider than the sheet, where nobody can scroll."""
    browser.look("print")
    browser.open(f"file://{folder}/{path}", width=PAPER)
    wide = browser.run(
        "[...document.querySelectorAll('html, main, .scroll, pre')].filter((box) =>"
        " box.checkVisibility() && box.scrollWidth > box.clientWidth).map((box) => box.outerHTML)"
    )
    browser.look()
    assert wide == []


@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", KINDS)
def test_page_can_be_read_by_everybody(
    path: str, scheme: str, browser: Browser, folder: Path
) -> None:
    """The rules of axe-core are kept."""
    browser.look(scheme=scheme)
    browser.open(f"file://{folder}/{path}")
    found = browser.examine()
    browser.look()
    assert found == []


@pytest.mark.parametrize(("path", "words"), KINDS.items(), ids=KINDS)
def test_page_reads_without_scripts(path: str, words: str, browser: Browser, folder: Path) -> None:
    """All that is seen with them is seen without, but for the filter, which needs them."""
    browser.open(f"file://{folder}/{path}")
    browser.run("document.querySelector('.filter')?.remove()")
    whole = browser.run("document.querySelector('main').innerText")
    browser.open(f"file://{folder}/{path}", scripts=False)
    assert browser.run("document.querySelector('main').innerText") == whole
    assert words in whole


def test_filter_keeps_what_is_named(browser: Browser, folder: Path) -> None:
    """Words in any case and order; groups without a match go."""
    browser.open(f"file://{folder}/browse.html")
    browser.run(
        "const box = document.getElementById('filter'); box.value = 'FEMORIS biceps';"
        "box.dispatchEvent(new Event('input'))"
    )
    shown = "[...document.querySelectorAll('.group li')].filter((li) => li.checkVisibility())"
    assert browser.run(f"{shown}.map((li) => li.textContent.trim())") == ["Biceps femoris"]
    assert browser.run("document.getElementById('left').textContent") == "1 of 576"


@pytest.mark.parametrize("name", QUERIES)
def test_named_query_answers_as_on_the_command_line(
    name: str, browser: Browser, server: str, shipped: Dataset
) -> None:
    """The same rows in the same order, and nothing asked of anybody else."""
    answer = run_query(shipped, QUERIES[name], name=name)
    browser.ask(f"{server}ask.html", name=name)
    if isinstance(answer, Graph):
        shown = browser.run("document.getElementById('answer').textContent")
        assert set(ox.parse(shown, format=ox.RdfFormat.TURTLE)) == set(
            ox.parse(render(answer, "ttl"), format=ox.RdfFormat.TURTLE)
        )
    else:
        assert browser.run("files.csv[1]") == render(answer, "csv").decode()
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith(server)] == []


def test_parameter_is_bound_by_a_name(browser: Browser, server: str) -> None:
    """A label stands for its thing, and the table links to its page."""
    assert browser.ask(f"{server}ask.html", name="muscles", muscle="Glutes") == "3 rows."
    links = "document.querySelectorAll('#answer td a')"
    assert browser.run(f"{links}[0].getAttribute('href')") == "id/gluteals.html"


def test_error_points_at_its_place(browser: Browser, server: str) -> None:
    """Line and column, with the cursor there."""
    said = browser.ask(f"{server}ask.html", sparql="SELECT ?x\nWHERE {\n ?x a nonsense }")
    assert said == "Line 3, column 15: this is not SPARQL from here on."
    assert browser.run("box.value.slice(0, box.selectionStart)").endswith(" ?x a nonsense")


def test_query_without_end_is_stopped_and_the_next_one_works(browser: Browser, server: str) -> None:
    """Here by hand; after 20 s on its own."""
    browser.open(f"{server}ask.html#{urlencode({'sparql': SLOW})}")
    browser.wait_for("!document.getElementById('stop').hidden")
    browser.run("document.getElementById('stop').click()")
    browser.wait_for("document.getElementById('told').textContent === 'Stopped.'")
    browser.run("location.hash = '#sparql=ASK+{+%3Fa+%3Fb+%3Fc+}'")
    browser.wait_for("document.getElementById('told').textContent === 'Yes.'")


def test_markup_in_an_answer_stays_text(browser: Browser, server: str) -> None:
    """It is shown, and makes no element."""
    assert browser.ask(f"{server}marked/ask.html", name="things") == "1 row."
    assert browser.run("document.querySelectorAll('#answer img').length") == 0
    assert "<img src=x" in browser.run("document.getElementById('answer').textContent")


def test_answer_can_be_taken_away(browser: Browser, server: str, tmp_path: Path) -> None:
    """As CSV with the columns of the query and every row."""
    browser.ask(f"{server}ask.html", name="sports")
    lines = browser.download("#csv", tmp_path).split("\r\n")
    assert lines[0] == "sport,sportLabel,exercise,exerciseLabel,modality,modalityLabel,claim"
    assert len(lines) == 1 + 3 + 1
