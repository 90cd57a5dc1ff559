"""A page before it is written: its place, its template, and what the template is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Page:
    """What one page shows."""

    path: str
    template: str
    title: str
    description: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    alternates: Mapping[str, str] = field(default_factory=dict)
    """Paths in the site of the same in other formats, by media type."""
    embedded: str = ""
    """JSON-LD that stands in the page."""

    @property
    def root(self) -> str:
        """The way from the page to the site's root."""
        return "../" * self.path.count("/")
