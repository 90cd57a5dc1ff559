"""The command line and servers: `--endpoint` and `push`, with what they print and exit with."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backrun_kg.dataset import Dataset
from servers.fake import Fake, say, start_fake

COMMAND = [sys.executable, "-m", "backrun_kg"]
NOBODY = {"BACKRUN_KG_USER": "", "BACKRUN_KG_TOKEN": "", "NETRC": os.devnull}

MEASURED = """
import sys
from backrun_kg.cli import main
try:
    main()
finally:
    with open("/proc/self/status") as status:
        print(*(line for line in status if line.startswith("VmHWM")), file=sys.stderr)
"""
"""A run of the command line that tells the most memory it took, in kB."""


def _run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | NOBODY | variables
    return subprocess.run(
        [*COMMAND, *arguments], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def filled(shipped: Dataset) -> Iterator[Fake]:
    """A server that holds the layers."""
    with start_fake() as fake:
        fake.store.extend(shipped.quads())
        yield fake


@pytest.fixture
def fake() -> Iterator[Fake]:
    """An empty server."""
    with start_fake() as started:
        yield started


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "muscles"],
        ["query", "muscles", "muscle=GLUTES", "--format", "csv"],
        ["query", "search", "text=ankle"],
        ["query", "schema-org"],
        ["query", "claims", "--layer", "article"],
        ["query", "-e", "SELECT ?m { ?m a br:Muscle } ORDER BY ?m", "--format", "json"],
        ["query", "-e", "ASK { br:nothing ?p ?o }"],
        ["show", "Quadriceps femoris"],
        ["show", "claim-improves-balance"],
        ["show", "knee", "--format", "ttl"],
    ],
    ids=" ".join,
)
def test_server_answers_as_the_shipped_graph(arguments: list[str], filled: Fake) -> None:
    """The same bytes and the same exit code."""
    there, here = _run(*arguments, "--endpoint", f"{filled.url}/query"), _run(*arguments)
    assert (there.stdout, there.stderr, there.returncode) == (
        here.stdout,
        here.stderr,
        here.returncode,
    )
    assert here.stdout


BAD_CALLS = {
    "no address": (["query", "muscles", "--endpoint", "nix"], "is no address of a server"),
    "password": (["query", "muscles", "--endpoint", "http://u:p@a/"], "no user and no password"),
    "data": (
        ["query", "muscles", "--endpoint", "{}", "--data", "a.ttl"],
        "add --data to it with push",
    ),
    "memory": (["query", "muscles", "--endpoint", "{}", "--max-memory", "1G"], "limits of its own"),
    "time": (["query", "muscles", "--endpoint", "{}", "--timeout", "soon"], "is no time"),
    "layer": (
        ["query", "muscles", "--endpoint", "{}", "--layer", "artcle"],
        "Did you mean article",
    ),
    "thing": (["show", "Quadricep", "--endpoint", "{}"], "Did you mean Quadriceps"),
    "value": (["query", "muscles", "muscle=x", "--endpoint", "{}"], "No thing named 'x'"),
    "SPARQL": (["query", "-e", "SELECT {", "--endpoint", "{}"], "-e: http://127.0.0.1:"),
    "another page": (
        ["query", "muscles", "--endpoint", "{}x"],
        "does not offer this at the address",
    ),
    "two roads": (["push", "{}", "--gsp", "{}", "--update", "{}"], "name one"),
    "nothing to push": (["push", "{}", "--no-shipped"], "Nothing to load"),
    "no store": (["push", "{}x"], "takes no graph at /queryx (404). Name its Graph Store Protocol"),
}


@pytest.mark.parametrize("call", BAD_CALLS)
def test_slip_is_told(call: str, filled: Fake) -> None:
    """On standard error, with exit code 2."""
    arguments, says = BAD_CALLS[call]
    run = _run(*(argument.replace("{}", f"{filled.url}/query") for argument in arguments))
    assert (run.returncode, run.stdout) == (2, "")
    assert says in run.stderr


def test_push_tells_of_each_graph(fake: Fake) -> None:
    """And what was already there."""
    place = ["push", f"{fake.url}/store", "--layer", "article", "--layer", "alignment"]
    start = "https://w3id.org/backrun-kg/graph/"
    assert _run(*place).stdout == (
        f"{start}alignment: 122 triples pushed, read back: the same\n"
        f"{start}article: 1,525 triples pushed, read back: the same\n"
    )
    assert _run(*place).stdout == (
        f"{start}alignment: 122 triples already there, read back: the same\n"
        f"{start}article: 1,525 triples already there, read back: the same\n"
    )
    assert len(fake.store) == 122 + 1_525


def test_dry_run_sends_nothing(fake: Fake, tmp_path: Path) -> None:
    """It tells what would be sent."""
    file = tmp_path / "mine.nt"
    file.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    only = ["--no-shipped", "--data", str(file), "--dry-run"]
    graph = "https://w3id.org/backrun-kg/graph/user"
    put, update = f"{fake.url}/store", f"{fake.url}/update"
    encoded = "https%3A%2F%2Fw3id.org%2Fbackrun-kg%2Fgraph%2Fuser"
    assert _run("push", put, *only).stdout == (
        f"{graph}: 1 triple, 26 bytes: PUT {put}?graph={encoded}\n"
    )
    assert _run("push", f"{fake.url}/query", "--update", update, *only).stdout == (
        f"{graph}: 1 triple, 26 bytes: DROP GRAPH and 1 INSERT DATA to {update}\n"
    )
    assert fake.seen == []


def test_graph_that_is_not_the_same_exits_with_1(fake: Fake) -> None:
    """After the others were pushed too."""
    fake.expect(lambda _: True, say(204))
    run = _run("push", f"{fake.url}/store", "--layer", "article", "--layer", "alignment")
    assert run.returncode == 1
    assert "alignment: 122 triples pushed, read back: NOT THE SAME (0 found)" in run.stdout
    assert "article: 1,525 triples pushed, read back: the same" in run.stdout


def test_login_comes_from_the_environment(fake: Fake) -> None:
    """And is asked for where there is none."""
    fake.login = ("digest", "ann", "secret")
    login = {"BACKRUN_KG_USER": "ann", "BACKRUN_KG_PASSWORD": "secret"}
    place = ["push", f"{fake.url}/store", "--layer", "alignment"]
    refused = _run(*place)
    assert refused.returncode == 2
    assert "Set BACKRUN_KG_USER and BACKRUN_KG_PASSWORD" in refused.stderr
    assert _run(*place, **login).returncode == 0


def test_time_is_limited(fake: Fake) -> None:
    """With --timeout."""
    fake.expect(*[lambda handler: handler.rfile.read(1)] * 3)
    run = _run("query", "-e", "ASK {}", "--endpoint", f"{fake.url}/query", "--timeout", "0.3")
    assert run.returncode == 2
    assert "did not answer in time. Allow more with --timeout SECONDS." in run.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process its own peak")
def test_memory_stays_flat(tmp_path: Path) -> None:
    """However large the file: below 100 MiB for 300,000 triples in 50."""
    file = tmp_path / "mine.nt"
    lines = (f'<urn:a> <urn:b> "{n:0150}" .\n' for n in range(300_000))
    file.write_text("".join(lines), encoding="utf-8")
    arguments = ["push", "http://127.0.0.1:1/", "--no-shipped", "--data", str(file), "--dry-run"]
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, *arguments], capture_output=True, text=True, check=True
    )
    assert "300,000 triples" in run.stdout
    assert int(run.stderr.split()[1]) < 100 << 10


def test_much_data_has_a_bar_on_a_terminal(fake: Fake, tmp_path: Path) -> None:
    """Only there, and only on standard error."""
    file = tmp_path / "mine.nt"
    lines = (f'<urn:a> <urn:b> "{n:0200}" .\n' for n in range(45_000))
    file.write_text("".join(lines), encoding="utf-8")
    leader, follower = pty.openpty()
    arguments = ["push", f"{fake.url}/store", "--no-shipped", "--data", str(file)]
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=follower, env=os.environ | NOBODY
    ) as run:
        os.close(follower)
        shown = _read_all(leader)
        assert run.stdout
        assert b"45,000 triples pushed, read back: the same" in run.stdout.read()
    assert b"MB" in shown


def _read_all(terminal: int) -> bytes:
    parts = []
    while True:
        try:
            part = os.read(terminal, 1 << 16)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    os.close(terminal)
    return b"".join(parts)
