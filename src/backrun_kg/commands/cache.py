"""`cache`: the stores that large files were built into."""

import click

from backrun_kg.commands.shared import output_option, write


@click.command()
@click.option("--clear", "clearing", is_flag=True, help="Remove them all.")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text")
@output_option
def cache(clearing: bool, format_: str, output: str | None) -> None:
    """List the stores of large files, or remove them.

    When a file given with --data is 16 MiB or larger, query and show build a store of it in your
    cache folder once, and answer from that as long as the file stays as it is. The stores keep to
    10 GiB: before one is built, those you did not use for longest are removed. The environment
    variable BACKRUN_CACHE names another folder; set to nothing, it has no store built.

    \b
    Examples:
      backrun-kg cache
      backrun-kg cache --clear
    """
    from backrun_kg.about import CACHES, describe_cache, tell_size
    from backrun_kg.stores import clear

    found = describe_cache()
    if clearing:
        removed = clear(found.folder) if found.folder else []
        click.echo(f"removed {tell_size(removed)}", err=True)
    else:
        write(CACHES[format_](found), output)
