"""Differences out: one module a format, one dict both menu and dispatch."""

from collections.abc import Callable

from backrun_kg.differences import Differences
from backrun_kg.diffs.markdown import write_markdown
from backrun_kg.diffs.patch import write_patch
from backrun_kg.diffs.records import write_json
from backrun_kg.diffs.text import write_text

DIFFS: dict[str, Callable[[Differences], str]] = {
    "text": write_text,
    "markdown": write_markdown,
    "json": write_json,
    "patch": write_patch,
}
"""Differences as text, by format."""
