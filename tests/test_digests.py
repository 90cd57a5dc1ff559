"""Digests of large files: remembered while a file looks as it did, and taken anew when not."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from backrun_kg import digests
from backrun_kg.digests import digest_file
from backrun_kg.errors import UnreadableInput


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def notes(tmp_path: Path) -> str:
    """A file for the notes, not there yet."""
    return str(tmp_path / "digests.json")


@pytest.fixture
def big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that counts as settled though it was just written."""
    monkeypatch.setattr(digests, "SETTLED", -(10**12))
    path = tmp_path / "big.nt"
    path.write_bytes(b"one")
    return path


def _forge(notes: str) -> None:
    """Make the notes wrong, so that whoever trusts them is found out."""
    known = json.loads(Path(notes).read_text(encoding="utf-8"))
    forged = {name: [*looks[:-1], "trusted"] for name, looks in known.items()}
    Path(notes).write_text(json.dumps(forged), encoding="utf-8")


def test_digest_is_that_of_the_bytes(big: Path, notes: str) -> None:
    """SHA-256, in hexadecimal."""
    assert digest_file(str(big), notes) == _sha256(b"one")


def test_unchanged_file_is_not_read_again(big: Path, notes: str) -> None:
    """Its digest is remembered."""
    digest_file(str(big), notes)
    _forge(notes)
    assert digest_file(str(big), notes) == "trusted"


def test_file_is_known_by_every_path_to_it(big: Path, notes: str) -> None:
    """A link is followed."""
    digest_file(str(big), notes)
    _forge(notes)
    link = big.parent / "link.nt"
    link.symlink_to(big)
    assert digest_file(str(link), notes) == "trusted"


def _touch(path: Path) -> None:
    os.utime(path)


def _rewrite(path: Path) -> None:
    """The same size, and the time of the change set back."""
    before = path.stat()
    path.write_bytes(b"two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def _replace(path: Path) -> None:
    before = path.stat()
    other = path.parent / "other"
    other.write_bytes(b"two")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize(
    ("change", "content"),
    [(_touch, b"one"), (_rewrite, b"two"), (_append, b"onemore"), (_replace, b"two")],
    ids=["touched", "rewritten", "grown", "replaced"],
)
def test_changed_file_is_read_again(change: object, content: bytes, big: Path, notes: str) -> None:
    """Whatever was done to it."""
    digest_file(str(big), notes)
    _forge(notes)
    assert callable(change)
    change(big)
    assert digest_file(str(big), notes) == _sha256(content)


def test_file_changed_just_now_is_not_remembered(tmp_path: Path, notes: str) -> None:
    """A second change could look like the first."""
    path = tmp_path / "big.nt"
    path.write_bytes(b"one")
    assert digest_file(str(path), notes) == _sha256(b"one")
    assert not os.path.exists(notes)


@pytest.mark.usefixtures("big")
def test_file_that_changes_while_it_is_read_is_not_remembered(
    big: Path, notes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read is neither the one nor the other."""
    looks = iter([[1, 1, 3, 1, 1], [1, 1, 4, 2, 2]])
    monkeypatch.setattr(digests, "_look", lambda _: next(looks))
    digest_file(str(big), notes)
    assert not os.path.exists(notes)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', "\udce9"], ids=ascii)
def test_damaged_notes_are_no_notes(content: str, big: Path, notes: str) -> None:
    """They are written anew."""
    Path(notes).write_bytes(content.encode("utf-8", "surrogateescape"))
    assert digest_file(str(big), notes) == _sha256(b"one")
    _forge(notes)
    assert digest_file(str(big), notes) == "trusted"


def test_notes_that_cannot_be_written_do_no_harm(big: Path) -> None:
    """The digest is taken each time."""
    assert digest_file(str(big), str(big / "nowhere.json")) == _sha256(b"one")


def test_notes_do_not_grow_without_end(
    big: Path, notes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was digested first is forgotten first."""
    monkeypatch.setattr(digests, "MOST_FILES", 2)
    names = [str(big.parent / name) for name in "abc"]
    for name in names:
        Path(name).write_bytes(b"x")
        digest_file(name, notes)
    known = json.loads(Path(notes).read_text(encoding="utf-8"))
    assert list(known) == [os.path.realpath(name) for name in names[1:]]


def test_missing_file_is_told(tmp_path: Path, notes: str) -> None:
    """With its name."""
    with pytest.raises(UnreadableInput, match=r"gone\.nt cannot be read: No such file"):
        digest_file(str(tmp_path / "gone.nt"), notes)
