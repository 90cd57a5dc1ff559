"""`serve`: the graph as a SPARQL endpoint, linked data and pages, on this machine."""

import logging
import sys
from functools import partial
from typing import Any

import click

from backrun_kg.commands.shared import data_options


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Listen here; 0 takes any that is free.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen on this address.")
@click.option("--timeout", metavar="SECONDS", help="End a query after this long (default 20).")
@click.option(
    "--max-memory", metavar="SIZE", help="End one that needs more than this (default 512M)."
)
@click.option("--max-rows", type=click.IntRange(1), default=100_000, show_default=True)
@data_options
def serve(
    port: int,
    host: str,
    timeout: str | None,
    max_memory: str | None,
    max_rows: int,
    **data: Any,
) -> None:
    """Serve the graph: a SPARQL endpoint at /sparql, linked data and pages.

    The address is printed when the server is ready. It can be reached from this machine only,
    unless you give another address with --host. It takes no updates. Ctrl-C ends it.

    \b
    Examples:
      backrun-kg serve
      backrun-kg serve --port 0 --data my.ttl
    """
    from backrun_kg.dataset import load
    from backrun_kg.serving.evaluation import Caps
    from backrun_kg.serving.server import Settings, serve
    from backrun_kg.worker import read_limits

    _log_to_stderr()
    limits = read_limits(timeout or "20", max_memory or "512M")
    settings = Settings(host, port, limits, Caps(rows=max_rows))
    serve(load(**data), settings, click.echo, _site())


def _site() -> Any:
    """The function that makes the pages; they ask the endpoint beside them."""
    from backrun_kg.site import make_site

    return partial(make_site, endpoint="sparql")


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    log = logging.getLogger("backrun_kg.serving")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
