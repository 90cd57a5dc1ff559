"""A server for tests of ``serve``: the command itself, in a process of its own, and its answers."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import quote, urlsplit

_SCRIPT = """
from backrun_kg import cli
from backrun_kg.commands import serve
if {bare}:
    serve._site = lambda: None
cli.main()
"""


def command(*arguments: str, site: bool = False) -> list[str]:
    """The command with these arguments; the site takes long to make and is left out mostly."""
    return [sys.executable, "-c", _SCRIPT.format(bare=not site), "serve", *arguments]


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()

    @property
    def type(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


class Server(NamedTuple):
    """A server under way."""

    process: subprocess.Popen[str]
    address: str

    @property
    def port(self) -> int:
        """The port it listens on."""
        return urlsplit(self.address).port or 0

    def send(
        self, method: str, path: str, body: bytes | str | None = None, /, **headers: str
    ) -> Answer:
        """The answer to one request, with these headers and no other but Host and the length."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        content = body.encode() if isinstance(body, str) else body
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, "Host" in given, skip_accept_encoding=True)
        for name, value in given.items():
            connection.putheader(name, value)
        if content is not None:
            connection.putheader("Content-Length", str(len(content)))
        connection.endheaders(content)
        with connection.getresponse() as response:
            told = {name.lower(): value for name, value in response.getheaders()}
            answer = Answer(response.status, told, response.read())
        connection.close()
        return answer

    def ask(self, text: str, /, **headers: str) -> Answer:
        """The answer to a query by GET."""
        return self.send("GET", f"/sparql?query={quote(text)}", **headers)


@contextmanager
def start(*arguments: str, site: bool = False) -> Iterator[Server]:
    """A server with these arguments, on a port that is free, until the block ends."""
    with subprocess.Popen(
        command("--port", "0", *arguments, site=site),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            yield Server(process, address)
        finally:
            process.terminate()
            process.communicate(timeout=20)
