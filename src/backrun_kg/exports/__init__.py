"""Exports: one module a family, one dict both menu and dispatch."""

from collections.abc import Callable, Iterable
from os.path import splitext

import pyoxigraph as ox

from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError, UnknownName
from backrun_kg.exports import jsonld, rdf, sssom
from backrun_kg.formats import ALIASES, find_format

QUAD_EXPORTS: dict[str, Callable[[Iterable[ox.Quad]], str]] = {
    "ttl": rdf.write_ttl,
    "nt": rdf.write_nt,
    "nq": rdf.write_nq,
    "trig": rdf.write_trig_graphs,
    "rdf": rdf.write_rdf,
    "jsonld": jsonld.write_compacted,
    "jsonld-expanded": jsonld.write_expanded,
    "jsonld-framed": jsonld.write_framed,
}
"""Written straight from the quads."""

DATASET_EXPORTS: dict[str, Callable[[Dataset], str]] = {
    "schema-org": jsonld.write_schema_org,
    "sssom": sssom.write_sssom,
}
"""Written from what queries answer."""


def export(dataset: Dataset, format: str = "jsonld", *, excel_safe: bool = False) -> str:
    """The dataset in a format: ttl, nt, nq, trig, rdf, jsonld, sssom, or a view of JSON-LD.

    The views are jsonld-expanded, jsonld-framed and schema-org. ``excel_safe`` is for sssom, a
    table: a text that a spreadsheet would take for a formula follows an apostrophe. Raises
    UnknownName, or BackrunError where a format does not fit.
    """
    name = _known(format)
    if excel_safe:
        if name != "sssom":
            raise BackrunError("--excel-safe is for a table: add --format sssom.")
        return sssom.write_sssom(dataset, excel_safe=True)
    return (
        DATASET_EXPORTS[name](dataset)
        if name in DATASET_EXPORTS
        else write_quads(dataset.quads(), name)
    )


def write_quads(quads: Iterable[ox.Quad], format: str) -> str:
    """Quads in one of the formats of QUAD_EXPORTS."""
    return QUAD_EXPORTS[format](quads)


def choose_export(format: str | None, view: str | None, output: str | None) -> str:
    """The export a caller means: a JSON-LD view, a format, what a file's name says, or JSON-LD."""
    if view and format and _known(format) != "jsonld":
        raise BackrunError(
            f"--{view.removeprefix('jsonld-')} is a view of JSON-LD, not of {format}."
        )
    if view or format:
        return _known(view or format or "")
    suffix = splitext((output or "").removesuffix(".gz"))[1]
    return find_format(suffix) if suffix else "jsonld"


def _known(format: str) -> str:
    name = ALIASES.get(format.casefold(), format.casefold())
    if name not in QUAD_EXPORTS | DATASET_EXPORTS:
        raise UnknownName("export format", format, [*QUAD_EXPORTS, *DATASET_EXPORTS])
    return name
