"""On a terminal, whatever a command writes: nothing that the terminal would act on."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "backrun_kg"]
STEERING = "\x1b\x07\u202e\x9b\x85\u2066"
TEXT = "a\x1b]8;;http://a/\x07b\x1b[31mc\u202ed\x9be\x85f\u2066g"
ROWS = ["query", "-e", "SELECT ?x { <http://a/b> ?p ?x }", "--format"]
GRAPH = ["query", "-e", "CONSTRUCT WHERE { ?s ?p ?o }", "--format"]
CALLS = {
    **{f"rows in {name}": [*ROWS, name] for name in ("table", "markdown", "tsv", "csv", "json")},
    **{f"a graph in {name}": [*GRAPH, name] for name in ("ttl", "nt", "jsonld")},
    **{f"export in {name}": ["export", "--format", name] for name in ("ttl", "nq", "jsonld")},
    "a card": ["show", "http://a/b"],
    "the triples of a thing": ["show", "http://a/b", "--format", "nt"],
}


@pytest.fixture
def data(tmp_path: Path) -> str:
    """A file with a text that would steer a terminal."""
    (tmp_path / "a.ttl").write_text(f"<http://a/b> <urn:p> '''{TEXT}''' .", encoding="utf-8")
    return str(tmp_path / "a.ttl")


@pytest.mark.parametrize("call", CALLS)
def test_terminal_is_not_steered(call: str, data: str) -> None:
    """Control and direction characters are shown as escapes, in every format."""
    shown = _on_terminal(*CALLS[call], "--no-shipped", "--data", data)
    assert [char for char in STEERING if char in shown] == []
    assert "[31mc" in shown


@pytest.mark.parametrize("call", ["rows in tsv", "rows in csv", "export in nq"])
def test_pipe_gets_what_the_standard_says(call: str, data: str) -> None:
    """A program reads it, and would not know our escapes."""
    command = [*COMMAND, *CALLS[call], "--no-shipped", "--data", data]
    written = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    assert ("\u202e" in written, "\x85" in written) == (True, True)


def test_manual_of_a_query_does_not_steer_the_terminal(tmp_path: Path) -> None:
    """A query may come from anywhere."""
    (tmp_path / "a.rq").write_text("# a\x1b[31mb\u202ec\n\nASK {}\n", encoding="utf-8")
    shown = _on_terminal("query", str(tmp_path / "a.rq"), "--describe")
    assert shown == "a\\u001B[31mb\\u202Ec\r\n\r\n# a\\u001B[31mb\\u202Ec\r\n\r\nASK {}\r\n"


def test_lines_and_tabs_are_kept(data: str) -> None:
    """They are what a text of lines and columns is made of."""
    command = ["query", "-e", "SELECT (1 AS ?x) (2 AS ?y) {}", "--format", "tsv"]
    shown = _on_terminal(*command, "--no-shipped", "--data", data)
    assert shown == "?x\t?y\r\n1\t2\r\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("call", [["info"], ["export"], ["query", "muscles"], ["show", "knee"]])
def test_full_disk_behind_a_pipe_is_a_clear_error(call: list[str]) -> None:
    """One line and exit code 2, not a defect of ours."""
    with open("/dev/full", "wb") as full:
        run = subprocess.run(
            [*COMMAND, *call], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (run.returncode, run.stderr) == (
        2,
        "backrun-kg: Standard output cannot be written: no space left on device.\n",
    )


@pytest.mark.skipif(os.name != "posix", reason="this system has no descriptors to close")
def test_closed_standard_output_is_a_clear_error() -> None:
    """A shell can start a program without one."""
    script = 'exec "$0" -m backrun_kg info >&-'
    run = subprocess.run(
        ["/bin/sh", "-c", script, sys.executable], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (
        2,
        "backrun-kg: Standard output is closed; write to a file with -o FILE.\n",
    )


def _on_terminal(*arguments: str) -> str:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([*COMMAND, *arguments], stdout=theirs) as process:
        os.close(theirs)
        parts = []
        while part := _read(ours):
            parts.append(part)
    os.close(ours)
    assert process.returncode == 0
    return b"".join(parts).decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux tells an end this way
        return b""
