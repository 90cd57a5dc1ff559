"""Where the time goes in what misses a goal or nearly does, stage by stage.

A stage is measured with all that comes before it, and told without that.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from statistics import median
from typing import cast

import pyoxigraph as ox

from backrun_kg.dataset import Dataset, load
from backrun_kg.exports.compacting import Compactor
from backrun_kg.exports.jsonld import read_context, write_compacted
from backrun_kg.exports.nodes import gather_nodes
from backrun_kg.exports.streamed import write_stream
from backrun_kg.namespaces import PREFIXES
from backrun_kg.queries import find_query, run_query
from backrun_kg.streams import open_sources
from benchmarks.speed.timing import time_often

QUERIES = ("terms", "names", "facts")
"""Named queries that gain little beside rdflib."""

Stages = Mapping[str, Callable[[], object]]


def find_stages(file: str) -> Iterator[tuple[str, str, float]]:
    """Task, stage and seconds: exports of N-Triples, and queries over the shipped graph."""
    for task, stages in (*_list_exports(file), *map(_list_query, QUERIES)):
        before = 0.0
        for stage, work in stages.items():
            work()
            taken = median(time_often(work) for _ in range(3))
            yield task, stage, max(0, taken - before)
            before = taken


def _list_exports(file: str) -> Iterable[tuple[str, Stages]]:
    (streamed,) = open_sources(data=[file], shipped=False)
    dataset = load(data=[file], shipped=False)
    parts = [(source.graph.value, source) for source in dataset.sources]

    def gather(node: Callable[..., object]) -> object:
        return gather_nodes([(name, source.statements()) for name, source in parts], node)

    yield (
        "export to jsonld",
        {
            "parse": lambda: _exhaust(parts[0][1].statements()),
            "gather by subject": lambda: gather(lambda *_: None),
            "write nodes": lambda: gather(Compactor(read_context()).node),
            "put them together": partial(write_compacted, dataset),
        },
    )
    yield (
        "export to nq",
        {
            "parse": lambda: _exhaust(ox.parse(path=file)),
            "look for harm": lambda: _exhaust(streamed.statements()),
            "serialize": lambda: ox.serialize(streamed.statements(), format=ox.RdfFormat.N_TRIPLES),
            "name the graph": lambda: write_stream([streamed], "nq", io.BytesIO()),
        },
    )


def _list_query(name: str) -> tuple[str, Stages]:
    text = find_query(name).text
    shipped = load()
    return (
        f"query {name}",
        {
            "search": lambda: _exhaust(_ask(shipped, text[: text.rindex("ORDER BY")])),
            "order": lambda: _exhaust(_ask(shipped, text)),
            "write as JSON": lambda: run_query(shipped, text),
        },
    )


def _ask(dataset: Dataset, text: str) -> Iterable[object]:
    found = dataset.store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    return cast("ox.QuerySolutions", found)


def _exhaust(things: Iterable[object]) -> None:
    for _ in things:
        pass
