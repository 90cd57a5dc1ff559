"""The package as a notebook sees it: few names, all of them callable at any time."""

import doctest
import pkgutil
from importlib import import_module

import pytest

import backrun_kg

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


def test_query_binds_values_of_every_kind() -> None:
    """Things by label, texts as they are."""
    assert len(backrun_kg.query("muscles", muscle="calf muscles")) == 3  # type: ignore[arg-type]
    assert len(backrun_kg.query("search", text="soleus")) == 1  # type: ignore[arg-type]


def test_export_defaults_to_json_ld() -> None:
    """The flagship format needs no name."""
    assert backrun_kg.export(backrun_kg.load(layers=["alignment"])).startswith('{\n\t"@context"')
