"""What is not ours: each file is the one that its manifest names, with its licence beside it."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from backrun_kg.site.vendored import FOLDER, read_manifest, read_vendored
from site_samples import shipped_site

LIBRARIES = read_manifest()


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: str(library["name"]))
def test_files_are_those_of_the_manifest(library: dict[str, Any]) -> None:
    """Neither one more nor one fewer, and each with its SHA-256."""
    folder = Path(FOLDER, library["name"])
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}
    assert found == library["files"]


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: str(library["name"]))
def test_library_has_a_version_and_a_licence(library: dict[str, Any]) -> None:
    """The text of the licence is among its files."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", library["version"])
    assert library["taken_under"] in library["license"]
    assert "Permission is hereby granted" in Path(
        FOLDER, library["name"], library["license_file"]
    ).read_text("utf-8")


def test_every_folder_is_in_the_manifest() -> None:
    """Nothing lies there unnamed."""
    folders = {path.name for path in Path(FOLDER).iterdir() if path.is_dir()}
    assert folders == {library["name"] for library in LIBRARIES}


def test_site_has_the_files() -> None:
    """As they are, under assets."""
    assert read_vendored().items() <= shipped_site().items()
    assert "assets/oxigraph/web_bg.wasm" in read_vendored()
