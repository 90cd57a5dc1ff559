"""backrun-kg: a knowledge graph of backward running, every statement anchored in its source.

>>> import backrun_kg
>>> [row["sportLabel"] for row in backrun_kg.query("sports")]
['Basketball', 'Soccer', 'Tennis']
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backrun_kg.answers import Graph, Rows, Truth
    from backrun_kg.api import query, validate
    from backrun_kg.dataset import Dataset, load
    from backrun_kg.errors import BackrunError
    from backrun_kg.exports import export
    from backrun_kg.queries import list_queries
    from backrun_kg.terms import BR, KG

    __version__: str

__all__ = [
    "BR",
    "KG",
    "BackrunError",
    "Dataset",
    "Graph",
    "Rows",
    "Truth",
    "__version__",
    "export",
    "list_queries",
    "load",
    "query",
    "validate",
]

_HOMES = {
    "BR": "terms",
    "KG": "terms",
    "BackrunError": "errors",
    "Dataset": "dataset",
    "Graph": "answers",
    "Rows": "answers",
    "Truth": "answers",
    "export": "exports",
    "list_queries": "queries",
    "load": "dataset",
    "query": "api",
    "validate": "api",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for, so that ``import backrun_kg`` costs nothing."""
    if name == "__version__":
        return import_module("backrun_kg.version").read_version()
    if name not in _HOMES:
        raise AttributeError(f"module 'backrun_kg' has no attribute '{name}'")
    value = getattr(import_module(f"backrun_kg.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
