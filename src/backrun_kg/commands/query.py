"""`query`: ask the graph, by a named question or in SPARQL of one's own."""

import sys
from typing import Any

import click

from backrun_kg.commands.shared import (
    data_options,
    endpoint_option,
    excel_option,
    fall_short,
    open_server,
    output_option,
    terminal_width,
    write,
)

_FORMATS = ("table", "markdown", "tsv", "csv", "json", "xml", "ttl", "nt", "rdf", "jsonld")


@click.command()
@click.argument("name", required=False)
@click.argument("values", nargs=-1, metavar="[PARAMETER=VALUE]...")
@click.option("-e", "--execute", "text", metavar="SPARQL", help="Run this text.")
@click.option("--describe", is_flag=True, help="Show a named query's manual instead.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    help="By default a table on a terminal, TSV in a pipe, Turtle for a graph.",
)
@click.option(
    "--timeout", metavar="SECONDS", help="End SPARQL of your own after this long (default 60)."
)
@click.option(
    "--max-memory", metavar="SIZE", help="End it when it needs more than this (default 2G)."
)
@excel_option
@endpoint_option
@output_option
@data_options
def query(
    name: str | None,
    values: tuple[str, ...],
    text: str | None,
    describe: bool,
    format_: str | None,
    timeout: str | None,
    max_memory: str | None,
    excel_safe: bool,
    endpoint: str | None,
    output: str | None,
    **data: Any,
) -> None:
    """Run a named query, or SPARQL of your own.

    NAME is a named query, a .rq file or - for standard input; without it, the named queries are
    listed. A value may be an IRI, a CURIE, a slug or a label in any case. A false ASK exits with 1.
    A named query has no limits unless you give it some, but a server always has 60 seconds.

    \b
    Examples:
      backrun-kg query claims modality=may
      backrun-kg query -e 'SELECT ?m WHERE { ?m a br:Muscle }' --format csv
    """
    if describe or (text is None and name is None):
        from backrun_kg.manuals import write_manual

        write(write_manual(name, text), output)
        return
    from backrun_kg.queries import choose_query

    chosen = choose_query(name, text)
    given = values if text is None or name is None else (name, *values)
    if endpoint:
        answer = _ask_server(endpoint, chosen, given, timeout, max_memory, data)
    else:
        answer = _ask_here(chosen, given, _read_limits(chosen, timeout, max_memory), data)
    on_terminal = output is None and sys.stdout.isatty()
    _print_answer(answer, format_, output, on_terminal, excel_safe)


def _read_limits(chosen: Any, timeout: str | None, memory: str | None) -> Any:
    """The limits of a text that is not ours, or that were asked for; else None."""
    if chosen.shipped and timeout is None and memory is None:
        return None
    from backrun_kg.worker import read_limits

    return read_limits(timeout, memory)


def _ask_server(
    url: str, chosen: Any, given: Any, timeout: str | None, memory: str | None, data: Any
) -> Any:
    if memory is not None:
        raise click.UsageError("--max-memory is no matter of a server's; it has limits of its own.")
    from backrun_kg.names import read_values

    server = open_server(url, timeout, data)
    return server.endpoint.ask(chosen.text, read_values(server, chosen, given), chosen.name)


def _ask_here(chosen: Any, given: Any, limits: Any, data: Any) -> Any:
    from backrun_kg.commands.opening import ask_dataset
    from backrun_kg.names import read_values

    def work(dataset: Any) -> Any:
        bindings = read_values(dataset, chosen, given)
        if limits is None:
            from backrun_kg.queries import run_query

            return run_query(dataset, chosen.text, bindings, chosen.name)
        from backrun_kg.worker import ask

        return ask(dataset, chosen.text, bindings, chosen.name, limits)

    if limits is None and not (given or data["layers"] or data["data"]):
        data = {**data, "layers": chosen.layers}
    return ask_dataset(data, work)


def _print_answer(
    answer: Any, format_: str | None, output: str | None, on_terminal: bool, excel_safe: bool
) -> None:
    from backrun_kg.answers import Rows, Truth
    from backrun_kg.results import render

    wanted = format_ or ("table" if on_terminal and isinstance(answer, Rows) else None)
    width = terminal_width() if on_terminal else None
    write(render(answer, wanted, width, excel_safe=excel_safe), output)
    if isinstance(answer, Truth) and not answer:
        fall_short()
