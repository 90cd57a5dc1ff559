"""CSV out: rows as RFC 4180 has them, links in one cell and in a file of their own."""

import csv
import io
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.dataset import Dataset
from backrun_kg.exports.csv_folder import make_links, write_csv
from backrun_kg.exports.csvw import find_value_urls
from backrun_kg.exports.sheets import make_sheets
from backrun_kg.exports.statements import Statements
from export_samples import HOSTILE, SMALL, of_quads, own
from strategies import quads

SCRIPT = """
import hashlib, sys
from backrun_kg import load
from backrun_kg.exports import {module}
files = {module}.{function}(load())
print(hashlib.sha256(b"".join(name.encode() + files[name] for name in files)).hexdigest())
"""


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, by the reader of the standard library."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_folder_holds_a_file_a_sheet_and_two_descriptions() -> None:
    """Named after the sheets, and as the standards want."""
    assert list(write_csv(own(SMALL))) == [
        *("activity.csv", "claim.csv", "exercise.csv", "finding.csv", "muscle.csv", "study.csv"),
        *("things.csv", "edges.csv", "mappings.csv", "links.csv"),
        *("csv-metadata.json", "datapackage.json"),
    ]


def test_file_is_written_as_rfc_4180_has_it() -> None:
    """A header, quotes where needed, CR and LF, UTF-8 without a mark."""
    assert write_csv(own(SMALL))["exercise.csv"].split(b"\r\n")[0].startswith(b"id,iri,label,alt_")
    assert write_csv(own('kg:x a br:Joint ; skos:prefLabel "a, \\"é\\""@en .'))["joint.csv"] == (
        'id,iri,label\r\nx,https://w3id.org/backrun-kg/id/x,"a, ""é"""\r\n'.encode()
    )


def test_many_values_share_a_cell() -> None:
    """Sorted, and parted as the descriptions say."""
    row = rows_of(write_csv(own(SMALL))["exercise.csv"])[0]
    assert row["alt_label"] == "Retro running|Running backward"
    assert row["strengthens"] == "quadriceps"


def test_separator_is_in_none_of_the_values() -> None:
    """A text that holds the usual one makes another of it."""
    texts = rows_of(write_csv(own(HOSTILE))["exercise.csv"])[0]["alt_label"].split("\u2400")
    assert sorted(texts) == [
        "`tick` <b>&amp; #35; %%{init}%% \\",
        "a|b;c",
        "it's \\u0027 }) //",
        "two\nlines\r\n\ttab",
    ]


def test_links_of_a_cell_have_a_row_each() -> None:
    """With the IRIs that a cell of many cannot tell."""
    assert rows_of(write_csv(own(SMALL))["links.csv"])[0] == {
        "subject": "backward-running",
        "property": "broad_match",
        "object": "http://www.wikidata.org/entity/Q105674",
        "subject_iri": "https://w3id.org/backrun-kg/id/backward-running",
        "property_iri": "http://www.w3.org/2004/02/skos/core#broadMatch",
        "object_iri": "http://www.wikidata.org/entity/Q105674",
    }


def test_links_leave_out_what_a_cell_tells(shipped: Dataset) -> None:
    """A claim's passage is one, and of one namespace."""
    sheets = make_sheets(Statements(shipped))
    links = make_links(sheets, find_value_urls(sheets))
    assert "passage" not in {row[1] for row in links.rows}
    assert "supports" in {row[1] for row in links.rows}


@pytest.mark.parametrize(
    ("safe", "cell"), [(False, '=HYPERLINK("x")'), (True, '\'=HYPERLINK("x")')]
)
def test_formula_is_disarmed_on_demand(safe: bool, cell: str) -> None:
    """As written for programs, after an apostrophe for spreadsheets; numbers stay numbers."""
    row = rows_of(write_csv(own(HOSTILE), excel_safe=safe)["exercise.csv"])[0]
    assert (row["label"], row["tiny"]) == (cell, "-0.0000001")


def test_empty_dataset_has_headers() -> None:
    """A program that reads the folder finds all files it knows."""
    files = write_csv(Dataset([]))
    assert files["things.csv"] == b"id,iri,label,class,layer\r\n"


@settings(deadline=None, max_examples=40)
@given(st.lists(quads, max_size=12))
def test_any_graph_is_read_back_cell_by_cell(written: list) -> None:  # type: ignore[type-arg]
    """Whatever stands in a text, no row is broken."""
    dataset = of_quads(written)
    files = write_csv(dataset)
    for sheet in make_sheets(Statements(dataset)):
        rows = list(csv.reader(io.StringIO(files[f"{sheet.name}.csv"].decode(), newline="")))
        assert {len(row) for row in rows} == {len(sheet.columns)}
        assert [row[0] for row in rows[1:]] == [row[0] for row in sheet.rows]


@pytest.mark.parametrize(
    ("module", "function"),
    [
        ("csv_folder", "write_csv"),
        ("parquet", "write_parquet"),
        ("datasette", "write_datasette"),
        ("networks", "write_graphml"),
        ("networks", "write_gexf"),
        ("pictures", "write_dot"),
        ("pictures", "write_mermaid"),
        ("cypher", "write_cypher"),
        ("neo4j", "write_neo4j"),
    ],
)
def test_export_is_the_same_bytes_on_every_run(module: str, function: str) -> None:
    """No hash seed, neither Python's nor the engine's, leaves a trace."""
    script = SCRIPT.format(module=module, function=function)
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
