"""The data package: valid for Frictionless' own validator."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from backrun_kg.dataset import Dataset, load
from backrun_kg.exports.csv_folder import write_csv
from export_samples import HOSTILE, SMALL, own


def described(dataset: Dataset) -> dict[str, Any]:
    """The resources of the package by name."""
    package = json.loads(write_csv(dataset)["datapackage.json"])
    return {resource["name"]: resource for resource in package["resources"]}


@pytest.fixture(scope="module")
def resources(shipped: Dataset) -> dict[str, Any]:
    """The resources of the shipped graph."""
    return described(shipped)


def field(resource: dict[str, Any], name: str) -> dict[str, Any]:
    """One field of a resource."""
    found: dict[str, Any] = next(f for f in resource["schema"]["fields"] if f["name"] == name)
    return found


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "dataset",
    [load(), load(layers=["evidence"]), own(SMALL), own(HOSTILE), Dataset([])],
    ids=["shipped", "layer", "small", "hostile", "empty"],
)
def test_frictionless_finds_no_fault(dataset: Dataset, tmp_path: Path) -> None:
    """In types, keys, references, sizes and checksums."""
    from frictionless import Package

    for name, content in write_csv(dataset).items():
        (tmp_path / name).write_bytes(content)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert (report.valid, report.stats["errors"]) == (True, 0)


@pytest.mark.filterwarnings("ignore")
def test_frictionless_finds_a_broken_reference(tmp_path: Path) -> None:
    """The keys are checked, not merely stated."""
    from frictionless import Package

    files = write_csv(own(SMALL))
    broken = files["finding.csv"].replace(b",study-a,", b",study-x,")
    package = json.loads(files["datapackage.json"])
    for resource in package["resources"]:
        del resource["hash"], resource["bytes"]
    files |= {"finding.csv": broken, "datapackage.json": json.dumps(package).encode()}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert [error.type for task in report.tasks for error in task.errors] == ["foreign-key"]


@pytest.mark.parametrize(
    ("resource", "name", "told"),
    [
        ("study", "year", {"type": "integer"}),
        ("finding", "p_value", {"type": "number", "title": "p value"}),
        ("finding", "figure_reported", {"type": "boolean"}),
        ("activity", "date", {"type": "date"}),
        ("exercise", "alt_label", {"type": "list", "delimiter": "|", "itemType": "string"}),
        ("muscle", "label", {"type": "string"}),
        ("muscle", "id", {"constraints": {"required": True, "unique": True}}),
    ],
)
def test_field_is_described(
    resource: str, name: str, told: dict[str, object], resources: dict[str, Any]
) -> None:
    """In the words of Table Schema 2."""
    found = field(resources[resource], name)
    assert {key: found.get(key) for key in told} == told


def test_resource_has_size_and_checksum(shipped: Dataset) -> None:
    """Whoever downloads a file can check it."""
    files = write_csv(shipped)
    resource = described(shipped)["muscle"]
    digest = sha256(files["muscle.csv"]).hexdigest()
    assert (resource["bytes"], resource["hash"]) == (len(files["muscle.csv"]), f"sha256:{digest}")


def test_package_names_version_and_licence(shipped: Dataset) -> None:
    """For the shipped graph alone."""
    package = json.loads(write_csv(shipped)["datapackage.json"])
    assert package["licenses"] == [{"path": "https://creativecommons.org/licenses/by/4.0/"}]
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert "licenses" not in json.loads(write_csv(own(SMALL))["datapackage.json"])
