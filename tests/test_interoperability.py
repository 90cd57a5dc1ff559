"""Interoperability: readers that are none of ours read our files, and nothing goes unnoticed."""

import os
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1]))  # benchmarks lie beside the tests, in no package

from benchmarks.interoperability import lines, originals
from benchmarks.interoperability.__main__ import check_page, main
from benchmarks.interoperability.catalogue import READERS
from benchmarks.interoperability.matrix import ELSEWHERE, MATRIX, Parse
from benchmarks.interoperability.page import PAGE, read_rows, read_versions, write_page
from benchmarks.interoperability.quirks import LIMITS, QUIRKS
from benchmarks.interoperability.readers import REQUIRE, Task, find_version, run
from benchmarks.interoperability.trials import (
    DIFFERENT,
    REFUSED,
    SAME,
    Originals,
    Result,
    compare,
    judge,
    must_have_all,
    try_reader,
)

from backrun_kg.dataset import Dataset
from backrun_kg.exports import MENU

TOOLS = Path(os.environ.get("BACKRUN_READERS", "no-tools")).resolve()
QUICK = ("python", "program")
"""What runs the readers that the suite tries; the page's script tries all of them."""

quick = [name for name, reader in READERS.items() if reader.runner in QUICK and name != "spark"]
page = PAGE.read_text("utf-8")
rows = [(kind, name) for kind, row in MATRIX.items() for name in row.readers]


