"""The rules of each property: whose it is, what it says, and how its literals are written."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from backrun_kg.dataset import load
from backrun_kg.findings import Finding
from backrun_kg.literals import portable
from backrun_kg.namespaces import PREFIXES, expand, shrink
from backrun_kg.validation import validate

STRANGER = "https://example.org/stranger/"

shipped = load()


def _select(pattern: str) -> list[ox.QuerySolution]:
    query = f"SELECT DISTINCT * {{ {pattern} }} ORDER BY ?p"
    rows = shipped.store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    return list(rows)  # type: ignore[arg-type]


def _ranged(kinds: str) -> list[str]:
    rows = _select(f"?p schema:rangeIncludes ?kind VALUES ?kind {{ {kinds} }}")
    return sorted({shrink(row["p"].value) for row in rows})


PROPERTIES = [
    name
    for row in _select("?p a ?kind VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty }")
    if (name := shrink(row["p"].value)) != "br:relatesTo"  # nobody's: see Edge-general
]
NUMBERED = _ranged("xsd:integer xsd:decimal xsd:boolean xsd:anyURI")
WORDED = _ranged("xsd:string rdf:langString")
OTHERS = {"oa:start": "xsd:integer", "oa:end": "xsd:integer", "dcterms:date": "xsd:date"}
"""Properties of other vocabularies, and the kind of their literals in our data."""

ODD = {
    "xsd:anyURI": "https://example.org/\N{LATIN SMALL LETTER E WITH ACUTE}%s",
    "xsd:boolean": "1",
    "xsd:date": "20%s-01-01Z",
    "xsd:decimal": "%s.50",
    "xsd:integer": "0%s",
}
"""A literal of each kind that stores rewrite; a number tells one property's from another's."""

SAMPLES = {
    "xsd:boolean": "true false 1 0",
    "xsd:date": "2020-01-01 2020-01-01Z 2020-01-01+01:00 2020-12-31-05:00",
    "xsd:decimal": (
        "0 5 -5 0.5 -0.5 12.05 0.00000000000001 99999999999999.9 999999999999999 "
        "-0 +5 5. 5.0 .5 -.5 00.5 0.50 05 0.000000000000001 1000000000000000 -12345678.12345678"
    ),
    "xsd:integer": (
        "0 7 -7 10 999999999999999999 -999999999999999999 -0 +7 07 -07 1000000000000000000"
    ),
}
CARRIER = {
    "xsd:boolean": ("br:Finding", "br:figureReported"),
    "xsd:date": ("prov:Activity", "dcterms:date"),
    "xsd:decimal": ("br:Finding", "br:value"),
    "xsd:integer": ("br:Study", "br:weeks"),
}
"""A class, and a property of it, whose literals are of the kind."""

WRITTEN = [(kind, text) for kind, texts in SAMPLES.items() for text in texts.split()]


@pytest.mark.parametrize("name", PROPERTIES)
def test_property_has_a_rule_on_its_subject(name: str, folder: Path) -> None:
    """A thing of no class may not have it."""
    assert "domain" in {f.rule.rpartition("-")[2] for f in _found(_on_strangers, folder)[name]}


@pytest.mark.parametrize("name", PROPERTIES)
def test_property_has_a_rule_on_its_value(name: str, folder: Path) -> None:
    """A thing of no class may not be its value."""
    assert _found(_of_strangers, folder)[name] != []


@pytest.mark.parametrize("name", [*NUMBERED, *OTHERS])
def test_literal_has_a_rule_on_its_form(name: str, folder: Path) -> None:
    """A literal that stores would rewrite is objected to, whatever the property."""
    assert "Literal" in {f.rule.partition("-")[0] for f in _found(_rewritten, folder)[name]}


@pytest.mark.parametrize("name", WORDED)
def test_text_has_a_rule_on_its_spaces(name: str, folder: Path) -> None:
    """A text with two spaces together is objected to, whatever the property."""
    assert _found(_spaced, folder)[name] != []


@pytest.mark.parametrize(("kind", "text"), WRITTEN)
def test_rules_and_engine_agree_on_what_is_portable(kind: str, text: str, folder: Path) -> None:
    """The rules object to a literal just where the engine is not trusted to keep it."""
    kept = portable(ox.Literal(text, datatype=ox.NamedNode(expand(kind) or "")))
    rules = {finding.rule.partition("-")[0] for finding in _found(_samples, folder)[kind + text]}
    assert ("Literal" not in rules) == kept


Planted = Iterable[tuple[str, str, str]]
"""What stands for which name: the name, a statement, and the term to look for in findings."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where planted statements are written to."""
    return tmp_path_factory.mktemp("planted")


@cache
def _found(plant: Callable[[], Planted], folder: Path) -> Mapping[str, list[Finding]]:
    """What the rules say of planted statements, by name; the checks beside the rules left out."""
    planted = list(plant())
    file = folder / f"{plant.__name__}.ttl"
    prefixes = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
    file.write_text(prefixes + "\n".join(text for _, text, _ in planted), encoding="utf-8")
    findings = [f for f in validate(load(data=[file])).findings if not f.rule.startswith("Check-")]
    return {name: [f for f in findings if term in (f.focus, f.value)] for name, _, term in planted}


def _on_strangers() -> Planted:
    for name in PROPERTIES:
        stranger = _stranger(name)
        yield name, f"{stranger} {name} <{STRANGER}> .", stranger


def _of_strangers() -> Planted:
    for name in PROPERTIES:
        yield name, f"{_owner(name)} {name} {_stranger(name)} .", _stranger(name)


def _rewritten() -> Planted:
    kinds = {name: kind for kind in ODD for name in _ranged(kind)} | OTHERS
    for number, (name, kind) in enumerate(kinds.items(), start=10):
        text = ODD[kind].replace("%s", str(number))
        yield name, f'{_owner(name)} {name} "{text}"^^{kind} .', f'"{text}"^^{kind}'


def _spaced() -> Planted:
    for number, name in enumerate(WORDED):
        text = f'"Two  words {number}."' + ("@en" if name in _ranged("rdf:langString") else "")
        yield name, f"{_owner(name)} {name} {text} .", text


def _samples() -> Planted:
    for number, (kind, text) in enumerate(WRITTEN):
        of, name = CARRIER[kind]
        thing = f"<{STRANGER}{number}>"
        yield kind + text, f'{thing} a {of} ; {name} "{text}"^^{kind} .', thing


def _stranger(name: str) -> str:
    return f"<{STRANGER}{name.partition(':')[2]}>"


def _owner(name: str) -> str:
    """A thing of the shipped graph that has the property."""
    return str(_select(f"?p {name} ?o")[0]["p"])
