"""`push`: the layers into a server, as named graphs."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from backrun_kg.commands.shared import data_options, fall_short, write

if TYPE_CHECKING:
    from backrun_kg.remote.pushing import Place, Pushed
    from backrun_kg.remote.spool import GraphFile

_WORTH_A_BAR = 1 << 23
"""The bytes from which on a person may like to see how far it is."""


@click.command()
@click.argument("url")
@click.option("--gsp", metavar="URL", help="Its Graph Store Protocol; the argument is then SPARQL.")
@click.option("--update", metavar="URL", help="Its SPARQL Update, where it has no such protocol.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be sent.")
@click.option(
    "--timeout", metavar="SECONDS", help="Give up when the server is silent so long (default 300)."
)
@data_options
def push(
    url: str,
    gsp: str | None,
    update: str | None,
    dry_run: bool,
    timeout: str | None,
    **data: Any,
) -> None:
    """Put the layers into a server, each as a named graph.

    URL is the address of the server's Graph Store Protocol; where it has another, name that with
    --gsp, and where it has none, its SPARQL Update with --update: URL is then what you give to
    --endpoint. What the server already has is left as it is. Afterwards every graph is read back
    and compared; exits with 1 if one is not the same.

    \b
    A login is taken from BACKRUN_KG_USER and BACKRUN_KG_PASSWORD, from BACKRUN_KG_TOKEN, or from
    ~/.netrc.

    \b
    Examples:
      backrun-kg push http://127.0.0.1:7878/store
      backrun-kg push http://127.0.0.1:7878/query --update http://127.0.0.1:7878/update
    """
    from backrun_kg.remote.pushing import collect, find_place
    from backrun_kg.streams import open_sources

    place = find_place(url, gsp, update)
    quads = (quad for source in open_sources(**data) for quad in source.quads())
    with collect(quads) as graphs:
        if dry_run:
            write(_describe(graphs, place), None)
        elif not _push(graphs, place, timeout):
            fall_short()


def _describe(graphs: "GraphFile", place: "Place") -> str:
    from backrun_kg.remote.pushing import open_store
    from backrun_kg.remote.wire import Wire

    store = open_store(place, Wire(1))
    lines = [
        f"{part.graph}: {_count(part.triples)}, {part.length:,} bytes: {store.describe(part)}\n"
        for part in graphs.parts
    ]
    return "".join(lines)


def _push(graphs: "GraphFile", place: "Place", timeout: str | None) -> bool:
    """Push, tell of each graph, and say whether all are the same."""
    from backrun_kg.remote.pushing import TIMEOUT, push
    from backrun_kg.worker import read_limits

    seconds = read_limits(timeout).timeout if timeout else TIMEOUT
    good = True
    with _bar(sum(part.length for part in graphs.parts)) as told:
        for outcome in push(graphs, place, timeout=seconds, told=told):
            write(_tell(outcome), None)
            good = good and outcome.same
    return good


def _tell(outcome: "Pushed") -> str:
    done = "already there" if outcome.was_there else "pushed"
    found = "the same" if outcome.same else f"NOT THE SAME ({outcome.found:,} found)"
    note = f" ({outcome.note})" if outcome.note else ""
    return f"{outcome.graph}: {_count(outcome.triples)} {done}, read back: {found}{note}\n"


def _count(triples: int) -> str:
    return f"{triples:,} triple{'s' if triples != 1 else ''}"


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, for a person who pushes much; otherwise nothing."""
    if total < _WORTH_A_BAR or sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    columns = BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("push", total=total)
        yield lambda done: progress.update(task, completed=done)
