"""The README: every command in it runs, and gives what it shows."""

import doctest
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from backrun_kg import query

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


def read_blocks(kind: str) -> list[str]:
    """The fenced blocks of a kind."""
    return re.findall(
        rf"^```{kind}\n(.*?)^```$", README.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )


CONSOLE = [block.removeprefix("$ ").partition("\n") for block in read_blocks("console")]


@pytest.mark.parametrize(
    ("command", "shown"), [(c, s) for c, _, s in CONSOLE], ids=[c for c, _, _ in CONSOLE]
)
def test_command_gives_what_is_shown(command: str, shown: str) -> None:
    """On a terminal of 80 columns."""
    assert run_on_terminal(command) == shown


def run_on_terminal(command: str) -> str:
    """What a shell command prints on a terminal of 80 columns."""
    main, terminal = pty.openpty()
    scripts = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with subprocess.Popen(
        ["/bin/sh", "-c", command],
        stdout=terminal,
        stderr=terminal,
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "80", "NO_COLOR": "1", "PATH": scripts},
    ):
        os.close(terminal)
        shown = b""
        while chunk := _read(main):
            shown += chunk
    os.close(main)
    return shown.decode().replace("\r", "")


def _read(terminal: int) -> bytes:
    """What stands on the terminal; nothing once the other side has closed."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


REVIEW = {
    "demands as much as forward running": "as-demanding-as-forward-running",
    "is harder than forward running": "harder-than-forward-running",
    "lowers impact on the joints": "reduces-joint-impact",
    "is good for the knees": "good-for-knees",
    "helps to lose weight": "reduces-body-weight",
    "improves cardiovascular fitness": "improves-cardiovascular-fitness",
    "improves balance": "improves-balance",
    "improves agility": "improves-agility",
    "benefits soccer players": "benefits-soccer",
    "benefits tennis players": "benefits-tennis",
    "strengthens the hamstrings": "strengthens-hamstrings",
    "makes injuries less likely": "reduces-injury-risk",
}
"""The rows of the opening table, and the claims they speak of."""


def test_opening_table_is_the_computed_review() -> None:
    """Each verdict in the README is the one that the query computes."""
    verdicts = {row["claim"]: row["verdictLabel"].lower() for row in query("verdicts")}  # type: ignore[union-attr]
    rows = re.findall(r"^\| ([^|]+) \| (\w+) \| [^|]+ \|$", README.read_text("utf-8"), re.MULTILINE)
    shown = {said: verdict for said, verdict in rows if verdict in verdicts.values()}
    assert shown == {said: verdicts[f"kg:claim-{claim}"] for said, claim in REVIEW.items()}


def test_python_gives_what_is_shown() -> None:
    """The examples in Python, in order."""
    session = doctest.DocTestParser().get_doctest(
        "\n".join(read_blocks("pycon")), {}, "README", str(README), 0
    )
    assert doctest.DocTestRunner().run(session).failed == 0


@pytest.mark.parametrize("command", read_blocks("sh"), ids=["run", "test"])
def test_setup_is_one_line_that_leaves_the_system_alone(command: str) -> None:
    """Each of the two commands makes its own environment, without needing ensurepip."""
    assert command.count("\n") == 1
    assert command.startswith("python3 -m venv --without-pip .venv && python3 -m pip --python ")


def test_opening_counts_are_right() -> None:
    """The README says how many findings of how many studies there are."""
    studies = list(query("studies"))  # type: ignore[arg-type]
    with_findings = [row for row in studies if row["findings"] != "0"]
    said = f"{len(query('findings'))} findings of {len(with_findings)} studies"  # type: ignore[arg-type]
    assert said in README.read_text("utf-8")
    assert len(studies) - len(with_findings) == 10
    assert "(ten more studies are listed without findings)" in README.read_text("utf-8")
