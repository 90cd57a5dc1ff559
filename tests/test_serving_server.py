"""The command: it tells its address, logs beside it, and ends in good order."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from serving_samples import Server, command, start

pytest.importorskip("uvicorn")
pytest.importorskip("starlette")

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) }"


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a server that does not start."""
    done = subprocess.run(command(*arguments), capture_output=True, text=True, timeout=20)
    return done.returncode, done.stdout, done.stderr


def test_address_is_the_only_output() -> None:
    """Whatever else there is to tell is told beside it."""
    with start() as server:
        server.ask("ASK {}")
        server.process.terminate()
        out, err = server.process.communicate(timeout=20)
    assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/", server.address)
    assert out == ""
    line = r"[-0-9]+ [:0-9]+ 127\.0\.0\.1 GET /sparql\?query=ASK%20%7B%7D 200, 27 bytes, [.0-9]+ s"
    assert [re.fullmatch(line, told) is not None for told in err.splitlines()] == [True]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_it_well(number: int) -> None:
    """It was meant to end: no error, and no trace."""
    with start() as server:
        server.process.send_signal(number)
        _, err = server.process.communicate(timeout=20)
    assert server.process.returncode == 0
    assert "Traceback" not in err


def test_query_under_way_still_gets_its_answer() -> None:
    """Told to stop, it lets end what ends soon."""
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?a) < STR(?d)) }"
    found = []
    with start("--layer", "article") as server:
        thread = threading.Thread(target=lambda: found.append(server.ask(text)))
        thread.start()
        time.sleep(0.15)
        server.process.terminate()
        thread.join()
        assert server.process.wait(20) == 0
    assert found[0].status == 200


def test_query_without_end_does_not_keep_it() -> None:
    """After some seconds it goes, and the client is told something or nothing."""
    with start() as server:
        thread = threading.Thread(target=lambda: _ask_in_vain(server))
        thread.start()
        time.sleep(0.5)
        begun = time.monotonic()
        server.process.terminate()
        assert server.process.wait(20) == 0
        thread.join()
    assert time.monotonic() - begun < 10


def _ask_in_vain(server: Server) -> None:
    with suppress(OSError):
        server.ask(SLOW)


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="processes are looked for in /proc")
def test_nothing_is_left_of_a_server_that_was_killed() -> None:
    """The nursery and the workers go with it, also one that is busy."""
    with start() as server:
        threading.Thread(target=lambda: _ask_in_vain(server)).start()
        time.sleep(0.5)
        group = _descendants(server.process.pid)
        server.process.kill()
        server.process.wait(20)
    assert len(group) > 3
    end = time.monotonic() + 5
    while (left := [one for one in group if os.path.exists(f"/proc/{one}")]) and (
        time.monotonic() < end
    ):
        time.sleep(0.05)
    assert left == []


def _descendants(process: int) -> set[int]:
    """The children of a process, theirs, and so on."""
    parents = {}
    for name in filter(str.isdecimal, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{name}/stat").read_text("ascii", errors="replace")
        except OSError:
            continue
        parents[int(name)] = int(stat.rpartition(")")[2].split()[1])
    found = {process}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {process}


def test_pages_are_served() -> None:
    """The first waits until they are made."""
    pytest.importorskip("jinja2")
    with start(site=True) as server:
        home = server.send("GET", "/")
        thing = server.send("GET", "/id/quadriceps", Accept="text/html")
        page = server.send("GET", thing.headers["location"])
    assert (home.status, home.type, page.status, page.type) == (200, "text/html", 200, "text/html")
    assert b"Quadriceps" in page.content


def test_port_in_use_is_told() -> None:
    """With what to do about it."""
    with start() as server:
        code, out, err = run("--port", str(server.port))
    assert (code, out) == (2, "")
    assert err == (
        f"backrun-kg: Cannot listen on 127.0.0.1:{server.port}: Address already in use. "
        "Choose another with --port, or any that is free with --port 0.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--port", "65536"), "Invalid value for '--port'"),
        (("--timeout", "soon"), "--timeout 'soon' is no time"),
        (("--max-memory", "much"), "--max-memory 'much' is no size"),
        (("--max-rows", "0"), "Invalid value for '--max-rows'"),
        (("--layer", "artikel"), "No layer named 'artikel'. Did you mean article?"),
        (("--data", "no-such.ttl"), "no-such.ttl"),
    ],
)
def test_slip_is_told(arguments: tuple[str, ...], told: str) -> None:
    """Before anything is opened."""
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert told in err


def test_malformed_data_are_told(tmp_path: Path) -> None:
    """A file of one's own is read before the port is announced."""
    path = tmp_path / "mine.ttl"
    path.write_text("<http://example.org/a> <http://example.org/b> 1 .\n<a", "utf-8")
    code, out, err = run("--port", "0", "--data", str(path))
    assert (code, out) == (2, "")
    assert "mine.ttl" in err


def test_data_of_ones_own_are_served_too(tmp_path: Path) -> None:
    """As a further graph, which the description names."""
    path = tmp_path / "mine.ttl"
    path.write_text("<http://example.org/a> <http://example.org/b> 1 .\n", "utf-8")
    with start("--data", str(path)) as server:
        answer = server.ask(
            "SELECT ?g { GRAPH ?g { <http://example.org/a> ?p 1 } }", Accept="text/csv"
        )
        told = server.send("GET", "/sparql", Accept="application/n-triples").text
        void = server.send("GET", "/.well-known/void")
    assert answer.text == "g\r\nhttps://w3id.org/backrun-kg/graph/user\r\n"
    assert "<https://w3id.org/backrun-kg/graph/user> ." in told
    assert void.status == 200


@pytest.mark.parametrize("library", ["uvicorn", "starlette"])
def test_missing_extra_is_told(library: str) -> None:
    """By its name, and how to get it."""
    script = (
        f"import sys; sys.modules[{library!r}] = None\n"
        "from backrun_kg import cli; cli.COMMANDS.setdefault('serve', 'serve')\n"
        "sys.argv = ['backrun-kg', 'serve', '--port', '0']; cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == (
        "backrun-kg: This needs starlette and uvicorn. "
        "Install it with: pip install 'backrun-kg[serve]'\n"
    )


def test_stream_of_clients_leaves_memory_flat() -> None:
    """Queries that are none like another, after as many that had it load what it needs."""
    with start("--layer", "article") as server:
        sizes = []
        for block in range(2):
            for number in range(300):
                server.ask(f"ASK {{}} # {block} {number}")
            sizes.append(_resident(server.process.pid))
    assert sizes[1] < 1.05 * sizes[0]


def _resident(process: int) -> int:
    """The memory that a process holds, in pages."""
    return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
