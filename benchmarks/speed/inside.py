"""What is measured within a process: ``python -m benchmarks.speed.inside WORK ARGUMENT…``.

Prints a line of JSON for each thing measured, as soon as it is.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from typing import Any

import pyoxigraph as ox

from backrun_kg.answers import Answer, Graph, Rows
from backrun_kg.dataset import Dataset, load
from backrun_kg.namespaces import PREFIXES
from backrun_kg.queries import find_query, list_queries, run_query
from benchmarks.speed.bench import THING
from benchmarks.speed.timing import time_often, time_once

LOADED = "load"
_SHORT = 0.5


def main(work: str, *arguments: str) -> int:
    """Do what is asked for."""
    works: dict[str, Callable[..., None]] = {
        "queries": compare_queries,
        "costs": find_costs,
        "growth": grow,
        LOADED: load_file,
        "stages": tell_stages,
    }
    works[work](*arguments)
    return 0


def compare_queries(file: str, limit: str, rounds: str) -> None:
    """Every named query over the shipped graph, from its text to its rows, here and in rdflib.

    rdflib has the rows of queries that it has prepared measured, too; our engine prepares none.
    """
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    rdflib.NORMALIZE_LITERALS = False  # or it would answer with other literals than were written
    dataset, graph = load(), rdflib.Graph(bind_namespaces="none")
    graph.parse(file, format="nt")
    for query in list_queries():
        times: dict[str, list[float]] = {"ours": [], "theirs": [], "prepared": []}
        prepared, same = prepareQuery(query.text), None
        try:
            for _ in range(int(rounds)):
                times["ours"].append(time_often(partial(_answer, dataset, query.text)))
                for name, asked in (("theirs", query.text), ("prepared", prepared)):
                    times[name].append(time_once(partial(_ask_rdflib, graph, asked), float(limit)))
                if times["theirs"][-1] > _SHORT:
                    break
            same = _same(_answer(dataset, query.text), graph.query(prepared))
        except TimeoutError:
            times["theirs"] = times["prepared"] = [float(limit)]
        _tell(task=query.name, **times, same=same)


def load_file(file: str, engine: str) -> None:
    """The seconds that an engine takes to load N-Triples."""

    def load_ours() -> object:
        return load(data=[file], shipped=False).store

    def load_theirs() -> object:
        import rdflib

        return rdflib.Graph(bind_namespaces="none").parse(file, format="nt")

    _tell(seconds=time_once(load_ours if engine == "ours" else load_theirs), memory=_peak())


def find_costs(file: str) -> None:
    """The seconds that each named query takes over a file."""
    dataset = load(data=[file], shipped=False)
    _ = dataset.store
    for query in list_queries():
        _tell(task=query.name, seconds=time_once(partial(_answer, dataset, query.text)))


def grow(file: str, *names: str) -> None:
    """Loading a file, looking things up, and named queries over all of it."""
    start = time.perf_counter()
    dataset = load(data=[file], shipped=False)
    _ = dataset.store
    _tell(task=LOADED, seconds=time.perf_counter() - start, memory=_peak())
    thing = {"thing": ox.NamedNode(PREFIXES["kg"] + THING)}
    for name in names:
        look_up, _, name = name.rpartition(" ")
        ask = partial(_answer, dataset, find_query(name).text, thing if look_up else None)
        once = time_once(ask)
        again = [time_once(ask) for _ in range(200 if look_up else 4 if once < 1 else 0)]
        _tell(task=f"{look_up} {name}".strip(), seconds=median(again or [once]), memory=_peak())


def tell_stages(file: str) -> None:
    """Where the time goes in what misses a goal."""
    from benchmarks.speed.stages import find_stages

    for task, stage, seconds in find_stages(file):
        _tell(task=task, stage=stage, seconds=seconds)


def _answer(dataset: Dataset, text: str, bound: dict[str, Any] | None = None) -> Answer:
    """What our engine answers, whole."""
    return run_query(dataset, text, bound)


def _ask_rdflib(graph: Any, asked: Any) -> None:
    for _ in graph.query(asked):
        pass


def _same(answer: Answer, result: Iterable[Any]) -> bool:
    """Whether two engines give the same rows in one order, or the same graph."""
    if isinstance(answer, Graph):
        return {_texts(t) for t in answer.triples} == {_texts(row) for row in result}
    rows = answer.rows if isinstance(answer, Rows) else ()
    return [_texts(row) for row in rows] == [_texts(row) for row in result]


def _texts(terms: Any) -> tuple[str | None, ...]:
    """The terms of either engine as text; only those of ours need unwrapping."""
    ours = (ox.NamedNode, ox.Literal)
    return tuple(
        None if term is None else str(term.value if isinstance(term, ours) else term)
        for term in terms
    )


def _peak() -> float:
    """The peak of this process in MB; elsewhere than on Linux, that of what started it counts."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+)", status.read_text("utf-8") if status.exists() else "")
    return (int(found[1]) if found else getrusage(RUSAGE_SELF).ru_maxrss) / 1024


def _tell(**found: Any) -> None:
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
