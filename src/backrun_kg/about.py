"""What this dataset is: its description, its size, its digest, and where its files lie."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from backrun_kg.answers import plain
from backrun_kg.dataset import Dataset, Source
from backrun_kg.namespaces import GRAPH
from backrun_kg.paths import DATASET, ROOT
from backrun_kg.version import read_version


@dataclass(frozen=True)
class About:
    """Facts for ``info``: description by property name, triples by layer or graph IRI."""

    version: str
    description: dict[str, list[str]]
    triples: dict[str, int]
    digest: str
    files: str


def describe_dataset(dataset: Dataset) -> About:
    """Describe the dataset at hand; the description is that of the shipped graph."""
    counts = {name.removeprefix(GRAPH): number for name, number in dataset.counts().items()}
    return About(read_version(), read_description(), counts, dataset.digest, ROOT)


def read_description() -> dict[str, list[str]]:
    """The facts of ``data/dataset.ttl``, by the local name of their property."""
    facts: dict[str, list[str]] = {}
    for quad in Source(DATASET, "dataset", "ttl").quads():
        name = plain(quad.predicate).rpartition(":")[2]
        facts.setdefault(name, []).append(plain(quad.object).strip("<>"))
    return {name: sorted(values) for name, values in sorted(facts.items())}


def write_text(about: About) -> str:
    """A line per fact, the size by layer last."""
    lines = [f"backrun-kg {about.version}"]
    lines += [f"{name}: {', '.join(values)}" for name, values in about.description.items()]
    lines += [f"sha256: {about.digest}", f"files: {about.files}", "triples:"]
    lines += [f"  {name}: {number}" for name, number in about.triples.items()]
    lines += [f"  in all: {sum(about.triples.values())}"]
    return "\n".join(lines) + "\n"


def write_json(about: About) -> str:
    """One object with the fields of About."""
    return json.dumps(asdict(about), ensure_ascii=False, indent="\t") + "\n"


ABOUTS: dict[str, Callable[[About], str]] = {"text": write_text, "json": write_json}
