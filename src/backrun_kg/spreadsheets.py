"""Cells that a spreadsheet would run as formulas, kept as text by an apostrophe before them."""

import json
import re
from typing import Any

from backrun_kg.answers import Rows
from backrun_kg.namespaces import shrink

_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|INF)")
_NUMBERS = {
    f"xsd:{name}"
    for name in (
        *("decimal", "double", "float", "integer", "long", "int", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
}


def disarm(text: str) -> str:
    """The text of a cell, after an apostrophe where it would be a formula.

    >>> disarm("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(_STARTS) else text


def disarm_rows(rows: Rows) -> Rows:
    """The rows with every text disarmed; numbers stay numbers."""
    document = json.loads(rows.json)
    for row in document["results"]["bindings"]:
        for term in row.values():
            if term["type"] not in ("uri", "bnode", "triple") and not _is_number(term):
                term["value"] = disarm(term["value"])
    return Rows(json.dumps(document).encode())


def _is_number(term: dict[str, Any]) -> bool:
    typed = shrink(term.get("datatype", "")) in _NUMBERS
    return typed and bool(_NUMBER.fullmatch(term["value"]))
