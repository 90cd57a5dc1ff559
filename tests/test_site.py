"""The site as a whole: links, structure, safety, linked data, and the same bytes each time."""

import json
import os
import posixpath
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest

from backrun_kg.dataset import Dataset, Source, load
from backrun_kg.errors import BackrunError, MissingExtra
from backrun_kg.queries import list_queries
from backrun_kg.site import make_site
from backrun_kg.site.addresses import find_stem
from export_samples import HEADER, HOSTILE, SMALL, own
from site_samples import BASE, page, parse, shipped_atlas, shipped_site

KINDS = [
    "index.html",
    "faq.html",
    "studies.html",
    "muscles.html",
    "browse.html",
    "ontology.html",
    "downloads.html",
    "about.html",
    "queries/index.html",
    "queries/evidence.html",
    "queries/schema-org.html",
    "queries/unclaimed.html",
    "id/backward-running.html",
    "id/claim-reduces-knee-impact.html",
    "id/claim-strengthens-hamstrings.html",
    "id/finding-alghadir-2019-pain.html",
    "id/passage-adjustment-effects.html",
    "id/question-knees.html",
    "id/quadriceps.html",
    "id/study-adesola.html",
]
"""A page of every kind."""

ODD = r"""
@prefix ex: <http://example.org/> .
kg:x a br:Skill ; skos:prefLabel "<script>alert(1)</script> & \"x\" </title>"@en ;
    skos:altLabel "</script><!--"@en , "turn \u202E around"@en ;
    skos:relatedMatch <javascript:alert(1)> , <data:text/html,x> , <https://example.org/a'b?c&d> ;
    br:seenAt "javascript:alert(2)"^^xsd:anyURI , "https://example.org/\"onx=1"^^xsd:anyURI .
<javascript:alert(3)> a ex:Thing ; skos:prefLabel "script"@en .
"""


def _pages() -> list[str]:
    return [path for path in shipped_site() if path.endswith(".html")]


def _resolve(path: str, link: str) -> tuple[str, str]:
    target = urlsplit(link)
    folder = posixpath.dirname(path)
    place = (
        posixpath.normpath(posixpath.join(folder, unquote(target.path))) if target.path else path
    )
    return place, unquote(target.fragment)


@cache
def _ids(path: str) -> set[str]:
    """What fragments may name: ids, and on the page that asks, the named queries."""
    named = {f"name={query.name}" for query in list_queries()} if path == "ask.html" else set()
    return named | set(page(path).values("id"))


def _is_internal(link: str) -> bool:
    return not link.startswith(("http://", "https://", "mailto:"))


def test_every_internal_link_resolves() -> None:
    """A link leads to a file that is there, and to an id on its page."""
    broken = set()
    for path in _pages():
        links = page(path).values("href") + page(path).values("src")
        for link in filter(_is_internal, links):
            place, fragment = _resolve(path, link)
            if place not in shipped_site() or (fragment and fragment not in _ids(place)):
                broken.add((path, link))
    assert broken == set()


def test_every_page_is_well_formed() -> None:
    """Every element ends where it should, and nothing is left open."""
    assert [path for path in _pages() if page(path).faults or page(path).open] == []


def test_ids_are_unique_on_every_page() -> None:
    """No id stands twice on a page."""
    doubled = [path for path in _pages() if len(set(ids := page(path).values("id"))) != len(ids)]
    assert doubled == []


def test_headings_are_in_order_on_every_page() -> None:
    """One h1 comes first, and no level is left out below it."""
    astray = []
    for path in _pages():
        levels = [int(tag[1]) for tag, _ in page(path).tags if re.fullmatch("h[1-6]", tag)]
        jumps = any(below > above + 1 for above, below in pairwise(levels))
        if levels.count(1) != 1 or levels[0] != 1 or jumps:
            astray.append(path)
    assert astray == []


