"""What the pages run that is not ours: files by others, as their manifest has them."""

import json
from functools import cache
from os.path import dirname, join
from typing import Any

FOLDER = join(dirname(__file__), "vendor")


@cache
def read_manifest() -> list[dict[str, Any]]:
    """Each library with its version, licence, and the SHA-256 of its files."""
    with open(join(FOLDER, "manifest.json"), encoding="utf-8") as file:
        manifest: list[dict[str, Any]] = json.load(file)
    return manifest


def place_file(library: dict[str, Any], name: str) -> str:
    """Where a file of a library is in the site."""
    return f"assets/{library['name']}/{name}"


def read_vendored() -> dict[str, bytes]:
    """The files by their paths in the site."""
    found = {}
    for library in read_manifest():
        for name in library["files"]:
            with open(join(FOLDER, library["name"], name), "rb") as file:
                found[place_file(library, name)] = file.read()
    return found
