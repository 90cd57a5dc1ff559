"""Who we are to a server: from the environment or netrc, never from an address or an option.

A token goes with every request to the server that was named. A user and a password wait until the
server asks for them, and Digest, which does not show the password, goes before Basic.
"""

import os
import re
from typing import NamedTuple
from urllib.request import (
    AbstractDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from backrun_kg.errors import BackrunError

USER, PASSWORD, TOKEN = "BACKRUN_KG_USER", "BACKRUN_KG_PASSWORD", "BACKRUN_KG_TOKEN"
"""The environment variables that say who we are."""

HOW_TO_LOG_IN = f"Set {USER} and {PASSWORD}, or {TOKEN}, or give the host a line in ~/.netrc."

_SCHEMES = re.compile(r"(?:^|,)\s*(basic|digest|bearer|negotiate|ntlm)\b", re.IGNORECASE)


class Login(NamedTuple):
    """A user, a password, and where they come from, for messages."""

    user: str
    password: str
    place: str


class Authority:
    """What we send to one server so that it lets us in."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._token = _read_token()
        self._digest: AbstractDigestAuthHandler | None = None
        self._challenge: dict[str, str] = {}
        self._basic: str | None = None
        self._tried = False

    def header(self, method: str, url: str) -> str | None:
        """What to send as Authorization, if anything, given what the server asked for so far."""
        if self._token:
            return f"Bearer {self._token}"
        if self._digest:
            request = Request(url, method=method)  # noqa: S310 - nothing is opened
            return f"Digest {self._digest.get_authorization(request, self._challenge)}"
        return self._basic

    def learn(self, asked: list[str], url: str) -> bool:
        """Take up what WWW-Authenticate asks for; False where a second try would change nothing."""
        login = None if self._token else find_login(self._host)
        challenges = _read_challenges(asked)
        digest = challenges.get("digest", {})
        if login is None or (self._tried and digest.get("stale", "").lower() != "true"):
            return False
        self._tried = True
        if digest and login.user.isascii() and login.password.isascii():
            passwords = HTTPPasswordMgrWithDefaultRealm()
            passwords.add_password(None, url, login.user, login.password)
            self._digest, self._challenge = AbstractDigestAuthHandler(passwords), digest
        elif "basic" in challenges:
            from base64 import b64encode

            self._basic = f"Basic {b64encode(f'{login.user}:{login.password}'.encode()).decode()}"
        return bool(self._digest or self._basic)

    def settle(self) -> None:
        """The server let us in; should it ask again later, for a new nonce, that is worth a try."""
        self._tried = False

    def explain(self) -> str:
        """What to do about a server that does not let us in."""
        if self._token:
            return f"It refuses the token of {TOKEN}."
        login = find_login(self._host)
        if login is None:
            return HOW_TO_LOG_IN
        if self._digest or self._basic:
            return f"It refuses the user '{login.user}' of {login.place}, or the password."
        return "It asks for a login of another kind than Basic, Digest (MD5) or Bearer."


def find_login(host: str) -> Login | None:
    """The user and password for a host: those of the environment, or netrc's. Raises BackrunError.

    >>> find_login("192.0.2.1") is None
    True
    """
    if user := os.environ.get(USER):
        return Login(user, os.environ.get(PASSWORD, ""), USER)
    path = os.environ.get("NETRC") or os.path.expanduser("~/.netrc")
    if not os.path.isfile(path):
        return None
    from netrc import NetrcParseError, netrc

    try:
        found = netrc(path).authenticators(host)
    except (NetrcParseError, OSError, UnicodeDecodeError) as error:
        told = getattr(error, "msg", None) or getattr(error, "strerror", None) or error
        raise BackrunError(f"{path} cannot be read: {told}.") from error
    return Login(found[0], found[2] or "", path) if found else None


def _read_token() -> str | None:
    token = os.environ.get(TOKEN, "").strip()
    if not (token.isascii() and token.isprintable()):
        raise BackrunError(f"{TOKEN} holds characters that no token has.")
    return token or None


def _read_challenges(asked: list[str]) -> dict[str, dict[str, str]]:
    """The parameters of each kind of challenge; a header may hold several, and come twice."""
    found: dict[str, dict[str, str]] = {}
    for header in asked:
        parts = _SCHEMES.split(header)[1:]
        for scheme, rest in zip(parts[::2], parts[1::2], strict=True):
            pairs = [part for part in parse_http_list(rest) if "=" in part]
            challenge = {key.lower(): value for key, value in parse_keqv_list(pairs).items()}
            if scheme.lower() != "digest":
                found[scheme.lower()] = challenge
            elif _is_known(challenge):
                known = {"algorithm": challenge.get("algorithm", "MD5").upper()}
                known |= {"qop": "auth"} if "qop" in challenge else {}
                found["digest"] = challenge | known
    return found


def _is_known(challenge: dict[str, str]) -> bool:
    """Whether the library can compute this Digest."""
    offered = [part.strip() for part in challenge.get("qop", "auth").split(",")]
    named = challenge.get("algorithm", "MD5").upper() in ("MD5", "SHA")
    return named and "auth" in offered and "realm" in challenge and "nonce" in challenge