@pytest.mark.parametrize("path", KINDS)
def test_page_says_what_it_is(path: str) -> None:
    """Language, title, description, canonical address, and one main part to skip to."""
    parsed = page(path)
    assert parsed.values("lang", "html") == ["en"]
    assert parsed.values("id", "main") == ["content"]
    assert all(parsed.values("content", "meta"))
    canonical = [f["href"] for tag, f in parsed.tags if tag == "link" and f["rel"] == "canonical"]
    assert canonical == [BASE + path]


@pytest.mark.parametrize("path", KINDS)
def test_page_loads_nothing_from_elsewhere(path: str) -> None:
    """Styles, scripts and images are the site's own, and the policy lets no other in."""
    parsed = page(path)
    loaded = parsed.values("src") + [
        found["href"]
        for tag, found in parsed.tags
        if tag == "link" and found["rel"] in ("stylesheet", "icon")
    ]
    assert {_resolve(path, link)[0] for link in loaded} == {
        "assets/icon.svg",
        "assets/site.css",
        "assets/site.js",
    }
    assert all(map(_is_internal, loaded))
    assert parsed.values("content", "meta")[0] == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("path", KINDS)
def test_page_needs_no_style_or_script_in_it(path: str) -> None:
    """Nothing that the policy would refuse: no inline style, handler or running script."""
    names = {name for _, found in page(path).tags for name in found}
    scripts = [found for tag, found in page(path).tags if tag == "script"]
    assert not {name for name in names if name == "style" or name.startswith("on")}
    assert all("src" in s or s["type"] == "application/ld+json" for s in scripts)


@pytest.mark.parametrize("path", KINDS)
def test_images_have_a_text_and_tables_have_heads(path: str) -> None:
    """Alternatives for images, scopes for the heads of tables."""
    parsed = page(path)
    assert all("alt" in found for tag, found in parsed.tags if tag == "img")
    assert all("scope" in found for tag, found in parsed.tags if tag == "th")
    tables = [tag for tag, _ in parsed.tags if tag in ("table", "thead")]
    assert tables.count("table") == tables.count("thead")


def _triples(content: bytes, format: ox.RdfFormat) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(content, format=format)}


def test_every_thing_has_its_statements_in_three_forms() -> None:
    """The JSON-LD in the page and the files beside it say what the graph says of the thing."""
    astray = []
    for iri in shipped_atlas().things:
        stem = find_stem(iri)
        told = {quad.triple for quad in shipped_atlas().quads[iri]}
        embedded = page(f"{stem}.html").embedded[0].encode()
        forms = [
            _triples(embedded, ox.RdfFormat.JSON_LD),
            _triples(shipped_site()[f"{stem}.jsonld"], ox.RdfFormat.JSON_LD),
            _triples(shipped_site()[f"{stem}.ttl"], ox.RdfFormat.TURTLE),
        ]
        if any(form != told for form in forms):
            astray.append(stem)
    assert astray == []


def test_things_have_all_statements_of_the_graph() -> None:
    """What is said of or points at something with a page is on one: all but terms among terms."""
    told = {quad.triple for iri in shipped_atlas().things for quad in shipped_atlas().quads[iri]}
    ontology = {quad.triple for quad in load(layers=["ontology"]).quads()}
    assert {quad.triple for quad in load().quads()} - told - ontology == set()


def test_site_of_the_shipped_graph_has_a_page_for_each_thing() -> None:
    """576 things, each with three files."""
    things = [path for path in shipped_site() if path.startswith("id/")]
    assert len(things) == 3 * 576


def test_map_of_the_site_lists_every_page() -> None:
    """With a base, every page is in the map; without one, there is none."""
    listed = re.findall("<loc>(.*?)</loc>", shipped_site()["sitemap.xml"].decode())
    assert listed == sorted(BASE + path for path in _pages())
    assert "sitemap.xml" not in make_site(own(SMALL))


def test_styles_and_scripts_are_small() -> None:
    """Below 25 kB together."""
    sizes = [len(shipped_site()[f"assets/site.{kind}"]) for kind in ("css", "js")]
    assert sum(sizes) < 25_000


