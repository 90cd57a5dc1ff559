"""Pages written: templates filled in, every text escaped, every link relative."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from os.path import dirname, join
from typing import Any

from backrun_kg.errors import MissingExtra
from backrun_kg.escapes import neutral_lines
from backrun_kg.site.addresses import Link
from backrun_kg.site.pages import Page
from backrun_kg.version import read_version

TEMPLATES = join(dirname(__file__), "templates")

Render = Callable[[Page], bytes]


def make_renderer(base: str = "", site_title: str = "") -> Render:
    """What writes pages; ``base`` is the site's address, '' where it is not known."""
    environment = _environment()
    told = {"base": base, "site_title": site_title, "version": read_version()}

    def render(page: Page) -> bytes:
        template = environment.get_template(page.template)
        helpers = {"a": _anchors(page.root), "all": _lists(page.root), "root": page.root}
        text: str = template.render(page=page, **told, **helpers, **page.told)
        return f"{text.rstrip()}\n".encode()

    return render


@cache
def _environment() -> Any:
    try:
        jinja = import_module("jinja2")
    except ImportError as error:
        raise MissingExtra("Jinja2", "site") from error
    return jinja.Environment(
        loader=jinja.FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=jinja.StrictUndefined,
        finalize=_neutral,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _neutral(value: Any) -> Any:
    """A plain text with what hides or turns writing shown as escapes; markup of ours as it is."""
    return neutral_lines(value) if type(value) is str else value


def _anchors(root: str) -> Callable[..., Any]:
    markup = import_module("markupsafe").Markup

    def anchor(link: Link, text: str = "") -> Any:
        shown = neutral_lines(text or link.text)
        if not link.place:
            return markup("{}").format(shown)
        leaves = markup(' class="out"') if link.leaves else ""
        return markup('<a{} href="{}">{}</a>').format(leaves, link.seen_from(root), shown)

    return anchor


def _lists(root: str) -> Callable[..., Any]:
    markup = import_module("markupsafe").Markup
    anchor = _anchors(root)

    def listed(links: Iterable[Link], joint: str = ", ") -> Any:
        return markup(joint).join(anchor(link) for link in links)

    return listed
