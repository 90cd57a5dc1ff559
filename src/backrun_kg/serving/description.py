"""What the server says of itself: the service description, and VoID of its data."""

import json
from collections import OrderedDict
from os.path import join

from backrun_kg.answers import Graph, Rows
from backrun_kg.dataset import Dataset, Source
from backrun_kg.exports.metadata import METADATA, write_void
from backrun_kg.exports.release import HOME, Release
from backrun_kg.paths import read_content
from backrun_kg.queries import run_query
from backrun_kg.results import render

_FACTS = HOME + "fact/"
_MOST_KEPT = 16

_TOTAL = "SELECT (COUNT(*) AS ?triples) { ?s ?p ?o }"
_GRAPHS = """
SELECT (STR(?name) AS ?graph) (COUNT(*) AS ?triples) { GRAPH ?name { ?s ?p ?o } } GROUP BY ?name
"""


class Descriptions:
    """The descriptions of a server's dataset, each made once for an address and a format."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._kept: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()

    def describe_service(self, endpoint: str, format: str) -> bytes:
        """The service description of the endpoint at this address."""
        return self._keep("service", endpoint, format)

    def describe_dataset(self, endpoint: str, format: str) -> bytes:
        """VoID of the dataset that the endpoint at this address answers from."""
        return self._keep("void", endpoint, format)

    def _keep(self, what: str, endpoint: str, format: str) -> bytes:
        key = (what, endpoint, format)
        if key not in self._kept:
            make = _service if what == "service" else _void
            self._kept[key] = render(make(self._dataset, endpoint), format)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return self._kept[key]


def _service(dataset: Dataset, endpoint: str) -> Graph:
    (total,) = _rows(dataset, _TOTAL)
    facts = {
        "endpoint": endpoint,
        "triples": int(total["triples"]),
        "graph": [
            {"iri": row["graph"], "triples": int(row["triples"])} for row in _rows(dataset, _GRAPHS)
        ],
    }
    document = json.dumps({"@context": {"@vocab": _FACTS}, **facts}).encode()
    source = Source("facts", "facts", "jsonld", document)
    answer = run_query(Dataset([source]), read_content(join(METADATA, "service.rq")))
    assert isinstance(answer, Graph)
    return answer


def _void(dataset: Dataset, endpoint: str) -> Graph:
    text = write_void(Release(dataset, endpoint=endpoint)).encode()
    return Graph(quad.triple for quad in Source("void", "void", "ttl", text).quads())


def _rows(dataset: Dataset, text: str) -> Rows:
    answer = run_query(dataset, text)
    assert isinstance(answer, Rows)
    return answer
