"""What tests share: the shipped graph, loaded once."""

import pytest

from backrun_kg.dataset import Dataset, load


@pytest.fixture(scope="session")
def shipped() -> Dataset:
    """The shipped graph."""
    return load()
