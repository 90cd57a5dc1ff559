"""Where findings stand: the nearest place in the user's files, then in the shipped ones."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from backrun_kg.dataset import USER_LAYER, Source, load, read_source
from backrun_kg.findings import Finding
from backrun_kg.locate import place_findings, read_term

MINE = """PREFIX kg: <https://w3id.org/backrun-kg/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
kg:crab skos:prefLabel "Crab"@en ;
  skos:altLabel "x" ,
    kg:claw .
kg:gull skos:related kg:crab .
[] skos:related kg:whelk .
"""
OURS = """PREFIX kg: <https://w3id.org/backrun-kg/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

kg:crab skos:altLabel "y" ;
  skos:note "Ours" ; skos:prefLabel "Crab"@en .
kg:eel skos:related kg:squid .
kg:whelk skos:note "Ours" .
kg:cod
  skos:note "Wet" ,
    "Dry" .
"""
FINDING = Finding("kg:crab", "Thing-label", "", "", "Give it a label.", "Violation")


def _source(name: str, text: str, layer: str = USER_LAYER, extension: str = "ttl") -> Source:
    return Source(name, layer, extension, text.encode())


def _place(sources: list[Source], **told: str) -> tuple[str, int]:
    """The place of a finding with these fields."""
    finding = replace(FINDING, **told)  # type: ignore[arg-type]
    (found,) = place_findings([finding], sources)
    return found.file, found.line


SOURCES = [_source("ours.ttl", OURS, "article"), _source("mine.ttl", MINE)]


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({}, ("mine.ttl", 3)),
        ({"path": "skos:prefLabel"}, ("mine.ttl", 3)),
        ({"path": "skos:altLabel"}, ("mine.ttl", 4)),
        ({"path": "skos:altLabel", "value": '"x"'}, ("mine.ttl", 4)),
        ({"path": "skos:altLabel", "value": "kg:claw"}, ("mine.ttl", 5)),
        ({"path": "skos:altLabel", "value": '"y"'}, ("mine.ttl", 4)),
        ({"path": "skos:altLabel", "value": '"z"'}, ("mine.ttl", 4)),
        ({"path": "skos:prefLabel", "value": '"Crab"@en'}, ("mine.ttl", 3)),
        ({"path": "skos:note"}, ("mine.ttl", 3)),
        ({"focus": "kg:cod", "path": "skos:note"}, ("ours.ttl", 9)),
        ({"focus": "kg:cod", "path": "skos:broader"}, ("ours.ttl", 8)),
        ({"focus": "kg:cod", "path": "skos:note", "value": '"Dry"'}, ("ours.ttl", 10)),
        ({"path": "skos:broader"}, ("mine.ttl", 3)),
        ({"value": "kg:crab"}, ("mine.ttl", 3)),
        ({"focus": "kg:eel"}, ("ours.ttl", 6)),
        ({"focus": "kg:eel", "value": "kg:crab"}, ("mine.ttl", 3)),
        ({"focus": "kg:eel", "value": "kg:eel"}, ("ours.ttl", 6)),
        ({"focus": "kg:eel", "value": "kg:squid"}, ("ours.ttl", 6)),
        ({"focus": "kg:eel", "path": "skos:related", "value": "kg:crab"}, ("ours.ttl", 6)),
        ({"focus": "kg:gull", "value": "kg:crab"}, ("mine.ttl", 6)),
        ({"focus": "kg:nowhere", "value": "kg:eel"}, ("ours.ttl", 6)),
        ({"focus": "kg:whelk"}, ("mine.ttl", 7)),
        ({"focus": "kg:whelk", "path": "skos:note"}, ("mine.ttl", 7)),
        ({"focus": "kg:whelk", "path": "skos:note", "value": '"Ours"'}, ("mine.ttl", 7)),
        ({"focus": "kg:whelk", "value": "kg:crab"}, ("mine.ttl", 7)),
        ({"focus": "kg:eel", "value": "kg:whelk"}, ("mine.ttl", 7)),
        ({"focus": "kg:claw"}, ("mine.ttl", 5)),
        ({"focus": "kg:squid"}, ("ours.ttl", 6)),
        ({"focus": "skos:related"}, ("mine.ttl", 6)),
        ({"focus": "<https://w3id.org/backrun-kg/id/gull>"}, ("mine.ttl", 6)),
        ({"focus": "kg:nowhere"}, ("mine.ttl", 0)),
        ({"focus": "_:b"}, ("mine.ttl", 0)),
        ({"focus": '"text"'}, ("mine.ttl", 0)),
        ({"focus": "not a name"}, ("mine.ttl", 0)),
        ({"focus": ""}, ("mine.ttl", 0)),
    ],
)
def test_nearest_place_goes_first(told: dict[str, str], place: tuple[str, int]) -> None:
    """The user's files, then ours; in them the value, the predicate, the thing, a mention."""
    assert _place(SOURCES, **told) == place


