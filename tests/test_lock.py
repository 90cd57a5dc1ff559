"""The lock that CI installs from: it keeps to the ranges, and to no registry."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
BLOCKS = re.findall(r"^[a-z].*(?:\n[ ].*)*", LOCK, re.MULTILINE)
"""One block for each pin: the pin itself, its digests, and who asks for it."""

PINS = [Requirement(block.partition("\\\n")[0]) for block in BLOCKS]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WANTED = sorted(
    {
        *PROJECT["build-system"]["requires"],
        *PROJECT["project"]["dependencies"],
        *chain.from_iterable(PROJECT["project"]["optional-dependencies"].values()),
    }
)


def _find_pins(name: str) -> list[Requirement]:
    return [pin for pin in PINS if canonicalize_name(pin.name) == canonicalize_name(name)]


@pytest.mark.parametrize("wanted", WANTED)
def test_lock_keeps_to_the_range(wanted: str) -> None:
    """Else make the lock anew: the command is its first lines."""
    requirement = Requirement(wanted)
    pinned = [next(iter(pin.specifier)).version for pin in _find_pins(requirement.name)]
    assert pinned != []
    assert [version for version in pinned if version not in requirement.specifier] == []


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("wanted", WANTED)
def test_lock_gives_one_version(wanted: str, python: str) -> None:
    """On Linux, whatever the Python."""
    here = {"python_version": python, "python_full_version": f"{python}.0"}
    here |= {"platform_python_implementation": "CPython", "sys_platform": "linux"}
    pins = _find_pins(Requirement(wanted).name)
    fitting = [pin for pin in pins if pin.marker is None or pin.marker.evaluate(here)]
    assert len(fitting) == 1


@pytest.mark.parametrize("block", BLOCKS, ids=[pin.name for pin in PINS])
def test_pin_is_exact_and_has_digests(block: str) -> None:
    """One version, and the SHA-256 of every file that may be installed for it."""
    assert re.match(r"[a-z0-9-]+==\S+( ; .+)? \\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n)+", block)


def test_lock_names_no_registry() -> None:
    """Whoever installs from it says where from."""
    assert re.findall(r"^-.*|.*://.*", LOCK, re.MULTILINE) == []


def test_lock_tells_how_to_make_it_anew() -> None:
    """The command stands on top."""
    assert LOCK.splitlines()[1] == (
        "#    uv pip compile pyproject.toml --universal --python-version 3.11 --all-extras"
        " --generate-hashes -o requirements.lock"
    )
