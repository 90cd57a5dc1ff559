"""HTTP with servers: bounded in time and size, patient with busy ones, let in where we may."""

import io
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backrun_kg.errors import BackrunError, LimitReached
from backrun_kg.remote import wire as module
from backrun_kg.remote.connections import FilePart, Reply, ServerFailure
from backrun_kg.remote.credentials import find_login
from backrun_kg.remote.wire import Wire
from servers.fake import Fake, Handler, cut_short, drip, go_on, hang_up, say, start_fake

ASK = "/query?query=ASK%7B%7D"
TRUE = b'{"head":{},"boolean":true}'


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No login from outside, and no long wait."""
    for name in ("BACKRUN_KG_USER", "BACKRUN_KG_PASSWORD", "BACKRUN_KG_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setattr(module, "_FIRST_WAIT", 0.001)


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A server that answers, until it is told otherwise."""
    with start_fake() as started:
        yield started


def _get(fake: Fake, path: str = ASK, timeout: float = 10, most: int = 1 << 20) -> Reply:
    wire = Wire(timeout)
    try:
        return wire.send("GET", fake.url + path, most=most)
    finally:
        wire.close()


def test_answer_comes_back(fake: Fake) -> None:
    """Status, media type and body."""
    reply = _get(fake)
    assert (reply.status, reply.media_type, reply.body) == (
        200,
        "application/sparql-results+json",
        TRUE,
    )


def test_we_say_who_we_are(fake: Fake) -> None:
    """An operator who sees us in a log knows whom to ask."""
    _get(fake)
    assert fake.seen[0].headers["User-Agent"].startswith("backrun-kg/")


@pytest.mark.parametrize("status", [429, 502, 503])
def test_busy_server_is_asked_again(status: int, fake: Fake) -> None:
    """Until it has time."""
    fake.expect(say(status), say(status), go_on)
    assert (_get(fake).body, len(fake.seen)) == (TRUE, 3)


def test_busy_server_is_left_alone_in_the_end(fake: Fake) -> None:
    """Five tries, and what it said last."""
    fake.expect(*[say(503, b"full")] * 9)
    assert (_get(fake).status, len(fake.seen)) == (503, 5)


@pytest.mark.parametrize("status", [400, 401, 404, 500])
def test_other_failures_are_not_repeated(status: int, fake: Fake) -> None:
    """A second try would change nothing."""
    fake.expect(say(status))
    if status == 401:
        with pytest.raises(ServerFailure):
            _get(fake)
    else:
        _get(fake)
    assert len(fake.seen) == 1


def test_server_says_how_long_to_wait(fake: Fake) -> None:
    """Its word counts, in seconds."""
    fake.expect(say(503, headers={"Retry-After": "1"}), go_on)
    start = time.monotonic()
    _get(fake)
    assert 1 <= time.monotonic() - start < 3


@pytest.mark.parametrize(
    "wait", ["3600", "Fri, 31 Dec 9999 23:59:59 GMT"], ids=["seconds", "a date"]
)
def test_long_wait_is_not_waited(wait: str, fake: Fake) -> None:
    """The caller is told instead."""
    fake.expect(say(429, headers={"Retry-After": wait}))
    with pytest.raises(LimitReached, match="is busy and wants us back in"):
        _get(fake)


@pytest.mark.parametrize("wait", ["soon", "-1", "Fri, 31 Dec 1999 23:59:59 GMT"])
def test_senseless_wait_is_overlooked(wait: str, fake: Fake) -> None:
    """It is asked again as one that says nothing."""
    fake.expect(say(503, headers={"Retry-After": wait}), go_on)
    assert _get(fake).body == TRUE


@pytest.mark.parametrize("trouble", [hang_up, cut_short], ids=["at once", "in the middle"])
def test_broken_connection_is_opened_again(trouble: Callable[[Handler], None], fake: Fake) -> None:
    """Once the server was reached, it is worth more tries."""
    wire = Wire(10)
    wire.send("GET", fake.url + ASK)
    fake.expect(trouble, trouble, go_on)
    assert wire.send("GET", fake.url + ASK).body == TRUE
    wire.close()


def test_server_that_never_answered_is_not_asked_again(fake: Fake) -> None:
    """It is more likely the wrong one."""
    fake.expect(hang_up, hang_up)
    with pytest.raises(ServerFailure, match="broke the connection"):
        _get(fake)
    assert len(fake.seen) == 1


def test_idle_connection_that_was_closed_is_no_failure(fake: Fake) -> None:
    """A server may close a connection between two requests."""
    wire = Wire(10)
    fake.expect(say(200, b"1", headers={"Connection": "keep-alive"}))
    wire.send("GET", fake.url + ASK)
    fake.expect(hang_up)
    assert wire.send("GET", fake.url + ASK).body == TRUE
    wire.close()


