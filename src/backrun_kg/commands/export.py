"""`export`: the graph in another format."""

from typing import Any

import click

from backrun_kg.commands.shared import data_options, excel_option, output_option, write

_FORMATS = "ttl, nt, nq, trig, rdf, jsonld, sssom"


@click.command()
@click.option("--format", "format_", metavar="FORMAT", help=f"One of: {_FORMATS}.")
@click.option("--expanded", "view", flag_value="jsonld-expanded", help="JSON-LD without context.")
@click.option(
    "--framed", "view", flag_value="jsonld-framed", help="JSON-LD as a tree of exercises."
)
@click.option("--schema-org", "view", flag_value="schema-org", help="JSON-LD for a web page.")
@excel_option
@output_option
@data_options
def export(
    format_: str | None, view: str | None, excel_safe: bool, output: str | None, **data: Any
) -> None:
    """Write the graph in an RDF format.

    By default it is the format that the name of the output says, or else JSON-LD.

    \b
    Examples:
      backrun-kg export --format ttl --layer article
      backrun-kg export --framed -o exercises.jsonld
    """
    from backrun_kg.dataset import load
    from backrun_kg.exports import choose_export, export

    chosen = choose_export(format_, view, output)
    write(export(load(**data), chosen, excel_safe=excel_safe), output)
