"""Addresses: where things stand, and where a page may lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backrun_kg.site.addresses import Link, find_stem, find_term, open_address, read_base

KG = "https://w3id.org/backrun-kg/id/"


@pytest.mark.parametrize(
    ("iri", "stem"),
    [
        (f"{KG}knee", "id/knee"),
        (f"{KG}knee-extensors-2", "id/knee-extensors-2"),
        (f"{KG}Knee", "other/b6cb58a9da581e29"),
        (f"{KG}../../etc/passwd", "other/208979a437b3bdba"),
        (f"{KG}", "other/3527b5dbd743ca5c"),
        ("https://example.org/a", "other/b5b10dd0429e69ac"),
    ],
)
def test_thing_has_a_page_by_its_slug_or_its_digest(iri: str, stem: str) -> None:
    """Slugs keep their names; whatever else an IRI holds is no part of a path."""
    assert find_stem(iri) == stem


@given(st.text())
def test_stem_is_a_harmless_path(text: str) -> None:
    """One folder and one name of small letters, digits and hyphens, whatever the IRI."""
    folder, slash, name = find_stem(KG + text).partition("/")
    assert (folder in ("id", "other"), slash) == (True, "/")
    assert name.replace("-", "").isalnum()
    assert name.isascii()
    assert name == name.lower()


def test_term_stands_on_the_page_of_the_ontology() -> None:
    """Under its local name."""
    assert find_term("https://w3id.org/backrun-kg/ontology#Claim") == "ontology.html#Claim"


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("HTTP://example.org/", "HTTP://example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ('https://example.org/"<>', "https://example.org/%22%3C%3E"),
        ("https://example.org/\u00e4", "https://example.org/%C3%A4"),
        ("javascript:alert(1)", ""),
        ("JavaScript:https://example.org/", ""),
        (" https://example.org/", ""),
        ("https://example.org/ b", ""),
        ("https:///", ""),
        ("data:text/html,x", ""),
        ("file:///x", ""),
        ("//example.org/", ""),
        ("urn:x", ""),
    ],
)
def test_only_the_web_and_mail_are_open(iri: str, address: str) -> None:
    """Every other scheme leads nowhere."""
    assert open_address(iri) == address


def test_link_within_the_site_is_seen_from_the_page() -> None:
    """A path follows the way to the root; an address outside stays as it is."""
    assert Link("knee", "id/knee.html").seen_from("../") == "../id/knee.html"
    assert Link("x", "https://example.org/").seen_from("../") == "https://example.org/"


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("", ""),
        ("https://example.org", "https://example.org/"),
        ("http://a.b/c//", "http://a.b/c/"),
    ],
)
def test_base_ends_in_one_slash(text: str, base: str) -> None:
    """However it is given."""
    assert read_base(text) == base
