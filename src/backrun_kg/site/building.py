"""The site put together: pages, the same as linked data, files to take away, styles and a map."""

from collections.abc import Iterator, Mapping
from os.path import dirname, join
from urllib.parse import quote
from xml.sax.saxutils import escape

from backrun_kg.dataset import Dataset
from backrun_kg.exports.imprint import read_imprint
from backrun_kg.site.addresses import find_stem, read_base
from backrun_kg.site.asking import tell_asking
from backrun_kg.site.atlas import Atlas
from backrun_kg.site.downloads import make_downloads, tell_downloads
from backrun_kg.site.linked import write_linked
from backrun_kg.site.overviews import (
    tell_everything,
    tell_method,
    tell_muscles,
    tell_questions,
    tell_start,
    tell_studies,
)
from backrun_kg.site.pages import Page
from backrun_kg.site.questions import tell_queries
from backrun_kg.site.reference import tell_ontology
from backrun_kg.site.rendering import make_renderer
from backrun_kg.site.things import tell_things
from backrun_kg.site.vendored import read_vendored

ASSETS = join(dirname(__file__), "assets")
_SHIPPED = ("ask.js", "icon.svg", "site.css", "site.js", "worker.js")


def make_site(
    dataset: Dataset,
    *,
    base: str = "",
    release: Mapping[str, bytes] | None = None,
    endpoint: str = "",
) -> dict[str, bytes]:
    """The files of the site by their paths in its folder; all links among them are relative.

    ``base`` is the address that the folder will have, for canonical links and a map of the site.
    ``release`` are the files that ``exports.everything.make_release`` gives, to be taken away;
    without them there are those of the RDF formats. ``endpoint`` is where a SPARQL server for the
    dataset is, seen from the folder; without one, browsers ask a copy of the graph. Raises
    BackrunError, and MissingExtra without Jinja2.
    """
    base = read_base(base)
    render = make_renderer(base, read_imprint(dataset).title)
    atlas = Atlas(dataset)
    files = make_downloads(atlas, release) | _read_assets() | read_vendored()
    pages = [*_tell_overviews(atlas, files), tell_asking(atlas, endpoint)]
    for page, answers in tell_queries(atlas):
        pages.append(page)
        files |= answers
    for iri in atlas.things:
        files |= write_linked(find_stem(iri), atlas.quads[iri])
    pages += tell_things(atlas)
    files |= {page.path: render(page) for page in pages}
    if base:
        files["sitemap.xml"] = _map(base, pages)
    return dict(sorted(files.items()))


def _tell_overviews(atlas: Atlas, files: Mapping[str, bytes]) -> Iterator[Page]:
    yield tell_start(atlas)
    yield tell_questions(atlas)
    yield tell_studies(atlas)
    yield tell_muscles(atlas)
    yield tell_everything(atlas)
    yield tell_ontology()
    yield tell_method(atlas)
    downloads = {path: content for path, content in files.items() if not path.startswith("assets/")}
    yield tell_downloads(atlas, downloads)


def _read_assets() -> dict[str, bytes]:
    files = {}
    for name in _SHIPPED:
        with open(join(ASSETS, name), "rb") as file:
            files[f"assets/{name}"] = file.read()
    return files


def _map(base: str, pages: list[Page]) -> bytes:
    """The map of the site, as sitemaps.org has it."""
    places = sorted(base + quote(page.path) for page in pages)
    lines = "".join(f"\t<url><loc>{escape(place)}</loc></url>\n" for place in places)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{lines}</urlset>\n"
    ).encode()
