"""`info`: what this is, how large, and where."""

from typing import Any

import click

from backrun_kg.commands.shared import data_options, output_option, write


@click.command()
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text")
@output_option
@data_options
def info(format_: str, output: str | None, **data: Any) -> None:
    """Tell version, licence, size and digest.

    \b
    Examples:
      backrun-kg info
      backrun-kg info --no-shipped --data backrun.nq --format json
    """
    from backrun_kg.about import ABOUTS, describe_dataset
    from backrun_kg.dataset import load

    write(ABOUTS[format_](describe_dataset(load(**data))), output)
