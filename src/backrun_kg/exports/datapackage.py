"""A description of CSV files as a data package (Frictionless): types, keys, sizes, checksums."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from backrun_kg.exports.cells import Column, Sheet
from backrun_kg.exports.csvw import Layout
from backrun_kg.exports.imprint import Imprint

Json = dict[str, Any]

_PROFILES = "https://datapackage.org/profiles/2.0/"
_TYPES = {
    "decimal": "number",
    "integer": "integer",
    "boolean": "boolean",
    "date": "date",
    "year": "year",
}


def describe_package(
    sheets: tuple[Sheet, ...], layout: Layout, imprint: Imprint, files: Mapping[str, bytes]
) -> Json:
    """The ``datapackage.json`` of the files of some sheets."""
    told = {
        "title": imprint.title,
        "description": imprint.description,
        "version": imprint.version,
        "licenses": [{"path": imprint.license}] if imprint.license else [],
    }
    return {
        "$schema": f"{_PROFILES}datapackage.json",
        "name": "backrun-kg",
        "id": f"sha256:{imprint.digest}",
        **{name: value for name, value in told.items() if value},
        "resources": [_resource(sheet, layout, files[f"{sheet.name}.csv"]) for sheet in sheets],
    }


def _resource(sheet: Sheet, layout: Layout, content: bytes) -> Json:
    keys = [_foreign_key(c) for c in sheet.columns if c.target and not c.many]
    return {
        "name": sheet.name,
        "type": "table",
        "path": f"{sheet.name}.csv",
        "title": sheet.title,
        **({"description": sheet.description} if sheet.description else {}),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {
            "$schema": f"{_PROFILES}tableschema.json",
            "fields": [_field(sheet.name, column, layout) for column in sheet.columns],
            "missingValues": [""],
            **({"primaryKey": [sheet.key]} if sheet.key else {}),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _field(sheet: str, column: Column, layout: Layout) -> Json:
    kind = _TYPES.get(column.form.kind, "string")
    separator = layout.separators.get((sheet, column.name))
    told: Json = {
        "name": column.name,
        "type": "list" if separator else kind,
        "title": column.title,
        "description": column.description,
        "delimiter": separator,
        "itemType": kind if separator else "",
        "rdfType": column.property,
        "constraints": {"required": True, "unique": True} if column.name == "id" else {},
    }
    return {name: value for name, value in told.items() if value}


def _foreign_key(column: Column) -> Json:
    return {"fields": [column.name], "reference": {"resource": column.target, "fields": ["id"]}}
