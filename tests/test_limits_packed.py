"""Packed bytes: whole files in a row are unpacked, bombs and rests are refused."""

import gzip
import os
import zlib

import pytest

from backrun_kg.errors import UnreadableInput
from backrun_kg.limits import packed
from backrun_kg.limits.packed import unpack

MOST = 1 << 26
ONE, TWO = gzip.compress(b"one"), gzip.compress(b"two")
BOMB = gzip.compress(bytes(1 << 25))
TOO_MUCH = (
    "a.gz unfolds to more than 200 times its size, as no honest file does. "
    "If you trust it, unpack it and name the unpacked file."
)
NOT_WHOLE = {
    "nothing": b"",
    "no gzip": b"plain text",
    "cut in the head": ONE[:5],
    "cut in the body": gzip.compress(os.urandom(100_000))[:50_000],
    "cut in the sum": ONE[:-1],
    "another sum": ONE[:-8] + b"\1" * 8,
    "damaged": gzip.compress(b"x" * 100)[:12] + b"\xff" * 20,
    "another text after it": ONE + b"plain text",
    "zeros and a text after it": ONE + b"\0\0x",
    "half a file after it": ONE + TWO[:-1],
    "zlib without gzip": zlib.compress(b"one"),
}
WHOLE = {
    "one": (ONE, b"one"),
    "two in a row": (ONE + TWO, b"onetwo"),
    "zeros after it": (ONE + bytes(512), b"one"),
    "an empty one": (gzip.compress(b""), b""),
    "a large one": (gzip.compress(bytes(range(256)) * 50_000), bytes(range(256)) * 50_000),
    "many in a row": (ONE * 1000, b"one" * 1000),
    "16 MiB of zeros": (gzip.compress(bytes(1 << 24)), bytes(1 << 24)),
}


@pytest.mark.parametrize("case", WHOLE)
def test_whole_file_is_unpacked(case: str) -> None:
    """The bytes are those that gzip unpacks."""
    content, unpacked = WHOLE[case]
    assert unpack("a.gz", content, MOST) == unpacked == gzip.decompress(content)


@pytest.mark.parametrize("case", NOT_WHOLE)
def test_file_that_is_not_whole_is_refused(case: str) -> None:
    """Nothing is taken from a file that may have been cut or changed."""
    with pytest.raises(UnreadableInput) as caught:
        unpack("a.gz", NOT_WHOLE[case], MOST)
    assert str(caught.value) == "a.gz is not a whole gzip file."


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(BOMB, id="one"),
        pytest.param(gzip.compress(bytes(1 << 24)) * 4, id="in-a-row"),
        pytest.param(ONE + BOMB, id="after-another"),
    ],
)
def test_bomb_is_refused(bomb: bytes) -> None:
    """What unfolds to a thousand times its size is no file of data."""
    with pytest.raises(UnreadableInput) as caught:
        unpack("a.gz", bomb, 1 << 30)
    assert str(caught.value) == TOO_MUCH


def test_bomb_is_not_unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given up where it passes what is allowed, long before its end."""
    taken: list[int] = []

    class Counting:
        def __init__(self, bits: int) -> None:
            self.real = zlib.decompressobj(bits)

        def decompress(self, part: bytes) -> bytes:
            taken.append(len(self.real.decompress(part)))
            return bytes(taken[-1])

        eof = False
        unused_data = b""

    class Zlib:
        decompressobj, error = Counting, zlib.error

    monkeypatch.setattr(packed, "zlib", Zlib)
    with pytest.raises(UnreadableInput):
        unpack("a.gz", gzip.compress(bytes(1 << 27)), 1 << 30)
    assert sum(taken) < 1 << 26


def test_file_that_is_too_large_unpacked_is_refused() -> None:
    """The limit for files holds for what is in them."""
    with pytest.raises(UnreadableInput) as caught:
        unpack("a.gz", gzip.compress(os.urandom(2000)), 1000)
    assert str(caught.value) == (
        "a.gz is too large when unpacked. Split it, or put it into a SPARQL server."
    )


def test_file_of_very_many_parts_is_refused() -> None:
    """Each part takes its time, however little it holds."""
    with pytest.raises(UnreadableInput) as caught:
        unpack("a.gz", gzip.compress(b"") * 100_001, MOST)
    assert str(caught.value) == "a.gz is packed in more than 100,000 parts. Pack it anew in one."
