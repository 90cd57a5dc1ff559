"""Exports: one name for each, the same bytes on every run, the same graph when read back."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import BackrunError, UnknownName
from backrun_kg.exports import DATASET_EXPORTS, QUAD_EXPORTS, choose_export, export
from backrun_kg.files import write_whole

FORMATS = (
    "ttl",
    "nt",
    "nq",
    "trig",
    "rdf",
    "jsonld",
    "jsonld-expanded",
    "jsonld-framed",
    "schema-org",
    "sssom",
)
OPENINGS = {
    "ttl": "@prefix rdf: ",
    "Turtle": "@prefix rdf: ",
    "nt": "<http",
    "N-Triples": "<http",
    "nquads": "<http",
    "TRIG": "@prefix rdf: ",
    "xml": "<?xml ",
    "json-ld": '{\n\t"@context"',
    "jsonld-expanded": '[\n\t{\n\t\t"@id"',
    "jsonld-framed": '{\n\t"@context"',
    "schema-org": '{\n\t"@context": "https://schema.org"',
}


def test_formats_are_these() -> None:
    """Every export is tested below."""
    assert sorted([*QUAD_EXPORTS, *DATASET_EXPORTS]) == sorted(FORMATS)


@pytest.mark.parametrize("format", FORMATS)
def test_export_is_the_same_bytes_on_every_run(format: str) -> None:
    """No hash seed, neither Python's nor the engine's, leaves a trace."""
    command = [sys.executable, "-m", "backrun_kg", "export", "--format", format]
    runs = [
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout


@pytest.mark.parametrize("packed", ["", ".gz"], ids=["plain", "gz"])
@pytest.mark.parametrize(
    ("format", "extension"),
    [("nq", "nq"), ("trig", "trig"), ("jsonld", "jsonld"), ("jsonld-expanded", "jsonld")],
)
def test_lossless_export_keeps_the_digest(
    shipped: Dataset, tmp_path: Path, format: str, extension: str, packed: str
) -> None:
    """Layers, literals and names are what they were."""
    file = tmp_path / f"backrun.{extension}{packed}"
    write_whole(str(file), export(shipped, format).encode())
    assert load(data=[file], shipped=False).digest == shipped.digest


@pytest.mark.parametrize("packed", ["", ".gz"], ids=["plain", "gz"])
@pytest.mark.parametrize("format", ["ttl", "nt", "rdf"])
def test_export_without_layers_keeps_every_triple(
    shipped: Dataset, tmp_path: Path, format: str, packed: str
) -> None:
    """Formats that have no named graphs hold their union."""
    file = tmp_path / f"backrun.{format}{packed}"
    write_whole(str(file), export(shipped, format).encode())
    found = {quad.triple for quad in load(data=[file], shipped=False).quads()}
    assert found == {quad.triple for quad in shipped.quads()}


def test_export_is_json_ld_by_default(shipped: Dataset) -> None:
    """Whoever names no format gets what the web reads."""
    assert export(shipped).startswith('{\n\t"@context"')


@pytest.mark.parametrize("name", OPENINGS)
def test_format_goes_by_its_usual_names(shipped: Dataset, name: str) -> None:
    """A format is found in any case and by its aliases."""
    assert export(shipped, name).startswith(OPENINGS[name])


def test_unknown_format_names_the_nearest(shipped: Dataset) -> None:
    """A slip of the finger is told the format it meant."""
    with pytest.raises(UnknownName) as caught:
        export(shipped, "jsonld-expandet")
    assert str(caught.value).startswith(
        "No export format named 'jsonld-expandet'. Did you mean jsonld-expanded"
    )


@pytest.mark.parametrize(
    ("format", "view", "output", "chosen"),
    [
        (None, None, None, "jsonld"),
        (None, None, "-", "jsonld"),
        (None, None, "graph", "jsonld"),
        (None, None, "a.ttl", "ttl"),
        (None, None, "a.nq.gz", "nq"),
        (None, None, "a.b/c.owl", "rdf"),
        (None, None, "A.TTL", "ttl"),
        ("nt", None, "a.ttl", "nt"),
        ("N-Quads", None, None, "nq"),
        (None, "jsonld-framed", "a.jsonld", "jsonld-framed"),
        ("json-ld", "schema-org", None, "schema-org"),
    ],
)
def test_export_is_chosen(
    format: str | None, view: str | None, output: str | None, chosen: str
) -> None:
    """A view comes before a format, a format before the name of the output."""
    assert choose_export(format, view, output) == chosen


@pytest.mark.parametrize(
    ("view", "option"),
    [
        ("jsonld-framed", "--framed"),
        ("jsonld-expanded", "--expanded"),
        ("schema-org", "--schema-org"),
    ],
)
def test_view_of_another_format_is_refused(view: str, option: str) -> None:
    """Views are of JSON-LD alone."""
    with pytest.raises(BackrunError) as caught:
        choose_export("ttl", view, None)
    assert str(caught.value) == f"{option} is a view of JSON-LD, not of ttl."


def test_output_of_no_known_format_is_refused() -> None:
    """An extension that says nothing is not guessed at."""
    with pytest.raises(UnknownName, match=r"No RDF format named '\.csv'"):
        choose_export(None, None, "a.csv")


def test_unknown_format_is_refused_before_loading() -> None:
    """The choice alone tells, without a graph."""
    with pytest.raises(UnknownName, match="No export format named 'csv'"):
        choose_export("csv", None, None)
