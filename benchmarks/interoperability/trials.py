"""The trials: every format is written, every reader reads its share, and both are compared."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from backrun_kg.dataset import Dataset
from backrun_kg.exports import MENU, export_files
from backrun_kg.paths import ONTOLOGY
from benchmarks.interoperability.catalogue import READERS
from benchmarks.interoperability.lines import Lines, describe
from benchmarks.interoperability.matrix import MATRIX
from benchmarks.interoperability.quirks import LIMITS, QUIRKS
from benchmarks.interoperability.readers import REQUIRE, Task, find_version, run

SAME, DIFFERENT, REFUSED = "same", "different", "refused"


class Result(NamedTuple):
    """What became of one format with one reader: what was compared, and in which words.

    ``reason`` says what of it is the reader's own way, ``fault`` what is wrong.
    """

    format: str
    reader: str
    verdict: str
    compared: str = ""
    reason: str = ""
    fault: str = ""


class Originals:
    """The originals of a dataset and the files made of it, each made once, when asked for."""

    def __init__(self, dataset: Dataset, folder: Path) -> None:
        self._dataset, self._folder = dataset, folder
        self.files = cache(self._files)
        self.lines = cache(self._lines)

    def place(self, format: str) -> Path:
        """The file of a format, or its folder where there are several."""
        folder = self._folder / format
        for name, content in self.files(format).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        is_folder = format not in MENU or MENU[format].folder
        return folder if is_folder and "/" not in format else next(folder.iterdir())

    def _files(self, format: str) -> dict[str, bytes]:
        if format.startswith("ontology/"):
            path = Path(ONTOLOGY, format.partition("/")[2])
            return {path.name: path.read_bytes()}
        return export_files(self._dataset, "parquet" if format == "questions" else format)

    def _lines(self, format: str) -> Lines:
        return MATRIX[format].original(self._dataset, self.files(format))


def find_missing(names: Iterable[str], tools: Path) -> list[str]:
    """The readers that are not installed."""
    return [name for name in names if not find_version(READERS[name], tools)]


def must_have_all() -> bool:
    """Whether a reader that is not installed is a failure."""
    return os.environ.get(REQUIRE) == "1"


def try_reader(name: str, originals: Originals, tools: Path) -> Iterator[Result]:
    """What a reader makes of every format that it is given."""
    kinds = [kind for kind, row in MATRIX.items() if name in row.readers]
    tasks = {kind: Task(MATRIX[kind].syntax or kind, originals.place(kind)) for kind in kinds}
    with tempfile.TemporaryDirectory() as work:
        read = run(READERS[name], list(tasks.values()), tools, Path(work))
    for kind, task in tasks.items():
        yield judge(kind, name, originals.lines(kind), read[task])


def judge(format: str, reader: str, original: Lines, text: str) -> Result:
    """Compare what a reader wrote with the original."""
    refusal = LIMITS.get((format, reader), "")
    if text.startswith("!"):
        if refusal:
            return Result(format, reader, REFUSED, reason=refusal)
        return Result(format, reader, DIFFERENT, fault=text.removeprefix("!").strip())
    if refusal:
        return Result(format, reader, DIFFERENT, fault="reads what it is said to refuse")
    return compare(format, reader, original, MATRIX[format].parse(text))


def compare(format: str, reader: str, original: Lines, read: Lines) -> Result:
    """Compare lines, but for what is the reader's own way."""
    quirk = QUIRKS.get((format, reader))
    if quirk and original == read:
        return Result(format, reader, DIFFERENT, fault=f"no longer so: {quirk.reason}")
    if quirk:
        original, read = quirk.adapt(original, read)
    reason = quirk.reason if quirk else ""
    fault = "" if read and original == read else _tell_difference(original, read)
    return Result(format, reader, DIFFERENT if fault else SAME, describe(read), reason, fault)


def _tell_difference(original: Lines, read: Lines) -> str:
    lost, added = original - read, read - original
    examples = [*sorted(lost)[:3], "but read:", *sorted(added)[:3]]
    return f"{lost.total()} lost, {added.total()} added:\n" + "\n".join(examples)


def find_versions(tools: Path) -> Mapping[str, str]:
    """The version of each reader that is installed."""
    versions = {name: find_version(reader, tools) for name, reader in READERS.items()}
    return {name: version for name, version in versions.items() if version}
