"""One client's query answered, in a worker: evaluated, capped and written in the format chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, cast

import pyoxigraph as ox

from backrun_kg.answers import Answer, Graph, Rows
from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError, MalformedQuery
from backrun_kg.queries import evaluate
from backrun_kg.results import render
from backrun_kg.serving.messages import Job, Kind, Reply
from backrun_kg.serving.negotiation import GRAPHS, ROWS
from backrun_kg.words import screen_text

_NAME = "query"
"""What messages call a client's query."""


@dataclass(frozen=True)
class Caps:
    """How many rows or triples an answer may have, and how many bytes."""

    rows: int = 100_000
    size: int = 64 << 20


def answer(dataset: Dataset, job: Job, caps: Caps) -> Reply:
    """The reply to a job. Never raises what a query can bring about."""
    try:
        screen_text(job.text, _NAME)
        found = evaluate(_scoped(dataset, job), job.text, None, _NAME)
        return _reply(found, job, caps)
    except MalformedQuery as error:
        return _told(Kind.MALFORMED, str(error))
    except BackrunError as error:
        return _told(Kind.UNWRITABLE, str(error))
    except MemoryError:
        return Reply(Kind.NO_MEMORY, b"", last=True)
    except BaseException as error:  # a panic of the engine is no Exception
        return _told(Kind.BROKEN, str(error)[:200])._replace(last=True)


def warm_up() -> None:
    """Go every way once, so that no worker has to open a file for what is loaded when needed."""
    nothing = Dataset(())
    for text in ("ASK FROM <s:s> {}", "SELECT (1 AS ?n) {}", "CONSTRUCT { <s:s> <s:s> 1 } {}", "?"):
        for rows, graphs in product(ROWS, GRAPHS):
            answer(nothing, Job(text, "s:s", None, rows.name, graphs.name), Caps())


def _reply(found: Answer, job: Job, caps: Caps) -> Reply:
    kind = Kind.GRAPH if isinstance(found, Graph) else Kind.ROWS
    written = job.graph_format if kind is Kind.GRAPH else job.row_format
    if written is None:
        return Reply(Kind.NOT_ACCEPTABLE, bytes((kind,)))
    what = "triples" if kind is Kind.GRAPH else "rows"
    if _passes(found, caps.rows):
        return _told(Kind.TOO_LARGE, f"{caps.rows:,} {what}")
    content = render(found, written)
    if len(content) > caps.size:
        return _told(Kind.TOO_LARGE, f"{caps.size:,} bytes")
    return Reply(kind, content)


def _passes(found: Answer, most: int) -> bool:
    """Whether there are more rows or triples; each row of the JSON opens at least one brace."""
    if isinstance(found, Graph):
        return len(found) > most
    return isinstance(found, Rows) and found.json.count(b"{") > most and len(found) > most


def _told(kind: Kind, told: str) -> Reply:
    return Reply(kind, told.encode("utf-8", "replace"))


class _Scoped:
    """A store that a request has its say about: the base of relative IRIs, and which graphs."""

    def __init__(self, store: ox.Store, job: Job) -> None:
        self.store = store
        self.options: dict[str, Any] = {"base_iri": job.base}
        if job.graphs is not None:
            default, named = ([ox.NamedNode(iri) for iri in iris] for iris in job.graphs)
            self.options |= {"default_graph": default, "named_graphs": named}

    def query(
        self,
        query: str,
        *,
        prefixes: Mapping[str, str],
        use_default_graph_as_union: bool,
        substitutions: Mapping[ox.Variable, Any],
    ) -> Any:
        """What the engine answers; the graphs that a request names take the place of FROM's."""
        union = use_default_graph_as_union and "default_graph" not in self.options
        return self.store.query(
            query,
            prefixes=dict(prefixes),
            use_default_graph_as_union=union,
            substitutions=dict(substitutions),
            **self.options,
        )


class _View(Dataset):
    """A dataset seen through a scoped store."""

    def __init__(self, dataset: Dataset, job: Job) -> None:
        super().__init__(dataset.sources)
        self.store = cast("ox.Store", _Scoped(dataset.store, job))


def _scoped(dataset: Dataset, job: Job) -> Dataset:
    return _View(dataset, job)
