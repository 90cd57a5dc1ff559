"""Where things stand in the site, and which addresses a page may lead to."""

import hashlib
import re
from typing import NamedTuple
from urllib.parse import quote

from backrun_kg.errors import BackrunError
from backrun_kg.escapes import shorten
from backrun_kg.namespaces import PREFIXES

ONTOLOGY_PAGE = "ontology.html"

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OPEN = re.compile(r"(?:https?://[^\s/]|mailto:[^\s])\S*", re.IGNORECASE)
_KEPT = ":/?#[]@!$&'()*+,;=%~"  # what an address may hold as it is


class Link(NamedTuple):
    """Words, and where they lead: a path in the site, an address outside it, or '' for nowhere."""

    text: str
    place: str = ""

    @property
    def leaves(self) -> bool:
        """Whether the place is outside the site."""
        return bool(_OPEN.match(self.place))

    def seen_from(self, root: str) -> str:
        """The place as a page writes it whose way to the site's root is ``root``."""
        return self.place if self.leaves else root + self.place


def find_stem(iri: str) -> str:
    """The path of a thing's page without its extension; unusual names become their digest.

    >>> find_stem("https://w3id.org/backrun-kg/id/knee")
    'id/knee'
    """
    slug = iri.removeprefix(PREFIXES["kg"])
    if slug != iri and len(slug) <= 120 and _SLUG.fullmatch(slug):
        return f"id/{slug}"
    return f"other/{hashlib.sha256(iri.encode()).hexdigest()[:16]}"


def find_term(iri: str) -> str:
    """The place of a term on the page of the ontology."""
    return f"{ONTOLOGY_PAGE}#{iri.removeprefix(PREFIXES['br'])}"


def open_address(iri: str) -> str:
    """The address as a link writes it; '' where nobody should be led: only the web and mail.

    >>> open_address("javascript:alert(1)")
    ''
    """
    return quote(iri, safe=_KEPT) if _OPEN.fullmatch(iri) else ""


def read_base(text: str) -> str:
    """The address of the site's folder with a slash at its end; '' where none is given.

    Raises BackrunError for what is no address of a folder on the web.

    >>> read_base("https://example.org/kg")
    'https://example.org/kg/'
    """
    address = open_address(text)
    if text and (not address.lower().startswith("http") or "?" in address or "#" in address):
        raise BackrunError(
            f"'{shorten(text, 80)}' is no address of a folder; give one such as "
            "https://example.org/kg/."
        )
    return address and address.rstrip("/") + "/"
