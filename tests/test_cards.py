"""A thing as text for a terminal: sections, width, and nothing that steers the terminal."""

from dataclasses import replace

import pyoxigraph as ox
import pytest

from backrun_kg.cards import write_card, write_claim_card
from backrun_kg.namespaces import PREFIXES
from backrun_kg.things import ClaimRecord, Thing
from samples import SCHEMES

CLAIM = {
    "claim": "kg:claim",
    "claimLabel": "Crabs eat fish.",
    "modality": "br:modality-can",
    "modalityLabel": "Can",
}
PLACE = {"document": "kg:book", "start": "3", "end": "9", "sha256": "ab"}
CRAB = Thing(
    iri=ox.NamedNode(PREFIXES["kg"] + "crab"),
    label="Crab",
    facts=(
        {"property": "rdf:type", "propertyLabel": "", "value": "br:Thing", "valueLabel": "Thing"},
        {"property": "br:eats", "propertyLabel": "eats", "value": "kg:fish", "valueLabel": "Fish"},
        {"property": "br:eats", "propertyLabel": "eats", "value": "kg:kelp", "valueLabel": ""},
    ),
    pointers=(
        {
            "property": "rdf:subject",
            "propertyLabel": "",
            "subject": "kg:claim",
            "subjectLabel": "Crabs eat fish.",
        },
        {
            "property": "br:eats",
            "propertyLabel": "",
            "subject": "kg:gull",
            "subjectLabel": "Gull",
        },
    ),
    claims=(CLAIM,),
    sources=({"record": "kg:claim", **PLACE},),
    verdicts={},
)
BARE = Thing(CRAB.iri, "", (), (), (), (), {})


def fact(value: str, property: str = "br:eats") -> Thing:
    """A thing with one fact and no more."""
    row = {"property": property, "propertyLabel": "", "value": value, "valueLabel": ""}
    return replace(BARE, facts=(row,))


def test_card_has_its_sections() -> None:
    """Facts, what points at it, what is said of it and where."""
    assert write_card(CRAB) == (
        "Crab (kg:crab)\n"
        "\n"
        "Facts\n"
        "  type  Thing\n"
        "  eats  Fish, kg:kelp\n"
        "\n"
        "Pointed at by\n"
        "  eats  Gull\n"
        "\n"
        "Claims\n"
        "  Crabs eat fish. (can, kg:book 3–9)\n"
    )


def test_card_of_a_record_has_its_source() -> None:
    """A record's own passage is told with its digest."""
    record = replace(BARE, sources=({"record": "kg:crab", **PLACE},))
    assert write_card(record) == "kg:crab\n\nSource\n  kg:book 3–9, SHA-256 ab\n"


def test_card_without_facts_is_its_name() -> None:
    """Empty sections are left out."""
    assert write_card(BARE) == "kg:crab\n"


def test_claim_without_a_place_has_its_firmness() -> None:
    """Where it stands is left out where nobody knows."""
    assert "  Crabs eat fish. (can)\n" in write_card(replace(CRAB, sources=()))


def test_property_of_another_vocabulary_keeps_its_name() -> None:
    """An IRI without a prefix is told whole."""
    card = write_card(fact("red", "<http://example.org/colour>"))
    assert card == "kg:crab\n\nFacts\n  <http://example.org/colour>  red\n"


@pytest.mark.parametrize("width", [30, 40, 80])
def test_card_keeps_to_its_width(width: int) -> None:
    """Long lines are wrapped between words."""
    card = write_card(fact("a few words " * 30), width)
    assert max(map(len, card.splitlines())) <= width


def test_wrapped_lines_are_indented_below_the_value() -> None:
    """The second line starts where the first value does."""
    assert write_card(fact("one two three"), 16) == (
        "kg:crab\n\nFacts\n  eats  one two\n        three\n"
    )


