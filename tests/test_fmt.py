"""Which files are not canonical: those named, or all of the data folder."""

from pathlib import Path

import pytest

from backrun_kg import fmt
from backrun_kg.errors import MalformedData
from backrun_kg.fmt import find_unformatted
from backrun_kg.turtle import prefix_block

CANONICAL = prefix_block() + "\n<urn:a>\n\t<urn:p> 1 ;\n\t.\n"
LOOSE = "<urn:a> <urn:p> 1 ."


def write(folder: Path, **files: str) -> list[str]:
    """Turtle files by their stem; gives their names."""
    for stem, text in files.items():
        (folder / f"{stem}.ttl").write_text(text, encoding="utf-8", newline="")
    return [str(folder / f"{stem}.ttl") for stem in files]


def test_shipped_data_are_canonical() -> None:
    """Nothing in the data folder would change."""
    assert find_unformatted() == {}


def test_canonical_file_would_not_change(tmp_path: Path) -> None:
    """What is in order is not reported."""
    assert find_unformatted(write(tmp_path, a=CANONICAL)) == {}


def test_loose_file_comes_with_what_it_would_be(tmp_path: Path) -> None:
    """The text to write, by the file's name."""
    loose, _ = names = write(tmp_path, loose=LOOSE, fine=CANONICAL)
    assert find_unformatted(names) == {loose: CANONICAL}


def test_file_is_not_written(tmp_path: Path) -> None:
    """Finding changes nothing."""
    find_unformatted(write(tmp_path, a=LOOSE))
    assert (tmp_path / "a.ttl").read_text(encoding="utf-8") == LOOSE


def test_other_line_ends_would_change(tmp_path: Path) -> None:
    """Canonical is byte for byte."""
    names = write(tmp_path, a=CANONICAL.replace("\n", "\r\n"))
    assert find_unformatted(names) == {names[0]: CANONICAL}


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    """Unreadable, malformed and commented files in one message, a line for each."""
    broken, commented, _ = write(tmp_path, broken="<urn:a> nope", commented="# a", loose=LOOSE)
    with pytest.raises(MalformedData) as caught:
        find_unformatted([broken, commented, str(tmp_path / "loose.ttl"), f"{tmp_path}/none.ttl"])
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        broken,
        f"{commented}:1",
        f"{tmp_path}/none.ttl cannot be read",
    ]


@pytest.mark.parametrize("name", ["data", "data [1]", "data*"])
def test_data_folder_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """All Turtle files below it, at any depth, whatever the folder is called."""
    (tmp_path / name / "article").mkdir(parents=True)
    names = write(tmp_path / name, a=LOOSE) + write(tmp_path / name / "article", b=LOOSE)
    monkeypatch.setattr(fmt, "DATA", str(tmp_path / name))
    assert sorted(find_unformatted()) == names
