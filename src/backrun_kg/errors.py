"""Everything the package raises on purpose.

* BackrunError
  - UnknownName          a query, parameter, thing, layer or format nobody has heard of
  - UnreadableInput      a file that is missing, a folder, empty, or of no known format
  - MalformedData        RDF that does not parse
  - MalformedQuery       SPARQL that does not parse, or asks for what is not allowed
  - LimitReached         work that takes more time or memory than it may, or breaks the engine
  - UnwritableOutput     a place that cannot be written to
  - MissingExtra         a library that an optional feature needs

Each is the caller's to mend; a message says what, where, and what would be right.
"""

from collections.abc import Iterable

_LONGEST_NAME = 80
"""How many characters of a name that nobody knows a message repeats."""


class BackrunError(Exception):
    """Something the caller can mend; the message says how."""


class UnknownName(BackrunError):
    """A name that is not among the known ones; the message offers the nearest."""

    def __init__(self, kind: str, name: str, known: Iterable[str] | None) -> None:
        """``known`` are the known names; None where they are too many to compare."""
        from difflib import get_close_matches

        from backrun_kg.escapes import shorten

        names = sorted(set(known or ()))
        by_folded = {n.casefold(): n for n in reversed(names)}
        asked = name.casefold()[: 2 * _LONGEST_NAME]
        close = get_close_matches(asked, list(by_folded), n=3, cutoff=0.6)
        nearest = [by_folded[c] for c in close]
        if known is None:
            hint = "There are too many to compare; try: backrun-kg query search text=…"
        elif nearest:
            hint = f"Did you mean {_listed(nearest)}?"
        elif len(names) <= 40:
            hint = f"Known: {', '.join(names)}." if names else "There is none."
        else:
            hint = f"{len(names)} are known and none is close; try: backrun-kg query search text=…"
        super().__init__(f"No {kind} named '{shorten(name, _LONGEST_NAME)}'. {hint}")


class UnreadableInput(BackrunError):
    """Input that cannot be read at all."""


class MalformedData(BackrunError):
    """RDF that does not parse."""


class MalformedQuery(BackrunError):
    """SPARQL that does not parse or is not allowed."""


class LimitReached(BackrunError):
    """Work that did not end well within its limits."""


class UnwritableOutput(BackrunError):
    """Output that cannot be written."""


class MissingExtra(BackrunError):
    """A library that is installed only on request."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(
            f"This needs {library}. Install it with: pip install 'backrun-kg[{extra}]'"
        )


def _listed(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
