"""`validate` at the command line: its reports, its streams, and each of its exit codes."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from backrun_kg.commands.validate import validate
from backrun_kg.reports import REPORTS

COMMAND = [sys.executable, "-m", "backrun_kg"]
BROKEN = Path(__file__).parent / "broken" / "Claim-modality.ttl"
WARNED = "<https://example.org/x> <https://example.org/y> 1 .\n"
FELL_SHORT = r"backrun-kg: Does not conform: \d+ triples, \d+ rules, 1 violation\.\n"


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False
    )


def _run_on_terminal(*arguments: str | Path, **variables: str) -> str:
    """What a terminal of 80 columns shows."""
    main, terminal = pty.openpty()
    settings = {"COLUMNS": "80", "TERM": "xterm", "NO_COLOR": ""} | variables
    with subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stdout=terminal, env=os.environ | settings
    ) as run:
        run.wait()
        os.close(terminal)
        shown = os.read(main, 10_000).decode().replace("\r\n", "\n")
    os.close(main)
    return shown


def test_validate_shipped_data_conform() -> None:
    """All is well: 0, and one line says how much was looked at."""
    run = _run("validate")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("Conforms: ")


def test_validate_tells_what_to_mend() -> None:
    """The data fall short: 1, and the finding says what to do."""
    run = _run("validate", BROKEN)
    lines = run.stdout.splitlines()
    assert (run.returncode, run.stderr) == (1, "")
    assert lines[1].startswith("  Violation Claim-modality")
    assert "    Say how firmly the source puts it: br:modality, one br:Modality." in lines
    assert lines[-1].startswith("Does not conform: ")


def test_validate_gives_json() -> None:
    """The same for a program."""
    report = json.loads(_run("validate", BROKEN, "--format", "json").stdout)
    assert (report["conforms"], report["findings"][0]["rule"]) == (False, "Claim-modality")


@pytest.mark.parametrize("format", REPORTS)
def test_validate_leaves_with_1_in_every_format(format: str, tmp_path: Path) -> None:
    """A violation is one however it is told; the report is whole, in a file and on stdout."""
    output = tmp_path / "report"
    printed = _run("validate", BROKEN, "--format", format)
    written = _run("validate", BROKEN, "--format", format, "-o", output)
    assert (printed.returncode, printed.stderr, written.returncode) == (1, "", 1)
    assert output.read_text(encoding="utf-8") == printed.stdout != ""
    assert re.fullmatch(FELL_SHORT, written.stderr)


@pytest.mark.parametrize("format", REPORTS)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nowhere.ttl", None),
        ("malformed.ttl", WARNED + "<a"),
        ("cut.ttl.gz", "\x1f\x8b"),
        ("empty.ttl", ""),
    ],
    ids=["missing", "malformed", "unreadable", "empty"],
)
def test_validate_leaves_with_2_in_every_format(
    name: str, content: str | None, format: str, tmp_path: Path
) -> None:
    """A file that cannot be judged is never a finding, and what was written before stays."""
    output = tmp_path / "report"
    output.write_text("before", encoding="utf-8")
    if content is not None:
        (tmp_path / name).write_text(content, encoding="latin-1")
    run = _run("validate", tmp_path / name, "--format", format, "-o", output)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert name in run.stderr
    assert output.read_text(encoding="utf-8") == "before"
    assert {path.name for path in tmp_path.iterdir()} <= {"report", name}


def test_validate_leaves_with_2_where_it_cannot_write(tmp_path: Path) -> None:
    """Whatever it found: nobody has read it."""
    run = _run("validate", BROKEN, "-o", tmp_path / "nowhere" / "report.json")
    assert (run.returncode, run.stdout) == (2, "")
    assert "cannot be written: no such file" in run.stderr


def test_validate_leaves_with_3_on_a_defect_of_ours(tmp_path: Path) -> None:
    """Not with 1: nothing was found."""
    script = (
        "import sys, backrun_kg.validation\n"
        "def broken(*_, **__): raise RuntimeError('oops')\n"
        "backrun_kg.validation.validate = broken\n"
        "sys.argv = ['backrun-kg', 'validate', '-o', 'report.json']\n"
        "from backrun_kg.cli import main\nmain()"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (run.returncode, run.stdout, list(tmp_path.iterdir())) == (3, "", [])
    assert run.stderr.startswith("backrun-kg: a defect of ours: RuntimeError: oops\n")


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        ((), 0, ""),
        (("--strict",), 1, "backrun-kg: Warnings fail with --strict.\n"),
    ],
    ids=["lenient", "strict"],
)
def test_validate_lets_warnings_fail_on_request(
    options: tuple[str, ...], code: int, says: str, tmp_path: Path
) -> None:
    """The report is the same; the exit code, and one line that explains it, are not."""
    (tmp_path / "my.ttl").write_text(WARNED, encoding="utf-8")
    run = _run("validate", tmp_path / "my.ttl", *options)
    assert (run.returncode, run.stderr) == (code, says)
    assert re.search(r"\nConforms: .*, 1 warning\.\n$", run.stdout)


def test_validate_is_silent_where_all_is_well(tmp_path: Path) -> None:
    """With --strict too; the file has the report."""
    run = _run("validate", "--strict", "-o", tmp_path / "report.md")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (tmp_path / "report.md").read_text(encoding="utf-8").startswith("**Conforms**: ")


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.sarif", "{"), ("a.xml", "<?xml"), ("a.ttl", "@prefix"), ("a.txt", "Conforms")],
)
def test_validate_takes_the_format_of_the_file(name: str, start: str, tmp_path: Path) -> None:
    """The name of the output tells the format."""
    _run("validate", "-o", tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=["terminal", "no color", "dumb terminal"],
)
def test_validate_colours_a_terminal(variables: dict[str, str], coloured: bool) -> None:
    """And nothing else, nor one that does not want it."""
    shown = _run_on_terminal("validate", BROKEN, **variables)
    assert ("\x1b[1;31mViolation\x1b[0m Claim-modality" in shown) is coloured
    assert ("\x1b" in shown) is coloured


def test_validate_keeps_to_the_width_of_a_terminal() -> None:
    """Lines are broken between words."""
    shown = _run_on_terminal("validate", BROKEN, NO_COLOR="1", COLUMNS="50")
    assert "    Say how firmly the source puts it:\n    br:modality, one br:Modality.\n" in shown


def test_formats_are_those_that_can_be_written() -> None:
    """The choices, written out so that help stays quick, are the library's reports."""
    choices = next(p.type.choices for p in validate.params if p.name == "format_")  # type: ignore[attr-defined]
    assert list(choices) == list(REPORTS)
