"""The page of figures: its commands are the script's, and each of them runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reliability.md"

pytestmark = pytest.mark.skipif(
    not (ROOT / "benchmarks").is_dir(), reason="the benchmarks are not beside the tests"
)

commands = re.findall(r"^```sh\n(.*)\n```$", PAGE.read_text("utf-8"), re.MULTILINE)


def test_page_has_the_commands_of_the_script() -> None:
    """Every measurement of the script stands on the page, in its order."""
    from benchmarks.reliability import MEASURES

    assert commands == list(MEASURES.values())


@pytest.mark.parametrize("command", [c for c in commands if "pytest" not in c])
def test_command_can_be_imported(command: str) -> None:
    """The module that a command names is there, with whatever it needs."""
    module = command.split()[2]
    check = f"import importlib.util as u; raise SystemExit(u.find_spec({module!r}) is None)"
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("path", re.findall(r"\b(tests/[\w/]+\.\w+)", PAGE.read_text("utf-8")))
def test_file_named_is_there(path: str) -> None:
    """The page names no file that is gone."""
    assert (ROOT / path).is_file()
