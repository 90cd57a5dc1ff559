"""A real browser for tests: Chromium, driven over a pipe in its own protocol, page by page.

Tests that need it are skipped where it is not installed, and so are those that need axe-core,
unless BACKRUN_REQUIRE_BROWSER=1 says that both must be there. axe-core is looked for in
``node_modules`` of the folder that BACKRUN_AXE names, or of the one where the tests are started.
"""

import json
import os
import select
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

REQUIRED = os.environ.get("BACKRUN_REQUIRE_BROWSER") == "1"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

AXE = Path(os.environ.get("BACKRUN_AXE") or ".", "node_modules/axe-core/axe.min.js").absolute()

needs_browser = pytest.mark.skipif(
    CHROMIUM is None and not REQUIRED, reason="chromium is not installed"
)
needs_axe = pytest.mark.skipif(
    not (AXE.exists() or REQUIRED), reason="axe-core is not installed (BACKRUN_AXE)"
)

MARKED = 'kg:x a br:Muscle ; skos:prefLabel "<img src=x onerror=alert(1)>"@en .'
"""A thing whose name is markup that would run."""

_PATIENCE = 60
"""Seconds that the browser may be silent while something is expected of it."""

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--remote-debugging-pipe",
)
_COMPLAINTS = {"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"}

Event = dict[str, Any]


@contextmanager
def open_tab(factory: pytest.TempPathFactory) -> Iterator["Browser"]:
    """A tab of a browser that knows nothing yet, until the block ends."""
    tab = Browser(str(factory.mktemp("profile")))
    try:
        yield tab
    finally:
        tab.close()


class Browser:
    """One tab of Chromium, and what it has to say of the page it shows."""

    def __init__(self, profile: str) -> None:
        assert CHROMIUM, "chromium is not installed"
        to_browser, self._send = os.pipe()
        receive, from_browser = os.pipe()
        self._receive = os.fdopen(receive, "rb")
        script = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
        command = [
            "bash",
            "-c",
            script,
            "bash",
            CHROMIUM,
            *_FLAGS,
            f"--user-data-dir={profile}",
        ]
        self._process = subprocess.Popen(
            command,
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": "disabled:"},
        )
        os.close(to_browser)
        os.close(from_browser)
        self._numbers = count(1)
        self._session = ""
        self._left = b""
        self.events: list[Event] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: object) -> Event:
        """Call a method of the protocol and wait for its result."""
        number = next(self._numbers)
        message: Event = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        reply = self._wait(lambda event: event.get("id") == number)
        assert "error" not in reply, reply
        result: Event = reply["result"]
        return result

    def open(self, address: str, *, width: int = 1200, scripts: bool = True) -> None:
        """Show a page and wait until it is loaded."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        for url in ("about:blank", address):  # a new page, also where only its fragment is new
            self.events.clear()
            self.call("Page.navigate", url=url)
            self._wait(lambda event: event.get("method") == "Page.loadEventFired")

    def run(self, script: str) -> Any:
        """The value of an expression in the page, a promise's when it is kept."""
        told = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def look(self, media: str = "", scheme: str = "light") -> None:
        """Show pages for a medium, such as print, and in light or dark."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)

    def examine(self) -> list[str]:
        """What axe-core has against the page as it is shown: its rules, each with a place."""
        self.run(f"{AXE.read_text('utf-8')}; 0")
        found: list[str] = self.run(
            "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map("
            "({ id, nodes }) => `${id}: ${nodes.length}, ${nodes[0].target}`))"
        )
        return found

    def ask(self, page: str, **told: str) -> str:
        """What the page that asks says to a query, in a page that is open already if it can be."""
        address = f"{page}#{urlencode(told)}"
        shown = self.run("location.href")
        if shown.partition("#")[0] == page and shown != address:
            self.events.clear()
            self.run(f"at('told').textContent = ''; location.href = {json.dumps(address)}; 0")
        else:
            self.open(address)
        self.wait_for("!/^(Asking.*|)$/.test(at('told').textContent)")
        said: str = self.run("at('told').textContent")
        return said

    def download(self, click: str, folder: Path) -> str:
        """The content of the file that a click saves, its lines as they were ended."""
        told = {"behavior": "allow", "downloadPath": str(folder), "eventsEnabled": True}
        self.call("Browser.setDownloadBehavior", **told)
        self.run(f"document.querySelector({json.dumps(click)}).click()")
        begun = self._wait(lambda event: event.get("method") == "Browser.downloadWillBegin")
        self._wait(lambda event: event.get("params", {}).get("state") == "completed")
        name: str = begun["params"]["suggestedFilename"]
        return (folder / name).read_bytes().decode()

    def wait_for(self, condition: str) -> None:
        """Wait until an expression is true, at most ten seconds."""
        kept = self.run(
            "new Promise((done) => { let left = 200; const look = () => "
            f"({condition}) ? done(true) : left-- ? setTimeout(look, 50) : done(false); look(); }})"
        )
        assert kept, condition

    def complaints(self) -> list[str]:
        """What the page wrote to the console, mostly errors."""
        return [json.dumps(e["params"]) for e in self.events if e.get("method") in _COMPLAINTS]

    def requests(self) -> list[str]:
        """The addresses that the page asked for."""
        asked = (e for e in self.events if e.get("method") == "Network.requestWillBeSent")
        return [event["params"]["request"]["url"] for event in asked]

    def close(self) -> None:
        """End the browser."""
        self._process.terminate()
        self._process.wait(10)
        os.close(self._send)
        self._receive.close()

    def _wait(self, found: Callable[[Event], bool]) -> Event:
        seen = next((event for event in self.events if found(event)), None)
        while seen is None:
            event = self._read()
            self.events.append(event)
            seen = event if found(event) else None
        return seen

    def _read(self) -> Event:
        while b"\0" not in self._left:
            ready, _, _ = select.select([self._receive], [], [], _PATIENCE)
            assert ready, f"the browser said nothing for {_PATIENCE} s"
            part = os.read(self._receive.fileno(), 1 << 16)
            assert part, "the browser has ended"
            self._left += part
        message, _, self._left = self._left.partition(b"\0")
        event: Event = json.loads(message)
        return event
