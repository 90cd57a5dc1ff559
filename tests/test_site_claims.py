"""A claim's page: what is said, what was found, who recorded it."""

from site_samples import page, shipped_atlas

CLAIM = "id/claim-reduces-knee-impact.html"


def test_page_says_what_is_said_and_where() -> None:
    """The edge, how firmly it is put, and the passage's place with its digest."""
    assert (
        "Backward running lowers impact on the knee. What is said "
        "Backward running reduces Impact on the knee How firmly Can "
        "Read at The article on running backward, characters 1595–1615 "
        "SHA-256 edbb463ccbf9954dabd9de30d8043023dace3a985945dcfce43594c24f0857f8"
    ) in page(CLAIM).text


def test_page_says_what_was_found() -> None:
    """The verdict, the numbers, and the findings, each in words with its figure and study."""
    text = page(CLAIM).text
    assert (
        "What was found Mixed 2 studies For 1 study In part 1 study Against none Indirect" in text
    )
    assert (
        "At the same speed the force behind the kneecap was lower, though not in everyone. "
        "3.4 ± 1.4 vs 4.5 ± 1.5 body weights, n = 20, p < 0.01 · at the same speed "
        "· within-subject experiment · Roos et al. 2012 · seen at"
    ) in text


def test_findings_stand_by_how_they_bear() -> None:
    """For, in part, against, in this order."""
    headings = [text for text in page(CLAIM).texts if text in ("For", "In part", "Against")]
    assert headings == ["For", "In part", "Against"]


def test_page_says_who_recorded_it() -> None:
    """What was done, on what, when, and by whom."""
    assert (
        "Who recorded it Reading of the article (The article on running backward), 2026-11-22, "
        "by The backrun-kg maintainers."
    ) in page(CLAIM).text


def test_indirect_findings_are_marked() -> None:
    """A finding on walking says that it is indirect."""
    text = page("id/claim-improves-coordination.html").text
    assert "What was found Untested" in text
    assert " indirect " in text


def test_page_of_a_claim_without_findings_says_so() -> None:
    """Nothing found is not found false."""
    text = page("id/claim-strengthens-hamstrings.html").text
    assert "Nothing was found, which is not to say that it is false." in text


def test_passage_said_twice_is_named_twice() -> None:
    """A claim that the article repeats tells both places."""
    rows = shipped_atlas().rows("sources")
    again = next(row["record"] for row in rows if row["role"].endswith("restatedIn"))
    slug = again.rpartition("/")[2]
    assert "Again at" in page(f"id/{slug}.html").text