def test_markup_in_a_text_stays_text() -> None:
    """What looks like markup is shown, not acted on; signs that turn writing are shown too."""
    html = make_site(own(ODD))["id/x.html"].decode()
    parsed = parse(html)
    assert "<script>alert" not in html
    assert parsed.faults + parsed.open == []
    assert '<script>alert(1)</script> & "x" </title>' in parsed.text
    assert r"turn \u202E around" in parsed.text.replace("202e", "202E")


def test_embedded_data_cannot_end_their_script() -> None:
    """A text with an end of a script in it stays within the JSON-LD."""
    (embedded,) = parse(make_site(own(ODD))["id/x.html"].decode()).embedded
    assert "</script><!--" in json.dumps(json.loads(embedded))


def test_nobody_is_led_to_a_script() -> None:
    """Only the web and mail are linked; other IRIs are words, or a page of the site."""
    files = make_site(own(ODD))
    links = {
        link
        for name, html in files.items()
        if name.endswith(".html")
        for link in parse(html.decode()).values("href")
    }
    assert {link.partition(":")[0] for link in links if ":" in link.partition("/")[0]} <= {
        "http",
        "https",
    }
    assert "https://example.org/a'b?c&d" in links
    assert "https://example.org/%22onx=1" in links


def test_things_of_other_names_have_pages_too() -> None:
    """An IRI that is no slug of ours has a page named by its digest; so has a blank node."""
    files = make_site(own(HOSTILE))
    pages = [path for path in files if path.startswith("other/") and path.endswith(".html")]
    labels = {parse(files[path].decode()).values("content", "meta")[-1] for path in pages}
    assert {'=HYPERLINK("x")', "no language", "blank"} <= labels


def _digest(seed: str, text: str) -> str:
    script = (
        "import hashlib, sys\n"
        "from backrun_kg.dataset import Dataset, Source\n"
        "from backrun_kg.site import make_site\n"
        "own = Dataset([Source('own.ttl', 'user', 'ttl', sys.stdin.buffer.read())])\n"
        "files = make_site(own, base='https://example.org/')\n"
        "print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        input=text.encode(),
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    return run.stdout.decode()


def test_site_is_the_same_bytes_whatever_the_hash_seed() -> None:
    """Nothing depends on the order of a set, with blank nodes among the data."""
    assert _digest("1", HEADER + SMALL + HOSTILE) == _digest("2", HEADER + SMALL + HOSTILE)


def test_site_is_the_same_bytes_whatever_the_order_of_the_data() -> None:
    """Shuffled statements make the same pages."""
    lines = [f"{quad.triple} .\n" for quad in own(SMALL + HOSTILE).quads()]
    shuffled = [
        Dataset([Source("own.nt", "user", "nt", "".join(each).encode())])
        for each in (lines, lines[::-1], sorted(lines))
    ]
    first, *others = map(make_site, shuffled)
    assert all(other == first for other in others)


def test_shipped_site_is_the_same_whatever_the_order_of_its_files() -> None:
    """The files of the layers may be read in any order."""
    backwards = Dataset(reversed(load().sources))
    assert make_site(backwards, base=BASE) == shipped_site()


@pytest.mark.parametrize("base", ["kg", "ftp://example.org/", "https://example.org/?a", "a b"])
def test_base_must_be_a_folder_on_the_web(base: str) -> None:
    """Anything else is refused before work begins."""
    with pytest.raises(BackrunError, match="no address of a folder"):
        make_site(own(SMALL), base=base)


def test_empty_dataset_has_a_site() -> None:
    """No statement, no map, no picture, and still every overview."""
    files = make_site(Dataset([]))
    assert set(files) >= {path for path in KINDS if not path.startswith("id/")}
    assert "The evidence map" not in files["index.html"].decode()


def test_missing_jinja_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Jinja2 the message says what to install."""
    from backrun_kg.site.rendering import _environment

    _environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtra, match=re.escape("backrun-kg[site]")):
        make_site(own(SMALL))
