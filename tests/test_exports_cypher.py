"""Cypher: a script that says what it should, and no more, whatever the texts say."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.dataset import Dataset
from backrun_kg.exports.cypher import quote, write_cypher
from export_samples import HOSTILE, SMALL, of_quads, own
from strategies import quads, texts

STRING = r"'(?:[^'\\]|\\(?:['\\nrt]|u[0-9A-F]{4}))*'"


def script(dataset: Dataset) -> str:
    """The script of a dataset."""
    return write_cypher(dataset)["backrun-kg.cypher"].decode()


def unquote(text: str) -> str:
    """What Cypher reads in the strings of a sum, escapes in any order of reading."""
    parts = re.findall(STRING, text)
    known = {"n": "\n", "r": "\r", "t": "\t", "'": "'", "\\": "\\"}

    def meant(found: re.Match[str]) -> str:
        return chr(int(found[1][1:], 16)) if found[1][0] == "u" else known[found[1]]

    return "".join(re.sub(r"\\(u[0-9A-F]{4}|.)", meant, part[1:-1]) for part in parts)


def test_script_is_constraint_nodes_and_relationships() -> None:
    """Each statement says MERGE, so that nothing is made twice."""
    told = script(
        own('kg:a a br:Joint ; skos:prefLabel "A"@en . kg:b a br:Muscle ; br:stabilizes kg:a .')
    )
    assert re.sub("[0-9a-f]{64}", "…", told) == (
        "// A graph made with backrun-kg\n"
        "// sha256 of the dataset: …\n"
        "CREATE CONSTRAINT thing_id IF NOT EXISTS FOR (n:Thing) REQUIRE n.id IS UNIQUE;\n"
        "UNWIND [\n"
        "\t{id: 'a', facts: {iri: 'https://w3id.org/backrun-kg/id/a', label: 'A', layer: 'user'}}\n"
        "] AS row\n"
        "MERGE (n:Thing {id: row.id})\n"
        "SET n += row.facts, n:Joint;\n"
        "UNWIND [\n"
        "\t{id: 'b', facts: {iri: 'https://w3id.org/backrun-kg/id/b', layer: 'user'}}\n"
        "] AS row\n"
        "MERGE (n:Thing {id: row.id})\n"
        "SET n += row.facts, n:Muscle;\n"
        "UNWIND [\n"
        "\t{a: 'b', b: 'a', facts: {}}\n"
        "] AS row\n"
        "MATCH (a:Thing {id: row.a})\n"
        "MATCH (b:Thing {id: row.b})\n"
        "MERGE (a)-[r:STABILIZES]->(b)\n"
        "SET r += row.facts;\n"
    )


@pytest.mark.parametrize(
    "told",
    [
        "year: 2001",
        "pValue: 0.05",
        "figureReported: true",
        "date: date('2026-11-22')",
        "altLabel: ['Retro running', 'Running backward']",
        "claim: 'claim-quadriceps'",
    ],
)
def test_value_has_its_type(told: str) -> None:
    """Numbers, truth values, dates and lists as Cypher writes them."""
    assert told in script(own(SMALL))


def test_many_rows_are_several_statements() -> None:
    """None is too long for a server to read."""
    text = "".join(f"kg:x{number} a br:Joint .\n" for number in range(1001))
    assert script(own(text)).count("UNWIND") == 3


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("it's", r"'it\'s'"),
        ("a\\b", r"'a\\b'"),
        ("a\nb\r\t", r"'a\nb\r\t'"),
        ("\x00\u202e", r"'\u0000\u202E'"),
        (r"\u0027", r"'\\' + 'u0027'"),
        (r"\\u0027", r"'\\\\' + 'u0027'"),
        ("é🏃", "'é🏃'"),
    ],
)
def test_text_is_quoted(text: str, quoted: str) -> None:
    """Also for a reader that looks for escapes before anything else."""
    assert quote(text) == quoted


@given(texts | st.lists(st.sampled_from(["\\", "u", "'", "0027", "n"])).map("".join))
def test_quoted_text_is_read_back(text: str) -> None:
    r"""And no ``u`` follows what stands for backslashes."""
    quoted = quote(text)
    assert re.fullmatch(rf"{STRING}(?: \+ {STRING})*", quoted)
    assert unquote(quoted) == text
    assert not re.search(r"(?<!\\)(?:\\\\)+u", quoted)


@settings(deadline=None, max_examples=30)
@given(st.lists(quads, max_size=12))
def test_no_data_become_statements(written: list) -> None:  # type: ignore[type-arg]
    """Take out the texts, and what is left is made of names, numbers and our own words."""
    told = script(of_quads(written)).partition("UNIQUE;\n")[2]
    rest = re.sub(STRING, "''", told)
    assert re.sub(r"[\w\s{}\[\]():,.+;>-]|''|=", "", rest) == ""
    assert rest.count(";") == rest.count("UNWIND") == rest.count("MERGE")


def test_hostile_names_are_made_plain() -> None:
    """Labels, types and properties are letters, digits and low lines."""
    told = re.sub(STRING, "''", script(own(HOSTILE)))
    labels = re.findall(r"SET n \+= row.facts, (.*);", told)
    assert labels == ["n:ClassOdd, n:Exercise", "n:Node", "n:Select, n:Things2", "n:Skill"]
