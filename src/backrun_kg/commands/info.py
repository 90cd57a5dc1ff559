"""`info`: what this is, how large, and where."""

from typing import Any

import click

from backrun_kg.commands.shared import data_options, output_option, write


@click.command()
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text")
@output_option
@data_options
def info(format_: str, output: str | None, **data: Any) -> None:
    """Tell version, licence, size, digest, and where files are kept.

    \b
    Examples:
      backrun-kg info
      backrun-kg info --no-shipped --data backrun.nq --format json
    """
    from dataclasses import replace

    from backrun_kg.about import ABOUTS, describe_cache, describe_dataset
    from backrun_kg.dataset import load

    about = replace(describe_dataset(load(**data)), cache=describe_cache())
    write(ABOUTS[format_](about), output)
