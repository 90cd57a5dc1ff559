"""Rendering: every text escaped, every link from where the page is."""

from backrun_kg.site.addresses import Link
from backrun_kg.site.pages import Page
from backrun_kg.site.rendering import make_renderer
from site_samples import parse


def _render(title: str, base: str = "") -> str:
    questions = [{"question": Link("<b>", "id/x.html"), "answer": "a & b\u202e", "claims": []}]
    page = Page("a/b/c.html", "faq.html", title, "d", {"questions": questions})
    return make_renderer(base, "The <site>")(page).decode()


def test_text_is_escaped() -> None:
    """Signs of markup and signs that turn writing are shown as what they are."""
    html = _render("<i>x</i>")
    assert parse(html).faults == []
    assert "<i>" not in html
    assert "<b>" not in html
    assert "a &amp; b\\u202E" in html.replace("202e", "202E")


def test_title_names_the_site() -> None:
    """After the page's own, unless that is the same."""
    assert "<title>x · The &lt;site&gt;</title>" in _render("x")
    assert "<title>The &lt;site&gt;</title>" in _render("The <site>")


def test_links_go_by_the_way_to_the_root() -> None:
    """A page two folders down climbs two folders."""
    links = parse(_render("x")).values("href")
    assert "../../id/x.html" in links
    assert all(link.startswith(("../../", "#")) for link in links)


def test_canonical_address_needs_a_base() -> None:
    """Without one nobody knows it."""
    assert "canonical" not in _render("x")
    assert '<link rel="canonical" href="https://a.org/a/b/c.html">' in _render(
        "x", "https://a.org/"
    )