def test_refused_connection_is_told() -> None:
    """With what to look at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(ServerFailure, match="Does the server run, and at this port"):
        Wire(5).send("GET", url)


def test_what_speaks_no_http_is_told() -> None:
    """A database's own port, for example."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_greet, args=(listening,))
        thread.start()
        with pytest.raises(ServerFailure, match="does not speak HTTP"):
            Wire(5).send("GET", f"http://127.0.0.1:{listening.getsockname()[1]}/")
        thread.join()


def _greet(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    connection.recv(1000)
    connection.sendall(b"\x00\x01 welcome to my database\r\n")
    connection.close()


def test_time_is_up_while_the_server_thinks(fake: Fake) -> None:
    """A silent server does not hold us."""
    fake.expect(lambda _: time.sleep(2))
    with pytest.raises(LimitReached, match="did not answer in time"):
        _get(fake, timeout=0.2)


def test_time_is_up_while_the_answer_drips(fake: Fake) -> None:
    """Nor does one that says a letter now and then."""
    fake.expect(drip)
    start = time.monotonic()
    with pytest.raises(LimitReached, match="did not answer in time"):
        _get(fake, timeout=0.3)
    assert time.monotonic() - start < 2


def test_answer_may_be_too_large(fake: Fake) -> None:
    """It is not read to its end."""
    fake.expect(say(200, b" " * 3_000_000))
    with pytest.raises(LimitReached, match="larger than 1 MiB"):
        _get(fake)


def test_message_of_a_failure_is_read_in_part(fake: Fake) -> None:
    """A large one is no answer, and not kept."""
    fake.expect(say(500, b" " * 3_000_000))
    assert len(_get(fake).body) == 1 << 16


def test_answer_goes_into_a_file(fake: Fake) -> None:
    """Then memory holds none of it; what a broken try left there is gone."""
    wire, file = Wire(10), io.BytesIO()
    wire.send("GET", fake.url + ASK, into=file)
    fake.expect(cut_short, go_on)
    reply = wire.send("GET", fake.url + ASK, into=file)
    assert (reply.body, file.getvalue()) == (b"", TRUE)
    wire.close()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect_is_followed_within_a_server(status: int, fake: Fake) -> None:
    """With the same method and body."""
    fake.expect(say(status, headers={"Location": "new"}), say(200))
    wire = Wire(10)
    wire.send("POST", f"{fake.url}/old", {"Content-Type": "text/plain"}, b"x")
    assert [(r.method, r.path, r.body) for r in fake.seen] == [
        ("POST", "/old", b"x"),
        ("POST", "/new", b"x"),
    ]
    wire.close()


def test_redirect_to_what_came_of_it_is_a_get(fake: Fake) -> None:
    """303 says: look there."""
    fake.expect(say(303, headers={"Location": ASK}))
    wire = Wire(10)
    assert wire.send("POST", f"{fake.url}/old", {}, b"x").body == TRUE
    wire.close()


def test_redirect_to_another_server_is_refused(fake: Fake) -> None:
    """Even one on this machine, since the port is another."""
    fake.expect(say(307, headers={"Location": "http://127.0.0.1:1/"}))
    with pytest.raises(BackrunError, match=r"sends us on to http://127\.0\.0\.1:1/"):
        _get(fake)


def test_redirects_have_an_end(fake: Fake) -> None:
    """A circle is told."""
    fake.expect(*[say(307, headers={"Location": ASK})] * 20)
    with pytest.raises(ServerFailure, match="sends us on without end"):
        _get(fake)


@pytest.mark.parametrize("kind", ["basic", "digest"])
def test_user_is_let_in(kind: str, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password waits until the server asks for it, and is not asked for twice."""
    fake.login = (kind, "ann", "secret")
    monkeypatch.setenv("BACKRUN_KG_USER", "ann")
    monkeypatch.setenv("BACKRUN_KG_PASSWORD", "secret")
    wire = Wire(10)
    replies = [wire.send("GET", fake.url + ASK).status for _ in range(2)]
    wire.close()
    logins = [seen.headers.get("Authorization", "none").split()[0] for seen in fake.seen]
    assert (replies, logins) == ([200, 200], ["none", kind.title(), kind.title()])


def test_digest_does_not_show_the_password(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nowhere in what is sent."""
    fake.login = ("digest", "ann", "secret")
    monkeypatch.setenv("BACKRUN_KG_USER", "ann")
    monkeypatch.setenv("BACKRUN_KG_PASSWORD", "secret")
    _get(fake)
    assert "secret" not in str(fake.seen)


def test_digest_goes_before_basic(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a server takes either."""
    fake.login = ("digest", "ann", "secret")
    monkeypatch.setenv("BACKRUN_KG_USER", "ann")
    monkeypatch.setenv("BACKRUN_KG_PASSWORD", "secret")
    both = 'Basic realm="r", Digest realm="r", nonce="dcd98b7102dd", qop="auth,auth-int"'
    fake.expect(say(401, headers={"WWW-Authenticate": both}))
    _get(fake)
    assert fake.seen[1].headers["Authorization"].startswith("Digest ")


def test_stale_nonce_is_taken_anew(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server may change it at any time."""
    fake.login = ("digest", "ann", "secret")
    monkeypatch.setenv("BACKRUN_KG_USER", "ann")
    monkeypatch.setenv("BACKRUN_KG_PASSWORD", "secret")
    old = 'Digest realm="r", nonce="old", qop="auth"'
    fake.expect(say(401, headers={"WWW-Authenticate": old}))
    fresh = 'Digest realm="r", nonce="dcd98b7102dd", qop="auth", stale=true'
    fake.expect(say(401, headers={"WWW-Authenticate": fresh}))
    assert _get(fake).status == 200


def test_token_is_sent_at_once(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is meant for the server that was named."""
    fake.login = ("bearer", "", "abc")
    monkeypatch.setenv("BACKRUN_KG_TOKEN", "abc")
    assert (_get(fake).status, len(fake.seen)) == (200, 1)


def test_netrc_lets_us_in(fake: Fake) -> None:
    """A line for the host."""
    fake.login = ("basic", "bob", "word")
    _write_netrc("machine 127.0.0.1 login bob password word\n")
    assert _get(fake).status == 200


def _write_netrc(text: str) -> None:
    path = Path(os.environ["NETRC"])
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({}, "Set BACKRUN_KG_USER and BACKRUN_KG_PASSWORD, or BACKRUN_KG_TOKEN"),
        ({"USER": "ann", "PASSWORD": "wrong"}, "refuses the user 'ann' of BACKRUN_KG_USER"),
        ({"TOKEN": "wrong"}, "refuses the token of BACKRUN_KG_TOKEN"),
    ],
    ids=["nobody", "a user", "a token"],
)
def test_closed_door_is_told(
    variables: dict[str, str], says: str, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to set, and without what was set."""
    fake.login = ("digest", "ann", "secret")
    for name, value in variables.items():
        monkeypatch.setenv(f"BACKRUN_KG_{name}", value)
    with pytest.raises(ServerFailure, match=says) as caught:
        _get(fake)
    assert "wrong" not in str(caught.value)


def test_unknown_kind_of_login_is_told(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not as if the password were wrong."""
    monkeypatch.setenv("BACKRUN_KG_USER", "ann")
    fake.expect(say(401, headers={"WWW-Authenticate": "Negotiate"}))
    with pytest.raises(ServerFailure, match="a login of another kind than Basic"):
        _get(fake)


def test_malformed_netrc_is_told() -> None:
    """By its name and what is wrong."""
    _write_netrc("frob a\n")
    with pytest.raises(BackrunError, match="netrc cannot be read"):
        find_login("a")


def test_token_of_odd_characters_is_refused(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """None could add a header of its own."""
    monkeypatch.setenv("BACKRUN_KG_TOKEN", "a\r\nHost: b")
    with pytest.raises(BackrunError, match="characters that no token has"):
        _get(fake)


def test_part_of_a_file_is_sent_again_from_its_start(fake: Fake, tmp_path: Path) -> None:
    """After a broken connection, and with its progress told."""
    path, told = tmp_path / "f", list[int]()
    path.write_bytes(b"012<urn:a> <urn:b> <urn:c> .\n789")
    wire = Wire(10)
    wire.send("GET", fake.url + ASK)
    fake.expect(hang_up, go_on)
    with path.open("rb") as file:
        part = FilePart(file, 3, 26, told.append)
        url, kind = f"{fake.url}/store?graph=urn:g", {"Content-Type": "application/n-triples"}
        assert wire.send("PUT", url, kind, part).status == 204
    wire.close()
    assert (fake.seen[-1].body, told) == (b"<urn:a> <urn:b> <urn:c> .\n", [29, 29])


def test_proxy_is_used_for_other_machines(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that the environment names; it is asked with the whole address."""
    monkeypatch.setenv("http_proxy", fake.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    fake.expect(say(200, b"from afar"))
    wire = Wire(10)
    assert wire.send("GET", "http://example.org/sparql?a=b").body == b"from afar"
    assert fake.seen[0].path == "/sparql"
    wire.close()


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY"])
def test_proxy_is_not_used_for_this_machine(
    name: str, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing lies between us and it."""
    monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert _get(fake).body == TRUE


def test_server_without_tls_is_told(fake: Fake) -> None:
    """An address may say https by mistake."""
    with pytest.raises(ServerFailure, match="Is it http rather than https"):
        Wire(5).send("GET", fake.url.replace("http:", "https:"))


def test_unknown_host_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, and without a second try."""

    def fail(*_: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "create_connection", fail)
    with pytest.raises(ServerFailure, match=r"is no known host\. Is the address right"):
        Wire(5).send("GET", "http://no-such-host.example/")
