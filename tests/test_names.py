"""From what a person types to a term: IRI, CURIE, slug or label."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import BackrunError, UnknownName
from backrun_kg.names import find_thing, read_value, read_values
from backrun_kg.namespaces import PREFIXES
from backrun_kg.queries import Parameter, parse_query

KG = PREFIXES["kg"]
NAMES = {
    "quadriceps": "quadriceps",
    "Quadriceps": "quadriceps",
    "QUADRICEPS": "quadriceps",
    " quadriceps ": "quadriceps",
    "kg:quadriceps": "quadriceps",
    KG + "quadriceps": "quadriceps",
    f"<{KG}quadriceps>": "quadriceps",
    "backward-running": "backward-running",
    "Backward-Running": "backward-running",
    "Backward running": "backward-running",
    "BACKWARD  RUNNING": "backward-running",
    "Gluteal muscles": "gluteals",
    "glutes": "gluteals",
    "Glutes": "gluteals",
}
TWINS = f"""
<{KG}left> <{PREFIXES["skos"]}prefLabel> "Crab"@en .
<{KG}right> <{PREFIXES["skos"]}altLabel> "crab"@en .
"""
LABELS = """
<urn:plain> <{label}> "Shore" .
<urn:english> <{label}> "Shore"@en .
<urn:german> <{label}> "Stra\u00dfen-\u00dcbung"@de .
<urn:odd> <{label}> "The \\"Service\\" from {{x}} \\\\ <y> # 'z'"@en .
_:b <{label}> "Nobody"@en .
<urn:somebody> <{label}> "NOBODY"@en .
""".format(label=PREFIXES["skos"] + "prefLabel")
QUERY = parse_query(
    "crabs",
    "# Crabs\n#\n# - `?thing` (thing): keep one.\n# - `?text` (text): say it.\n\nSELECT * {}",
)


@pytest.fixture
def twins(tmp_path: Path) -> Dataset:
    """Two things that share a name."""
    (tmp_path / "a.ttl").write_text(TWINS, encoding="utf-8")
    return load(data=[tmp_path / "a.ttl"], shipped=False)


@pytest.fixture
def labels(tmp_path: Path) -> Dataset:
    """Things whose names are not as easy as ours."""
    (tmp_path / "a.nt").write_text(LABELS, encoding="utf-8")
    return load(data=[tmp_path / "a.nt"], shipped=False)


@pytest.mark.parametrize("name", NAMES)
def test_thing_is_found(shipped: Dataset, name: str) -> None:
    """A thing goes by its IRI, its CURIE, its slug and its labels in any case."""
    assert find_thing(shipped, name).value == KG + NAMES[name]


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("br:Muscle", "https://w3id.org/backrun-kg/ontology#Muscle"),
        ("Muscle", "https://w3id.org/backrun-kg/ontology#Muscle"),
        ("br:strengthens", "https://w3id.org/backrun-kg/ontology#strengthens"),
        ("skos:prefLabel", "http://www.w3.org/2004/02/skos/core#prefLabel"),
    ],
)
def test_term_is_found(shipped: Dataset, name: str, iri: str) -> None:
    """A class or property is a thing too, also where it is only used."""
    assert find_thing(shipped, name).value == iri


def test_iri_of_an_object_is_found(tmp_path: Path) -> None:
    """A thing that is only pointed at is in the dataset."""
    (tmp_path / "a.nt").write_text("<urn:a> <urn:p> <http://example.org/b> .", encoding="utf-8")
    dataset = load(data=[tmp_path / "a.nt"], shipped=False)
    assert find_thing(dataset, "http://example.org/b").value == "http://example.org/b"


def test_shared_name_is_refused(twins: Dataset) -> None:
    """Who means which is for the caller to say."""
    with pytest.raises(BackrunError) as caught:
        find_thing(twins, "CRAB")
    assert str(caught.value) == (
        "'CRAB' is the name of several things: kg:left, kg:right. Name one of them."
    )


@pytest.mark.parametrize(
    ("name", "slug"), [("Crab", "left"), ("crab", "right"), (" Crab\n", "left")]
)
def test_exact_name_goes_before_others(twins: Dataset, name: str, slug: str) -> None:
    """Whoever writes a name just as it is means that thing, and no other of nearly that name."""
    assert find_thing(twins, name).value == KG + slug


def test_exact_name_is_shared_in_any_language(labels: Dataset) -> None:
    """With the graph's language or without one, a name is written the same."""
    with pytest.raises(BackrunError, match="several things: <urn:english>, <urn:plain>"):
        find_thing(labels, "Shore")


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("Straßen-Übung", "urn:german"),
        ("straßen-übung", "urn:german"),
        ("STRAßEN-ÜBUNG", "urn:german"),
        ("The \"Service\" from {x} \\ <y> # 'z'", "urn:odd"),
        ("THE \"SERVICE\"  FROM {X} \\ <Y> # 'Z'", "urn:odd"),
        ("nobody", "urn:somebody"),
        ("Nobody", "urn:somebody"),
    ],
)
def test_any_name_is_found(labels: Dataset, name: str, iri: str) -> None:
    """Whatever its language and its letters; what has no IRI cannot be meant."""
    assert find_thing(labels, name).value == iri


