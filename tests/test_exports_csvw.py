"""The CSVW description: valid for its reader, and enough to make the triples again."""

import json
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import urlunsplit

import pyoxigraph as ox
import pytest
from csvw import CSVW

from backrun_kg.dataset import Dataset, load
from backrun_kg.exports.csv_folder import write_csv
from backrun_kg.exports.csvw import find_value_urls
from backrun_kg.exports.sheets import make_sheets
from backrun_kg.exports.statements import Statements
from backrun_kg.namespaces import PREFIXES
from export_samples import HOSTILE, SMALL, own

Fact = tuple[str, str, object]

CURIES = PREFIXES | {"dc": PREFIXES["dcterms"]}


def described(dataset: Dataset) -> dict[str, Any]:
    """The tables of the description by name."""
    document = json.loads(write_csv(dataset)["csv-metadata.json"])
    return {table["url"].removesuffix(".csv"): table for table in document["tables"]}


@pytest.fixture(scope="module")
def tables(shipped: Dataset) -> dict[str, Any]:
    """The tables of the shipped graph."""
    return described(shipped)


def column(table: dict[str, Any], name: str) -> dict[str, Any]:
    """One column of a table."""
    return next(c for c in table["tableSchema"]["columns"] if c["name"] == name)


def read(dataset: Dataset, folder: Path) -> CSVW:
    """The folder as the csvw package reads it."""
    for name, content in write_csv(dataset).items():
        (folder / name).write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package's own
        return CSVW(str(folder / "csv-metadata.json"), validate=True)


def expand(text: object) -> object:
    """A text of the reader's JSON, CURIEs in full."""
    if not isinstance(text, str):
        return text
    prefix, colon, local = text.partition(":")
    known = colon and prefix in CURIES and not local.startswith("//")
    return CURIES[prefix] + local if known else text


def facts_of(reader: CSVW) -> set[Fact]:
    """What csv2json makes of the rows by their URLs, as triples."""
    found: set[Fact] = set()
    for item in reader.to_json(minimal=True):
        subject = item.pop("@id")
        for key, value in item.items():
            values = value if isinstance(value, list) else [value]
            for each in values:
                split = isinstance(each, list | tuple)  # how the package gives a URI in a list
                told = urlunsplit([part or "" for part in each]) if split else expand(each)
                found.add((subject, str(expand(key)), told))
    return found


def facts_in(dataset: Dataset) -> set[Fact]:
    """The triples of a dataset, numbers and truth values as JSON has them."""
    convert: dict[str, Any] = {
        "integer": int,
        "decimal": float,
        "boolean": lambda text: text == "true",
    }
    found: set[Fact] = set()
    for quad in dataset.quads():
        value = quad.object
        assert isinstance(value, ox.NamedNode | ox.Literal)
        kind = value.datatype.value.rpartition("#")[2] if isinstance(value, ox.Literal) else ""
        told = convert.get(kind, str)(value.value)
        found.add((str(quad.subject).strip("<>"), quad.predicate.value, told))
    return found


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("layers", [[], ["ontology"], ["article"], ["evidence"], ["alignment"]])
def test_reader_makes_the_triples_again(layers: list[str], tmp_path: Path) -> None:
    """Every one and no other, from the rows and the description alone."""
    dataset = load(layers=layers)
    reader = read(dataset, tmp_path)
    assert reader.is_valid
    assert facts_of(reader) == facts_in(dataset)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("text", [SMALL, HOSTILE, "<urn:a> <urn:b> <urn:c> ."])
def test_reader_finds_own_data_valid(text: str, tmp_path: Path) -> None:
    """Types, keys and references hold, whatever the texts say."""
    assert read(own(text), tmp_path).is_valid


@pytest.mark.parametrize(
    ("table", "name", "told"),
    [
        ("muscle", "label", {"datatype": "string", "lang": "en"}),
        ("study", "year", {"datatype": "integer"}),
        ("study", "seen_at", {"datatype": "anyURI", "separator": "|"}),
        ("finding", "p_value", {"datatype": "decimal"}),
        ("finding", "figure_reported", {"datatype": "boolean"}),
        ("activity", "date", {"datatype": "date"}),
        ("claim", "passage", {"valueUrl": "https://w3id.org/backrun-kg/id/{+passage}"}),
        ("claim", "modality", {"valueUrl": "https://w3id.org/backrun-kg/ontology#{+modality}"}),
        ("brand", "close_match", {"suppressOutput": True}),
        ("ontology", "license", {"valueUrl": "{+license}"}),
        ("exercise", "strengthens", {"separator": "|", "suppressOutput": True}),
        ("things", "id", {"required": True}),
    ],
)
def test_column_is_described(
    table: str, name: str, told: dict[str, object], tables: dict[str, Any]
) -> None:
    """Its type, its language, and how its IRIs are made."""
    found = column(tables[table], name)
    assert {key: found.get(key) for key in told} == told


def test_column_has_title_and_description_of_the_ontology(tables: dict[str, Any]) -> None:
    """And its property."""
    found = column(tables["finding"], "p_value")
    assert found["dc:title"] == "p value"
    assert found["dc:description"].startswith("Gives the number that the reported p-value")
    assert found["propertyUrl"] == "https://w3id.org/backrun-kg/ontology#pValue"


def test_key_that_may_be_empty_is_no_foreign_key(tables: dict[str, Any]) -> None:
    """By the standard each row has to point at one."""
    keys = tables["claim"]["tableSchema"]["foreignKeys"]
    named = [key["columnReference"] for key in keys]
    assert "passage" in named
    assert "comparator" not in named


def test_datatype_of_ones_own_is_named() -> None:
    """XML Schema's are known by name, others by IRI."""
    table = described(own('kg:x a br:Joint ; <urn:p> "1"^^<urn:t> , "2"^^xsd:double .'))["joint"]
    assert column(table, "p_t")["datatype"] == {"@id": "urn:t", "base": "string"}
    assert column(table, "p")["datatype"] == "string"


def test_column_named_type_does_not_meet_the_class() -> None:
    """The class is told in a column of its own, which has no cells."""
    columns = described(own('kg:x a br:Joint ; <urn:type> "x" .'))["joint"]["tableSchema"][
        "columns"
    ]
    assert [(c["name"], c.get("virtual", False)) for c in columns[-2:]] == [
        ("type", False),
        ("type_2", True),
    ]


def test_things_of_several_namespaces_have_no_template() -> None:
    """Their statements stand among the links."""
    text = "kg:a a br:Claim ; br:passage kg:b . <urn:a> a br:Claim ; br:passage <urn:b> ."
    described_too = "kg:b a br:Passage . <urn:b> a br:Passage ."
    urls = find_value_urls(make_sheets(Statements(own(text + described_too))))
    assert ("claim", "passage") not in urls


def test_description_says_what_the_files_are(shipped: Dataset) -> None:
    """Title, licence, version and digest."""
    document = json.loads(write_csv(shipped)["csv-metadata.json"])
    assert document["@context"][0] == "http://www.w3.org/ns/csvw"
    assert document["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert document["dc:identifier"] == f"sha256:{shipped.digest}"
