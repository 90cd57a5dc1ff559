"""The version, read from its one home: the description of the dataset."""

import re

from backrun_kg.paths import DATASET, read_content


def read_version() -> str:
    """The version of data, ontology and code, which are released as one."""
    found = re.search(r'dcat:version "([^"]+)"', read_content(DATASET))
    if found is None:
        raise AssertionError(f"{DATASET} states no dcat:version")
    return found[1]
