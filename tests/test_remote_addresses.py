"""Addresses of servers: taken apart, checked, and given parameters."""

import pytest

from backrun_kg.errors import BackrunError
from backrun_kg.remote.addresses import follow, read_address, with_parameters


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("http://127.0.0.1:7878/query", ("http", "127.0.0.1", 7878, "/query")),
        (" https://EXAMPLE.org ", ("https", "example.org", 443, "/")),
        ("http://[::1]:80/a?b=c#d", ("http", "::1", 80, "/a?b=c")),
        ("http://a/ü b%20", ("http", "a", 80, "/%C3%BC%20b%20")),
    ],
)
def test_address_is_taken_apart(url: str, read: tuple[str, str, int, str]) -> None:
    """Scheme, host, port and what is asked for."""
    assert read_address(url) == read


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://a:80/b", "http://a"),
        ("https://a:80/b", "https://a:80"),
        ("http://[::1]:81", "http://[::1]:81"),
    ],
)
def test_origin_leaves_the_usual_port_out(url: str, origin: str) -> None:
    """Two spellings of one server are one."""
    assert read_address(url).origin == origin


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nix",
        "/sparql",
        "ftp://a/b",
        "file:///etc/passwd",
        "http://",
        "http://a:b/",
        "http://[/",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """The message repeats it."""
    with pytest.raises(BackrunError, match="is no address of a server"):
        read_address(url)


@pytest.mark.parametrize("url", ["http://ann:secret@a/b", "http://ann@a/b", "https://:secret@a"])
def test_no_login_is_taken_from_an_address(url: str) -> None:
    """The message says where it belongs, and does not repeat it."""
    with pytest.raises(BackrunError, match="Set BACKRUN_KG_USER and BACKRUN_KG_PASSWORD") as caught:
        read_address(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "full"),
    [
        ("http://a/b", "http://a/b?graph=urn%3Aa%26b&x=%C3%BC"),
        ("http://a/b?c=d", "http://a/b?c=d&graph=urn%3Aa%26b&x=%C3%BC"),
    ],
)
def test_parameters_are_encoded(url: str, full: str) -> None:
    """Whatever they hold, they stay parameters."""
    assert with_parameters(url, [("graph", "urn:a&b"), ("x", "ü")]) == full


def test_redirect_within_a_server_is_followed() -> None:
    """Relative to where we are."""
    assert str(follow(read_address("http://a/b/c?d"), "e?f")) == "http://a/b/e?f"


@pytest.mark.parametrize("place", ["http://other/b", "https://a/b", "http://a:81/b", "//other/b"])
def test_redirect_to_another_server_is_refused(place: str) -> None:
    """What was meant for one is not sent to another."""
    with pytest.raises(BackrunError, match="sends us on to http"):
        follow(read_address("http://a/b"), place)


def test_redirect_with_a_login_is_refused_unseen() -> None:
    """A login in it is not repeated."""
    with pytest.raises(BackrunError, match="sends us on to another server"):
        follow(read_address("http://a/b"), "http://ann:secret@a/b")


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.9", True), ("[::1]", True), ("10.0.0.1", False)],
)
def test_this_machine_is_known(host: str, here: bool) -> None:
    """Nothing lies between us and it."""
    assert read_address(f"http://{host}/").is_here == here
