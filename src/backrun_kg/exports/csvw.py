"""A description of CSV files as CSV on the Web: types, keys, and how to make RDF of them again.

A converter that follows csv2rdf gets the triples of the union of the layers from the sheets of the
classes and of the links; the sheets of things, edges and mappings say nothing new and are left out.
"""

from typing import Any, NamedTuple

from backrun_kg.exports.cells import Column, Sheet, unique
from backrun_kg.exports.imprint import Imprint
from backrun_kg.exports.overviews import OVERVIEWS
from backrun_kg.exports.vocabulary import TYPE, XSD, Form
from backrun_kg.namespaces import PREFIXES

Json = dict[str, Any]

_NAMESPACES = (PREFIXES["kg"], PREFIXES["br"], "")
_DATATYPES = {"thing": "string", "iri": "string", "year": "gYear", "text": "string"}
_BUILT_IN = {XSD + "string": "string", XSD + "anyURI": "anyURI"}


class Layout(NamedTuple):
    """What parts the values in a cell, and what makes an IRI of one, by sheet and column."""

    separators: dict[tuple[str, str], str]
    urls: dict[tuple[str, str], str]


def describe_csvw(sheets: tuple[Sheet, ...], layout: Layout, imprint: Imprint) -> Json:
    """The ``csv-metadata.json`` of the files of some sheets."""
    told = {
        "dc:title": imprint.title,
        "dc:description": imprint.description,
        "dc:license": {"@id": imprint.license} if imprint.license else "",
        "schema:version": imprint.version,
        "dc:identifier": f"sha256:{imprint.digest}",
    }
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        **{name: value for name, value in told.items() if value},
        "tables": [_table(sheet, layout) for sheet in sheets],
    }


def find_value_urls(sheets: tuple[Sheet, ...]) -> dict[tuple[str, str], str]:
    """The URI template that makes the IRIs of a column's values, where there is one.

    There is none for a cell of many values, since a template makes one IRI of it, nor for things of
    several namespaces.
    """
    things = next(sheet for sheet in sheets if sheet.name == "things")
    iris = {row[0]: row[1] for row in things.rows}
    found: dict[tuple[str, str], str] = {}
    for sheet in sheets:
        for index, column in enumerate(sheet.columns):
            if column.property and column.form.kind in ("thing", "iri") and not column.many:
                pairs = {(value, iris.get(value, value)) for value in sheet.values(index)}
                for namespace in _NAMESPACES:
                    if all(f"{namespace}{value}" == iri for value, iri in pairs):
                        found.setdefault(
                            (sheet.name, column.name), f"{namespace}{{+{column.name}}}"
                        )
    return found


def _table(sheet: Sheet, layout: Layout) -> Json:
    told = {"dc:title": sheet.title, "dc:description": sheet.description}
    return {
        "url": f"{sheet.name}.csv",
        **{name: value for name, value in told.items() if value},
        **({"suppressOutput": True} if sheet.name in OVERVIEWS else {}),
        "tableSchema": _schema(sheet, layout),
    }


def _schema(sheet: Sheet, layout: Layout) -> Json:
    columns = [_column(sheet.name, column, layout) for column in sheet.columns]
    keys = [
        _foreign_key(column)
        for index, column in enumerate(sheet.columns)
        if column.target and _always_one(column, sheet, index)
    ]
    if sheet.iri:
        names = (column.name for column in sheet.columns)
        name = unique("type", names)
        columns.append({"name": name, "virtual": True, "propertyUrl": TYPE, "valueUrl": sheet.iri})
    return {
        "columns": columns,
        **({"primaryKey": sheet.key} if sheet.key else {}),
        **({"foreignKeys": keys} if keys else {}),
        "aboutUrl": "{+subject_iri}" if sheet.name == "links" else "{+iri}",
    }


def _column(sheet: str, column: Column, layout: Layout) -> Json:
    place = sheet, column.name
    told: Json = {
        "name": column.name,
        "titles": column.name,
        "dc:title": column.title,
        "dc:description": column.description,
        "datatype": _datatype(column.form),
        "lang": column.form.language,
        "separator": layout.separators.get(place),
        "required": column.name == "id",
        **_meaning(sheet, column, layout.urls.get(place, "")),
    }
    return {name: value for name, value in told.items() if value}


def _datatype(form: Form) -> str | Json:
    """The CSVW datatype of a column; datatypes that XML Schema has not are named by their IRI."""
    known = _BUILT_IN.get(form.datatype)
    if known or form.kind != "text":
        return known or _DATATYPES.get(form.kind, form.kind)
    foreign = form.datatype and not form.datatype.startswith(XSD)
    return {"@id": form.datatype, "base": "string"} if foreign else "string"


def _meaning(sheet: str, column: Column, url: str) -> Json:
    """Which property of the graph a cell gives a value to, if any."""
    if sheet == "links" and column.name == "object":
        return {"propertyUrl": "{+property_iri}", "valueUrl": "{+object_iri}"}
    if not column.property or (column.form.kind in ("thing", "iri") and not url):
        return {"suppressOutput": True}
    return {"propertyUrl": column.property, "valueUrl": url}


def _always_one(column: Column, sheet: Sheet, index: int) -> bool:
    """Whether each row points at one row: CSVW has no keys that may be empty, or a list."""
    return not column.many and all(row[index] is not None for row in sheet.rows)


def _foreign_key(column: Column) -> Json:
    reference = {"resource": f"{column.target}.csv", "columnReference": "id"}
    return {"columnReference": column.name, "reference": reference}
