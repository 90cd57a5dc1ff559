"""Answers a query over some files with rdflib behind click: ``rdflib_query.py QUERY FILE…``."""

import sys

import click


@click.command()
@click.argument("query", type=click.Path(exists=True))
@click.argument("files", nargs=-1, type=click.Path(exists=True))
def main(query: str, files: tuple[str, ...]) -> None:
    """Print the rows as CSV."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for name in files:
        graph.parse(name)
    with open(query, encoding="utf-8") as file:
        sys.stdout.buffer.write(graph.query(file.read()).serialize(format="csv") or b"")


if __name__ == "__main__":
    main()
