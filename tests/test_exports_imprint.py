"""What an export says of itself: we speak for the shipped graph, and for no one else's."""

from backrun_kg.dataset import Dataset
from backrun_kg.exports.imprint import read_imprint
from backrun_kg.version import read_version
from export_samples import own


def test_imprint_of_the_shipped_graph_is_its_description(shipped: Dataset) -> None:
    """Title, version, licence and digest."""
    facts = read_imprint(shipped).facts()
    assert list(facts) == ["title", "description", "version", "license", "digest"]
    assert facts["title"] == "backrun-kg: a knowledge graph of backward running"
    assert facts["version"] == read_version()
    assert facts["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert facts["digest"] == shipped.digest


def test_data_of_ones_own_get_no_licence_of_ours() -> None:
    """Nor our version."""
    facts = read_imprint(own("kg:a br:improves kg:b .")).facts()
    assert list(facts) == ["title", "description", "digest"]
    assert facts["title"] == "A graph made with backrun-kg"
