"""`fmt`: Turtle in its one canonical form."""

import click

from backrun_kg.commands.shared import fall_short


@click.command()
@click.argument("files", nargs=-1)
@click.option(
    "--check", is_flag=True, help="Change nothing; exit with 1 if something would change."
)
def fmt(files: tuple[str, ...], check: bool) -> None:
    """Rewrite Turtle in its one canonical form.

    Without FILES, all of the data folder.

    \b
    Examples:
      backrun-kg fmt --check
      backrun-kg fmt my.ttl
    """
    from backrun_kg.files import write_whole
    from backrun_kg.fmt import find_unformatted

    unformatted = find_unformatted(files)
    for name, formatted in unformatted.items():
        if not check:
            write_whole(name, formatted.encode())
        click.echo(f"{'would change' if check else 'changed'} {name}", err=True)
    if check and unformatted:
        fall_short()
