"""Where the content lies: inside an installed wheel, or at the root of a clone.

Plain strings: importing pathlib takes longer than answering a query.
"""

import os
from os.path import dirname, isdir, join

_PACKED = join(dirname(__file__), "content")
_CLONE = dirname(dirname(dirname(os.path.abspath(__file__))))

ROOT = _PACKED if isdir(_PACKED) else _CLONE
ONTOLOGY = join(ROOT, "ontology")
DATA = join(ROOT, "data")
QUERIES = join(ROOT, "queries")
FRAMES = join(ONTOLOGY, "frames")

DATASET = join(DATA, "dataset.ttl")
SHAPES = join(ONTOLOGY, "shapes.ttl")
CONTEXT = join(ONTOLOGY, "context.jsonld")


def list_files(folder: str, extension: str) -> list[str]:
    """The paths of a folder's files with this extension (``.ttl``), by name."""
    return [join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(extension)]


def read_content(path: str) -> str:
    """The text of a shipped file."""
    with open(path, encoding="utf-8") as file:
        return file.read()
