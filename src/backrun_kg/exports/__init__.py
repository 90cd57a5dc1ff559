"""Exports: the graph in the formats of other tools, one module a family, one dict as menu."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyoxigraph as ox

from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError
from backrun_kg.exports.menu import MENU, Export, choose_export, find_export

if TYPE_CHECKING:
    from backrun_kg.exports.release import Release

__all__ = ["MENU", "choose_export", "export", "export_files", "find_export", "write_quads"]


def export(dataset: Dataset, format: str = "jsonld", *, excel_safe: bool = False) -> str:
    """The dataset as one text, in any format of the menu that is one.

    ``excel_safe`` is for a table: a text that a spreadsheet would take for a formula follows an
    apostrophe. Raises UnknownName, or BackrunError where a format does not fit; for one of several
    files, or of bytes, take ``export_files``.
    """
    name = find_export(format)
    files = export_files(dataset, name, excel_safe=excel_safe)
    try:
        (content,) = files.values()
        return content.decode()
    except ValueError as error:
        raise BackrunError(f"{name} is not one text; take export_files.") from error


def export_files(
    dataset: "Dataset | Release", format: str = "jsonld", *, excel_safe: bool = False
) -> dict[str, bytes]:
    """The files of a format by their names, which may have folders; most formats are one file.

    A ``Release`` says more than its dataset where a format tells of files. Raises UnknownName, or
    BackrunError where a format does not fit.

    >>> from backrun_kg import load
    >>> sorted(export_files(load(), "datasette"))
    ['backrun-kg.sqlite', 'metadata.json']
    """
    name = find_export(format)
    entry = MENU[name]
    if excel_safe and not entry.sheet:
        raise BackrunError(f"--excel-safe is for tables: {', '.join(_SHEETS)}.")
    written = _write(entry, dataset, excel_safe)
    return {entry.place: written.encode()} if isinstance(written, str) else written


def write_quads(quads: Iterable[ox.Quad], format: str) -> str:
    """Quads in one of the formats that are written straight from them."""
    text: str = MENU[format].write(quads)
    return text


_SHEETS = [name for name, entry in MENU.items() if entry.sheet]


def _write(entry: Export, given: "Dataset | Release", excel_safe: bool) -> str | dict[str, bytes]:
    dataset = given if isinstance(given, Dataset) else given.dataset
    options = {"excel_safe": True} if excel_safe else {}
    written: str | dict[str, bytes]
    if entry.input == "quads":
        written = entry.write(dataset.quads())
    elif entry.input == "dataset":
        written = entry.write(dataset, **options)
    else:
        from backrun_kg.exports.release import Release

        written = entry.write(Release(dataset) if given is dataset else given)
    return written
