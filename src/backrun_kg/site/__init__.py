"""The graph as pages to read: one function gives a folder of them, and nothing needs a server."""

from backrun_kg.site.building import make_site

__all__ = ["make_site"]
