"""`show`: one thing, as a card or as RDF."""

from functools import partial
from typing import Any

import click

from backrun_kg.commands.shared import (
    data_options,
    endpoint_option,
    open_server,
    output_option,
    terminal_width,
    write,
)


@click.command()
@click.argument("thing")
@click.option(
    "--format", "format_", type=click.Choice(("text", "ttl", "nt", "jsonld")), default="text"
)
@endpoint_option
@click.option("--timeout", metavar="SECONDS", help="Give a server up after this long (default 60).")
@output_option
@data_options
def show(
    thing: str,
    format_: str,
    endpoint: str | None,
    timeout: str | None,
    output: str | None,
    **data: Any,
) -> None:
    """Show one thing: its facts, its claims and where they stand.

    THING is an IRI, a CURIE, a slug or a label in any case.

    \b
    Examples:
      backrun-kg show quadriceps
      backrun-kg show "Leg power" --format ttl
    """
    if timeout and not endpoint:
        raise click.UsageError("--timeout is for a server; name it with --endpoint URL.")
    work = partial(_tell, thing, format_)
    if endpoint:
        write(work(open_server(endpoint, timeout, data)), output)
        return
    from backrun_kg.commands.opening import ask_dataset

    write(ask_dataset(data, work), output)


def _tell(thing: str, format_: str, dataset: Any) -> str | bytes:
    from backrun_kg.names import find_thing
    from backrun_kg.things import describe_claim, describe_thing, thing_graph

    iri = find_thing(dataset, thing)
    if format_ != "text":
        from backrun_kg.results import render

        return render(thing_graph(dataset, iri), format_)
    from backrun_kg.cards import write_card, write_claim_card

    width = terminal_width()
    claim = describe_claim(dataset, iri)
    card = write_claim_card(claim, width) if claim else None
    return card or write_card(describe_thing(dataset, iri), width)
