"""`validate`: the data judged by the shapes."""

from typing import Any

import click

from backrun_kg.commands.shared import data_options, fall_short, output_option, write


@click.command()
@click.argument("files", nargs=-1)
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text")
@output_option
@data_options
def validate(files: tuple[str, ...], format_: str, output: str | None, **data: Any) -> None:
    """Check the data against the shapes.

    The data are the shipped graph, and FILES of your own together with it. Exits with 1 when
    something is violated.

    \b
    Examples:
      backrun-kg validate
      backrun-kg validate my.ttl --format json
    """
    from backrun_kg.dataset import load

    data["data"] = (*files, *data["data"])
    dataset = load(**data)
    from backrun_kg.reports import REPORTS
    from backrun_kg.validation import validate as judge

    report = judge(dataset)
    write(REPORTS[format_](report), output)
    if not report.conforms:
        fall_short()
