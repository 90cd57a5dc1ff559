"""Exports: one name for each, the same bytes on every run, the same graph when read back."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import BackrunError, UnknownName
from backrun_kg.exports import MENU, export, export_files
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
    "csv",
    "parquet",
    "sqlite",
    "datasette",
    "graphml",
    "gexf",
    "dot",
    "mermaid",
    "cypher",
    "neo4j",
    "sssom",
    "dcat",
    "void",
    "prov",
    "sparql-examples",
    "croissant",
    "rocrate",
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
    assert tuple(MENU) == FORMATS


DIGESTS = """
import hashlib
from backrun_kg import load
from backrun_kg.exports import MENU, export_files
for name in MENU:
    for file, content in export_files(load(), name).items():
        print(name, file, hashlib.sha256(content).hexdigest())
"""


def test_export_is_the_same_bytes_on_every_run() -> None:
    """No hash seed, neither Python's nor the engine's, leaves a trace in any format."""
    runs = [
        subprocess.run(
            [sys.executable, "-c", DIGESTS],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.splitlines()
        for seed in ("1", "2")
    ]
    assert {line.partition(" ")[0] for line in runs[0]} == set(FORMATS)
    assert set(runs[0]) ^ set(runs[1]) == set()


@pytest.mark.parametrize("format", FORMATS)
def test_files_lie_where_the_menu_says(shipped: Dataset, format: str) -> None:
    """A format is one file of the name in the menu, or a folder of several."""
    files = export_files(shipped, format)
    entry = MENU[format]
    assert entry.folder or [*files] == [entry.place]
    assert all(files.values())
    assert entry.folder == (len(files) > 1)


@pytest.mark.parametrize("format", ["csv", "parquet", "sqlite"])
def test_what_is_not_one_text_is_no_text(shipped: Dataset, format: str) -> None:
    """Several files, or bytes, are had another way."""
    with pytest.raises(BackrunError, match=f"{format} is not one text; take export_files"):
        export(shipped, format)


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"csv", "sssom"}))
def test_spreadsheets_are_guarded_in_tables_alone(shipped: Dataset, format: str) -> None:
    """Elsewhere the option would do nothing, and nobody would know."""
    with pytest.raises(BackrunError, match="--excel-safe is for tables: csv, sssom"):
        export_files(shipped, format, excel_safe=True)


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
