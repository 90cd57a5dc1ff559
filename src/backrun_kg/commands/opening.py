"""How `query` and `show` open what they ask: files that are large by their store on disk."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from backrun_kg.dataset import Dataset

_Found = TypeVar("_Found")


def ask_dataset(data: dict[str, Any], work: "Callable[[Dataset], _Found]") -> _Found:
    """What the work finds in what the data options say."""
    if data["data"]:
        from backrun_kg.streams import is_large

        if any(map(is_large, data["data"])):
            from backrun_kg.stored import ask_sound, open_dataset

            return ask_sound(open_dataset(**data, tell=_tell), work)
    from backrun_kg.dataset import load

    return work(load(**data))


def _tell(message: str, *, always: bool = False) -> None:
    """Say on standard error what takes time, to a person only, and what is amiss always."""
    if always or (sys.stderr is not None and sys.stderr.isatty()):
        click.echo(f"backrun-kg: {message}", err=True)
