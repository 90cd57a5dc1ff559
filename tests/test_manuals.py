"""What the named queries say of themselves: the menu, and one query's manual."""

from pathlib import Path

import pytest

from backrun_kg import manuals
from backrun_kg.errors import UnknownName
from backrun_kg.manuals import write_manual
from backrun_kg.queries import list_queries, parse_query

CRABS = """# Crabs
#
# One row per crab.
#
# - `?crab` (thing): keep one.
# - `?text` (text): look for this.

SELECT ?crab { ?crab ?p ?text }
"""
MANUAL = """Crabs

One row per crab.

crab=... (thing): keep one.
text=... (text): look for this.

# Crabs
#
# One row per crab.
#
# - `?crab` (thing): keep one.
# - `?text` (text): look for this.

SELECT ?crab { ?crab ?p ?text }
"""


def test_menu_has_a_line_per_query(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names in a column, titles in another."""
    queries = [parse_query("crabs", CRABS), parse_query("gull-nests", "# Gulls\n\nASK {}")]
    monkeypatch.setattr(manuals, "list_queries", lambda: queries)
    assert write_manual(None) == "crabs       Crabs\ngull-nests  Gulls\n"


@pytest.mark.parametrize("name", [query.name for query in list_queries()])
def test_menu_names_the_query(name: str) -> None:
    """Every named query is on the menu."""
    assert [line.split()[0] for line in write_manual(None).splitlines()].count(name) == 1


@pytest.mark.parametrize("name", [query.name for query in list_queries()])
def test_query_has_a_manual(name: str) -> None:
    """Every named query shows the SPARQL it runs."""
    assert any(word in write_manual(name) for word in ("SELECT", "CONSTRUCT"))


def test_manual_has_title_description_parameters_and_text() -> None:
    """What the header says, then the query as it stands."""
    assert write_manual(None, CRABS) == MANUAL


def test_manual_of_a_file_is_the_same(tmp_path: Path) -> None:
    """A query of one's own has a manual as ours have."""
    (tmp_path / "crabs.rq").write_text(CRABS, encoding="utf-8")
    assert write_manual(str(tmp_path / "crabs.rq")) == MANUAL


def test_manual_of_a_bare_query_is_its_text() -> None:
    """Without a header there is the name it was given by."""
    assert write_manual(None, "ASK {}") == "-e\n\nASK {}\n"


def test_unknown_query_names_the_nearest() -> None:
    """A slip of the finger is told the query it meant."""
    with pytest.raises(UnknownName) as caught:
        write_manual("muscels")
    assert str(caught.value).startswith("No query named 'muscels'. Did you mean muscle")
