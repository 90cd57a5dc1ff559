"""Samples for the tests of the site: the shipped one, made once, and pages taken apart."""

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

from backrun_kg.dataset import load
from backrun_kg.site import make_site
from backrun_kg.site.atlas import Atlas

BASE = "https://example.org/kg/"
"""Where the shipped site is said to lie."""

VOID = {"br", "img", "input", "link", "meta", "path", "rect"}
"""Elements without an end; those of pictures end themselves."""

INLINE = {"a", "b", "code", "rect", "span", "text"}
"""Elements that part no words; those of pictures, whose words stand in text of their own."""

Attributes = dict[str, str]


@dataclass
class Parsed(HTMLParser):
    """A page taken apart by Python's own parser."""

    tags: list[tuple[str, Attributes]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    embedded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        if tag not in INLINE:
            self.texts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """An end must be that of the element opened last."""
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep the text, that of scripts apart."""
        place = self.embedded if self.open[-1:] == ["script"] else self.texts
        place.append(data)

    @property
    def text(self) -> str:
        """The words of the page with single spaces."""
        return " ".join("".join(self.texts).split())

    def values(self, attribute: str, *tags: str) -> list[str]:
        """The values of an attribute, of some elements or of all."""
        return [
            found[attribute]
            for tag, found in self.tags
            if attribute in found and (not tags or tag in tags)
        ]


@cache
def shipped_site() -> dict[str, bytes]:
    """The site of the shipped graph."""
    return make_site(load(), base=BASE)


@cache
def shipped_atlas() -> Atlas:
    """What pages are made from, for the shipped graph."""
    return Atlas(load())


@cache
def page(path: str) -> Parsed:
    """A page of the shipped site."""
    return parse(shipped_site()[path].decode())


def parse(html: str) -> Parsed:
    """A page taken apart."""
    parsed = Parsed()
    parsed.feed(html)
    parsed.close()
    return parsed


def text_of(html: bytes) -> str:
    """The words of a page with single spaces."""
    return parse(html.decode()).text
