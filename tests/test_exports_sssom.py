"""The SSSOM table: every mapping once, every identifier resolvable by the header's map."""

import csv
import io
import re

import pytest

from backrun_kg.dataset import Dataset, Source, shipped_sources
from backrun_kg.exports import export
from backrun_kg.namespaces import PREFIXES
from backrun_kg.queries import run_query

REQUIRED = {"subject_id", "predicate_id", "object_id", "mapping_justification"}


@pytest.fixture(scope="module")
def table(shipped: Dataset) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The prefixes of the header, and the rows."""
    text = export(shipped, "sssom")
    header = [line[1:] for line in text.splitlines() if line.startswith("#")]
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    prefixes = dict(re.findall(r"^  (\w+): (\S+)$", "\n".join(header), re.MULTILINE))
    return prefixes, list(csv.DictReader(io.StringIO(body), delimiter="\t"))


def test_rows_hold_what_sssom_requires(
    table: tuple[dict[str, str], list[dict[str, str]]],
) -> None:
    """No required slot is empty."""
    _, rows = table
    assert [row for row in rows if not all(row[slot] for slot in REQUIRED)] == []


def test_rows_are_the_mapping_triples(
    shipped: Dataset, table: tuple[dict[str, str], list[dict[str, str]]]
) -> None:
    """Expanded by the map, the rows are the triples of the graph."""
    prefixes, rows = table

    def expand(curie: str) -> str:
        prefix, _, local = curie.partition(":")
        return f"<{prefixes[prefix]}{local}>"

    columns = ("subject_id", "predicate_id", "object_id")
    found = {" ".join(expand(row[column]) for column in columns) for row in rows}
    graph = run_query(
        shipped,
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o VALUES ?p { skos:exactMatch skos:closeMatch "
        "skos:broadMatch skos:narrowMatch skos:relatedMatch } }",
    )
    assert found == {str(triple) for triple in graph.triples}  # type: ignore[union-attr]


def test_cells_can_be_made_safe_for_spreadsheets() -> None:
    """A label that would be a formula follows an apostrophe, if that is asked for."""
    kg, skos = PREFIXES["kg"], PREFIXES["skos"]
    text = (
        f'<{kg}a> <{skos}prefLabel> "=1+1"@en ; '
        f"<{skos}exactMatch> <http://www.wikidata.org/entity/Q1> ."
    )
    dataset = Dataset(
        [*shipped_sources(["ontology"]), Source("a", "alignment", "ttl", text.encode())]
    )
    rows = {safe: _row(export(dataset, "sssom", excel_safe=safe)) for safe in (False, True)}
    assert rows == {False: ["kg:a", "=1+1"], True: ["kg:a", "'=1+1"]}


@pytest.mark.parametrize(
    "row",
    [
        ("kg:quadriceps", "Quadriceps", "skos:exactMatch", "UBERON:0001377"),
        ("kg:hamstrings", "Hamstrings", "skos:closeMatch", "FMA:81022"),
        ("kg:backward-running", "Backward running", "skos:broadMatch", "MESH:D012420"),
        ("kg:nike", "Nike", "skos:closeMatch", "WIKIDATA:Q483915"),
    ],
    ids=lambda row: row[0],
)
def test_mapping_is_in_the_table(
    row: tuple[str, ...], table: tuple[dict[str, str], list[dict[str, str]]]
) -> None:
    """A mapping as the facts have it."""
    columns = ("subject_id", "subject_label", "predicate_id", "object_id")
    assert row in {tuple(entry[column] for column in columns) for entry in table[1]}


def _row(table: str) -> list[str]:
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    return lines[1].split("\t")[:2]
