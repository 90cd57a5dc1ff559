"""`backrun-kg site`: a folder of pages."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from backrun_kg.commands.site import site
from backrun_kg.errors import BackrunError, UnwritableOutput
from export_samples import HEADER, SMALL


@pytest.fixture
def own_file(tmp_path: Path) -> str:
    """A small file of one's own."""
    path = tmp_path / "own.ttl"
    path.write_text(HEADER + SMALL, "utf-8")
    return str(path)


def test_pages_are_written(tmp_path: Path, own_file: str) -> None:
    """A page for each thing, overviews and downloads; again over the old ones."""
    folder = tmp_path / "pages"
    for _ in range(2):
        told = CliRunner().invoke(
            site, [str(folder), "--no-shipped", "--data", own_file], catch_exceptions=False
        )
        assert told.exit_code == 0
    assert told.output.startswith(f"{folder}: ")
    assert (folder / "id" / "quadriceps.html").is_file()
    assert (folder / "downloads" / "SHA256SUMS").is_file()
    assert not (folder / "sitemap.xml").exists()


def test_missing_library_leaves_the_rdf_formats(
    tmp_path: Path, own_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pyarrow or networkx there are fewer downloads, and a word why."""
    for name in ("pyarrow", "pyarrow.parquet", "networkx"):
        monkeypatch.setitem(sys.modules, name, None)
    folder = tmp_path / "pages"
    told = CliRunner().invoke(site, [str(folder), "--no-shipped", "--data", own_file])
    assert "The downloads are the RDF formats alone." in told.stderr
    assert (folder / "downloads" / "backrun-kg.ttl").is_file()
    assert not (folder / "downloads" / "parquet").exists()


def test_base_that_is_no_address_is_refused(tmp_path: Path) -> None:
    """Before anything is made."""
    with pytest.raises(BackrunError, match="no address of a folder"):
        CliRunner().invoke(site, [str(tmp_path), "--base-url", "x"], catch_exceptions=False)


def test_folder_with_other_files_is_left_alone(tmp_path: Path, own_file: str) -> None:
    """Nothing is mixed in."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "mine.txt").write_text("x", "utf-8")
    arguments = [str(tmp_path / "pages"), "--no-shipped", "--data", own_file]
    with pytest.raises(UnwritableOutput, match=r"holds mine\.txt"):
        CliRunner().invoke(site, arguments, catch_exceptions=False)
