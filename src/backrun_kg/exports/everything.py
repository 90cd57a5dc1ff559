"""A release: the graph in every format, the ontology, metadata, digests, in one folder."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping

from backrun_kg.dataset import Dataset
from backrun_kg.exports import MENU, export_files
from backrun_kg.exports.release import Release, describe_file, read_build_time
from backrun_kg.exports.sheets import make_sheets
from backrun_kg.exports.statements import Statements
from backrun_kg.paths import ONTOLOGY, list_files

SUMS = "SHA256SUMS"
"""The file of checksums, as ``sha256sum --check`` reads it."""

DIGEST = "RDFC-1.0.txt"
"""The file with the digest of the graph, which no format and no order of triples changes."""

_CRATE = "rocrate"  # tells of all other files, so it comes last
_WITHIN = ("sqlite",)  # formats whose file another one's folder has
_DESCRIBED = ("dcat", "croissant", _CRATE)  # for which somebody must have described the data


def make_release(
    dataset: Dataset,
    *,
    base: str = "",
    environment: Mapping[str, str] | None = None,
    watch: Callable[[list[str]], Iterable[str]] = iter,
) -> dict[str, bytes]:
    """The files of a release by their names in its folder, the checksums last.

    ``base`` is the address that the folder will have, ``environment`` may state the time of the
    build as SOURCE_DATE_EPOCH, and ``watch`` sees the formats go by. Data of one's own have no
    description, so the metadata that tell it are left out. Raises BackrunError.
    """
    built = read_build_time(os.environ if environment is None else environment)
    release = Release(dataset, (), make_sheets(Statements(dataset)), base, built)
    files = _ontology()
    described: dict[str, bytes] = {}
    for name in watch(list_formats(release)):
        if MENU[name].input != "release":
            files |= _placed(name, export_files(release, name))
            continue
        told = files | described if name == _CRATE else files
        about = tuple(describe_file(path, content) for path, content in told.items())
        described |= export_files(Release(dataset, about, release.sheets, base, built), name)
    files |= described | {DIGEST: f"sha256 {dataset.digest}\n".encode()}
    return files | {SUMS: _sum(files)}


def list_formats(release: Release) -> list[str]:
    """The formats that a release has, in the order in which they are made."""
    last = {"release": 1, _CRATE: 2}
    names = [
        name for name in MENU if name not in _WITHIN and (release.is_ours or name not in _DESCRIBED)
    ]
    return sorted(names, key=lambda name: last.get(name, last.get(MENU[name].input, 0)))


def _placed(name: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    folder = f"{MENU[name].place}/" if MENU[name].folder else ""
    return {f"{folder}{path}": content for path, content in files.items()}


def _ontology() -> dict[str, bytes]:
    paths = [path for extension in (".ttl", ".jsonld") for path in list_files(ONTOLOGY, extension)]
    files = {}
    for path in paths:
        with open(path, "rb") as file:
            files[f"ontology/{os.path.basename(path)}"] = file.read()
    return files


def _sum(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()
