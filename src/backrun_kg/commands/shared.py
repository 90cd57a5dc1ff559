"""What commands share: the options that say what to load and where to write, and the writing."""

import sys
from collections.abc import Callable
from typing import NoReturn

import click

FALLS_SHORT = 1
"""The exit code when the data fall short: violations, a false ASK, a digest that differs."""

output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write here, whole or not at all."
)


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


def write(content: str | bytes, output: str | None) -> None:
    """Write to a file, or to standard output where none is named."""
    encoded = content.encode() if isinstance(content, str) else content
    if output is None or output == "-":
        sys.stdout.buffer.write(encoded)
        return
    from backrun_kg.files import write_whole

    write_whole(output, encoded)


def fall_short() -> NoReturn:
    """Leave with the exit code that says the data fall short."""
    click.get_current_context().exit(FALLS_SHORT)


def terminal_width() -> int:
    """The columns of the terminal; 80 where there is none."""
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
