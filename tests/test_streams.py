"""Large files, read as streams: the same quads, and harm refused where it is met."""

import gzip
import json
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from backrun_kg import streams
from backrun_kg.dataset import load
from backrun_kg.errors import BackrunError, MalformedData, UnreadableInput
from backrun_kg.streams import Stream, open_sources

XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">{}</rdf:RDF>'
FILES = {
    "ttl": b'@prefix u: <urn:> .\nu:a u:b "c" .\n',
    "nt": b'<urn:a> <urn:b> "c" .\n',
    "nq": b'<urn:a> <urn:b> "c" .\n',
    "trig": b'<urn:a> <urn:b> "c" .\n',
    "rdf": XML.format('<rdf:Description rdf:about="urn:a"><u:b>c</u:b></rdf:Description>').encode(),
    "jsonld": b'[{"@id": "urn:a", "urn:b": [{"@value": "c"}]}]',
}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as large."""
    monkeypatch.setattr(streams, "LARGE", 1)


def _write(folder: Path, extension: str, content: bytes) -> str:
    path = folder / f"mine.{extension}"
    path.write_bytes(gzip.compress(content) if extension.endswith(".gz") else content)
    return str(path)


def _read(name: str, input_format: str | None = None) -> list[ox.Quad]:
    sources = open_sources(data=[name], input_format=input_format, shipped=False)
    assert all(isinstance(source, Stream) for source in sources)
    return [quad for source in sources for quad in source.quads()]


@pytest.mark.parametrize("packed", ["", ".gz"], ids=["plain", "packed"])
@pytest.mark.parametrize("extension", FILES)
def test_stream_gives_what_loading_gives(
    extension: str, packed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every format; triples without a graph are the user's layer."""
    name = _write(tmp_path, extension + packed, FILES[extension])
    monkeypatch.setattr(streams, "MOST_GROWTH", 1 << 20)
    node = [ox.NamedNode(f"urn:{letter}") for letter in "ab"]
    graph = ox.NamedNode("https://w3id.org/backrun-kg/graph/user")
    assert _read(name) == [ox.Quad(node[0], node[1], ox.Literal("c"), graph)]
    assert _read(name) == list(load(data=[name], shipped=False).quads())


def test_small_files_are_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And looked over as everywhere."""
    monkeypatch.setattr(streams, "LARGE", 1 << 20)
    (source,) = open_sources(data=[_write(tmp_path, "nt", FILES["nt"])], shipped=False)
    assert source.content == FILES["nt"]


def test_small_and_large_files_go_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the shipped layers before them."""
    monkeypatch.setattr(streams, "LARGE", 30)
    small, large = _write(tmp_path, "nt", FILES["nt"]), _write(tmp_path, "ttl", FILES["ttl"])
    sources = open_sources(layers=["alignment", "user"], data=[large, small])
    assert [source.layer for source in sources][-2:] == ["user", "user"]
    assert "alignment" in {source.layer for source in sources}


def test_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """As elsewhere."""
    assert len(_read(_write(tmp_path, "ttl", b"\xef\xbb\xbf" + FILES["ttl"]))) == 1


@pytest.mark.parametrize(
    ("extension", "content", "says"),
    [
        ("ttl", b"<urn:a> <urn:b> .", "mine.ttl: "),
        ("nt", b"<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .\n", "it holds triple terms"),
        ("rdf", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "it declares entities"),
        ("jsonld", b'{"@context": "http://a/"}', "it has a context"),
        ("jsonld", b'{"a":' * 70 + b"1" + b"}" * 70, "more than 64 objects and arrays"),
    ],
    ids=["malformed", "triple terms", "entities", "context", "deep"],
)
def test_harm_is_refused(extension: str, content: bytes, says: str, tmp_path: Path) -> None:
    """Where it is met, with the file's name."""
    with pytest.raises(MalformedData, match=says):
        _read(_write(tmp_path, extension, content))


@pytest.mark.parametrize("start", [b"# ", b'<urn:a> <urn:b> "'], ids=["comment", "literal"])
def test_too_long_a_piece_of_text_is_told(start: bytes, tmp_path: Path) -> None:
    """The parser takes no term beyond its buffer; memory that is full looks the same to it."""
    content = FILES["nt"] + start + b"x" * (1 << 24) + b"\n"
    with pytest.raises(MalformedData, match=r"mine\.nt: a literal, a name or a comment is longer"):
        _read(_write(tmp_path, "nt", content))


def test_harm_across_two_pieces_is_met(tmp_path: Path) -> None:
    """Though each piece looks harmless."""
    start = b"# " + b"x" * ((1 << 16) - 3 - 2) + b"\n"
    for shift in range(5):
        padded = start[: len(start) - shift - 1] + b"\n<urn:a> <urn:b> <<( <urn:a> "
        with pytest.raises(MalformedData, match="it holds triple terms"):
            _read(_write(tmp_path, "nt", padded))


def test_brackets_within_strings_do_not_nest(tmp_path: Path) -> None:
    """Whatever they escape, and wherever a piece ends."""
    text = '[{"' * 40 + "\\" + 'é"' * 3
    told = [{"@id": "urn:a", "urn:b": [{"@value": text * n}]} for n in range(1, 60)]
    found = _read(_write(tmp_path, "jsonld", json.dumps(told).encode()))
    assert len(found) == 59


def test_long_string_takes_no_longer_than_short_ones(tmp_path: Path) -> None:
    """Time in proportion to its length, though it is full of quotation marks."""
    told = json.dumps([{"@id": "urn:a", "urn:b": [{"@value": '"[' * 1_000_000}]}]).encode()
    start = time.process_time()
    _read(_write(tmp_path, "jsonld", told))
    assert time.process_time() - start < 5


@pytest.mark.parametrize("shift", range(4))
def test_escape_across_two_pieces_is_one(shift: int, tmp_path: Path) -> None:
    """The quotation mark behind it ends no string."""
    start = b'[{"@id": "urn:a", "urn:b": [{"@value": "'
    padding = b"x" * ((1 << 16) - len(start) - shift)
    nested = b'\\\\\\"' + b"[" * 99
    assert len(_read(_write(tmp_path, "jsonld", start + padding + nested + b'"}]}]'))) == 1


@pytest.mark.parametrize(
    ("extension", "content", "says"),
    [
        ("nt.gz", gzip.compress(b"#" * (1 << 24)), "unfolds to more than 200 times its size"),
        ("nt.gz", gzip.compress(FILES["nt"])[:-9], "it is not a whole gzip file"),
        ("nt.gz", b"no gzip", "cannot be read"),
    ],
    ids=["bomb", "truncated", "no gzip"],
)
def test_what_cannot_be_unpacked_is_told(
    extension: str, content: bytes, says: str, tmp_path: Path
) -> None:
    """With the file's name."""
    path = tmp_path / f"mine.{extension}"
    path.write_bytes(content)
    with pytest.raises(
        UnreadableInput, match=f"mine.nt.gz {says}|mine.nt.gz cannot be read: {says}"
    ):
        _read(str(path))


def test_format_may_be_named(tmp_path: Path) -> None:
    """As for a small file."""
    assert len(_read(_write(tmp_path, "txt", FILES["ttl"]), "ttl")) == 1


def test_unknown_format_is_told(tmp_path: Path) -> None:
    """Before anything is read."""
    with pytest.raises(BackrunError, match=r"No RDF format named '\.txt'"):
        _read(_write(tmp_path, "txt", FILES["ttl"]))
