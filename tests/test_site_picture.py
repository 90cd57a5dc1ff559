"""The picture of muscles, exercise and benefits: what is drawn, and that it can be used."""

from itertools import pairwise

from backrun_kg.site.atlas import Atlas
from backrun_kg.site.picture import Drawing, draw
from export_samples import SMALL, own
from site_samples import page, shipped_atlas


def _drawing() -> Drawing:
    drawing = draw(shipped_atlas())
    assert drawing
    return drawing


def test_columns_hold_all_that_is_said() -> None:
    """Six muscles, one exercise, seven headings and thirty effects, a line for each claim."""
    drawing = _drawing()
    headings = [node for node in drawing.benefits if node.style == "heading"]
    assert [len(drawing.muscles), len(drawing.exercises), len(headings)] == [6, 1, 7]
    assert len(drawing.benefits) == 7 + 30
    assert len(drawing.lines) == 14 + 30


def test_nothing_is_drawn_over_another() -> None:
    """Names in a column keep a distance, and all lie within the picture."""
    drawing = _drawing()
    for column in (drawing.muscles, drawing.benefits):
        places = [node.y for node in column]
        assert min(b - a for a, b in pairwise(places)) >= 25
        assert 0 < min(places) < max(places) < drawing.height


def test_line_tells_the_verdict() -> None:
    """The strokes of the picture are those of the verdicts."""
    assert {line.style for line in _drawing().lines} == {
        "contradicted",
        "mixed",
        "supported",
        "untested",
    }


def test_every_name_is_a_link_with_a_text_alternative() -> None:
    """The picture has a title and a description, and the same is told in words."""
    parsed = page("index.html")
    assert "picture-title picture-told" in parsed.values("aria-labelledby", "svg")
    assert {"picture-title", "picture-told"} <= set(parsed.values("id"))
    words = parsed.text.partition("The same in words")[2]
    assert "Quadriceps" in words
    assert "Weight loss (contradicted)" in words


def test_nothing_is_drawn_without_benefits() -> None:
    """Data without a map have no picture."""
    assert draw(Atlas(own(SMALL))) is None
