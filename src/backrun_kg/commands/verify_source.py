"""`verify-source`: the passages against the text they were read from."""

from typing import Any

import click

from backrun_kg.commands.shared import data_options, fall_short, output_option, write


@click.command("verify-source")
@click.argument("article")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text")
@output_option
@data_options
def verify_source(article: str, format_: str, output: str | None, **data: Any) -> None:
    """Compare a text with the digests of its passages.

    ARTICLE is the text that claims were read from, as a UTF-8 file. Exits with 1 when one differs.

    \b
    Examples:
      backrun-kg verify-source article.txt
      backrun-kg verify-source article.txt --format json
    """
    from backrun_kg.dataset import load
    from backrun_kg.files import read_text
    from backrun_kg.sources import CHECKS, verify_source

    checks = verify_source(load(**data), read_text(article))
    write(CHECKS[format_](checks), output)
    if not all(check.verified for check in checks):
        fall_short()
