"""Input that cannot hurt: every attack ends in one clear line, and in no time."""

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MIB = 1 << 20
MOST_SECONDS = 10
"""Generous, for a busy machine: each takes less than one."""

XML = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://a/">'
    b"<e:A>%s</e:A></rdf:RDF>"
)
LETTERS = "abcdefghijkl"
ENTITIES = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(LETTERS))
TRIPLE = b"<urn:a> <urn:p> "
LONG = "a literal, a name or a comment is longer than 16 MiB."
ELSEWHERE = "a @context that stands elsewhere is never fetched."


def bomb(encoding: str = "utf-8") -> bytes:
    """An entity of entities of entities: less than a thousand bytes for a terabyte."""
    text = f'<!DOCTYPE r [<!ENTITY a "0123456789">{ENTITIES}]>{XML.decode()}'
    return text.replace("%s", "<e:p>&l;</e:p>").encode(encoding)


def deep(depth: int, opening: bytes, closing: bytes, before: bytes = TRIPLE) -> bytes:
    """Something in itself, over and over."""
    return before + opening * depth + b"1" + closing * depth + b" ."


def terms(*definitions: str) -> bytes:
    """A context of terms."""
    return b'{"@context": {%s}, "t1": 1}' % ",".join(definitions).encode()


ATTACKS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "entity bomb": ("rdf", bomb, "the DOCTYPE declares entities"),
    "entity bomb in UTF-16": ("rdf", lambda: bomb("utf-16"), "it looks like UTF-16"),
    "entity bomb packed": ("rdf.gz", lambda: gzip.compress(bomb()), "the DOCTYPE declares"),
    "deep RDF/XML": (
        "rdf",
        lambda: XML % deep(100_000, b"<e:p><e:A>", b"</e:A></e:p>", b""),
        "more than 256 elements nest in one another.",
    ),
    "many attributes": (
        "rdf",
        lambda: XML % (b"<e:p" + b"".join(b" e:a%d=''" % i for i in range(100_000)) + b"/>"),
        "this element has more than 512 attributes",
    ),
    "deep JSON": (
        "jsonld",
        lambda: deep(65_536, b'{"urn:p":', b"}", b""),
        "more than 64 objects and arrays nest in one another.",
    ),
    "JSON of a hundred levels less than the parser's own limit": (
        "jsonld",
        lambda: deep(65_436, b"[", b"]", b""),
        "more than 64 objects and arrays nest in one another.",
    ),
    "a chain of terms": (
        "jsonld",
        lambda: terms(*(f'"t{i}": "t{i + 1}:x"' for i in range(1, 20_000))),
        "more than 16 terms are defined each by the next, or in a circle.",
    ),
    "a long name for all": (
        "jsonld",
        lambda: (
            b'{"@context": {"@vocab": "http://a/%s"}, "@graph": [%s]}'
            % (b"a" * MIB, b",".join([b'{"t": 1}'] * 50_000))
        ),
        "what a term stands for is too long",
    ),
    "a context elsewhere": ("jsonld", lambda: b'{"@context": "https://schema.org"}', ELSEWHERE),
    "a context in a file": ("jsonld", lambda: b'{"@context": "file:///etc/hosts"}', ELSEWHERE),
    "half a character in JSON": ("jsonld", lambda: b'{"urn:p": "\\ud800"}', "line 1, column 1"),
    **{
        f"triple terms in {extension}": (
            extension,
            lambda: deep(100_000, b"<<( <urn:a> <urn:p> ", b" )>>"),
            "line 1: more than 64 triple terms nest in one another.",
        )
        for extension in ("ttl", "nt", "nq", "trig")
    },
    **{
        f"long literal in {extension}": (
            extension,
            lambda: TRIPLE + b'"' + b"a" * (17 * MIB) + b'" .',
            f"line 1: {LONG}",
        )
        for extension in ("ttl", "nt", "nq", "trig")
    },
    "long literal in JSON-LD": ("jsonld", lambda: b'{"urn:p": "%s"}' % (b"a" * 17 * MIB), LONG),
    "long literal in RDF/XML": (
        "rdf",
        lambda: XML % (b"<e:p>" + b"a" * 17 * MIB + b"</e:p>"),
        "a text or comment is longer than 16 MiB.",
    ),
    "long name": ("ttl", lambda: b"<urn:" + b"a" * 17 * MIB + b"> <urn:p> 1 .", LONG),
    "long comment": ("ttl", lambda: b"#" + b"a" * 17 * MIB + b"\n" + TRIPLE + b"1 .", LONG),
    "long prefix for all": (
        "ttl",
        lambda: b"@prefix p: <urn:" + b"a" * MIB + b"> . " + b"p:a p:b p:c . " * 50_000,
        "its statements, written out, pass 100 times its size.",
    ),
    "bytes that are no UTF-8": ("nt", lambda: TRIPLE + b'"\xff" .', "line 1, column 18"),
    "half a character": ("nq", lambda: TRIPLE + b'"\\uD800" .', "line 1, column 18"),
    "no character": ("trig", lambda: TRIPLE + b'"\\U00110000" .', "line 1, column 18"),
    "a null in an IRI": ("ttl", lambda: b"<urn:\0> <urn:p> 1 .", "code point '\\u0000'"),
    "nothing but a mark": ("ttl", lambda: b"\xef\xbb\xbf", "holds no triples."),
    "two marks": ("ttl", lambda: b"\xef\xbb\xbf" * 2 + TRIPLE + b"1 .", "line 1, column 1"),
    "an escape sequence": (
        "ttl",
        lambda: TRIPLE + b"\x1b]0;a\x07",
        "line 1, column 17: '\\u001B' is",
    ),
    "a packed bomb": (
        "nt.gz",
        lambda: gzip.compress(bytes(64 * MIB)),
        "unfolds to more than 200 times its size",
    ),
    "a packed bomb after a file": (
        "nt.gz",
        lambda: gzip.compress(TRIPLE + b'"x" .\n') + gzip.compress(bytes(64 * MIB)),
        "unfolds to more than 200 times its size",
    ),
    "a packed file cut off": (
        "nt.gz",
        lambda: gzip.compress(TRIPLE + b'"x" .\n')[:-4],
        "is not a whole gzip file.",
    ),
}
HARMLESS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "deep lists": ("ttl", lambda: deep(20_000, b"(", b")")),
    "deep descriptions": ("ttl", lambda: deep(20_000, b"[ <urn:p> ", b"]")),
    "a literal of almost 16 MiB": ("nt", lambda: TRIPLE + b'"' + b"a" * (16 * MIB - 99) + b'" .'),
    "a triple in very many graphs": (
        "nq",
        lambda: b"".join(b"<urn:a> <urn:p> <urn:b> <urn:%d> .\n" % i for i in range(20_000)),
    ),
    "a null in a literal": ("ttl", lambda: TRIPLE + b"'\0' ."),
    "imports": ("ttl", lambda: b"<urn:a> <http://www.w3.org/2002/07/owl#imports> <http://a/> ."),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_ends_in_one_line(tmp_path: Path, attack: str) -> None:
    """The line names the file and what is wrong with it; no crash, no traceback, no waiting."""
    extension, build, told = ATTACKS[attack]
    run, seconds = _load(tmp_path / f"a.{extension}", build())
    assert run.stderr.startswith(f"backrun-kg: {tmp_path}/a.{extension}")
    assert told in run.stderr
    assert run.stderr.count("\n") == 1
    assert (run.returncode, run.stdout) == (2, "")
    assert seconds < MOST_SECONDS


