"""The recipes for other repositories: each command in them is one that the command line accepts."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from backrun_kg.cli import command, commands
from backrun_kg.version import read_version

ROOT = Path(__file__).parents[1]
BASH = shutil.which("bash") or "bash"
GUIDE = (ROOT / "docs" / "validate-in-ci.md").read_text("utf-8")
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["name"]: step for step in ACTION["runs"]["steps"]}
SCRIPTS = {name: step for name, step in STEPS.items() if "run" in step}


def _read_blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


EXAMPLES: list[dict[str, Any]] = [
    item for block in _read_blocks("yaml") for item in yaml.safe_load(block)
]
SHOWN_HOOKS = [hook for example in EXAMPLES for hook in example.get("hooks", ())]
SHELL = [
    *(line for block in _read_blocks("sh") for line in block.splitlines()),
    *(example["run"] for example in EXAMPLES if "run" in example),
]
ENTRIES = {hook["id"]: hook["entry"] for hook in HOOKS}
COMMANDS = {
    *(line.removeprefix(".backrun/bin/") for line in SHELL if "/backrun-kg " in line),
    *(" ".join([ENTRIES[hook["id"]], *hook.get("args", ())]) for hook in SHOWN_HOOKS),
    "backrun-kg validate --strict",
}
"""What the guide and the hooks call."""


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_command_is_one_that_exists(command: str) -> None:
    """Its name and its options are parsed as they would be in a call."""
    program, name, *arguments = shlex.split(command)
    found = commands.get_command(click.Context(commands), name)
    assert (program, found and found.make_context(name, arguments).info_name) == (
        "backrun-kg",
        name,
    )


def test_program_is_installed_under_its_name() -> None:
    """The hooks and the recipe call what the package installs."""
    (script,) = entry_points(group="console_scripts", name="backrun-kg")
    assert script.load() is command


@pytest.mark.parametrize(
    ("hook", "name", "fits"),
    [
        ("backrun-kg-validate", "data/my.ttl", True),
        ("backrun-kg-validate", "my.jsonld", True),
        ("backrun-kg-validate", "my.nq.gz", True),
        ("backrun-kg-validate", "my.ttl.orig", False),
        ("backrun-kg-validate", "turtle.md", False),
        ("backrun-kg-validate", "package.json", False),
        ("backrun-kg-fmt", "data/my.ttl", True),
        ("backrun-kg-fmt", "my.ttl.gz", False),
        ("backrun-kg-fmt", "my.nt", False),
    ],
)
def test_hook_takes_the_files_it_can_read(hook: str, name: str, fits: bool) -> None:
    """Each hook is given RDF by its file's extension, and nothing else."""
    (pattern,) = (each["files"] for each in HOOKS if each["id"] == hook)
    assert (re.search(pattern, name) is not None) is fits


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hook_is_installed_by_pip_and_runs_once(hook: dict[str, Any]) -> None:
    """pre-commit installs the package and calls it once for all files."""
    assert (hook["language"], hook["require_serial"]) == ("python", True)


def test_guide_shows_hooks_and_inputs_that_exist() -> None:
    """No example names a hook or an input that is not there."""
    own = [each for each in EXAMPLES if each.get("uses", "").startswith("OWNER/backrun-kg@")]
    inputs = {name for example in own for name in example["with"]}
    assert {hook["id"] for hook in SHOWN_HOOKS} == set(ENTRIES)
    assert inputs == {"files"}


def test_guide_lists_every_input() -> None:
    """The table has one row for each input of the recipe."""
    assert set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)) == set(ACTION["inputs"])


def test_guide_names_this_version() -> None:
    """Whoever copies an example gets the version it was written for."""
    named = set(re.findall(r"(?:rev: |OWNER/backrun-kg@)(\S+)", GUIDE))
    assert named == {f"v{read_version()}"}


def test_recipe_uses_every_input_and_no_other() -> None:
    """An input that is misspelt would be empty without a word."""
    text = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"inputs\.(\w+)", text)) == set(ACTION["inputs"])


def test_recipe_uses_others_by_commit() -> None:
    """A tag may be moved, a commit may not."""
    used = [step["uses"] for step in STEPS.values() if "uses" in step]
    assert [bool(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", each)) for each in used] == [True]


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_is_given_inputs_as_variables(name: str) -> None:
    """An input pasted into a script could be a command; one in a variable is text."""
    assert "${{" not in SCRIPTS[name]["run"]
    assert SCRIPTS[name]["shell"] == "bash"


GOOD = """
@prefix br: <https://w3id.org/backrun-kg/ontology#> .
@prefix kg: <https://w3id.org/backrun-kg/id/> .
kg:backward-running a br:Exercise .
"""
WARNED = "<https://example.org/x> <https://example.org/y> 1 .\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with data, and the package where the recipe installs it."""
    program = Path(sys.executable).parent / "backrun-kg"
    (tmp_path / "temp" / "backrun-kg" / "bin").mkdir(parents=True)
    (tmp_path / "temp" / "backrun-kg" / "bin" / "backrun-kg").symlink_to(program)
    (tmp_path / "data" / "more").mkdir(parents=True)
    broken = ROOT / "tests" / "broken" / "Gear-brand.ttl"
    shutil.copy(broken, tmp_path / "data" / "more" / "broken brand.ttl")
    for name in ("-x.ttl", "data/x.ttl"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    (tmp_path / "data" / "more" / "warned.ttl").write_text(WARNED, "utf-8")
    return tmp_path


def _validate(checkout: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The last step of the recipe, as a runner would call it."""
    return subprocess.run(
        [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", SCRIPTS["Validate"]["run"]],
        cwd=checkout,
        env=os.environ | {"RUNNER_TEMP": str(checkout / "temp"), "STRICT": "false"} | inputs,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("files", "code", "says"),
    [
        ("data/*.ttl", 0, ""),
        ("*.ttl", 0, ""),
        ("*.ttl\ndata/*.ttl\n", 0, ""),
        ("data/**/*.ttl", 1, "::error file=data/more/broken brand.ttl,"),
        ("data/more/broken brand.ttl", 1, "::error file=data/more/broken brand.ttl,"),
        ("data/*.ttl\ndata/more/*.ttl", 1, "::error file=data/more/broken brand.ttl,"),
        ("nowhere/*.ttl", 2, "nowhere/*.ttl cannot be read"),
        ("$(touch here).ttl", 2, "$(touch here).ttl cannot be read"),
        ("", 2, "::error::The input files is empty"),
    ],
)
def test_recipe_judges_the_files(checkout: Path, files: str, code: int, says: str) -> None:
    """Patterns are one a line, names may have blanks, and nothing given is never a pass."""
    run = _validate(checkout, FILES=files)
    assert (run.returncode, says in run.stdout + run.stderr) == (code, True)


@pytest.mark.parametrize(
    ("strict", "code", "says"),
    [
        ("false", 0, "::warning file=data/more/warned.ttl,"),
        ("true", 1, "::warning file=data/more/warned.ttl,"),
        ("yes", 2, "::error::The input strict is 'yes'; write true or false."),
    ],
)
def test_recipe_takes_strict_as_true_or_false(
    checkout: Path, strict: str, code: int, says: str
) -> None:
    """Warnings fail when they should; a word that is neither is told, not taken for no."""
    run = _validate(checkout, FILES="data/more/warned.ttl", STRICT=strict)
    assert (run.returncode, says in run.stdout + run.stderr) == (code, True)
