"""`diff` at the command line: what it compares, its formats, and each of its exit codes."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from backrun_kg.commands.diff import diff
from backrun_kg.diffs import DIFFS
from backrun_kg.paths import ROOT
from diff_samples import NEW, OLD, write

SCRIPT = "from backrun_kg import cli; cli.COMMANDS.setdefault('diff', 'diff'); cli.main()"
COMMAND = [sys.executable, "-c", SCRIPT, "diff"]


def _run(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], input=stdin, capture_output=True, text=True, check=False
    )


@pytest.fixture
def old(tmp_path: Path) -> str:
    """A file."""
    return write(tmp_path, "old.ttl", OLD)


@pytest.fixture
def new(tmp_path: Path) -> str:
    """The same file, later."""
    return write(tmp_path, "new.ttl", NEW)


def test_equal_editions_leave_with_0() -> None:
    """A clone says what the package says."""
    run = _run(ROOT, "shipped")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[-1].startswith("No difference in ")


@pytest.mark.parametrize("format", DIFFS)
def test_different_editions_leave_with_1_in_every_format(
    old: str, new: str, tmp_path: Path, format: str
) -> None:
    """However it is told; it is whole, in a file and on stdout."""
    output = tmp_path / "told"
    printed = _run(old, new, "--format", format)
    written = _run(old, new, "--format", format, "-o", output)
    assert (printed.returncode, printed.stderr) == (1, "")
    assert (written.returncode, written.stdout, written.stderr) == (1, "", "")
    assert output.read_text("utf-8") == printed.stdout


@pytest.mark.parametrize("format", DIFFS)
def test_differences_are_the_same_bytes_on_every_run(old: str, new: str, format: str) -> None:
    """No hash seed leaves a trace."""
    runs = [
        subprocess.run(
            [*COMMAND, old, new, "--format", format],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout


def test_command_offers_every_format() -> None:
    """The menu of the command is that of the library."""
    (option,) = (each for each in diff.params if each.name == "format_")
    assert list(option.to_info_dict()["type"]["choices"]) == list(DIFFS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.ttl", "shipped"], "nowhere.ttl cannot be read"),
        (["shipped"], "Missing argument 'NEW'"),
        (["shipped", "shipped", "--layer", "artcle"], "Did you mean article?"),
        (["shipped", "shipped", "--format", "html"], "'html' is not one of"),
        (["-", "shipped"], "Name the format of standard input with --input-format."),
    ],
    ids=["missing file", "one edition", "unknown layer", "unknown format", "stdin"],
)
def test_bad_call_leaves_with_2(arguments: list[str], said: str) -> None:
    """What to mend is on stderr."""
    run = _run(*arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr


def test_malformed_file_leaves_with_2(tmp_path: Path) -> None:
    """It is not taken for a difference."""
    run = _run(write(tmp_path, "a.ttl", "l:a l:p"), "shipped")
    assert (run.returncode, run.stdout) == (2, "")


def test_standard_input_is_an_edition(old: str, new: str) -> None:
    """Its format has to be named."""
    run = _run(old, "-", "--input-format", "ttl", stdin=Path(new).read_text("utf-8"))
    assert run.stdout.splitlines()[1] == "new  standard input, 8 triples"


def test_layer_is_kept() -> None:
    """Only that of the shipped graph is compared."""
    run = _run("shipped", "shipped", "--layer", "alignment", "--format", "json")
    told = json.loads(run.stdout)
    assert (told["equal"], told["new"]["triples"] < 500) == (True, True)


@pytest.mark.parametrize(("colourless", "starts"), [("", "\x1b[33m~ Fastnet"), ("1", "~ Fastnet")])
def test_terminal_gets_colours(old: str, new: str, colourless: str, starts: str) -> None:
    """Unless it is asked not to, as NO_COLOR does."""
    main, terminal = pty.openpty()
    settings = {"COLUMNS": "80", "TERM": "xterm", "NO_COLOR": colourless}
    with subprocess.Popen([*COMMAND, old, new], stdout=terminal, env=os.environ | settings) as run:
        run.wait()
        os.close(terminal)
        shown = os.read(main, 10_000).decode().replace("\r\n", "\n")
    os.close(main)
    assert shown.splitlines()[3].startswith(starts)
