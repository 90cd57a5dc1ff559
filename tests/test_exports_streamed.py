"""Streamed exports: the same graph as any other way, in memory that does not grow with it."""

import gzip
import io
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from backrun_kg.dataset import Dataset, Source, load
from backrun_kg.errors import BackrunError
from backrun_kg.exports import write_quads
from backrun_kg.exports.streamed import STREAMED, write_stream
from backrun_kg.formats import RDF_FORMATS
from backrun_kg.streams import LARGE

HOSTILE = r'<urn:a> <urn:p> "a\rb .\nc\t<&>\"\\\u2028"@en .' + "\n"


def _write(sources: tuple[Source, ...], format: str) -> bytes:
    file = io.BytesIO()
    write_stream(sources, format, file)
    return file.getvalue()


def _read(content: bytes, format: str) -> set[ox.Quad]:
    return set(ox.parse(content, format=STREAMED[format]))


@pytest.mark.parametrize("format", STREAMED)
def test_stream_holds_the_same_graph(shipped: Dataset, format: str) -> None:
    """Graphs, datatypes and languages as in the export that has all of it in memory."""
    whole = write_quads(shipped.quads(), format).encode()
    assert _read(_write(shipped.sources, format), format) == _read(whole, format)


@pytest.mark.parametrize("format", STREAMED)
def test_no_character_is_lost(format: str) -> None:
    """What XML and JSON would swallow comes back."""
    source = Source("a.nt", "user", "nt", HOSTILE.encode())
    (quad,) = _read(_write((source,), format), format)
    assert quad.object == ox.Literal('a\rb .\nc\t<&>"\\\u2028', language="en")


def test_character_that_xml_cannot_hold_is_refused() -> None:
    """By its code, with the statement it is in; other formats hold it."""
    source = Source("a.nt", "user", "nt", b'<urn:a> <urn:p> "\\u0001" .\n')
    with pytest.raises(BackrunError, match=r"RDF/XML cannot hold the character U\+0001"):
        _write((source,), "rdf")
    assert len(_read(_write((source,), "nt"), "nt")) == 1


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of twice the size from which on files are streamed."""
    file = tmp_path_factory.mktemp("large") / "large.nt"
    line = (
        '<urn:thing:{0}> <urn:says> "The {0}th of many things, in a line of usual length."@en .\n'
    )
    with file.open("w", encoding="utf-8") as out:
        number = 0
        while out.tell() < 2 * LARGE:
            out.writelines(line.format(each) for each in range(number, number + 10_000))
            number += 10_000
    return file


MEASURE = """
import re, sys
from backrun_kg.cli import main
sys.argv = ["backrun-kg", *sys.argv[1:]]
try:
    main()
finally:
    status = open("/proc/self/status").read()
    print(int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) // 1024, file=sys.stderr)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak is told by Linux")
@pytest.mark.parametrize("format", sorted(STREAMED))
def test_memory_stays_flat(large: Path, tmp_path: Path, format: str) -> None:
    """Below 64 MiB for a file that large; the graph in memory would take three times that."""
    output = tmp_path / ("out.gz" if format == "nt" else "out")
    command = [sys.executable, "-c", MEASURE, "export", "--no-shipped", "--data", str(large)]
    chosen = ["--expanded"] if format == "jsonld-expanded" else ["--format", format]
    run = subprocess.run(
        [*command, *chosen, "-o", str(output)], capture_output=True, check=True, text=True
    )
    assert int(run.stderr) < 64
    if format == "nt":
        assert gzip.decompress(output.read_bytes()) == large.read_bytes()


def test_stream_that_breaks_off_leaves_nothing(large: Path, tmp_path: Path) -> None:
    """A fault far into a large file: one line with its place, and the old output as it was."""
    broken = tmp_path / "broken.nt"
    broken.write_bytes(large.read_bytes() + b"<urn:a> nonsense .\n")
    lines = broken.read_bytes().count(b"\n")
    output = tmp_path / "out.ttl"
    output.write_text("old", encoding="utf-8")
    command = [sys.executable, "-m", "backrun_kg", "export", "--no-shipped", "--data", str(broken)]
    run = subprocess.run([*command, "-o", str(output)], capture_output=True, check=False, text=True)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert f"broken.nt: line {lines}" in run.stderr
    assert output.read_text("utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.nt", "out.ttl"]


def test_formats_are_read_back_by_the_names_of_the_menu() -> None:
    """What is streamed is one of the RDF formats."""
    assert set(STREAMED.values()) == set(RDF_FORMATS.values())


def test_small_files_are_sorted_as_ever(tmp_path: Path) -> None:
    """Only large files pass through in their own order."""
    file = tmp_path / "a.nt"
    file.write_text("<urn:b> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:a> .\n", encoding="utf-8")
    command = [sys.executable, "-m", "backrun_kg", "export", "--no-shipped", "--format", "nt"]
    run = subprocess.run([*command, "--data", str(file)], capture_output=True, check=True)
    assert run.stdout == write_quads(load(data=[file], shipped=False).quads(), "nt").encode()
    assert run.stdout.startswith(b"<urn:a>")
