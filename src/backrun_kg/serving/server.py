"""The server: opens a port, answers until it is told to stop, and then stops in good order."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from types import FrameType
from typing import NamedTuple

from backrun_kg.dataset import Dataset
from backrun_kg.errors import MissingExtra
from backrun_kg.processes import Limits
from backrun_kg.serving.evaluation import Caps
from backrun_kg.serving.hosts import LOOPBACK, open_socket, write_authority
from backrun_kg.serving.nursery import Nursery, open_nursery
from backrun_kg.serving.sites import MakeSite, Site, receive_site

try:
    import uvicorn

    from backrun_kg.serving.application import make_application
except ImportError as error:
    raise MissingExtra("starlette and uvicorn", "serve") from error

_GRACE = 5
"""How many seconds a query under way may still take when the server is told to stop."""

_MOST_CONNECTIONS = 500
"""Who comes then is turned away: half of the files that a process may commonly have open."""

Announce = Callable[[str], None]


class Settings(NamedTuple):
    """Where to listen, and what a query may take and give."""

    host: str = LOOPBACK
    port: int = 0
    limits: Limits = Limits(timeout=20, memory=512 << 20)
    caps: Caps = Caps()


def serve(
    dataset: Dataset, settings: Settings, announce: Announce, make_site: MakeSite | None = None
) -> None:
    """Answer until SIGTERM or SIGINT; ``announce`` is told the server's address when it is open.

    Raises BackrunError where the port cannot be had, or the system cannot fork.
    """
    listening = open_socket(settings.host, settings.port)
    with closing(listening):
        nursery = open_nursery(dataset, settings.limits, settings.caps, make_site)
        try:
            application = make_application(
                dataset,
                nursery,
                partial(_fetch, nursery) if make_site else None,
                timeout=settings.limits.timeout,
                bound=settings.host,
            )
            address = f"http://{write_authority(settings.host, _port(listening))}/"
            _Server(_configure(application), partial(announce, address)).run(sockets=[listening])
        finally:
            nursery.close()


async def _fetch(nursery: Nursery) -> Site:
    """The site, from the process that makes it."""
    born = await nursery.begin_site()
    reader, writer = await asyncio.open_connection(sock=born.connection, limit=1 << 20)
    try:
        return await receive_site(reader)
    finally:
        writer.close()
        await nursery.end(born.process)


def _port(listening: socket.socket) -> int:
    port: int = listening.getsockname()[1]
    return port


def _configure(application: object) -> uvicorn.Config:
    return uvicorn.Config(
        application,  # type: ignore[arg-type]
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=_GRACE,
    )


class _Server(uvicorn.Server):
    """uvicorn, but it tells when it is ready, and a signal that ends it is no error."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let signals end the server while the block runs; where they came from stays as it is."""
        before = {number: signal.signal(number, self._stop) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.handle_exit(number, frame)


_SIGNALS = (signal.SIGINT, signal.SIGTERM)
