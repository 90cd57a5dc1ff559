"""Real servers, started for tests on free ports of this machine, and stopped for certain.

They are found on the PATH or by environment variables. Where one is missing its tests are skipped,
unless BACKRUN_REQUIRE_SERVERS=1 says that it must be there.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest

HERE = Path(__file__).parent
COMUNICA = "@comunica/query-sparql"

_BUNDLES = "org/apache/jena/ext/xerces/"
_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
MaxClientConnections = 10
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
"""


class Server(NamedTuple):
    """Where a server is asked, takes graphs and takes updates, and how it lets us in."""

    name: str
    query: str
    gsp: str = ""
    update: str = ""
    login: tuple[str, str] | None = None


def find_program(name: str, variable: str) -> str:
    """The path of a program: as a variable says, beside Python, or on the PATH."""
    beside = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
    path = os.environ.get(variable) or shutil.which(name, path=beside)
    return path or _miss(f"{name} is not installed, nor named by {variable}")


def find_folder(name: str, variable: str, usual: str) -> Path:
    """The folder that holds a file: the one that a variable names, or the usual one."""
    folder = Path(os.environ.get(variable, usual))
    if not (folder / name).exists():
        _miss(f"there is no {name} in {folder}, nor in what {variable} names")
    return folder


def _miss(told: str) -> str:
    if os.environ.get("BACKRUN_REQUIRE_SERVERS") == "1":
        pytest.fail(told)
    pytest.skip(told)


@contextmanager
def start_oxigraph(folder: Path, *options: str) -> Iterator[Server]:
    """Oxigraph, empty and in memory."""
    program, port = find_program("oxigraph", "BACKRUN_OXIGRAPH"), _find_port()
    url = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", *options]
    with _run(command, folder, url):
        yield Server("oxigraph", f"{url}/query", f"{url}/store", f"{url}/update")


@contextmanager
def start_virtuoso(folder: Path) -> Iterator[Server]:
    """Virtuoso, empty, with the limit on rows that it has as it is installed."""
    program, sql, http = find_program("virtuoso-t", "BACKRUN_VIRTUOSO"), _find_port(), _find_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=sql, http=http), encoding="utf-8")
    url = f"http://127.0.0.1:{http}/sparql"
    with _run([program, "+configfile", "virtuoso.ini", "+foreground"], folder, url):
        gsp = f"{url}-graph-crud-auth"
        yield Server("virtuoso", url, gsp, f"{url}-auth", ("dba", "dba"))


@contextmanager
def start_jena(folder: Path, quads: Path) -> Iterator[Server]:
    """Jena's ARQ over a file of quads; Debian has no server of it, so a small one is ours."""
    jars = find_folder("jena-arq.jar", "BACKRUN_JENA", "/usr/share/java")
    _unpack_bundles(jars / "jena-core.jar", folder)
    java, port = find_program("java", "BACKRUN_JAVA"), _find_port()
    path = f"{folder}{os.pathsep}{jars}{os.sep}*"
    arguments = [str(HERE / "JenaEndpoint.java"), str(port), str(quads)]
    url = f"http://127.0.0.1:{port}/sparql"
    with _run([java, "-Xmx700m", "-cp", path, *arguments], folder, f"{url}?query=ASK%7B%7D"):
        yield Server("jena", url)


def federate(urls: Sequence[str], lines: str) -> str:
    """What Comunica answers to queries over some endpoints; see ``federate.js``."""
    folder = find_folder(f"node_modules/{COMUNICA}", "BACKRUN_COMUNICA", ".")
    node = find_program("node", "BACKRUN_NODE")
    library = str(folder.resolve() / "node_modules" / COMUNICA)
    command = [node, str(HERE / "federate.js"), library, *urls]
    run = subprocess.run(
        command, input=lines, capture_output=True, text=True, check=True, timeout=300
    )
    return run.stdout


@contextmanager
def _run(command: list[str], folder: Path, url: str) -> Iterator[None]:
    """Run a server until the block ends; the block begins when it answers."""
    with (folder / "log").open("w+b") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _wait(process, url, folder / "log")
            yield
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until, opener = time.monotonic() + 60, build_opener(ProxyHandler({}))
    while time.monotonic() < until and process.poll() is None:
        with suppress(URLError, ConnectionError), opener.open(url, timeout=10):
            return
        time.sleep(0.1)
    told = log.read_text(encoding="utf-8", errors="replace")[-2_000:]
    pytest.fail(f"{process.args!r} does not start: {told}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
            return


def _find_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _unpack_bundles(jar: Path, folder: Path) -> None:
    """Put Jena's messages where Debian's build of it looks for them."""
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            if name.startswith(_BUNDLES) and name.endswith(".properties"):
                place = folder / "xerces" / name.removeprefix(_BUNDLES)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(archive.read(name))
