"""The page of the ontology: every term, what it means and what the shapes ask."""

from backrun_kg.site.atlas import open_ontology
from backrun_kg.site.reference import Entry, tell_ontology
from site_samples import page


def _entry(name: str) -> Entry:
    sections: list[tuple[str, str, list[Entry]]] = tell_ontology().told["sections"]
    return next(entry for _, _, found in sections for entry in found if entry.name == name)


def test_every_term_has_an_entry() -> None:
    """As many as the query ``terms`` lists, each once, under its own name."""
    names = [row["term"].partition("#")[2] for row in open_ontology().rows("terms")]
    assert sorted(names) == sorted(set(names) & set(page("ontology.html").values("id")))


def test_classes_come_first() -> None:
    """Then properties, then vocabularies."""
    titles = [title for _, title, _ in tell_ontology().told["sections"]]
    assert titles[0] == "Class"
    assert len(titles) == len(set(titles))


def test_entry_tells_definition_and_example() -> None:
    """From the ontology."""
    entry = _entry("Muscle")
    assert entry.definition == "A skeletal muscle that anatomy names as one muscle."
    assert "Quadriceps" in [v.text for fact in entry.facts for v in fact.values]


def test_rule_tells_values_number_and_message() -> None:
    """From the shapes: classes of values, how many, and what an editor is told."""
    rules = {rule.name: rule for rule in _entry("engages").rules}
    rule = rules["Exercise-engages"]
    assert [link.text for link in rule.classes] == ["Exercise"]
    assert [link.text for link in rule.values] == ["Muscle", "Muscle group"]
    assert rule.message.startswith("Point br:engages at a muscle (br:Muscle)")


def test_rule_counts_in_words() -> None:
    """Exactly one, at most one, at least one."""
    entries = map(_entry, ("statement", "year", "inDocument"))
    found = {rule.number for entry in entries for rule in entry.rules}
    assert found >= {"exactly 1", "at most 1"}


def test_class_has_the_rules_that_target_it() -> None:
    """Those on no single property."""
    assert "Finding-figure" in [rule.name for rule in _entry("Finding").rules]
