"""The page of a thing: its claims, its facts, its names elsewhere, its data."""

from site_samples import page


def test_muscle_is_told_whole() -> None:
    """Class and name, claims with their place and verdict, identifiers, IRI and files."""
    text = page("id/quadriceps.html").text
    assert "Muscle Quadriceps What is said of it" in text
    assert "Backward running strengthens the quadriceps. can 598–636 Untested" in text
    assert "exact match MESH:D052097 exact match UBERON:0001377 exact match FMA:22428" in text
    assert text.partition("As data ")[2].startswith(
        "IRI https://w3id.org/backrun-kg/id/quadriceps CURIE kg:quadriceps Files Turtle, JSON-LD"
    )


def test_page_names_its_other_forms() -> None:
    """Turtle and JSON-LD as alternates."""
    links = [found for tag, found in page("id/knee.html").tags if tag == "link"]
    assert [(f["type"], f["href"]) for f in links if f["rel"] == "alternate"] == [
        ("text/turtle", "../id/knee.ttl"),
        ("application/ld+json", "../id/knee.jsonld"),
    ]


def test_finding_says_what_it_bears_on() -> None:
    """The figure in words, and the claim with the way it bears on it."""
    text = page("id/finding-alghadir-2019-pain.html").text
    assert "1.8 vs 1 unit not reported, n = 68, p = 0.01; mean reduction over six weeks" in text
    assert "What it bears on Backward running does the knees good. For indirect" in text


def test_question_says_where_it_was_read() -> None:
    """The passage's place and digest."""
    text = page("id/question-knees.html").text
    assert "Where it was read The article on running backward, characters " in text


def test_identifiers_elsewhere_are_links() -> None:
    """To the address that is the identifier."""
    assert "http://id.nlm.nih.gov/mesh/D052097" in page("id/quadriceps.html").values("href")
