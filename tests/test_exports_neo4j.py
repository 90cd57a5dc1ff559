"""The files for Neo4j's import: headers with types, ids that match, arguments that name them."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.dataset import Dataset
from backrun_kg.exports.neo4j import write_neo4j
from export_samples import HOSTILE, SMALL, of_quads, own
from strategies import quads


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of a file, the header first."""
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_folder_holds_arguments_nodes_and_links() -> None:
    """A file a label, a file a type, and a README."""
    files = write_neo4j(own(SMALL))
    assert list(files) == [
        *("README.md", "import.args", "nodes-activity.csv", "nodes-claim.csv"),
        *("nodes-exercise.csv", "nodes-finding.csv", "nodes-muscle.csv", "nodes-study.csv"),
        *("links-object.csv", "links-strengthens.csv", "links-study.csv", "links-subject.csv"),
        "links-supports.csv",
    ]
    assert files["import.args"].decode().splitlines() == [
        *(f"--nodes={name}" for name in files if name.startswith("nodes")),
        *(f"--relationships={name}" for name in files if name.startswith("links")),
    ]


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        (
            "nodes-study.csv",
            [
                ["id:ID", "iri", "label", "layer", "year:long", ":LABEL"],
                *[["study-a", "https://w3id.org/backrun-kg/id/study-a", "A 2001", "user", "2001"]],
            ],
        ),
        (
            "links-supports.csv",
            [
                [":START_ID", ":END_ID", ":TYPE"],
                ["finding-a", "claim-quadriceps", "SUPPORTS"],
            ],
        ),
    ],
)
def test_file_has_typed_header_and_rows(file: str, rows: list[list[str]]) -> None:
    """As the import reads them."""
    found = rows_of(write_neo4j(own(SMALL))[file])
    assert [row[: len(rows[1])] for row in found[1:]] == rows[1:]
    assert found[0] == rows[0]


@pytest.mark.parametrize(
    ("file", "header"),
    [
        ("nodes-activity.csv", "date:date"),
        ("nodes-finding.csv", "pValue:double"),
        ("nodes-finding.csv", "figureReported:boolean"),
        ("nodes-exercise.csv", "altLabel:string[]"),
        ("nodes-claim.csv", "statement"),
    ],
)
def test_property_has_its_type(file: str, header: str) -> None:
    """Text is what needs none."""
    assert header in rows_of(write_neo4j(own(SMALL))[file])[0]


def test_node_has_its_labels() -> None:
    """The one of all first; lists and labels share a delimiter."""
    rows = rows_of(write_neo4j(own(SMALL))["nodes-exercise.csv"])
    assert rows[1][-1] == "Thing;Exercise"
    assert rows[1][rows[0].index("altLabel:string[]")] == "Retro running;Running backward"


def test_delimiter_is_in_none_of_the_values() -> None:
    """And lines that break are announced."""
    arguments = write_neo4j(own(HOSTILE))["import.args"].decode().splitlines()
    assert arguments[:2] == ["--array-delimiter=U+2400", "--multiline-fields=true"]


@pytest.mark.parametrize("text", [SMALL, HOSTILE, ""], ids=["small", "hostile", "empty"])
def test_readme_tells_the_command(text: str) -> None:
    """In a line that runs in the folder."""
    told = write_neo4j(own(text) if text else Dataset([]))["README.md"].decode()
    assert "\nneo4j-admin database import full neo4j @import.args\n" in told


def test_readme_of_the_shipped_graph_has_its_licence(shipped: Dataset) -> None:
    """Version, licence and digest."""
    told = write_neo4j(shipped)["README.md"].decode()
    assert told.startswith("# backrun-kg: a knowledge graph of backward running 0.1.0\n")
    assert "Licence: <https://creativecommons.org/licenses/by/4.0/>\n" in told
    assert shipped.digest in told


@settings(deadline=None, max_examples=30)
@given(st.lists(quads, max_size=12))
def test_every_link_joins_ids_that_come_once(written: list) -> None:  # type: ignore[type-arg]
    """Else the import stops."""
    files = write_neo4j(of_quads(written))
    tables = {name: rows_of(files[name]) for name in files if name.endswith(".csv")}
    assert [n for n, rows in tables.items() if len({len(row) for row in rows}) != 1] == []
    ids = [row[0] for name, rows in tables.items() if name[:5] == "nodes" for row in rows[1:]]
    ends = {
        end
        for name, rows in tables.items()
        if name[:5] == "links"
        for row in rows[1:]
        for end in row[:2]
    }
    assert len(set(ids)) == len(ids)
    assert ends <= set(ids)