@pytest.mark.parametrize("case", HARMLESS)
def test_harmless_input_is_loaded(tmp_path: Path, case: str) -> None:
    """What is odd but can do no harm is read."""
    extension, build = HARMLESS[case]
    run, seconds = _load(tmp_path / f"a.{extension}", build())
    assert (run.returncode, run.stdout, run.stderr) == (0, "true\n", "")
    assert seconds < MOST_SECONDS


@pytest.mark.skipif(not (ROOT / "benchmarks").is_dir(), reason="the benchmarks are not here")
@pytest.mark.parametrize(
    ("kind", "count"),
    [
        *((kind, 10_000) for kind in ("ttl", "nt", "nq", "trig", "rdf", "jsonld", "gz")),
        ("values", 1_000),
    ],
)
def test_many_attacks_do_no_harm(kind: str, count: int) -> None:
    """None crashes, escapes our errors, says more than a line or takes more than two seconds.

    What does is named by its number; ``benchmarks.hostile`` tries a million.
    """
    command = [sys.executable, "-m", "benchmarks.hostile", str(count), "1", kind]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout.startswith(f"{kind}: {count:,} inputs tried, ")
    assert run.returncode == 0, run.stdout


def _load(file: Path, content: bytes) -> tuple[subprocess.CompletedProcess[str], float]:
    """What becomes of a file that is loaded whole, and how long it takes."""
    file.write_bytes(content)
    command = [sys.executable, "-m", "backrun_kg", "query", "-e", "ASK { ?s ?p ?o }"]
    start = time.monotonic()
    run = subprocess.run(
        [*command, "--no-shipped", "--data", str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=3 * MOST_SECONDS,
        env={**os.environ, "BACKRUN_CACHE": ""},  # or a large one would be streamed into a store
    )
    return run, time.monotonic() - start
