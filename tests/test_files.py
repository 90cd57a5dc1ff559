"""Files: read whole with a clear error, written whole or not at all."""

import gzip
import io
import os
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from backrun_kg.errors import UnreadableInput, UnwritableOutput
from backrun_kg.files import read_bytes, read_text, write_whole


def test_file_is_read(tmp_path: Path) -> None:
    """The bytes are those on the disk."""
    file = tmp_path / "a.ttl"
    file.write_bytes(b"\xff\x00")
    assert read_bytes(str(file)) == b"\xff\x00"


def test_gz_is_unpacked_by_name(tmp_path: Path) -> None:
    """A name that ends in .gz says that the file is packed."""
    file = tmp_path / "a.ttl.gz"
    file.write_bytes(gzip.compress("läuft".encode()))
    assert read_text(str(file)) == "läuft"


def test_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input is read as bytes."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xffabc")))
    assert read_bytes("-") == b"\xffabc"


def test_missing_file_is_named(tmp_path: Path) -> None:
    """The message says which file and why."""
    name = str(tmp_path / "nope.ttl")
    with pytest.raises(UnreadableInput) as caught:
        read_bytes(name)
    assert str(caught.value) == f"{name} cannot be read: no such file or directory."


def test_folder_is_no_file(tmp_path: Path) -> None:
    """A folder is told from a file."""
    with pytest.raises(UnreadableInput) as caught:
        read_bytes(str(tmp_path))
    assert str(caught.value) == f"{tmp_path} is a folder; name a file."


def test_name_with_a_null_byte_is_refused() -> None:
    """What is no file name is a clear error too."""
    with pytest.raises(UnreadableInput, match="embedded null byte"):
        read_bytes("a\0b")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"plain text", id="not-gzip"),
        pytest.param(gzip.compress(b"x" * 100)[:-9], id="cut-short"),
        pytest.param(gzip.compress(b"x" * 100)[:12] + b"\xff" * 20, id="damaged"),
    ],
)
def test_broken_gzip_is_named(tmp_path: Path, content: bytes) -> None:
    """A file that does not unpack is told by name, whatever is wrong with it."""
    file = tmp_path / "a.ttl.gz"
    file.write_bytes(content)
    with pytest.raises(UnreadableInput) as caught:
        read_bytes(str(file))
    assert str(caught.value) == f"{file} is not a whole gzip file."


def test_text_must_be_utf_8(tmp_path: Path) -> None:
    """The message says which byte is the first that is not."""
    file = tmp_path / "a.ttl"
    file.write_bytes(b"abc\xe9")
    with pytest.raises(UnreadableInput) as caught:
        read_text(str(file))
    assert str(caught.value) == f"{file} is not UTF-8 text (byte 3)."


def test_new_file_is_written(tmp_path: Path) -> None:
    """The content goes to the disk as it is."""
    write_whole(str(tmp_path / "a.ttl"), b"a\r\n")
    assert (tmp_path / "a.ttl").read_bytes() == b"a\r\n"


def test_old_file_is_replaced_without_litter(tmp_path: Path) -> None:
    """After writing there is the file and nothing else."""
    (tmp_path / "a.ttl").write_bytes(b"old and longer")
    write_whole(str(tmp_path / "a.ttl"), b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.ttl", b"new")]


@pytest.mark.parametrize("step", ["write_bytes", "chmod", "replace"])
def test_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whichever step fails, the old file is whole and no litter is beside it."""
    (tmp_path / "a.ttl").write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(Path, step, _disk_full)
        with pytest.raises(UnwritableOutput):
            write_whole(str(tmp_path / "a.ttl"), b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.ttl", b"old")]


def test_failure_half_way_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new file that could be written only in part is not there at all."""
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", _write_half)
        with pytest.raises(UnwritableOutput):
            write_whole(str(tmp_path / "a.ttl"), b"new content")
    assert list(tmp_path.iterdir()) == []


def test_interruption_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control-C is no error of the disk, and leaves no more behind than one."""
    (tmp_path / "a.ttl").write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_whole(str(tmp_path / "a.ttl"), b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.ttl", b"old")]


def test_failure_says_what_and_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is one sentence with the name that was given."""
    name = str(tmp_path / "a.ttl")
    monkeypatch.setattr(Path, "replace", _disk_full)
    with pytest.raises(UnwritableOutput) as caught:
        write_whole(name, b"new")
    assert str(caught.value) == f"{name} cannot be written: no space left on device."


def test_missing_folder_is_a_clear_error(tmp_path: Path) -> None:
    """No folder is made on the way."""
    name = str(tmp_path / "nope" / "a.ttl")
    with pytest.raises(UnwritableOutput) as caught:
        write_whole(name, b"new")
    assert str(caught.value) == f"{name} cannot be written: no such file or directory."


def test_folder_is_not_written_to(tmp_path: Path) -> None:
    """A folder is told from a file."""
    with pytest.raises(UnwritableOutput) as caught:
        write_whole(str(tmp_path), b"new")
    assert str(caught.value) == f"{tmp_path} is a folder; name a file."


def test_name_with_a_null_byte_is_not_written_to() -> None:
    """What is no file name is a clear error too."""
    with pytest.raises(UnwritableOutput, match="null"):
        write_whole("a\0b", b"new")


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_permissions_are_kept(tmp_path: Path, mode: int) -> None:
    """Who could read the old file can read the new one, and nobody else."""
    file = tmp_path / "a.ttl"
    file.write_bytes(b"old")
    file.chmod(mode)
    write_whole(str(file), b"new")
    assert oct(file.stat().st_mode & 0o777) == oct(mode)


def test_symbolic_link_is_followed(tmp_path: Path) -> None:
    """The link stays a link, and what it points to is new."""
    (tmp_path / "real.ttl").write_bytes(b"old")
    (tmp_path / "link.ttl").symlink_to("real.ttl")
    write_whole(str(tmp_path / "link.ttl"), b"new")
    assert (os.readlink(tmp_path / "link.ttl"), (tmp_path / "real.ttl").read_bytes()) == (
        "real.ttl",
        b"new",
    )


def test_link_to_nothing_makes_its_target(tmp_path: Path) -> None:
    """A dangling link says where the file is to be."""
    (tmp_path / "link.ttl").symlink_to("real.ttl")
    write_whole(str(tmp_path / "link.ttl"), b"new")
    assert (tmp_path / "real.ttl").read_bytes() == b"new"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there is no /dev/null")
def test_device_is_written_to_and_stays() -> None:
    """A device has nothing to lose and is not replaced by a file."""
    write_whole("/dev/null", b"new")
    assert Path("/dev/null").is_char_device()


def test_gz_is_packed_by_name(tmp_path: Path) -> None:
    """A name that ends in .gz asks for a packed file."""
    write_whole(str(tmp_path / "a.ttl.gz"), b"new")
    assert gzip.decompress((tmp_path / "a.ttl.gz").read_bytes()) == b"new"


def test_packed_file_holds_no_time(tmp_path: Path) -> None:
    """Bytes 4 to 7 of a gzip file are its time: zero, so that it is the same on every run."""
    write_whole(str(tmp_path / "a.ttl.gz"), b"new")
    assert (tmp_path / "a.ttl.gz").read_bytes()[4:8] == b"\0\0\0\0"


def _disk_full(*_: object) -> NoReturn:
    raise OSError(28, "No space left on device")


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _write_half(path: Path, content: bytes) -> NoReturn:
    with path.open("wb") as file:
        file.write(content[: len(content) // 2])
    _disk_full()
