"""What an export says of itself: title, version, licence, and the digest of what it holds."""

from typing import NamedTuple

from backrun_kg.about import read_description
from backrun_kg.dataset import Dataset


class Imprint(NamedTuple):
    """Where an export comes from; version and licence are '' where data of one's own are in it."""

    title: str
    description: str
    version: str
    license: str
    digest: str

    def facts(self) -> dict[str, str]:
        """The facts by name, those that are known."""
        return {name: value for name, value in self._asdict().items() if value}


def read_imprint(dataset: Dataset) -> Imprint:
    """The imprint of a dataset; we speak for the shipped layers alone."""
    if any(source.content is not None for source in dataset.sources):
        told = "Data of one's own, in the terms of the backward running ontology."
        return Imprint("A graph made with backrun-kg", told, "", "", dataset.digest)
    facts = {name: values[0] for name, values in read_description().items()}
    return Imprint(
        facts["title"], facts["description"], facts["version"], facts["license"], dataset.digest
    )
