"""Reads networks with a Python library and writes them: ``networks.py LIBRARY (FORMAT IN OUT)…``.

What comes out is JSON: nodes with what is told of them, and edges, without their numbers. It runs
in any Python that has the library.
"""

import json
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

Network = dict[str, Any]


def read_networkx(kind: str, place: str) -> Network:
    """By networkx."""
    networkx: Any = import_module("networkx")
    network = getattr(networkx, f"read_{kind}")(place)
    edges = [[source, target, _without_id(facts)] for source, target, facts in network.edges.data()]
    return {"nodes": dict(network.nodes.data()), "edges": edges}


def read_igraph(_: str, place: str) -> Network:
    """By igraph, which has an empty text for what is not told."""
    igraph: Any = import_module("igraph")
    network = igraph.Graph.Read_GraphML(place)
    nodes = {node["id"]: _without_id(node.attributes()) for node in network.vs}
    names = list(nodes)
    edges = [[names[e.source], names[e.target], _without_id(e.attributes())] for e in network.es]
    return {"nodes": nodes, "edges": edges}


def _without_id(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != "id" and value != ""}


READERS: dict[str, Callable[[str, str], Network]] = {
    "networkx": read_networkx,
    "igraph": read_igraph,
}


def main(library: str, *files: str) -> int:
    """Read the networks, and write what was read; 1 where one could not be."""
    failed = 0
    for kind, place, out in zip(files[::3], files[1::3], files[2::3], strict=True):
        try:
            told = json.dumps(READERS[library](kind, place), ensure_ascii=False)
            Path(out).write_text(told, encoding="utf-8")
        except Exception:
            traceback.print_exc()
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
