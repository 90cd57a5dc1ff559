"""Croissant 1.1 out: the dataset for tools of machine learning, its tables field by field.

Which table a field points into is left out: mlcroissant 1.1 joins the tables for it, and cannot
read those that point at each other. The CSVW description and the data package have it.
"""

import json
from collections.abc import Iterator
from os.path import splitext
from posixpath import basename
from typing import Any

from backrun_kg.exports.cells import Column, Sheet
from backrun_kg.exports.metadata import METADATA
from backrun_kg.exports.release import Release, ReleaseFile
from backrun_kg.paths import read_content

Json = dict[str, Any]

_VERSION = "http://mlcommons.org/croissant/1.1"
_TYPES = {
    "integer": "sc:Integer",
    "year": "sc:Integer",
    "decimal": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
_TEXT = "sc:Text"
_TABLES = (".parquet", ".csv")  # Parquet keeps types and lists, so it is read where there is one
_ALSO = {"application/vnd.apache.parquet": "application/x-parquet"}
"""What mlcroissant 1.1 calls a format; it does not know the registered name."""
_SEPARATOR = "|"


def write_croissant(release: Release) -> str:
    """Croissant 1.1: each file with its digest, and a record set for each sheet that a file holds.

    Raises BackrunError for data of one's own, which nobody has described.
    """
    told = {name: values[0] for name, values in release.description.items()}
    makers = [{"@type": "sc:Organization", "name": name} for name in release.agents.values()]
    record_sets = list(_record_sets(release))
    document = {
        **json.loads(read_content(f"{METADATA}/croissant.jsonld")),
        "@type": "sc:Dataset",
        "conformsTo": _VERSION,
        "name": told["title"],
        "description": told["description"],
        "url": release.iri,
        "version": told["version"],
        "license": told["license"],
        "creator": makers,
        "publisher": makers,
        "datePublished": told["issued"],
        "inLanguage": told["language"],
        "keywords": release.description["keyword"],
        "citeAs": cite(release),
        "isLiveDataset": False,
        "distribution": [_file_object(release, file) for file in sorted(release.files)],
        **({"recordSet": record_sets} if record_sets else {}),
    }
    return json.dumps(document, ensure_ascii=False, indent="\t") + "\n"


def cite(release: Release) -> str:
    """How to cite the dataset, in BibTeX. Raises BackrunError for data of one's own."""
    told = {name: values[0] for name, values in release.description.items()}
    fields = {
        "author": " and ".join(f"{{{name}}}" for name in release.agents.values()),
        "title": f"{{{told['title']}}}",
        "year": told["issued"][:4],
        "version": told["version"],
        "url": release.iri,
    }
    return f"@misc{{backrun-kg, {', '.join(f'{k} = {{{v}}}' for k, v in fields.items())}}}"


def _file_object(release: Release, file: ReleaseFile) -> Json:
    formats = [file.media_type, _ALSO.get(file.media_type, ""), file.packing]
    known = [name for name in formats if name]
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": basename(file.name),
        "contentUrl": release.base + file.path,
        "contentSize": f"{file.size} B",
        "encodingFormat": known if len(known) > 1 else known[0],
        "sha256": file.sha256,
    }


def _record_sets(release: Release) -> Iterator[Json]:
    """One for each sheet that some file of the release holds."""
    by_extension = {
        (stem, extension): file
        for file in release.files
        for stem, extension in [splitext(basename(file.name))]
    }
    held = {
        sheet.name: by_extension[sheet.name, extension]
        for sheet in release.sheets
        for extension in reversed(_TABLES)
        if (sheet.name, extension) in by_extension
    }
    for sheet in release.sheets:
        if sheet.name in held:
            yield _record_set(sheet, held[sheet.name])


def _record_set(sheet: Sheet, file: ReleaseFile) -> Json:
    return {
        "@type": "cr:RecordSet",
        "@id": sheet.name,
        "name": sheet.name,
        "description": sheet.description or sheet.title,
        **({"key": {"@id": f"{sheet.name}/{sheet.key}"}} if sheet.key else {}),
        "field": [_field(sheet.name, column, file) for column in sheet.columns],
    }


def _field(sheet: str, column: Column, file: ReleaseFile) -> Json:
    told = {
        "@type": "cr:Field",
        "@id": f"{sheet}/{column.name}",
        "name": column.name,
        "description": column.description or column.title or column.name,
        "dataType": _TYPES.get(column.form.kind, _TEXT),
        "equivalentProperty": column.property,
    }
    several = {"isArray": True, "arrayShape": "-1"} if column.many else {}
    return {
        **{name: value for name, value in told.items() if value},
        **several,
        "source": _source(column, file),
    }


def _source(column: Column, file: ReleaseFile) -> Json:
    source: Json = {"fileObject": {"@id": file.path}, "extract": {"column": column.name}}
    joined = column.many and file.name.endswith(".csv")
    return source | ({"transform": {"separator": _SEPARATOR}} if joined else {})
