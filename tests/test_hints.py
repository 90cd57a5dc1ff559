"""Hints: the right value that is written most like the wrong one."""

from dataclasses import replace

import pyoxigraph as ox
import pytest

from backrun_kg.findings import Finding
from backrun_kg.hints import Nearest, nearest_value
from backrun_kg.namespaces import PREFIXES
from backrun_kg.screening import Screen
from backrun_kg.shapes import Shapes

HEAD = "".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items())
KG = PREFIXES["kg"]
MUSCLES = [KG + name for name in ("quadriceps", "hamstrings", "calves", "calf-raise", "glutes")]
SHAPES = """
brs:Rule-class sh:path br:p ; sh:class br:Muscle .
brs:Rule-in sh:path br:p ; sh:in ( kg:high kg:low 'middle' ) .
brs:Rule-value sh:path br:p ; sh:hasValue br:direct .
brs:Rule-or sh:path br:p ; sh:or ( [ sh:class br:Muscle ] [ sh:xone ( [ sh:in ( kg:knee ) ] ) ] ) .
brs:Rule-none sh:path br:p ; sh:minCount 1 .
"""
DATA = "kg:quadriceps a br:Muscle . kg:soleus a br:Deep . br:Deep rdfs:subClassOf br:Muscle ."
WRONG = Finding("kg:crab", "Rule-class", "br:p", "kg:quadricep", "Mend.", "Violation")


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("quadricep", "kg:quadriceps"),
        ("quadricesp", "kg:quadriceps"),
        ("hamstring", "kg:hamstrings"),
        ("calfs-raise", "kg:calf-raise"),
        ("calve", "kg:calves"),
        ("glutes", ""),
        ("nothing-like-it", ""),
        ("", ""),
    ],
)
def test_nearest_name_is_found(iri: str, expected: str) -> None:
    """A letter more, less or elsewhere; the name itself is not its own remedy."""
    assert Nearest(MUSCLES).find(KG + iri) == expected


def test_namespace_does_not_count() -> None:
    """Whoever writes the wrong prefix means the thing of that name."""
    assert Nearest([KG + "glutes"]).find(PREFIXES["br"] + "glutes") == "kg:glutes"


def test_iri_without_a_prefix_is_given_whole() -> None:
    """What has no CURIE stands in angle brackets."""
    assert Nearest(["urn:x/glutes"]).find("urn:x/glute") == "<urn:x/glutes>"


def test_nothing_known_gives_no_hint() -> None:
    """There is nothing to offer."""
    assert Nearest([]).find(KG + "glutes") == ""


@pytest.mark.parametrize("slip", ["nam-1500", "nmae-1500", "name-15000", "xname-1500", "name1500"])
def test_nearest_of_many_is_found(slip: str) -> None:
    """Among thousands, too, one slip of the finger does not hide the name."""
    known = [f"{KG}name-{number}" for number in (1500, *range(20_000, 25_000))]
    assert Nearest(known).find(KG + slip) == "kg:name-1500"


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ("Rule-class", "kg:quadricep", "kg:quadriceps"),
        ("Rule-class", "kg:soleu", "kg:soleus"),
        ("Rule-class", "kg:lowe", ""),
        ("Rule-in", "kg:lowe", "kg:low"),
        ("Rule-value", "br:driect", "br:direct"),
        ("Rule-or", "kg:quadricep", "kg:quadriceps"),
        ("Rule-or", "kg:knees", "kg:knee"),
        ("Rule-none", "kg:knees", ""),
        ("Rule-unknown", "kg:knees", ""),
        ("Rule-in", '"lowe"', ""),
        ("Rule-in", "<urn:x:lowe>", ""),
        ("Rule-in", "", ""),
    ],
)
def test_nearest_allowed_value_is_offered(rule: str, value: str, expected: str) -> None:
    """What the shape lists, or has the class it names, in its branches too; only for our CURIEs."""
    finding = replace(WRONG, rule=rule, value=value)
    assert nearest_value(finding, *_held()) == expected


def test_thing_itself_is_not_offered_a_value() -> None:
    """Where the thing is what is wrong, no other thing is meant."""
    assert nearest_value(replace(WRONG, focus=WRONG.value), *_held()) == ""


def test_values_are_looked_up_once() -> None:
    """A thousand findings of one rule cost one query."""
    shapes, screen = _held()
    first = nearest_value(WRONG, shapes, screen)
    screen.instances = None  # type: ignore[assignment, method-assign]
    assert (first, nearest_value(WRONG, shapes, screen)) == ("kg:quadriceps", "kg:quadriceps")


def _held() -> tuple[Shapes, Screen]:
    shapes, store = Shapes(_read(SHAPES)), ox.Store()
    store.extend(_read(DATA))
    return shapes, Screen(shapes, store)


def _read(text: str) -> list[ox.Quad]:
    return list(ox.parse((HEAD + text).encode(), format=ox.RdfFormat.TURTLE))