@pytest.fixture(scope="module")
def files(shipped: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Originals:
    """The shipped graph and its files."""
    return Originals(shipped, tmp_path_factory.mktemp("files"))


@pytest.mark.parametrize("name", quick)
def test_reader_reads_the_same(name: str, files: Originals) -> None:
    """Every file that a reader is given says to it what the graph says."""
    if not find_version(READERS[name], TOOLS):
        (pytest.fail if must_have_all() else pytest.skip)(f"{READERS[name].title} is not installed")
    found = list(try_reader(name, files, TOOLS))
    assert [result for result in found if result.fault or result.verdict == DIFFERENT] == []


def test_page_has_the_rows_of_the_script() -> None:
    """Each format with each of its readers, in the order of the matrix."""
    assert read_rows(page) == rows


def test_page_tells_the_version_of_every_reader() -> None:
    """None was left out when it was written."""
    versions = read_versions(page)
    assert [name for name in READERS if versions.get(name, "–") == "–"] == []


def test_page_tells_what_is_read_elsewhere() -> None:
    """Nothing is passed over in silence."""
    assert [kind for kind in ELSEWHERE if f"\n- `{kind}`: " not in page] == []


@pytest.mark.parametrize(("compared", "code"), [("1 statement", 0), ("2 statements", 1)])
def test_page_is_held_to_a_fresh_run(compared: str, code: int, tmp_path: Path) -> None:
    """Versions may be others, results may not."""
    file = tmp_path / "page.md"
    refused = Result("rdf", "jena", REFUSED, "", "no")
    written = [Result("ttl", "jena", SAME, "1 statement"), refused]
    file.write_text(write_page(written, {"jena": "4.5.0", "polars": "2.1.0"}), encoding="utf-8")
    assert check_page([Result("ttl", "jena", SAME, compared), refused], file) == code


@pytest.mark.parametrize("format", MENU)
def test_format_is_read_back(format: str) -> None:
    """Here, or elsewhere for a reason."""
    assert (format in MATRIX) != (format in ELSEWHERE)


@pytest.mark.parametrize("name", READERS)
def test_reader_has_something_to_read(name: str) -> None:
    """No reader is listed for nothing."""
    assert any(name in row.readers for row in MATRIX.values())


@pytest.mark.parametrize("row", [*QUIRKS, *LIMITS], ids="-".join)
def test_way_of_a_reader_has_its_row(row: tuple[str, str]) -> None:
    """A quirk or a limit of what is not tried would hide nothing and mislead."""
    assert row in rows


@pytest.mark.parametrize(
    "format",
    MATRIX,
)
def test_readers_agree_on_how_much_there_is(format: str) -> None:
    """The page has one count for a format, whoever reads it."""
    told = [line.split(" | ")[2] for line in page.splitlines() if line.startswith(f"| `{format}` ")]
    assert len(set(told) - {"–"}) == 1


def test_questions_are_those_in_sql() -> None:
    """Each has its file, and no file is without its named query."""
    found = {path.stem for path in Path(originals.__file__).parent.glob("questions/*.sql")}
    assert found == set(originals.QUESTIONS)


QUAD = '<urn:a> <urn:b> "c" <urn:g> .'
TABLE = '{"t": {"columns": ["a"], "rows": [["x"], [{"decimal": "1"}]]}}'
NETWORK = (
    '{"nodes": {"a": {"label": "A"}, "b": {"label": "B"}}, "edges": [["a", "b", {"label": "e"}]]}'
)
GRAPH = '{"nodes": [["a", ["T"], {"x": 1}]], "links": [["a", "E", "a", {}]]}'
IMPORT = """{"n": {"columns": ["id:ID", "x:long", ":LABEL"], "rows": [["a", "1", "Thing"]]},
 "l": {"columns": [":START_ID", ":END_ID", ":TYPE"], "rows": [["a", "a", "E"]]}}"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg"><g>
<g class="node"><title>n1</title><text>A</text></g>
<g class="edge"><title>n1-&gt;n1</title><text>e</text></g></g></svg>"""


@pytest.mark.parametrize(
    ("parse", "text", "told"),
    [
        (lines.of_quads, f"{QUAD}\n<urn:a> <urn:b> <urn:c> .", "2 statements"),
        (lines.of_tables, TABLE, "1 table, 2 rows"),
        (lines.of_answers, TABLE, "1 table, 2 rows"),
        (lines.of_network, NETWORK, "2 nodes, 1 edge"),
        (lines.of_picture, NETWORK, "2 nodes, 1 edge"),
        (lines.of_drawing, DRAWING, "1 node, 1 edge"),
        (lines.of_property_graph, GRAPH, "1 node, 1 edge"),
        (lines.of_import, IMPORT, "1 node, 1 edge"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_was_read_is_counted(parse: Parse, text: str, told: str) -> None:
    """In the words of what it is."""
    assert lines.describe(parse(text)) == told


@pytest.mark.parametrize(
    ("parse", "text", "old", "new"),
    [
        (lines.of_quads, QUAD, '"c"', '"C"'),
        (lines.of_quads, QUAD, '"c"', '"c"@en'),
        (lines.of_quads, QUAD, "<urn:g>", ""),
        (lines.of_tables, TABLE, '"a"', '"b"'),
        (lines.of_tables, TABLE, '{"decimal": "1"}', "1"),
        (lines.of_tables, TABLE, '["x"], ', ""),
        (lines.of_tables, TABLE, '["x"], ', '["x"], ["x"], '),
        (lines.of_answers, TABLE, '["x"], [{"decimal": "1"}]', '[{"decimal": "1"}], ["x"]'),
        (lines.of_network, NETWORK, '"label": "e"', '"label": "f"'),
        (lines.of_network, NETWORK, '["a", "b", ', '["b", "a", '),
        (lines.of_picture, NETWORK, '"B"', '"C"'),
        (lines.of_picture, NETWORK, '["a", "b", ', '["b", "a", '),
        (lines.of_drawing, DRAWING, "<text>A", "<text>B"),
        (lines.of_drawing, DRAWING, "<text>e", "<text>f"),
        (lines.of_property_graph, GRAPH, '"x": 1', '"x": 2'),
        (lines.of_property_graph, GRAPH, '["T"]', "[]"),
        (lines.of_import, IMPORT, '"1"', "null"),
        (lines.of_import, IMPORT, '"E"', '"F"'),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_change_is_seen(parse: Parse, text: str, old: str, new: str) -> None:
    """Whatever a reader makes otherwise, comes twice, or leaves out."""
    assert text.count(old) >= 1
    changed = compare("ttl", "rapper", parse(text), parse(text.replace(old, new, 1)))
    assert changed.verdict == DIFFERENT


def test_nothing_read_is_no_success() -> None:
    """Not even where nothing was to be read."""
    assert compare("ttl", "rapper", Counter(), Counter()).verdict == DIFFERENT


def test_difference_is_told() -> None:
    """How much it is, with examples of both sides."""
    found = compare("ttl", "rapper", lines.of_quads(QUAD), lines.of_quads("<a:a> <b:b> <c:c> ."))
    assert found.fault == f"1 lost, 1 added:\n{QUAD}\nbut read:\n<a:a> <b:b> <c:c> ."


PLAIN = "<urn:a> <urn:b> {} ."
TINY = PLAIN.format('"{}"^^<http://www.w3.org/2001/XMLSchema#decimal>')
A_CLASS = (
    "<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<http://www.w3.org/2002/07/owl#Class> ."
)


def cells(*values: object) -> lines.Lines:
    """A table of one row."""
    return lines.count([["row", "t", [*values]]])


@pytest.mark.parametrize(
    ("row", "original", "read", "other"),
    [
        ("ttl rdflib", [TINY.format("0.00000002")], [TINY.format("2E-8")], [TINY.format("3E-8")]),
        ("jsonld rudof", [QUAD], [PLAIN.format('"c"')], [PLAIN.format('"d"')]),
        (
            "jsonld rudof",
            ['<urn:a> <urn:b> "p < 0.01"@en <urn:g> .'],
            [PLAIN.format('"p < 0.01"@en')],
            [PLAIN.format('"p')],
        ),
        (
            "jsonld-framed pyld",
            [QUAD, "<urn:x> <urn:y> <urn:z> <urn:g> ."],
            [PLAIN.format('"c"')],
            [PLAIN.format('"c"'), "<urn:x> <urn:y> <urn:y> ."],
        ),
        (
            "ontology/backrun.ttl owlapi",
            [PLAIN.format('"c"')],
            [PLAIN.format('"c"'), A_CLASS],
            [A_CLASS],
        ),
    ],
)
def test_way_of_reading_statements_hides_nothing_else(
    row: str, original: list[str], read: list[str], other: list[str]
) -> None:
    """What the quirk is about is the same, what else differs is not."""
    kind, name = row.split()
    results = [compare(kind, name, Counter(original), Counter(found)) for found in (read, other)]
    assert [found.verdict for found in results] == [SAME, DIFFERENT]


@pytest.mark.parametrize(
    ("row", "original", "read", "other"),
    [
        ("csv duckdb", True, "true", "false"),
        ("csv duckdb", ["a", "b"], "a|b", "a"),
        ("csv polars", {"decimal": "1.5"}, "1.5", "1.50"),
        ("csv frictionless", [], None, "x"),
        ("csv csvw", {"date": "2020-01-01"}, {"date": "2020-01-01T00:00:00"}, {"date": "2020-01"}),
        ("parquet hyparquet", {"decimal": "1.4"}, 1.4000000000000001, 1.41),
        ("sqlite sqlite", True, 1, 0),
        ("sqlite sqlite", {"decimal": "2.5"}, {"double": "2.5"}, {"double": "2.6"}),
        ("datasette datasette", {"date": "2020-01-01"}, "2020-01-01", "2020-01-02"),
        ("cypher neo4j", {"decimal": "2.5"}, {"double": "2.5"}, {"double": "2.6"}),
    ],
)
def test_way_of_reading_cells_hides_nothing_else(
    row: str, original: object, read: object, other: object
) -> None:
    """What the quirk is about is the same, what else differs is not."""
    kind, name = row.split()
    results = [compare(kind, name, cells(original), cells(found)) for found in (read, other)]
    assert [found.verdict for found in results] == [SAME, DIFFERENT]


def test_quirk_that_is_gone_is_reported() -> None:
    """So that it is struck out."""
    found = compare("csv", "csvw", cells("x"), cells("x"))
    assert found.fault == "no longer so: a date is its midnight"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("!no", (REFUSED, "")),
        (QUAD, (DIFFERENT, "reads what it is said to refuse")),
    ],
)
def test_limit_is_held_to(text: str, told: tuple[str, str]) -> None:
    """A reader that is said to refuse a format does; one that has learnt it is reported."""
    found = judge("jsonld", "jena", lines.of_quads(QUAD), text)
    assert (found.verdict, found.fault) == told


def test_failure_is_told_as_the_reader_tells_it() -> None:
    """The message comes through."""
    found = judge("ttl", "jena", lines.of_quads(QUAD), "!line 1: what is this?\n")
    assert (found.verdict, found.fault) == (DIFFERENT, "line 1: what is this?")


@pytest.fixture(params=["rdflib", "pyld", "rapper"])
def present(request: pytest.FixtureRequest) -> str:
    """A reader that is installed here."""
    name: str = request.param
    if not find_version(READERS[name], TOOLS):
        pytest.skip(f"{READERS[name].title} is not installed")
    return name


def test_broken_file_is_a_failure(present: str, tmp_path: Path) -> None:
    """What cannot be read is not taken for an empty file."""
    task = Task("jsonld" if present == "pyld" else "ttl", tmp_path / "broken")
    task.place.write_text("{ this is nothing", encoding="utf-8")
    assert run(READERS[present], [task], TOOLS, tmp_path)[task].startswith("!")


def test_reader_fetches_nothing(tmp_path: Path) -> None:
    """A context elsewhere is refused, by name."""
    task = Task("jsonld", tmp_path / "a.jsonld")
    task.place.write_text('{"@context": "https://schema.org"}', encoding="utf-8")
    told = run(READERS["pyld"], [task], TOOLS, tmp_path)[task]
    assert "The document asks for https://schema.org." in told


@pytest.mark.parametrize(("required", "code"), [("1", 1), ("", 0)])
def test_missing_reader_is_named(
    required: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is skipped, and where all are required it is a failure."""
    monkeypatch.setenv(REQUIRE, required)
    assert main([str(tmp_path), "--only", "mermaid"]) == code
    assert "Mermaid is not installed." in capsys.readouterr().err


def test_line_that_is_lost_on_the_way_is_found(tmp_path: Path) -> None:
    """From the file through the reader to the verdict."""
    task = Task("nt", tmp_path / "a.nt")
    task.place.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    text = run(READERS["rdflib"], [task], TOOLS, tmp_path)[task]
    original = lines.of_quads("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <urn:d> .\n")
    found = judge("nt", "rdflib", original, text)
    assert found.fault == "1 lost, 0 added:\n<urn:a> <urn:b> <urn:d> .\nbut read:"


@pytest.mark.parametrize("name", ["interoperability.md", "scaling.md"])
def test_links_of_page_lead_somewhere(name: str) -> None:
    """Each is a file or folder of ours."""
    links = re.findall(r"\]\(([^)]+)\)", (PAGE.parent / name).read_text("utf-8"))
    assert [link for link in links if not (PAGE.parent / link).exists()] == []
