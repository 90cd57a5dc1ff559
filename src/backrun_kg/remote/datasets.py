"""A server as a dataset: what looks names up and tells of things asks it as it asks the engine."""

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

import pyoxigraph as ox

from backrun_kg.answers import Graph, Rows, Term
from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError
from backrun_kg.remote.endpoints import TIMEOUT, Endpoint

_NAME = "a question of ours"


class ServerDataset(Dataset):
    """What a server holds, to be asked through ``store``; it is never copied."""

    def __init__(self, url: str, *, layers: Iterable[str] = (), timeout: float = TIMEOUT) -> None:
        """``layers`` are layers, or IRIs of other graphs, to keep to. Raises BackrunError."""
        super().__init__(())
        self.endpoint = Endpoint(url, layers=layers, timeout=timeout)
        self.store = cast("ox.Store", _ServerStore(self.endpoint))

    def quads(self) -> Iterator[ox.Quad]:
        """None: a server may hold more than fits here. Raises BackrunError."""
        raise BackrunError(
            f"{self.endpoint.url} is asked, not copied. Export from it, and load that."
        )


class _ServerStore:
    """The part of the engine's store that questions need."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def query(
        self, text: str, *, substitutions: Mapping[ox.Variable, Term], **_: object
    ) -> ox.QuerySolutions | ox.QueryBoolean | Iterator[ox.Triple]:
        """What the server answers, as the engine would hand it over."""
        bindings = {variable.value: term for variable, term in substitutions.items()}
        answer = self._endpoint.ask(text, bindings, _NAME)
        if isinstance(answer, Graph):
            return iter(answer.triples)
        return ox.parse_query_results(answer.json, format=ox.QueryResultsFormat.JSON)

    def quads_for_pattern(self, *pattern: Term | None) -> Iterator[ox.Quad]:
        """The triples of a pattern; one first, since many who ask only want to know if there is."""
        places = dict(zip("spo", pattern, strict=True))
        spelt = [f"?{name}" if term is None else str(term) for name, term in places.items()]
        wanted = " ".join(name for name in spelt if name[0] == "?")
        for modifiers in ("LIMIT 1", f"ORDER BY {wanted}"):
            text = f"SELECT {wanted} WHERE {{ {' '.join(spelt)} }} {modifiers}"
            answer = self._endpoint.ask(text, None, _NAME)
            assert isinstance(answer, Rows)
            for row in answer.rows:
                found = places | dict(zip(answer.columns, row, strict=True))
                yield ox.Quad(*found.values())  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[ox.Quad]:
        """Nothing: the nearest names are found among the labels alone."""
        return iter(())
