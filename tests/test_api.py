"""The package as a notebook sees it: few names, all of them callable at any time."""

import doctest
import pkgutil
from importlib import import_module

import pytest

import backrun_kg
from backrun_kg.errors import LimitReached
from backrun_kg.processes import Limits
from backrun_kg.queries import Query

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(backrun_kg.__path__, "backrun_kg.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("module", ["backrun_kg", *MODULES])
def test_examples_give_what_they_show(module: str) -> None:
    """The examples in docstrings run."""
    assert doctest.testmod(import_module(module)).failed == 0


@pytest.mark.parametrize("name", backrun_kg.__all__)
def test_name_is_no_module(name: str) -> None:
    """No public name is hidden by a module once everything has been imported."""
    for module in MODULES:
        import_module(module)
    assert type(getattr(backrun_kg, name)).__name__ != "module"


def test_names_are_listed() -> None:
    """Completion offers the table of contents."""
    assert dir(backrun_kg) == sorted(backrun_kg.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    """Asking for what is not there fails as it does everywhere."""
    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        _ = backrun_kg.nope


def test_query_takes_sparql() -> None:
    """A text with spaces in it is SPARQL, not a name."""
    rows = backrun_kg.query("SELECT ?s WHERE { ?s a br:Sport } ORDER BY ?s")
    assert [row["s"] for row in rows] == ["kg:basketball", "kg:soccer", "kg:tennis"]  # type: ignore[union-attr]


def test_query_of_ones_own_has_limits() -> None:
    """A notebook is not lost to a text that takes for ever."""
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(LimitReached, match=r"^query: the query did not end within 0.1 s"):
        backrun_kg.query(text, limits=Limits(timeout=0.1))


def test_named_query_has_limits_when_given() -> None:
    """Over a large graph of one's own, a question of ours may take long as well."""
    with pytest.raises(LimitReached, match=r"^facts: the query needs more than 1 bytes of memory"):
        backrun_kg.query("facts", limits=Limits(memory=1))
    assert len(backrun_kg.query("sports", limits=Limits())) == 3  # type: ignore[arg-type]


@pytest.mark.parametrize("query", backrun_kg.list_queries(), ids=lambda query: query.name)
def test_parameter_is_not_hidden_by_an_argument(query: Query) -> None:
    """What ``query`` takes for itself is no parameter's name."""
    names = {parameter.name for parameter in query.parameters}
    assert names & {"name", "dataset", "limits"} == set()


def test_query_of_ones_own_takes_parameters() -> None:
    """A text with a header like ours has parameters like ours."""
    header = "# Things\n#\n# One row per thing.\n#\n# - `?t` (thing): one.\n\n"
    rows = backrun_kg.query(header + "SELECT ?t { ?t a br:Sport }", t="Tennis")
    assert list(rows) == [{"t": "kg:tennis"}]  # type: ignore[arg-type]


def test_query_binds_values_of_every_kind() -> None:
    """Things by label, texts as they are."""
    assert len(backrun_kg.query("muscles", muscle="calf muscles")) == 3  # type: ignore[arg-type]
    assert len(backrun_kg.query("search", text="soleus")) == 1  # type: ignore[arg-type]


def test_export_defaults_to_json_ld() -> None:
    """The flagship format needs no name."""
    assert backrun_kg.export(backrun_kg.load(layers=["alignment"])).startswith('{\n\t"@context"')
