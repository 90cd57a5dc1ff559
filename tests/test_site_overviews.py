"""Pages across things: what they tell, in words."""

import json

import pytest

from backrun_kg.site import make_site
from export_samples import HOSTILE, own
from site_samples import page, text_of


def test_landing_page_opens_with_what_it_is() -> None:
    """Title, description, and how much there is."""
    assert (
        "backrun-kg: a knowledge graph of backward running What one article says of backward "
        "running, claim by claim, each anchored in the passage it was read from and set beside "
        "what studies found. 84 claims 45 studies 111 findings"
    ) in page("index.html").text


def test_landing_page_leads_to_every_class() -> None:
    """With how many things there are in each."""
    text = page("index.html").text.partition("Browse by class")[2]
    assert "Muscle 12 Muscle group 5" in text


def test_browsing_lists_everything_by_class() -> None:
    """Each thing once, and a filter that waits for scripts."""
    parsed = page("browse.html")
    links = [link for link in parsed.values("href", "a") if link.startswith("id/")]
    assert (len(links), len(set(links))) == (576, 576)
    filters = [found for _, found in parsed.tags if found.get("class") == "filter"]
    assert [found.get("hidden") for found in filters] == [""]


def test_questions_have_answers_and_where_they_stand() -> None:
    """The answer, and the verdict on each claim it rests on."""
    assert (
        "Is backward running harder than forward running? Yes: it takes more effort and more "
        "coordination. Untested Backward running takes more coordination than forward running. "
        "Supported Backward running takes more effort than forward running. "
        "Supported Backward running is harder than forward running."
    ) in page("faq.html").text


def test_questions_are_there_for_search_engines() -> None:
    """A FAQPage of schema.org with the same questions and answers."""
    (embedded,) = page("faq.html").embedded
    told = json.loads(embedded)
    assert (told["@context"], told["@type"]) == ("https://schema.org", "FAQPage")
    answers = {q["name"]: q["acceptedAnswer"]["text"] for q in told["mainEntity"]}
    assert len(answers) == 5
    assert all(f"{name} {text}" in page("faq.html").text for name, text in answers.items())


def test_studies_tell_design_size_and_reading() -> None:
    """And the DOI, linked; a study that repeats another says so."""
    parsed = page("studies.html")
    assert (
        "Alghadir et al. 2019 Effect of 6-week retro or forward walking program randomised trial "
        "68 abstract 3 10.1186/s12891-019-2537-9"
    ) in parsed.text
    assert "https://doi.org/10.1186/s12891-019-2537-9" in parsed.values("href")
    assert "Repeats Flynn et al. 1994" in parsed.text


def test_muscles_tell_what_is_said_and_found() -> None:
    """Each claim with its verdict, and the parts."""
    assert (
        "Quadriceps engages it Supported engages differently it Supported strengthens it Untested "
        "Rectus femoris, Vastus lateralis, Vastus medialis"
    ) in page("muscles.html").text


@pytest.mark.parametrize(
    "words",
    [
        "This is information, not medical advice.",
        "The rule: supported, when direct findings speak for the claim",
        "Indirect findings never decide.",
        "How far the studies were read",
        "Abstract: ",
        "oxigraph 0.5.11: A SPARQL engine, built for browsers as WebAssembly",
        "Under MIT, its text.",
    ],
)
def test_method_is_told(words: str) -> None:
    """How verdicts come about, in the words of the query, and what this is not."""
    assert words in page("about.html").text


def test_things_without_a_class_are_listed() -> None:
    """Nothing is lost for want of a class."""
    text = text_of(make_site(own(HOSTILE))["browse.html"])
    assert "Without a class 1 http://example.org/untyped" in text
