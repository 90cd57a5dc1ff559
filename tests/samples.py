"""Samples for several modules: rows of texts, and characters no terminal may receive."""

import json

from backrun_kg.answers import Rows

HIDDEN = {
    "\x1b[31m": "\\u001B[31m",
    "a\x00b": "a\\u0000b",
    "a\rb": "a\\u000Db",
    "a\nb": "a\\u000Ab",
    "\x7f": "\\u007F",
    "\x9b": "\\u009B",
    "\u202eabc": "\\u202Eabc",
    "\u2066": "\\u2066",
    "\u061c": "\\u061C",
    "\ufeff": "\\uFEFF",
    "a\u2028b": "a\\u2028b",
    "a\u2029b": "a\\u2029b",
}
"""Texts with hidden characters, and how they are shown."""


SCHEMES = ("javascript:", "data:", "vbscript:", "file:///", "JavaScript:")
"""Beginnings of IRIs that nobody should be led to click on."""


def rows(*values: str) -> Rows:
    """One column of texts."""
    found = [{"x": {"type": "literal", "value": value}} for value in values]
    return Rows(json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": found}}).encode())


def iris(*values: str) -> Rows:
    """One column of IRIs."""
    found = [{"x": {"type": "uri", "value": value}} for value in values]
    return Rows(json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": found}}).encode())
