"""What all measurements share: the folder they work in, the tools, the sizes, the limits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from backrun_kg.dataset import load
from benchmarks.generate import write_graph
from benchmarks.speed.measuring import OURS, Row, compare
from benchmarks.speed.peers import Peer

ROOT = Path(__file__).parents[2]
THING = "quadriceps-1"
"""What is looked up in a generated graph: a thing of its first article."""


@dataclass(frozen=True)
class Bench:
    """One run of the suite. Commands run in its folder, so that they name files by name alone.

    ``sizes`` are those of growth, ``large`` is where exports and loading are compared, and
    ``validated`` are the sizes, beside the shipped one, at which validation is.
    """

    folder: Path
    tools: Path
    peers: Mapping[str, Peer]
    ours: tuple[str, ...]
    sizes: tuple[int, ...]
    large: int
    validated: tuple[int, ...]
    rounds: int
    limit: float

    def graph(self, triples: int, *, with_ontology: bool = False) -> str:
        """The name of a file with a generated graph of about that size."""
        path = self.folder / f"{triples}.nt"
        if not path.exists():
            write_graph(path, triples)
        if not with_ontology:
            return path.name
        whole = self.folder / f"{triples}-with-ontology.nt"
        whole.write_text(self._ontology + path.read_text("utf-8"), encoding="utf-8")
        return whole.name

    @property
    def cache(self) -> Path:
        """Where the package keeps its stores in this run."""
        return self.folder / "cache"

    @cached_property
    def shipped(self) -> str:
        """The name of a file with the shipped graph, in the form that all tools read fastest."""
        path = self.folder / "shipped.nt"
        lines = sorted({f"{quad.triple} .\n" for quad in load().quads()})
        path.write_text("".join(lines), encoding="utf-8")
        return path.name

    @cached_property
    def _ontology(self) -> str:
        return "".join(f"{quad.triple} .\n" for quad in load(layers=["ontology"]).quads())

    def compare(
        self,
        kind: str,
        task: str,
        triples: int,
        own: str,
        others: Mapping[str, tuple[str, ...]],
        rounds: int | None = None,
    ) -> Iterator[Row]:
        """Our command and those of the tools that are there, in turn."""
        commands = {OURS: (*self.ours, *own.split()), **others}
        about = Row(kind, task, triples, OURS)
        yield from compare(about, commands, rounds or self.rounds, self.limit, self.folder)

    def of_peers(self, arguments: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """The commands of those tools that are there, with the arguments given for each."""
        return {
            name: (*self.peers[name].words, *words.split())
            for name, words in arguments.items()
            if name in self.peers
        }
