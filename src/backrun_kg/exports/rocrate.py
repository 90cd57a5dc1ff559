"""RO-Crate 1.1 out: ``ro-crate-metadata.json`` makes a research object of a release's folder."""

import json
from collections.abc import Iterable
from typing import Any

from backrun_kg.exports.release import Release, ReleaseFile

Json = dict[str, Any]

FILE_NAME = "ro-crate-metadata.json"

_VERSION = "https://w3id.org/ro/crate/1.1"
_CONTEXT = [f"{_VERSION}/context", {"sha256": "http://schema.org/sha256"}]  # a later term than 1.1
_BUILD, _SOFTWARE = "#build", "#backrun-kg"


def write_rocrate(release: Release) -> str:
    """RO-Crate 1.1: the folder as a dataset, its files with their sizes and digests, and its build.

    Raises BackrunError for data of one's own, which nobody has described.
    """
    files = sorted(release.files)
    graph = [
        _descriptor(),
        _root(release, files),
        *(_file(file) for file in files),
        *_surroundings(release),
        _build(release, files),
    ]
    document = {"@context": _CONTEXT, "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent="\t") + "\n"


def _descriptor() -> Json:
    return {
        "@id": FILE_NAME,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _VERSION},
    }


def _root(release: Release, files: list[ReleaseFile]) -> Json:
    told = {name: values[0] for name, values in release.description.items()}
    references = _references(release.agents)
    agents = references if len(references) > 1 else references[0]
    return {
        "@id": "./",
        "@type": "Dataset",
        "identifier": release.iri,
        "name": told["title"],
        "description": told["description"],
        "datePublished": told["issued"],
        "version": told["version"],
        "inLanguage": told["language"],
        "keywords": release.description["keyword"],
        "license": {"@id": told["license"]},
        "author": agents,
        "publisher": agents,
        "mentions": {"@id": _BUILD},
        "hasPart": _references(file.path for file in files),
    }


def _file(file: ReleaseFile) -> Json:
    formats = [file.media_type, file.packing] if file.packing else file.media_type
    return {
        "@id": file.path,
        "@type": "File",
        "name": file.name,
        "contentSize": str(file.size),
        "encodingFormat": formats,
        "sha256": file.sha256,
    }


def _surroundings(release: Release) -> list[Json]:
    """What the crate mentions and does not hold: its makers, its licence, the software."""
    told = {name: values[0] for name, values in release.description.items()}
    return [
        *(
            {"@id": iri, "@type": "Organization", "name": name}
            for iri, name in release.agents.items()
        ),
        {"@id": told["license"], "@type": "CreativeWork", "name": told["rights"]},
        {
            "@id": _SOFTWARE,
            "@type": "SoftwareApplication",
            "name": "backrun-kg",
            "version": release.version,
        },
    ]


def _build(release: Release, files: list[ReleaseFile]) -> Json:
    return {
        "@id": _BUILD,
        "@type": "CreateAction",
        "name": f"Build with backrun-kg {release.version}",
        "instrument": {"@id": _SOFTWARE},
        "result": _references(file.path for file in files),
        **({"endTime": release.built} if release.built else {}),
    }


def _references(names: Iterable[str]) -> list[Json]:
    return [{"@id": name} for name in names]