@pytest.mark.parametrize("names", [[], ["a.ttl", "b.ttl"]])
def test_thing_that_no_file_names_has_no_place(names: list[str]) -> None:
    """Of several files of the user's, and of ours alone, none is blamed."""
    assert _place([SOURCES[0], *(_source(n, MINE) for n in names)], focus="kg:no") == ("", 0)


def test_first_of_equal_files_is_taken() -> None:
    """The order of the sources is kept."""
    assert _place([_source("a.ttl", MINE), _source("b.ttl", MINE)]) == ("a.ttl", 3)


def test_findings_keep_their_order_and_fields() -> None:
    """Nothing but file and line is touched."""
    eel = replace(FINDING, focus="kg:eel", nearest="kg:seal")
    assert place_findings([eel, FINDING], SOURCES) == [
        replace(eel, file="ours.ttl", line=6),
        replace(FINDING, file="mine.ttl", line=3),
    ]


JSONLD = """[{"@id": "https://w3id.org/backrun-kg/id/crab",
"http://www.w3.org/2004/02/skos/core#prefLabel": "Crab",
"http://www.w3.org/2004/02/skos/core#related": {"@id": "https://w3id.org/backrun-kg/id/claw"}}]"""


@pytest.mark.parametrize(
    "told",
    [{}, {"path": "skos:prefLabel"}, {"path": "skos:prefLabel", "value": '"Crab"'}],
    ids=["thing", "predicate", "value"],
)
def test_file_without_lines_is_named(told: dict[str, str]) -> None:
    """Of JSON-LD and RDF/XML only the file is told."""
    source = _source("mine.jsonld", JSONLD, extension="jsonld")
    other = _source("a.ttl", MINE.replace("kg:crab", "kg:cod"))
    assert _place([other, source], **told) == ("mine.jsonld", 0)


def test_file_without_lines_is_named_by_a_mention() -> None:
    """Also where the thing is only an object."""
    source = _source("mine.jsonld", JSONLD, extension="jsonld")
    assert _place([_source("a.ttl", OURS), source], focus="kg:claw") == ("mine.jsonld", 0)


def test_nearer_place_goes_before_a_line() -> None:
    """A file without lines that has the predicate, before a line without it."""
    source = _source("mine.jsonld", JSONLD, extension="jsonld")
    assert _place([SOURCES[1], source], path="skos:related") == ("mine.jsonld", 0)


def test_shipped_file_is_read_from_disk() -> None:
    """Sources of the package bring no bytes; the line is that of the file."""
    file, line = _place([*load().sources], focus="kg:quadriceps", path="skos:prefLabel")
    text = Path(file).read_text(encoding="utf-8").splitlines()
    assert text[line - 1] == '\tskos:prefLabel "Quadriceps"@en ;'


def test_file_below_is_told_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full path is cut to what follows the folder that we are in, as CI wants it."""
    (tmp_path / "a b").mkdir()
    mine = tmp_path / "a b" / "mine.ttl"
    mine.write_text(MINE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert _place([read_source(str(mine))]) == (str(Path("a b", "mine.ttl")), 3)


def test_file_elsewhere_keeps_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not lie below is named as the caller named it."""
    (tmp_path / "here").mkdir()
    (tmp_path / "mine.ttl").write_text(MINE, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    assert _place([read_source("../mine.ttl")]) == ("../mine.ttl", 3)


def test_name_that_is_no_text_is_shown() -> None:
    """A file's name may hold bytes that are not UTF-8; reports are."""
    assert _place([_source("b\udce9.ttl", MINE)]) == ("b\\udce9.ttl", 3)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("skos:note", ox.NamedNode("http://www.w3.org/2004/02/skos/core#note")),
        ("<urn:x:a>", ox.NamedNode("urn:x:a")),
        ('"a"', ox.Literal("a")),
        ('"a\\n\\"b"@en', ox.Literal('a\n"b', language="en")),
        ('"""a\nb"""@en', ox.Literal("a\nb", language="en")),
        (
            '"01"^^xsd:integer',
            ox.Literal("01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
        ),
        ('"a"^^<urn:x:a>', ox.Literal("a", datatype=ox.NamedNode("urn:x:a"))),
        ("_:b", ox.BlankNode("b")),
        ("", None),
        ("a b", None),
        ("nope:a", None),
        ("kg:a b", None),
        ('"a" , "b"', None),
        ('"a', None),
    ],
)
def test_text_of_a_finding_is_read_as_a_term(text: str, term: object) -> None:
    """CURIEs, IRIs and literals as findings write them; None for anything else."""
    assert read_term(text) == term
