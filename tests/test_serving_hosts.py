"""Hosts: only requests that name this machine are answered, and ports are had or not."""

import socket

import pytest

from backrun_kg.errors import BackrunError
from backrun_kg.serving.hosts import is_known, open_socket

ANY = "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize(
    "header",
    [
        "localhost",
        "localhost:8000",
        "LocalHost:1",
        "127.0.0.1",
        "127.0.0.1:8000",
        "127.0.0.2:1",
        "[::1]",
        "[::1]:8000",
    ],
)
def test_name_of_this_machine_is_known(header: str) -> None:
    """Whatever the port: it may be forwarded."""
    assert is_known(header, "127.0.0.1")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "example.org",
        "example.org:8000",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "127.0.0.1@example.org",
        "localhost@example.org",
        "192.0.2.1:8000",
        "[2001:db8::1]",
        ANY,
        "localhost:x",
        "localhost, example.org",
    ],
)
def test_foreign_name_is_not_known(header: str) -> None:
    """A page elsewhere, whose name was made to lead here, may not ask."""
    assert not is_known(header, "127.0.0.1")


@pytest.mark.parametrize(
    ("header", "bound", "known"),
    [
        ("192.0.2.1:80", "192.0.2.1", True),
        ("192.0.2.2:80", "192.0.2.1", False),
        ("localhost", "192.0.2.1", False),
        ("kg.example.org", "kg.example.org", True),
        ("192.0.2.2", ANY, True),
        ("[2001:db8::1]:80", "::", True),
        ("localhost", ANY, True),
        ("example.org", ANY, False),
    ],
)
def test_other_address_is_known_by_itself(header: str, bound: str, known: bool) -> None:
    """On another address its own name counts; on all of them any number, but no name."""
    assert is_known(header, bound) is known


def test_port_zero_is_any_that_is_free() -> None:
    """The system chooses."""
    with open_socket("127.0.0.1", 0) as listening:
        assert listening.getsockname()[1] > 0


def test_asyncio_sends_at_once_on_what_is_accepted() -> None:
    """Only of a socket that names its protocol does asyncio know that it may."""
    with open_socket("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.1", "no such host"])
def test_port_that_cannot_be_had_is_told(host: str) -> None:
    """Taken, on an address of another machine, or of none; the message says what to choose."""
    with open_socket("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BackrunError) as caught:
            open_socket(host, port)
    assert str(caught.value).startswith(f"Cannot listen on {host}:{port}: ")
    assert str(caught.value).endswith(" or any that is free with --port 0.")
