"""`diff`: what one edition says and another does not."""

import os
from typing import TYPE_CHECKING

import click

from backrun_kg.commands.shared import (
    fall_short,
    on_terminal,
    output_option,
    terminal_width,
    write,
)

if TYPE_CHECKING:
    from backrun_kg.differences import Differences

_FORMATS = ("text", "markdown", "json", "patch")


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--layer", "layers", multiple=True, help="Keep to a layer (repeatable).")
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="text")
@click.option("--input-format", metavar="FORMAT", help="What the files are written in.")
@output_option
def diff(
    old: str,
    new: str,
    layers: tuple[str, ...],
    format_: str,
    input_format: str | None,
    output: str | None,
) -> None:
    """Compare two editions, thing by thing.

    OLD and NEW are each an RDF file, a folder of RDF files, or the word shipped. Exits with 1 when
    they differ. The format patch is RDF Patch, which turns OLD into NEW.

    \b
    Examples:
      backrun-kg diff shipped my.nq
      backrun-kg diff old/ new/ --layer article --format markdown
    """
    from backrun_kg.differences import compare
    from backrun_kg.editions import read_edition

    editions = read_edition(old, input_format), read_edition(new, input_format)
    told = compare(*editions, layers)
    write(_render(told, format_, output), output, styled=format_ == "text")
    if not told.are_none:
        fall_short()


def _render(told: "Differences", format_: str, output: str | None) -> str:
    """The differences in their format; on a terminal in its width, and coloured where wanted."""
    from backrun_kg.diffs import DIFFS
    from backrun_kg.diffs.text import write_text

    if format_ != "text" or output not in (None, "-"):
        return DIFFS[format_](told)
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return write_text(told, terminal_width(), colour=on_terminal() and not plain)
