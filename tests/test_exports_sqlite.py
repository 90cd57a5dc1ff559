"""SQLite out: whole, with keys that hold, views, and words to be found."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import BackrunError
from backrun_kg.exports import sqlite
from backrun_kg.exports.sqlite import make_tables, write_sqlite
from backrun_kg.exports.statements import Statements
from export_samples import HOSTILE, SMALL, of_quads, own
from strategies import quads


def opened(dataset: Dataset) -> sqlite3.Connection:
    """The database of a dataset."""
    database = sqlite3.connect(":memory:")
    database.deserialize(write_sqlite(dataset)["backrun-kg.sqlite"])
    return database


def names_of(database: sqlite3.Connection, kind: str) -> list[str]:
    """The tables or views."""
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = ? ORDER BY name", (kind,))
    return [name for (name,) in rows]


@pytest.fixture(scope="module")
def database(shipped: Dataset) -> Iterator[sqlite3.Connection]:
    """The database of the shipped graph."""
    database = opened(shipped)
    yield database
    database.close()


DATASETS = {
    "shipped": load(),
    "article": load(layers=["article"]),
    "evidence": load(layers=["evidence"]),
    "small": own(SMALL),
    "hostile": own(HOSTILE),
    "empty": Dataset([]),
}


@pytest.mark.parametrize("name", DATASETS)
def test_file_is_whole_and_its_keys_hold(name: str) -> None:
    """By SQLite's own checks."""
    database = opened(DATASETS[name])
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()


@pytest.mark.parametrize("name", DATASETS)
def test_file_is_the_same_bytes_each_time(name: str) -> None:
    """Neither the day nor the release of SQLite is in it."""
    first, second = (write_sqlite(DATASETS[name])["backrun-kg.sqlite"] for _ in range(2))
    assert first == second
    assert (first[24:28], first[92:100]) == (b"\0\0\0\x01", b"\0\0\0\x01\0\x2e\x63\0")


@pytest.mark.parametrize(
    ("table", "rows"),
    [("claim", 84), ("finding", 111), ("finding_supports", 109), ("muscle", 12), ("edges", 84)],
)
def test_table_has_its_rows(table: str, rows: int, database: sqlite3.Connection) -> None:
    """One a member, and one a link."""
    (found,) = database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()  # noqa: S608
    assert found == rows


def test_columns_have_types_and_references(database: sqlite3.Connection) -> None:
    """Numbers are numbers; a reference names its table."""
    types = {row[1]: row[2] for row in database.execute("PRAGMA table_info(finding)")}
    wanted = ("id", "figure_reported", "derived_percentage", "value", "summary")
    assert [types[name] for name in wanted] == ["TEXT", "INTEGER", "INTEGER", "REAL", "TEXT"]
    keys = {row[3]: row[2] for row in database.execute("PRAGMA foreign_key_list(finding)")}
    assert (keys["study"], keys["comparator"]) == ("study", "things")


def test_references_are_indexed(database: sqlite3.Connection) -> None:
    """A join from either end is quick."""
    plan = database.execute("EXPLAIN QUERY PLAN SELECT * FROM finding WHERE study = 'x'").fetchall()
    assert plan[0][3] == "SEARCH finding USING INDEX finding.study (study=?)"


def test_list_is_a_table_of_both_ends(database: sqlite3.Connection) -> None:
    """Named after the class and the property."""
    columns = [row[1] for row in database.execute("PRAGMA table_info(exercise_strengthens)")]
    assert columns == ["exercise", "strengthens"]


@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("knees", "knee"),
        ("calves", "calf-muscles"),
        ("lowering impacts", "answer-knees"),
        ("strengthening quadriceps", "claim-strengthens-quadriceps"),
    ],
)
def test_words_are_found(words: str, thing: str, database: sqlite3.Connection) -> None:
    """In labels, other names, statements and answers, whatever their ending."""
    rows = database.execute(
        "SELECT id FROM things WHERE rowid IN (SELECT rowid FROM things_fts(?))",
        (words,),
    )
    assert (thing,) in rows.fetchall()


@pytest.mark.parametrize(
    ("view", "where", "row"),
    [
        (
            "claims_with_labels",
            "id = 'claim-reduces-body-weight'",
            ("Backward running", "reduces", "Body weight", "Can", "Contradicted"),
        ),
        (
            "evidence_on_claims",
            "finding = 'finding-wright-2001-muscle-volume'",
            ("claim-demands-more-effort", "supports", "Direct", "study-wright-2001", 2001),
        ),
        ("questions_with_answers", "id = 'question-every-day'", ("Generally not",)),
    ],
)
def test_view_joins_what_belongs_together(
    view: str, where: str, row: tuple[object, ...], database: sqlite3.Connection
) -> None:
    """Labels in the place of ids."""
    found = database.execute(f"SELECT * FROM {view} WHERE {where}").fetchone()  # noqa: S608
    assert [cell for cell in row if cell not in found] == []


@pytest.mark.parametrize(
    ("name", "views"),
    [
        ("shipped", ["claims_with_labels", "evidence_on_claims", "questions_with_answers"]),
        ("article", ["claims_with_labels", "questions_with_answers"]),
        ("evidence", ["evidence_on_claims"]),
        ("empty", []),
    ],
)
def test_view_over_missing_tables_is_left_out(name: str, views: list[str]) -> None:
    """Rather than failing whoever opens it."""
    database = opened(DATASETS[name])
    assert names_of(database, "view") == views
    database.close()


def test_file_says_what_it_is(database: sqlite3.Connection, shipped: Dataset) -> None:
    """In a table of its own."""
    facts = dict(database.execute("SELECT name, value FROM about").fetchall())
    assert (facts["version"], facts["digest"]) == ("0.1.0", shipped.digest)


def test_names_of_tables_never_meet() -> None:
    """A list of one class may be called like another class."""
    text = 'kg:x a br:Joint ; skos:altLabel "y"@en . kg:z a <urn:JointAltLabel> .'
    names = [table.name for table in make_tables(Statements(own(text)))]
    assert len(set(names)) == len(names)
    assert "joint_alt_label_2" in names


def test_sqlite_without_the_means_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python may have been built without full-text search."""
    monkeypatch.setattr(sqlite, "_SEARCH", 'CREATE VIRTUAL TABLE "f" USING fts99("label");')
    with pytest.raises(BackrunError, match="cannot make the file: no such module: fts99"):
        write_sqlite(own(SMALL))


@settings(deadline=None, max_examples=30)
@given(st.lists(quads, max_size=12))
def test_any_graph_is_held(written: list) -> None:  # type: ignore[type-arg]
    """Whole, its keys holding, every text as it was."""
    dataset = of_quads(written)
    database = opened(dataset)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    labels = [row[2] for row in make_tables(Statements(dataset))[-3].rows]
    assert [row[0] for row in database.execute("SELECT label FROM things ORDER BY rowid")] == labels
    database.close()


def test_file_opens_from_disk(tmp_path: Path) -> None:
    """As any program opens it."""
    file = tmp_path / "a.sqlite"
    file.write_bytes(write_sqlite(own(SMALL))["backrun-kg.sqlite"])
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    assert database.execute("SELECT year FROM study").fetchall() == [(2001,)]
    database.close()
