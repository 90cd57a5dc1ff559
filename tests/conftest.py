"""What tests share: the shipped graph, loaded once, and a guard that keeps them on this machine."""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from functools import partial

import pytest
import socket_guard

from backrun_kg.dataset import Dataset, load
from browser import Browser, open_tab

RECORD = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def shipped() -> Dataset:
    """The shipped graph."""
    return load()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A tab of a real browser."""
    with open_tab(tmp_path_factory) as tab:
        yield tab


def pytest_configure(config: pytest.Config) -> None:
    """Guard the Python processes that tests start, and keep what this process writes apart."""
    guard = os.path.dirname(socket_guard.__file__)
    paths = [guard, *os.environ.get("PYTHONPATH", guard).split(os.pathsep)]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    folder = tempfile.mkdtemp(prefix="backrun-kg-tests-")
    config.stash[RECORD] = os.environ[socket_guard.RECORD] = os.path.join(folder, "attempts")
    os.environ["BACKRUN_CACHE"] = os.path.join(folder, "cache")  # never the user's own
    config.add_cleanup(partial(shutil.rmtree, folder))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what tried to leave this machine, also where the code under test hid the refusal."""
    report = yield
    if attempts := socket_guard.take_attempts(item.config.stash[RECORD]):
        report.outcome = "failed"
        report.longrepr = "\n".join(
            [f"This test left the machine: {attempts[0]}", *attempts[1:], "", report.longreprtext]
        )
    return report
