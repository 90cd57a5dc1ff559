"""CSV out: a file a sheet, with a CSVW description and a data package beside them.

Lines end as RFC 4180 and the W3C's model of tabular data ask for, in CR and LF. Where a property
has many values they share a cell, and the descriptions say which character parts them.
"""

import csv
import io
import json

from backrun_kg.dataset import Dataset
from backrun_kg.exports.cells import Cell, Column, Sheet, open_cell, text_column, write_plain
from backrun_kg.exports.csvw import Layout, describe_csvw, find_value_urls
from backrun_kg.exports.datapackage import describe_package
from backrun_kg.exports.imprint import read_imprint
from backrun_kg.exports.sheets import make_sheets
from backrun_kg.exports.statements import Statements
from backrun_kg.spreadsheets import disarm

_FIRST_RARE = 0x2400  # pictures of control characters, which hardly any text holds


def write_csv(dataset: Dataset, *, excel_safe: bool = False) -> dict[str, bytes]:
    """A CSV file for each sheet, ``csv-metadata.json`` (CSVW) and ``datapackage.json``.

    With ``excel_safe`` a text that a spreadsheet would take for a formula follows an apostrophe.
    """
    classes = make_sheets(Statements(dataset))
    urls = find_value_urls(classes)
    sheets = (*classes, make_links(classes, urls))
    layout = Layout(_choose_separators(sheets), urls)
    files = {f"{sheet.name}.csv": _write(sheet, layout, excel_safe) for sheet in sheets}
    imprint = read_imprint(dataset)
    return {
        **files,
        "csv-metadata.json": _dump(describe_csvw(sheets, layout, imprint)),
        "datapackage.json": _dump(describe_package(sheets, layout, imprint, files)),
    }


def make_links(sheets: tuple[Sheet, ...], urls: dict[tuple[str, str], str]) -> Sheet:
    """The links whose cell alone does not tell their IRI, a row each, with all three IRIs."""
    things = next(sheet for sheet in sheets if sheet.name == "things")
    iris = {row[0]: row[1] for row in things.rows}
    told = "Each link that shares a cell of its sheet with others, with the IRIs it is made of."
    names = "subject", "property", "object", "subject_iri", "property_iri", "object_iri"
    columns = [text_column(name, target="things" if name == "subject" else "") for name in names]
    rows: set[tuple[Cell, ...]] = {
        (row[0], column.name, value, row[1], column.property, iris.get(value, value))
        for sheet in sheets
        for index, column in enumerate(sheet.columns)
        if is_link(column) and (sheet.name, column.name) not in urls
        for row in sheet.rows
        for value in open_cell(row[index])
    }
    return Sheet("links", "Links", told, tuple(columns), tuple(sorted(rows, key=str)))


def is_link(column: Column) -> bool:
    """Whether a column holds what a property points at."""
    return bool(column.property) and column.form.kind in ("thing", "iri")


def _choose_separators(sheets: tuple[Sheet, ...]) -> dict[tuple[str, str], str]:
    """For each column of many values a character that none of them holds."""
    return {
        (sheet.name, column.name): _separator("".join(map(str, sheet.values(index))))
        for sheet in sheets
        for index, column in enumerate(sheet.columns)
        if column.many
    }


def _separator(texts: str) -> str:
    held = set(texts)
    rare = map(chr, range(_FIRST_RARE, _FIRST_RARE + len(held) + 1))
    return next(character for character in ("|", *rare) if character not in held)


def _write(sheet: Sheet, layout: Layout, excel_safe: bool) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in sheet.columns])
    separators = [layout.separators.get((sheet.name, c.name), "") for c in sheet.columns]
    guards = [disarm if excel_safe and c.form.kind == "text" else str for c in sheet.columns]
    for row in sheet.rows:
        texts = (_text(cell, separator) for cell, separator in zip(row, separators, strict=True))
        writer.writerow(guard(text) for guard, text in zip(guards, texts, strict=True))
    return out.getvalue().encode()


def _text(cell: Cell, separator: str) -> str:
    return separator.join(map(write_plain, open_cell(cell)))


def _dump(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent="\t") + "\n").encode()
