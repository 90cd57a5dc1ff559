"""Differences as RDF Patch: applied to the old edition, they give the new one."""

import uuid
from collections.abc import Iterator

import pyoxigraph as ox

from backrun_kg.blanks import has_blanks
from backrun_kg.differences import Differences
from backrun_kg.editions import NO_LAYER, name_layer
from backrun_kg.errors import BackrunError
from backrun_kg.escapes import shorten

_MOST_SHOWN = 120


def write_patch(told: Differences) -> str:
    """One transaction: a ``D`` line for each quad that is gone, an ``A`` line for each new one.

    Its name is made of what it says. Raises BackrunError where a patch cannot say it: between an
    edition with layers and one without, and of a blank node that is gone, since a patch would have
    to know what the other side calls it.
    """
    if told.one_has_layers:
        raise BackrunError(
            f"A patch is between two that both have layers, or both none: {told.old} and "
            f"{told.new} are not. Take another format."
        )
    rows = "".join(f"{line}\n" for line in _rows(told))
    name = uuid.uuid5(uuid.NAMESPACE_URL, rows)
    return f"H id <uuid:{name}> .\nTX .\n{rows}TC .\n"


def _rows(told: Differences) -> Iterator[str]:
    for quad in told.removed:
        if has_blanks(quad):
            raise BackrunError(
                "A patch cannot take away what is said with a blank node, as here: "
                f"{shorten(str(quad.triple), _MOST_SHOWN)}. Give it an IRI, or take another format."
            )
        yield f"D {_row(quad)} ."
    for quad in told.added:
        yield f"A {_row(quad)} ."


def _row(quad: ox.Quad) -> str:
    return str(quad.triple) if name_layer(quad) == NO_LAYER else str(quad)
