"""The functions a notebook starts with: ask and check, with the shipped graph as default."""

from functools import cache
from typing import TYPE_CHECKING

from backrun_kg.answers import Answer
from backrun_kg.dataset import Dataset, load
from backrun_kg.names import read_value
from backrun_kg.queries import find_query, parse_query, run_query

if TYPE_CHECKING:
    from backrun_kg.processes import Limits
    from backrun_kg.validation import Report


def query(
    name: str, dataset: Dataset | None = None, *, limits: "Limits | None" = None, **values: str
) -> Answer:
    """Run a named query, or SPARQL of one's own, over the shipped graph or another dataset.

    ``values`` bind the query's parameters; each may be an IRI, a CURIE, a slug or a label.
    ``limits`` are ``backrun_kg.processes.Limits(timeout=60, memory=2 << 30)`` for SPARQL of one's
    own, and none for a named query, unless they are given. Raises BackrunError.

    >>> from backrun_kg import query
    >>> [row["does"] for row in query("muscles", muscle="Glutes")]
    ['br:engages', 'br:engagesDifferently', 'br:strengthens']
    >>> bool(query("ASK { kg:quadriceps a br:Muscle }"))
    True
    """
    data = dataset or _shipped()
    own = any(c.isspace() for c in name)
    chosen = parse_query("query", name) if own else find_query(name)
    bindings = {
        parameter: read_value(data, chosen.parameter(parameter), value)
        for parameter, value in values.items()
    }
    if chosen.shipped and limits is None:
        return run_query(data, chosen.text, bindings, chosen.name)
    from backrun_kg.worker import ask

    return ask(data, chosen.text, bindings, chosen.name, limits)


def validate(dataset: Dataset | None = None) -> "Report":
    """Judge the shipped graph, or another dataset, by the shapes.

    >>> from backrun_kg import validate
    >>> validate().conforms
    True
    """
    from backrun_kg.validation import validate

    return validate(dataset or _shipped())


@cache
def _shipped() -> Dataset:
    return load()
