"""Judges a release as an RO-Crate by rocrate-validator, and reads it with rocrate; own environment.

Both look for the context at its address. It is given to them from the package rocrate instead.
"""

import io
import sys
import urllib.request
import urllib.response
from email.message import Message
from pathlib import Path
from typing import Any
from unittest import mock

import requests
import rocrate
import urllib3
from rocrate.rocrate import ROCrate
from rocrate_validator import models, services

HOME, TYPE = "https://w3id.org/ro/crate/", "application/ld+json"
CONTEXT = (Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()


def send(_: requests.Session, request: requests.PreparedRequest, **__: Any) -> requests.Response:
    """Answer a request of the library requests with the context, or that there is nothing."""
    found = str(request.url).startswith(HOME)
    response = requests.Response()
    response.status_code = 200 if found else 404
    response._content = CONTEXT if found else b""
    response.url, response.request = str(request.url), request
    response.headers["Content-Type"] = TYPE
    response.raw = urllib3.HTTPResponse(
        io.BytesIO(CONTEXT), {"Content-Type": TYPE}, 200, preload_content=False
    )
    return response


class Shelf(urllib.request.HTTPSHandler):
    """Answers a request of the standard library with the context."""

    def https_open(self, request: urllib.request.Request) -> Any:
        """The context, whatever version of it is asked for."""
        assert request.full_url.startswith(HOME), request.full_url
        told = Message()
        told["Content-Type"] = TYPE
        answer = urllib.response.addinfourl(io.BytesIO(CONTEXT), told, request.full_url, 200)
        answer.msg = "OK"
        return answer


release = sys.argv[1]
urllib.request.install_opener(urllib.request.build_opener(Shelf))
with mock.patch.object(requests.Session, "send", send):
    wanted = models.ValidationSettings(
        rocrate_uri=release,
        profile_identifier="ro-crate-1.1",
        requirement_severity=models.Severity.REQUIRED,
    )
    result = services.validate(wanted)
for issue in result.get_issues():
    print(issue.severity, issue.check.identifier, issue.message)
crate = ROCrate(release)
files = sum(1 for path in Path(release).rglob("*") if path.is_file())
told = len(crate.data_entities)
print(f"{told} of {files} files told, {len(result.get_issues())} findings")
sys.exit(not result.passed() or not 0 < told <= files)
