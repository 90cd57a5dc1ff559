"""Linked data: things, layers and terms by their names, and the files of a site."""

import asyncio
from collections.abc import Mapping

import pytest

pytest.importorskip("starlette")

from starlette.requests import Request
from starlette.responses import Response

from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError
from backrun_kg.serving.pages import Pages
from backrun_kg.serving.refusals import Refusal

SITE = {
    "index.html": b"<p>home",
    "faq/index.html": b"<p>faq",
    "id/quadriceps.html": b"<p>quadriceps",
    "id/quadriceps.ttl": b"# from the site",
    "ontology.html": b"<p>ontology",
    "assets/site.css": b"p {}",
    "assets/LICENSE": b"as is",
    "data.bin": b"\0",
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


async def ask_all(pages: Pages, requests: list[Request]) -> list[Response]:
    """The responses to some requests, one after the other."""
    pages.open()
    return [await pages(request) for request in requests]


def ask(pages: Pages, path: str, accept: str | None = None, method: str = "GET") -> Response:
    """The response to one request."""
    headers = [(b"host", b"localhost")] + ([(b"accept", accept.encode())] if accept else [])
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    request = Request(scope | {"query_string": b"", "server": ("localhost", 80), "scheme": "http"})
    (response,) = asyncio.run(ask_all(pages, [request]))
    return response


async def fetch() -> Mapping[str, bytes]:
    """A stand-in for the site."""
    return SITE


@pytest.fixture
def pages(shipped: Dataset) -> Pages:
    """Pages with a site."""
    return Pages(shipped, fetch)


@pytest.fixture
def bare(shipped: Dataset) -> Pages:
    """Pages without one."""
    return Pages(shipped)


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        (None, "/id/quadriceps.ttl"),
        (BROWSER, "/id/quadriceps.html"),
        ("text/turtle", "/id/quadriceps.ttl"),
        ("application/ld+json", "/id/quadriceps.jsonld"),
        ("application/n-triples", "/id/quadriceps.nt"),
        ("application/rdf+xml, text/html;q=0.5", "/id/quadriceps.rdf"),
    ],
)
def test_thing_is_seen_in_the_form_wanted(accept: str | None, place: str, pages: Pages) -> None:
    """A name of a thing is no document; see other."""
    response = ask(pages, "/id/quadriceps", accept)
    assert (response.status_code, response.headers["location"]) == (303, place)
    assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("accept", "place"), [(BROWSER, "/ontology.html"), ("text/turtle", "/ontology.ttl")]
)
def test_ontology_is_seen_in_the_form_wanted(accept: str, place: str, pages: Pages) -> None:
    """The namespace leads to the terms."""
    response = ask(pages, "/ontology", accept)
    assert (response.status_code, response.headers["location"]) == (303, place)


def test_browser_without_a_site_gets_data(bare: Pages) -> None:
    """There is no page, and anything else will do."""
    assert ask(bare, "/id/quadriceps", BROWSER).headers["location"] == "/id/quadriceps.rdf"


@pytest.mark.parametrize(
    ("path", "content_type", "content"),
    [
        ("/", "text/html; charset=utf-8", b"<p>home"),
        ("/index.html", "text/html; charset=utf-8", b"<p>home"),
        ("/faq/", "text/html; charset=utf-8", b"<p>faq"),
        ("/assets/site.css", "text/css; charset=utf-8", b"p {}"),
        ("/id/quadriceps.ttl", "text/turtle; charset=utf-8", b"# from the site"),
        ("/assets/LICENSE", "text/plain; charset=utf-8", b"as is"),
        ("/data.bin", "application/octet-stream", b"\0"),
    ],
)
def test_file_of_the_site_is_given(
    path: str, content_type: str, content: bytes, pages: Pages
) -> None:
    """With a type that does not differ from one machine to the next."""
    response = ask(pages, path)
    assert (response.headers["content-type"], response.body) == (content_type, content)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (
            "/id/backward-running.nt",
            "<https://w3id.org/backrun-kg/id/backward-running> "
            "<https://w3id.org/backrun-kg/ontology#strengthens> "
            "<https://w3id.org/backrun-kg/id/quadriceps> .",
        ),
        (
            "/graph/article.nt",
            "<https://w3id.org/backrun-kg/id/backward-running> "
            "<https://w3id.org/backrun-kg/ontology#strengthens> "
            "<https://w3id.org/backrun-kg/id/quadriceps> .",
        ),
        (
            "/ontology.nt",
            "<https://w3id.org/backrun-kg/ontology#Muscle> "
            "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
            "<http://www.w3.org/2002/07/owl#Class> .",
        ),
    ],
)
def test_graph_is_written_where_the_site_has_none(path: str, line: str, bare: Pages) -> None:
    """A thing, a layer, the ontology."""
    response = ask(bare, path)
    assert response.headers["content-type"] == "application/n-triples"
    assert line in bytes(response.body).decode().splitlines()


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/id/no-such-thing",
        "/id/no-such-thing.ttl",
        "/id/a b.ttl",
        "/id/",
        "/graph/no-such-layer",
        "/ontology/Muscle",
        "/../pyproject.toml",
        "/quadriceps.ttl",
    ],
)
def test_what_is_not_there_is_not_found(path: str, pages: Pages) -> None:
    """Whatever the name."""
    with pytest.raises(Refusal) as caught:
        ask(pages, path)
    assert caught.value.status == 404


def test_form_that_there_is_not_is_not_acceptable(pages: Pages) -> None:
    """The answer says which there are."""
    with pytest.raises(Refusal) as caught:
        ask(pages, "/id/quadriceps", "image/png")
    assert (caught.value.status, "text/turtle" in caught.value.told) == (406, True)


def test_pages_are_only_read(pages: Pages) -> None:
    """Nothing can be put or posted."""
    with pytest.raises(Refusal) as caught:
        ask(pages, "/id/quadriceps", method="POST")
    assert (caught.value.status, caught.value.headers) == (405, {"allow": "GET, HEAD"})


@pytest.mark.parametrize("error", [BackrunError("told"), OSError("told")])
def test_site_that_cannot_be_made_leaves_the_data(error: Exception, shipped: Dataset) -> None:
    """The log says why there are no pages."""

    async def fail() -> Mapping[str, bytes]:
        raise error

    response = ask(Pages(shipped, fail), "/")
    assert bytes(response.body).startswith(b"backrun-kg\n\n/sparql ")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
