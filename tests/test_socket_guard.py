"""The guard around the suite: what leaves this machine fails, what stays on it does not."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import socket_guard

TESTS = Path(__file__).parent

OUTSIDE = {
    "connect": ("socket.socket().connect(('192.0.2.1', 80))", "socket.connect to '192.0.2.1'"),
    "connect_ex": (
        "socket.socket().connect_ex(('192.0.2.1', 80))",
        "socket.connect to '192.0.2.1'",
    ),
    "create_connection": (
        "socket.create_connection(('192.0.2.1', 80))",
        "socket.getaddrinfo to '192.0.2.1'",
    ),
    "connect by IPv6": (
        "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
        "socket.connect to '2001:db8::1'",
    ),
    "connect to everywhere": (
        "socket.socket().connect(('0.0.0.0', 80))",
        "socket.connect to '0.0.0.0'",
    ),
    "sendto": (
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 53))",
        "socket.sendto to '192.0.2.1'",
    ),
    "sendmsg": (
        "socket.socket(type=socket.SOCK_DGRAM).sendmsg([b''], (), 0, ('192.0.2.1', 53))",
        "socket.sendmsg to '192.0.2.1'",
    ),
    "getaddrinfo": (
        "socket.getaddrinfo('name.invalid', 80)",
        "socket.getaddrinfo to 'name.invalid'",
    ),
    "getaddrinfo of bytes": (
        "socket.getaddrinfo(b'name.invalid', 80)",
        "socket.getaddrinfo to b'name.invalid'",
    ),
    "getaddrinfo of a name like a loopback address": (
        "socket.getaddrinfo('127.0.0.1.name.invalid', 80)",
        "socket.getaddrinfo to '127.0.0.1.name.invalid'",
    ),
    "gethostbyname": (
        "socket.gethostbyname('name.invalid')",
        "socket.gethostbyname to 'name.invalid'",
    ),
    "gethostbyaddr": ("socket.gethostbyaddr('192.0.2.1')", "socket.gethostbyaddr to '192.0.2.1'"),
    "getnameinfo": (
        "socket.getnameinfo(('192.0.2.1', 80), 0)",
        "socket.getnameinfo to '192.0.2.1'",
    ),
    "urlopen": (
        "__import__('urllib.request').request.urlopen('http://name.invalid/')",
        "socket.getaddrinfo to 'name.invalid'",
    ),
}
INSIDE = {
    "loopback": "socket.socket().connect_ex(('127.0.0.1', 9))",
    "another loopback": "socket.socket().connect_ex(('127.1.2.3', 9))",
    "loopback by IPv6": "socket.socket(socket.AF_INET6).connect_ex(('::1', 9))",
    "UNIX": "socket.socket(socket.AF_UNIX).connect_ex('no-such-socket')",
    "localhost": "socket.getaddrinfo('localhost', 9)",
    "localhost in bytes": "socket.getaddrinfo(b'localhost', 9)",
    "no host": "socket.getaddrinfo(None, 9)",
    "loopback's name": "socket.getnameinfo(('127.0.0.1', 9), socket.NI_NUMERICHOST)",
}


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of its own, so that the suite's stays empty."""
    monkeypatch.setenv(socket_guard.RECORD, str(tmp_path / "attempts"))
    return tmp_path / "attempts"


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"import socket\n{code}"],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("code", "attempt"), OUTSIDE.values(), ids=OUTSIDE)
def test_child_is_kept_inside(code: str, attempt: str, record: Path) -> None:
    """An attempt of a child process is refused and written down."""
    run = _run(code)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].endswith(
        f"NetworkUse: {attempt}: a test may not leave this machine."
    )
    assert record.read_text("utf-8") == f"{attempt}\n"


@pytest.mark.parametrize("code", INSIDE.values(), ids=INSIDE)
def test_child_may_talk_to_this_machine(code: str, record: Path) -> None:
    """Loopback and UNIX sockets are free."""
    run = _run(code)
    assert (run.returncode, run.stderr) == (0, "")
    assert not record.exists()


def test_this_process_is_kept_inside(record: Path) -> None:
    """An attempt of the test's own process is refused and written down."""
    with (
        socket.socket() as outward,
        pytest.raises(socket_guard.NetworkUse, match=r"^socket.connect to '192\.0\.2\.1': "),
    ):
        outward.connect(("192.0.2.1", 80))
    assert record.read_text("utf-8") == "socket.connect to '192.0.2.1'\n"


def test_attempts_are_taken_once(record: Path) -> None:
    """What one test did is not told of the next."""
    with pytest.raises(socket_guard.NetworkUse):
        socket.gethostbyname("name.invalid")
    told = [socket_guard.take_attempts(str(record)) for _ in range(2)]
    assert told == [["socket.gethostbyname to 'name.invalid'"], []]


SUITE = """
import contextlib, socket, subprocess, sys
import pytest

OUT = "import socket; socket.socket().connect(('192.0.2.1', 80))"

def test_raised():
    socket.gethostbyname("raised.invalid")

def test_swallowed():
    with contextlib.suppress(Exception):
        socket.gethostbyname("swallowed.invalid")

def test_in_a_child():
    subprocess.run([sys.executable, "-c", OUT], stderr=subprocess.DEVNULL)

@pytest.fixture
def fetched():
    with contextlib.suppress(Exception):
        socket.gethostbyname("fixture.invalid")

def test_in_a_fixture(fetched):
    pass

def test_inside():
    socket.getaddrinfo("localhost", 80)
"""


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of a small suite with our conftest around it."""
    folder = tmp_path_factory.mktemp("suite")
    (folder / "test_it.py").write_text(SUITE, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    path = os.pathsep.join([str(TESTS), os.environ["PYTHONPATH"]])
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider", "-rA"]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=os.environ | {"COLUMNS": "200", "PYTHONPATH": path},
    ).stdout


@pytest.mark.parametrize(
    ("line", "attempt"),
    [
        ("FAILED test_it.py::test_raised", "gethostbyname to 'raised.invalid'"),
        ("FAILED test_it.py::test_swallowed", "gethostbyname to 'swallowed.invalid'"),
        ("FAILED test_it.py::test_in_a_child", "connect to '192.0.2.1'"),
        ("ERROR test_it.py::test_in_a_fixture", "gethostbyname to 'fixture.invalid'"),
    ],
)
def test_test_that_leaves_the_machine_fails(verdict: str, line: str, attempt: str) -> None:
    """Also where the refusal is swallowed, or the attempt is a child's or a fixture's."""
    assert f"{line} - This test left the machine: socket.{attempt}" in verdict


def test_test_that_stays_inside_passes(verdict: str) -> None:
    """Loopback is no offence; the test with the fixture ran, but its setup is an error."""
    assert "PASSED test_it.py::test_inside" in verdict
    assert "3 failed, 1 passed, 1 error" in verdict
