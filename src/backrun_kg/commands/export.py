"""`export`: the graph in the format of another tool, or in all of them as a release."""

from collections.abc import Iterable
from typing import Any

import click

from backrun_kg.commands.shared import data_options, excel_option, output_option, write

_FORMATS = (
    "ttl, nt, nq, trig, rdf, jsonld, csv, parquet, sqlite, datasette, graphml, gexf, dot, mermaid, "
    "cypher, neo4j, sssom, dcat, void, prov, sparql-examples, croissant, rocrate"
)


@click.command()
@click.option("--format", "format_", metavar="FORMAT", help=f"One of: {_FORMATS}.")
@click.option("--expanded", "view", flag_value="jsonld-expanded", help="JSON-LD without context.")
@click.option(
    "--framed", "view", flag_value="jsonld-framed", help="JSON-LD as a tree of exercises."
)
@click.option("--schema-org", "view", flag_value="schema-org", help="JSON-LD for a web page.")
@click.option("--all", "release", metavar="DIR", help="Write every format to a folder, a release.")
@click.option(
    "--base-url", metavar="URL", default="", help="With --all: where the folder will be published."
)
@excel_option
@output_option
@data_options
def export(
    format_: str | None,
    view: str | None,
    release: str | None,
    base_url: str,
    excel_safe: bool,
    output: str | None,
    **data: Any,
) -> None:
    """Write the graph in the format of another tool.

    By default it is the format that the name of the output says, or else JSON-LD. The formats csv,
    parquet, datasette and neo4j are several files: name a folder with -o.

    \b
    Examples:
      backrun-kg export --format csv -o tables
      backrun-kg export --all release
    """
    if release is not None:
        if format_ or view or output or excel_safe:
            raise click.UsageError("--all writes every format; leave the other options out.")
        _write_release(release, base_url, data)
        return
    if base_url:
        raise click.UsageError("--base-url is for --all DIR.")
    from backrun_kg.exports import MENU, choose_export

    chosen = choose_export(format_, view, output)
    if MENU[chosen].folder:
        _write_folder(chosen, output, excel_safe, data)
    else:
        _write_file(chosen, output, excel_safe, data)


def _write_file(format: str, output: str | None, excel_safe: bool, data: dict[str, Any]) -> None:
    """Write the one file of a format; large files of the user's own pass through if they can."""
    from backrun_kg.dataset import Dataset, load
    from backrun_kg.exports import export_files
    from backrun_kg.exports.streamed import STREAMED, write_stream

    if data["data"] and format in STREAMED and not excel_safe:
        from backrun_kg.streams import Stream, open_sources

        sources = open_sources(**data)
        if any(isinstance(source, Stream) for source in sources):
            write(lambda file: write_stream(sources, format, file), output)
            return
        dataset = Dataset(sources)
    else:
        dataset = load(**data)
    (content,) = export_files(dataset, format, excel_safe=excel_safe).values()
    write(content, output)


def _write_folder(format: str, output: str | None, excel_safe: bool, data: dict[str, Any]) -> None:
    if output is None or output == "-" or output.endswith((f".{format}", ".gz")):
        raise click.UsageError(f"{format} is several files: name a folder with -o DIR.")
    from backrun_kg.dataset import load
    from backrun_kg.exports import export_files
    from backrun_kg.files import write_folder

    write_folder(output, export_files(load(**data), format, excel_safe=excel_safe))


def _write_release(folder: str, base_url: str, data: dict[str, Any]) -> None:
    from backrun_kg.dataset import load
    from backrun_kg.exports.everything import make_release
    from backrun_kg.files import write_folder

    base = base_url and base_url.rstrip("/") + "/"
    files = make_release(load(**data), base=base, watch=_show_progress)
    write_folder(folder, files)
    click.echo(f"{folder}: {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB.")


def _show_progress(formats: list[str]) -> Iterable[str]:
    """The formats, one after another, with a bar where a person watches."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    hidden = not console.is_terminal
    return track(formats, "release", console=console, transient=True, disable=hidden)
