"""What commands share: the options that say what to load and where to write, and the writing."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import click

from backrun_kg.errors import UnwritableOutput

if TYPE_CHECKING:
    from backrun_kg.remote.datasets import ServerDataset
    from backrun_kg.replacing import Content

FALLS_SHORT = 1
"""The exit code when the data fall short: violations, a false ASK, a digest that differs."""

output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write here, whole or not at all."
)


excel_option = click.option(
    "--excel-safe",
    is_flag=True,
    help="In CSV and TSV, put an apostrophe before what a spreadsheet would run; "
    "by default values are written as they are, as the standards say.",
)


endpoint_option = click.option(
    "--endpoint", metavar="URL", help="Ask a SPARQL server instead of the shipped graph."
)


def open_server(url: str, timeout: str | None, data: dict[str, Any]) -> "ServerDataset":
    """The server to ask, and the layers of it. Raises UsageError for options that are not its."""
    if data["data"] or data["input_format"] or not data["shipped"]:
        raise click.UsageError("--endpoint asks what the server holds; add --data to it with push.")
    from backrun_kg.remote.datasets import ServerDataset
    from backrun_kg.worker import read_limits

    return ServerDataset(url, layers=data["layers"], timeout=read_limits(timeout).timeout)


def data_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what to load, named as ``load`` takes them."""
    for option in (
        click.option("--input-format", metavar="FORMAT", help="What --data is written in."),
        click.option(
            "--no-shipped", "shipped", flag_value=False, default=True, help="Only --data."
        ),
        click.option("--data", multiple=True, metavar="FILE", help="Add an RDF file (repeatable)."),
        click.option("--layer", "layers", multiple=True, help="Keep to a layer (repeatable)."),
    ):
        command = option(command)
    return command


def write(content: "str | Content", output: str | None, *, styled: bool = False) -> None:
    """Write to a file, or to standard output where none is named.

    On a terminal, what it would act on is shown as escapes in every format: there it is read by a
    person. In a pipe and in a file the bytes are those that the format's standard asks for.
    ``styled`` is text with colours of ours, in which what comes from data is harmless already.
    Content too large for memory is a function that writes it to a file; a terminal is no place
    for it.
    """
    encoded = content.encode() if isinstance(content, str) else content
    if output is None or output == "-":
        _write_out(encoded, styled)
        return
    from backrun_kg.files import write_whole

    write_whole(output, encoded)


def _write_out(content: "Content", styled: bool) -> None:
    if on_terminal() and not isinstance(content, bytes):
        raise UnwritableOutput("This is too large for a terminal; write to a file with -o FILE.")
    if on_terminal() and not styled and isinstance(content, bytes):
        from backrun_kg.escapes import neutral_lines

        try:
            content = neutral_lines(content.decode()).encode()
        except UnicodeDecodeError as error:
            raise UnwritableOutput("This is no text; write to a file with -o FILE.") from error
    if sys.stdout is None:
        raise UnwritableOutput("Standard output is closed; write to a file with -o FILE.")
    try:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            content(sys.stdout.buffer)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has enough; click would end with 1
        _drop_the_rest()
    except OSError as error:
        _drop_the_rest()
        told = (error.strerror or str(error)).lower()
        raise UnwritableOutput(f"Standard output cannot be written: {told}.") from error


def _drop_the_rest() -> None:
    """Let what is still held back go nowhere; Python would fail once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fall_short() -> NoReturn:
    """Leave with the exit code that says the data fall short."""
    click.get_current_context().exit(FALLS_SHORT)


def on_terminal() -> bool:
    """Whether a person reads standard output; Python takes away one that is closed."""
    return sys.stdout is not None and sys.stdout.isatty()


def terminal_width() -> int:
    """The columns of the terminal; 80 where there is none."""
    import shutil

    return shutil.get_terminal_size().columns if on_terminal() else 80
