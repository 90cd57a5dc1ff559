"""`site`: the graph as a folder of pages."""

from typing import TYPE_CHECKING, Any

import click

from backrun_kg.commands.shared import data_options

if TYPE_CHECKING:
    from backrun_kg.dataset import Dataset


@click.command()
@click.argument("folder", metavar="DIR")
@click.option(
    "--base-url", metavar="URL", default="", help="Where the folder will be published, if known."
)
@data_options
def site(folder: str, base_url: str, **data: Any) -> None:
    """Write the graph as pages: what is said, what was found, and every thing with its data.

    The pages need no server and load nothing from elsewhere: open DIR/index.html. All links are
    relative; --base-url adds canonical links and a map of the site.

    \b
    Examples:
      backrun-kg site pages
      backrun-kg site pages --data my.ttl --base-url https://example.org/kg/
    """
    from backrun_kg.dataset import load
    from backrun_kg.files import write_folder
    from backrun_kg.site import make_site
    from backrun_kg.site.addresses import read_base

    base = read_base(base_url)
    dataset = load(**data)
    files = make_site(dataset, base=base, release=_make_release(dataset, base))
    write_folder(folder, files)
    click.echo(f"{folder}: {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB.")


def _make_release(dataset: "Dataset", base: str) -> dict[str, bytes] | None:
    """The files to take away in every format; None, with a word why, where a library is missing."""
    from backrun_kg.errors import MissingExtra
    from backrun_kg.exports.everything import make_release
    from backrun_kg.site.downloads import FOLDER

    try:
        return make_release(dataset, base=base and base + FOLDER)
    except MissingExtra as error:
        click.echo(f"The downloads are the RDF formats alone. {error}", err=True)
        return None
