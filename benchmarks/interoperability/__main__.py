"""Writes ``docs/interoperability.md``, or with ``--check`` compares a fresh run with it.

``python -m benchmarks.interoperability [--check] [FOLDER]``: the folder holds readers that the
system has not, a virtual environment of Python and what npm has put there. A reader that is not
installed is left out by name; under BACKRUN_REQUIRE_READERS=1 it is a failure. Exits with 1 where
something differs.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from backrun_kg.dataset import load
from benchmarks.interoperability.catalogue import READERS
from benchmarks.interoperability.matrix import MATRIX
from benchmarks.interoperability.page import PAGE, read_versions, write_page
from benchmarks.interoperability.trials import (
    DIFFERENT,
    Originals,
    Result,
    find_missing,
    find_versions,
    must_have_all,
    try_reader,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try every reader that is installed, and write or check the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interoperability")
    parser.add_argument("tools", metavar="FOLDER", nargs="?", type=Path, default=Path("tools"))
    parser.add_argument("--check", action="store_true", help="compare with the page, write nothing")
    parser.add_argument("--only", choices=READERS, action="append", help="try one reader alone")
    options = parser.parse_args(arguments)
    tools, wanted = options.tools.resolve(), options.only or list(READERS)
    missing = find_missing(wanted, tools)
    for name in missing:
        print(f"{READERS[name].title} is not installed.", file=sys.stderr)
    if missing and must_have_all():
        return 1
    results = list(_try_all([name for name in wanted if name not in missing], tools))
    if any(found.verdict == DIFFERENT for found in results):
        return 1
    if missing or options.only:
        print("The page wants all readers: not written, not checked.", file=sys.stderr)
        return 0
    if options.check:
        return check_page(results)
    PAGE.write_text(write_page(results, find_versions(tools)), encoding="utf-8")
    return 0


def check_page(results: Iterable[Result], page: Path = PAGE) -> int:
    """Compare results with a page, whatever the versions; 1 where they are not its own."""
    text = page.read_text("utf-8")
    if write_page(results, read_versions(text)) == text:
        return 0
    print(f"{page.name} is not what this run gives: write it again.", file=sys.stderr)
    return 1


def _try_all(names: Iterable[str], tools: Path) -> Iterable[Result]:
    """The results in the order of the matrix, told as they come."""
    with tempfile.TemporaryDirectory() as folder:
        originals = Originals(load(), Path(folder))
        found = {}
        for name in names:
            for result in try_reader(name, originals, tools):
                print(f"{result.format} by {READERS[name].title}: {result.verdict}", flush=True)
                if result.fault:
                    print(result.fault, file=sys.stderr)
                found[result.format, name] = result
    rows = [(kind, name) for kind, row in MATRIX.items() for name in row.readers]
    return [found[row] for row in rows if row in found]


if __name__ == "__main__":
    sys.exit(main())
