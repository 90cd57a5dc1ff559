"""Data frames: one a sheet, typed as pandas types what may be missing."""

from typing import Any

import pytest

from backrun_kg.dataset import Dataset
from backrun_kg.errors import MissingExtra
from backrun_kg.exports.frames import to_pandas
from export_samples import HOSTILE, SMALL, own


def test_every_sheet_is_a_frame() -> None:
    """By its name."""
    assert list(to_pandas(own(SMALL))) == [
        *("activity", "claim", "exercise", "finding", "muscle", "study"),
        *("things", "edges", "mappings"),
    ]


@pytest.mark.parametrize(
    ("frame", "column", "dtype"),
    [
        ("study", "year", "Int64"),
        ("finding", "p_value", "Float64"),
        ("finding", "figure_reported", "boolean"),
        ("finding", "supports", "object"),
        ("finding", "study", "string"),
        ("activity", "date", "datetime64[s]"),
    ],
)
def test_column_has_its_type(frame: str, column: str, dtype: str) -> None:
    """Numbers, truth values and dates are none that text would have to be made of."""
    assert str(to_pandas(own(SMALL))[frame][column].dtype) == dtype


@pytest.mark.parametrize(
    ("frame", "column", "cell"),
    [
        ("study", "year", 2001),
        ("finding", "p_value", 0.05),
        ("finding", "supports", ["claim-quadriceps"]),
        ("finding", "contradicts", []),
        ("exercise", "alt_label", ["Retro running", "Running backward"]),
    ],
)
def test_cell_is_what_python_has_for_it(frame: str, column: str, cell: Any) -> None:
    """Lists are lists, so that frames explode."""
    assert to_pandas(own(SMALL))[frame].loc[0, column] == cell


def test_what_is_not_said_is_missing(shipped: Dataset) -> None:
    """In columns of numbers too."""
    frames = to_pandas(shipped)
    assert (len(frames["study"]), int(frames["study"]["year"].isna().sum())) == (45, 6)


@pytest.mark.parametrize("text", [HOSTILE, ""])
def test_any_data_make_frames(text: str) -> None:
    """Also none."""
    frames = to_pandas(own(text) if text else Dataset([]))
    assert frames["things"].columns.tolist() == ["id", "iri", "label", "class", "layer"]


def test_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the way to install it."""
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r"pandas.*backrun-kg\[pandas\]"):
        to_pandas(own(SMALL))
