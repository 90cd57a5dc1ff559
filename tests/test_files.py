"""Files: read whole with a clear error, written whole or not at all."""

import gzip
import io
import os
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from backrun_kg import files
from backrun_kg.errors import UnreadableInput, UnwritableOutput
from backrun_kg.files import read_bytes, read_text, write_folder, write_whole


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


def test_broken_gzip_is_named(tmp_path: Path) -> None:
    """A file that does not unpack is told by name."""
    file = tmp_path / "a.ttl.gz"
    file.write_bytes(b"plain text")
    with pytest.raises(UnreadableInput) as caught:
        read_bytes(str(file))
    assert str(caught.value) == f"{file} is not a whole gzip file."


def test_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the largest size passes, one byte more does not."""
    monkeypatch.setattr(files, "MOST_BYTES", 3 << 20)
    file = tmp_path / "a.ttl"
    file.write_bytes(bytes(3 << 20))
    assert len(read_bytes(str(file))) == 3 << 20
    file.write_bytes(bytes((3 << 20) + 1))
    with pytest.raises(UnreadableInput) as caught:
        read_bytes(str(file))
    assert str(caught.value) == (
        f"{file} is larger than 3 MiB. "
        "Split it, or put it into a SPARQL server, which is made for that."
    )


def test_large_file_is_not_read(tmp_path: Path) -> None:
    """Its size says enough: a file with a hole of a terabyte takes no time."""
    file = tmp_path / "a.ttl"
    with file.open("wb") as writing:
        writing.truncate(1 << 40)
    with pytest.raises(UnreadableInput, match=r"is larger than 1,024 MiB\."):
        read_bytes(str(file))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero")
def test_endless_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What tells no size is read up to the limit."""
    monkeypatch.setattr(files, "MOST_BYTES", 3 << 20)
    with pytest.raises(UnreadableInput, match=r"^/dev/zero is larger than 3 MiB\."):
        read_bytes("/dev/zero")


def test_endless_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit holds for pipes."""
    monkeypatch.setattr(files, "MOST_BYTES", 3 << 20)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bytes((3 << 20) + 1))))
    with pytest.raises(UnreadableInput, match=r"^standard input is larger than 3 MiB\."):
        read_bytes("-")


def test_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell can start a program without one."""
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UnreadableInput) as caught:
        read_bytes("-")
    assert str(caught.value) == "Standard input is closed."


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="there is no /proc")
def test_file_without_a_size_is_read() -> None:
    """The system's own files say that they are empty."""
    assert read_bytes("/proc/self/maps")


def test_want_of_memory_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file may be allowed and still be too large for a machine."""
    file = tmp_path / "a.ttl"
    file.write_bytes(b"a")
    monkeypatch.setattr(files, "_read", _no_memory)
    with pytest.raises(UnreadableInput) as caught:
        read_bytes(str(file))
    assert str(caught.value) == f"{file} does not fit into the memory."


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


@pytest.mark.parametrize("step", ["fchmod", "replace"])
def test_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whichever step fails, the old file is whole and no litter is beside it."""
    (tmp_path / "a.ttl").write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, step, _disk_full)
        with pytest.raises(UnwritableOutput):
            write_whole(str(tmp_path / "a.ttl"), b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.ttl", b"old")]


def test_interruption_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control-C is no error of the disk, and leaves no more behind than one."""
    (tmp_path / "a.ttl").write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_whole(str(tmp_path / "a.ttl"), b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.ttl", b"old")]


def test_failure_says_what_and_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is one sentence with the name that was given."""
    (tmp_path / "a.ttl").write_bytes(b"old")
    name = str(tmp_path / "a.ttl")
    monkeypatch.setattr(os, "replace", _disk_full)
    with pytest.raises(UnwritableOutput) as caught:
        write_whole(name, b"new")
    assert str(caught.value) == f"{name} cannot be written: no space left on device."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_full_device_is_a_clear_error() -> None:
    """What cannot take a byte is told as such."""
    with pytest.raises(UnwritableOutput) as caught:
        write_whole("/dev/full", b"new")
    assert str(caught.value) == "/dev/full cannot be written: no space left on device."


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc")
def test_folder_that_takes_no_file_is_a_clear_error() -> None:
    """Not even the system's own user makes files there."""
    with pytest.raises(UnwritableOutput, match=r"^/proc/self/a\.ttl cannot be written: "):
        write_whole("/proc/self/a.ttl", b"new")


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


def _no_memory(*_: object) -> NoReturn:
    raise MemoryError


def test_folder_is_made_and_filled(tmp_path: Path) -> None:
    """Files and the folders below it, however deep."""
    folder = tmp_path / "new" / "folder"
    write_folder(str(folder), {"a.txt": b"a", "b/c.txt": b"c"})
    assert _below(folder) == {"a.txt": b"a", "b/c.txt": b"c"}


def test_folder_is_filled_again(tmp_path: Path) -> None:
    """What is there from the last time is replaced."""
    write_folder(str(tmp_path), {"a.txt": b"old", "b.txt": b"old"})
    write_folder(str(tmp_path), {"a.txt": b"new", "b.txt": b"new", "c.txt": b"new"})
    assert _below(tmp_path) == dict.fromkeys(("a.txt", "b.txt", "c.txt"), b"new")


@pytest.mark.parametrize("other", ["notes.txt", "b/notes.txt", "0"])
def test_folder_with_other_files_is_left_alone(tmp_path: Path, other: str) -> None:
    """Nobody's files get lost among ours, and no old table stays behind unseen."""
    (tmp_path / other).parent.mkdir(exist_ok=True)
    (tmp_path / other).write_bytes(b"mine")
    with pytest.raises(UnwritableOutput, match=f"holds {other}, which is none of the files"):
        write_folder(str(tmp_path), {"a.txt": b"a", "b/c.txt": b"c"})
    assert _below(tmp_path) == {other: b"mine"}


@pytest.mark.parametrize(
    ("file", "says"),
    [("file", "is a file; name a folder"), ("file/folder", "cannot be written: not a directory")],
)
def test_file_is_no_folder(tmp_path: Path, file: str, says: str) -> None:
    """A file stays what it is."""
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(UnwritableOutput, match=says):
        write_folder(str(tmp_path / file), {"a.txt": b"a"})
    assert _below(tmp_path) == {"file": b"mine"}


def _below(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
