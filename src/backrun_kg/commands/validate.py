"""`validate`: the data judged by the shapes."""

import os
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from backrun_kg.commands.shared import (
    data_options,
    fall_short,
    output_option,
    terminal_width,
    write,
)

if TYPE_CHECKING:
    from backrun_kg.findings import Report

_FORMATS = ("text", "json", "sarif", "junit", "github", "markdown", "ttl")


@click.command()
@click.argument("files", nargs=-1)
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    help="By default what the name of the output says (.json, .sarif, .xml, .md, .ttl), or text.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@click.option(
    "--shapes", multiple=True, metavar="FILE", help="Add shapes of your own (repeatable)."
)
@click.option(
    "--engine",
    type=click.Choice(("screened", "pyshacl")),
    default="screened",
    help="Let pySHACL look at everything; takes longer and finds the same.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    help="End the work of --shapes after this long (default 60).",
)
@output_option
@data_options
def validate(
    files: tuple[str, ...],
    format_: str | None,
    strict: bool,
    shapes: tuple[str, ...],
    engine: str,
    timeout: str | None,
    output: str | None,
    **data: Any,
) -> None:
    """Check the data against the shapes.

    The data are the shipped graph, and FILES of your own together with it. Exits with 1 when
    something is violated, and with 2 when a file cannot be read.

    \b
    Examples:
      backrun-kg validate my.ttl
      backrun-kg validate my.ttl --strict --format sarif -o findings.sarif
    """
    from backrun_kg.clock import end_after
    from backrun_kg.dataset import load, read_source

    data["data"] = (*files, *data["data"])
    dataset = load(**data)
    from backrun_kg.reports import choose_report
    from backrun_kg.validation import validate as judge
    from backrun_kg.worker import read_limits

    own = [read_source(name) for name in shapes]
    with end_after(read_limits(timeout).timeout, "The validation") if own else nullcontext():
        report = judge(dataset, own_shapes=own, screened=engine == "screened")
    wanted = choose_report(format_, output)
    write(_render(report, wanted, output), output, styled=wanted == "text")
    fails = not report.conforms or (strict and report.count("Warning") > 0)
    _tell(report, output, fails)
    if fails:
        fall_short()


def _render(report: "Report", format_: str, output: str | None) -> str:
    """The report in its format; on a terminal in its width, and coloured where that is wanted."""
    from backrun_kg.reports import REPORTS
    from backrun_kg.reports.text import write_text

    if format_ != "text" or output not in (None, "-"):
        return REPORTS[format_](report)
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return write_text(report, terminal_width(), colour=sys.stdout.isatty() and not plain)


def _tell(report: "Report", output: str | None, fails: bool) -> None:
    """One line on standard error where the report itself does not say how it went."""
    from backrun_kg.reports.wording import summarize

    told = [summarize(report)] if report.findings and output not in (None, "-") else []
    if fails and report.conforms:
        told.append("Warnings fail with --strict.")
    if told:
        click.echo(f"backrun-kg: {' '.join(told)}", err=True)