def test_long_word_stays_whole() -> None:
    """An IRI that is cut cannot be copied."""
    iri = "<http://example.org/" + "a" * 80 + ">"
    assert iri in write_card(fact(iri), 40)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\\u001B[31mb"),
        ("a\x00b", "a\\u0000b"),
        ("a\x9bb", "a\\u009Bb"),
        ("a\u202eb", "a\\u202Eb"),
        ("a\nb", "a b"),
    ],
)
def test_control_characters_are_shown(text: str, shown: str) -> None:
    """Text from data does not steer a terminal, nor add a line to the card."""
    assert write_card(fact(text)) == f"kg:crab\n\nFacts\n  eats  {shown}\n"


def test_label_is_made_harmless_too() -> None:
    """The heading comes from the data as well."""
    assert write_card(replace(BARE, label="Crab\x1b[2J")) == "Crab\\u001B[2J (kg:crab)\n"


def test_label_stays_on_its_line() -> None:
    """A heading is one line, so that no label can pretend to be a section."""
    assert write_card(replace(BARE, label="Crab\n\nFacts\n  eats  you")).count("\n") == 1


def test_property_stays_on_its_line() -> None:
    """Nor can what a property is called."""
    row = {
        "property": "br:eats",
        "propertyLabel": "eats\n\nClaims\n",
        "value": "",
        "valueLabel": "x",
    }
    card = write_card(replace(BARE, facts=(row,)))
    assert card == "kg:crab\n\nFacts\n  eats\\u000A\\u000AClaims\\u000A  x\n"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_card_makes_no_link(scheme: str) -> None:
    """An IRI is text: no terminal is told that it leads anywhere."""
    assert write_card(fact(f"<{scheme}a>")) == f"kg:crab\n\nFacts\n  eats  <{scheme}a>\n"


@pytest.mark.parametrize("text", ["[bold]loud[/bold]", "[link=http://a]b[/link]", ":smile:"])
def test_card_takes_no_markup(text: str) -> None:
    """Text from data is text."""
    assert write_card(fact(text)) == f"kg:crab\n\nFacts\n  eats  {text}\n"


FINDING = {
    "bears": "br:contradicts",
    "directness": "br:directness-indirect",
    "findingLabel": "Crabs eat nothing at night.",
    "figure": "0 vs 3 fish, n = 9, p < 0.05",
    "setting": "at night",
    "designLabel": "Within-subject experiment",
    "studyLabel": "Gull 1999",
}
RECORD = ClaimRecord(
    said=CLAIM | {"claim": "kg:claim"},
    sources=({"record": "kg:claim", "role": "br:passage", **PLACE},),
    verdict="Untested",
    findings=(FINDING,),
    provenance=({"activityLabel": "Reading", "date": "2020-01-01", "agentLabel": "Gulls"},),
)


def test_claim_card_has_three_blocks() -> None:
    """What is said and where, what was found, who recorded it."""
    card = write_claim_card(RECORD)
    blocks = [block.splitlines()[0] for block in card.split("\n\n")]
    assert blocks == ["kg:claim", "Said", "Found: untested", "Recorded"]


def test_finding_is_told_with_its_figure() -> None:
    """Which way it bears, whether directly, the figure, the setting, the design and the study."""
    found = write_claim_card(RECORD, 200).split("\n\n")[2]
    assert found.splitlines()[1:] == [
        "  Against",
        "    Crabs eat nothing at night. (indirect; 0 vs 3 fish, n = 9, p < 0.05; at night; "
        "within-subject experiment; Gull 1999)",
    ]


def test_nothing_found_is_said_plainly() -> None:
    """Absence of evidence is named as such."""
    card = write_claim_card(replace(RECORD, findings=()))
    assert "Nothing was found, which is not to say that it is false." in card


def test_verdict_stays_on_its_line() -> None:
    """A verdict may come from the data too."""
    card = write_claim_card(replace(RECORD, verdict="Untested\n\nRecorded\n"))
    assert "\nFound: untested\\u000A\\u000Arecorded\\u000A\n" in card
