"""Sheets: one for each class, columns that stay, references that hold."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.dataset import Dataset, load
from backrun_kg.exports.cells import Sheet
from backrun_kg.exports.sheets import make_sheets
from backrun_kg.exports.statements import Statements
from backrun_kg.exports.vocabulary import Form
from backrun_kg.namespaces import PREFIXES
from export_samples import HOSTILE, SMALL, of_quads, own
from strategies import quads

CLASSES = (
    *("activity", "agent", "answer", "answer_type", "benefit", "brand", "claim", "class"),
    *("concept_scheme", "condition", "datatype_property", "direction", "directness", "exercise"),
    *("finding", "gear", "gear_category", "guidance", "guidance_topic", "joint", "measure"),
    *("mechanism", "modality", "movement_feature", "muscle", "muscle_group", "object_property"),
    *("ontology", "outcome", "passage", "population", "question", "reading_depth", "skill"),
    *("source_document", "sport", "statistic", "study", "study_design", "symmetric_property"),
    *("tissue", "trait", "unit", "verdict"),
)


def sheets_of(dataset: Dataset) -> dict[str, Sheet]:
    """The sheets by name."""
    return {sheet.name: sheet for sheet in make_sheets(Statements(dataset))}


def names_of(sheet: Sheet) -> list[str]:
    """The names of the columns."""
    return [column.name for column in sheet.columns]


@pytest.fixture(scope="module")
def sheets(shipped: Dataset) -> dict[str, Sheet]:
    """The sheets of the shipped graph."""
    return sheets_of(shipped)


def test_every_class_that_has_members_has_a_sheet(sheets: dict[str, Sheet]) -> None:
    """Abstract classes have none; what goes across the classes comes last."""
    assert list(sheets) == [*CLASSES, "things", "edges", "mappings"]


@pytest.mark.parametrize("name", CLASSES)
def test_sheet_holds_all_members_of_its_class(
    name: str, shipped: Dataset, sheets: dict[str, Sheet]
) -> None:
    """As many rows as a query counts."""
    sheet = sheets[name]
    answer = shipped.store.query(
        f"SELECT ?x {{ ?x a <{sheet.iri}> }}", use_default_graph_as_union=True
    )
    found = sorted(str(row["x"]).strip("<>") for row in answer)  # type: ignore[union-attr]
    assert sorted(str(row[1]) for row in sheet.rows) == found


def test_columns_are_id_iri_label_and_then_by_name(sheets: dict[str, Sheet]) -> None:
    """The keys of the context, as tables write them."""
    assert names_of(sheets["muscle"]) == [
        *("id", "iri", "label", "alt_label", "exact_match", "part_of", "stabilizes")
    ]


def test_cells_have_the_types_of_their_values() -> None:
    """Numbers are numbers, many values are a tuple, and what is not said is None."""
    sheets = sheets_of(own(SMALL))
    finding = dict(zip(names_of(sheets["finding"]), sheets["finding"].rows[0], strict=True))
    assert {name: cell for name, cell in finding.items() if cell} == {
        "id": "finding-a",
        "iri": "https://w3id.org/backrun-kg/id/finding-a",
        "label": "It grew.",
        "directness": PREFIXES["br"] + "directness-direct",
        "figure_reported": True,
        "p_value": Decimal("0.05"),
        "study": "study-a",
        "summary": "It grew.",
        "supports": ("claim-quadriceps",),
    }
    assert sheets["activity"].rows[0][3:] == (date(2026, 11, 22), (), ())[:1]
    assert sheets["study"].values(names_of(sheets["study"]).index("year")) == [2001]


def test_column_that_the_ontology_means_is_there_without_values() -> None:
    """The columns do not depend on which members happen to be at hand."""
    sheet = sheets_of(own("kg:x a br:Muscle ."))["muscle"]
    assert names_of(sheet) == ["id", "iri", "label", "part_of", "stabilizes"]


@pytest.mark.parametrize(
    ("sheet", "column", "target"),
    [
        ("claim", "passage", "passage"),
        ("claim", "predicate", "object_property"),
        ("claim", "subject", "things"),
        ("finding", "comparator", "things"),
        ("finding", "supports", "claim"),
        ("exercise", "strengthens", "things"),
        ("muscle", "exact_match", ""),
        ("edges", "claim", "claim"),
        ("edges", "subject", "things"),
        ("edges", "verdict", "verdict"),
        ("mappings", "thing", "things"),
    ],
)
def test_reference_leads_to_one_class_or_to_all_things(
    sheet: str, column: str, target: str, sheets: dict[str, Sheet]
) -> None:
    """The class that the ontology means goes first, if all values are in it."""
    found = {each.name: each.target for each in sheets[sheet].columns}
    assert found[column] == target


@pytest.mark.parametrize("layer", ["ontology", "article", "evidence", "alignment"])
def test_references_hold_in_a_layer_alone(layer: str) -> None:
    """What points out of the layer is an IRI, and refers to nothing."""
    sheets = sheets_of(load(layers=[layer]))
    ids = {name: set(sheet.values(0)) for name, sheet in sheets.items()}
    broken = [
        (sheet.name, column.name)
        for sheet in sheets.values()
        for index, column in enumerate(sheet.columns)
        if column.target and not set(sheet.values(index)) <= ids[column.target]
    ]
    assert broken == []


def test_values_of_several_forms_have_a_column_each() -> None:
    """A column has one type, one language, one way to be read back."""
    sheet = sheets_of(own(HOSTILE))["exercise"]
    forms = {c.name: c.form for c in sheet.columns if c.name.startswith(("odd", "label"))}
    assert forms == {
        "label": Form("text", "en"),
        "label_de": Form("text", "de"),
        "odd": Form("boolean"),
        "odd_integer": Form("integer"),
        "odd_text": Form("text", "", PREFIXES["xsd"] + "integer"),
        "odd_thing": Form("thing"),
    }


def test_names_of_columns_and_sheets_never_meet() -> None:
    """What a user calls like one of ours gets a number."""
    sheets = sheets_of(own(HOSTILE))
    assert [name for name in sheets if name not in ("exercise", "node", "class_odd")] == [
        *("select", "skill", "things_2", "untyped", "things", "edges", "mappings")
    ]
    assert "id_2" in names_of(sheets["exercise"])


@pytest.mark.parametrize(
    ("said", "property"),
    [
        ('skos:prefLabel "X"@en', "http://www.w3.org/2004/02/skos/core#prefLabel"),
        ('skos:prefLabel "X"', ""),
        ('skos:prefLabel "X"@en , "Y"@en', ""),
        ('br:statement "X"@en', ""),
    ],
    ids=["one", "no language", "two", "none"],
)
def test_label_stands_for_the_property_where_it_says_the_same(said: str, property: str) -> None:
    """Elsewhere it is a help for readers, and the property has columns of its own."""
    label = sheets_of(own(f"kg:x a br:Joint ; {said} ."))["joint"].columns[2]
    assert (label.name, label.property) == ("label", property)


def test_empty_dataset_has_the_sheets_across_classes() -> None:
    """Empty ones."""
    assert [(s.name, s.rows) for s in make_sheets(Statements(Dataset([])))] == [
        *(("things", ()), ("edges", ()), ("mappings", ()))
    ]


@settings(deadline=None, max_examples=40)
@given(st.lists(quads, max_size=12))
def test_any_graph_makes_sheets_whose_rows_fit(written: list) -> None:  # type: ignore[type-arg]
    """Each row has a cell for each column, names and ids come once, and references hold."""
    sheets = sheets_of(of_quads(written))
    ids = {name: set(sheet.values(0)) for name, sheet in sheets.items()}
    for sheet in sheets.values():
        assert {len(row) for row in sheet.rows} <= {len(sheet.columns)}
        assert len(set(names_of(sheet))) == len(sheet.columns)
        assert len(ids[sheet.name]) == len(sheet.rows)
        for index, column in enumerate(sheet.columns):
            assert not column.target or set(sheet.values(index)) <= ids[column.target]