def test_exact_name_is_not_sought_among_all(
    shipped: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a large graph that takes seconds, and the engine's index a millisecond."""
    monkeypatch.delattr("backrun_kg.names.run_query")
    assert find_thing(shipped, "Glutes").value == KG + "gluteals"


def test_slug_of_a_twin_is_not_shared(twins: Dataset) -> None:
    """A slug names one thing."""
    assert find_thing(twins, "left").value == KG + "left"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("quadricep", "Quadriceps"),
        ("kg:quadricep", "Quadriceps"),
        ("hamstring", "Hamstrings"),
        ("backward_running", "backward-running"),
        ("gluts", "Glutes"),
    ],
)
def test_miss_names_the_nearest(shipped: Dataset, name: str, nearest: str) -> None:
    """A slip of the finger is told the name it meant, first of all."""
    with pytest.raises(UnknownName, match=f"Did you mean {nearest}[, ?]"):
        find_thing(shipped, name)


@pytest.mark.parametrize("name", ["quadricep", "kg:quadricep", "http://example.org/nope"])
def test_miss_repeats_what_was_typed(shipped: Dataset, name: str) -> None:
    """The message has the name as the caller gave it."""
    with pytest.raises(UnknownName) as caught:
        find_thing(shipped, name)
    assert str(caught.value).startswith(f"No thing named '{name}'. ")


@pytest.mark.parametrize("name", ["zzzzzz", "", " ", "<", "a b\x00", "://", "\ud800"])
def test_name_near_nothing_is_refused(shipped: Dataset, name: str) -> None:
    """What is no name at all is a clear error too."""
    with pytest.raises(UnknownName, match="none is close; try: backrun-kg query search text="):
        find_thing(shipped, name)


@pytest.mark.parametrize(
    ("count", "hint"),
    [
        (9_999, "Did you mean Pebble 77, Pebble 977 or Pebble 877?"),
        (10_000, "There are too many to compare; try: backrun-kg query search text=…"),
    ],
)
def test_miss_among_many_ends_soon(tmp_path: Path, count: int, hint: str) -> None:
    """A million names are not compared one by one."""
    line = f'<urn:{{0}}> <{PREFIXES["skos"]}prefLabel> "Pebble {{0}}"@en .\n'
    path = tmp_path / "a.nt"
    path.write_text("".join(map(line.format, range(count))), encoding="utf-8")
    with pytest.raises(UnknownName) as caught:
        find_thing(load(data=[path], shipped=False), "Pebbel 77")
    assert str(caught.value) == f"No thing named 'Pebbel 77'. {hint}"


def test_parameter_of_kind_thing_is_found(shipped: Dataset) -> None:
    """A thing may be named as a person would."""
    term = read_value(shipped, Parameter("muscle", "thing", "keep one"), "glutes")
    assert term == ox.NamedNode(KG + "gluteals")


@pytest.mark.parametrize("text", ["kg:quadriceps", "", "a=b", "7"])
def test_parameter_of_kind_text_is_text(shipped: Dataset, text: str) -> None:
    """What is to be text is not looked up."""
    term = read_value(shipped, Parameter("text", "text", "look for"), text)
    assert term == ox.Literal(text)


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("-7", -7), ("0", 0), ("007", 7)])
def test_parameter_of_kind_integer_is_a_number(shipped: Dataset, text: str, number: int) -> None:
    """A whole number is bound as the engine writes it."""
    term = read_value(shipped, Parameter("start", "integer", "from"), text)
    assert term == ox.Literal(number)


@pytest.mark.parametrize("text", ["", "-", "--7", "seven", "7.0", "1e3", " 7", "²"])
def test_parameter_that_is_no_integer_is_refused(shipped: Dataset, text: str) -> None:
    """The message says which parameter and what was given."""
    with pytest.raises(BackrunError) as caught:
        read_value(shipped, Parameter("start", "integer", "from"), text)
    assert str(caught.value) == f"'start' takes a whole number, not '{text}'."


def test_values_are_bound_by_name(shipped: Dataset) -> None:
    """What follows the first equals sign is the value."""
    assert read_values(shipped, QUERY, ["text=a=b", "thing=glutes"]) == {
        "text": ox.Literal("a=b"),
        "thing": ox.NamedNode(KG + "gluteals"),
    }


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (["glutes"], "'glutes' is not PARAMETER=VALUE."),
        (["text=a", "text=b"], "'text' is given twice."),
        (["txt=a"], "No parameter of query 'crabs' named 'txt'. Did you mean text?"),
        (["thing=zzz"], "No thing named 'zzz'."),
    ],
)
def test_value_that_binds_nothing_is_refused(
    twins: Dataset, values: list[str], message: str
) -> None:
    """The message says what is wrong with it."""
    with pytest.raises(BackrunError) as caught:
        read_values(twins, QUERY, values)
    assert str(caught.value).startswith(message)
