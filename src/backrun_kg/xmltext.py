"""What XML can hold: not every character is allowed in it, nor can all be written as they are."""

import re

import pyoxigraph as ox

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def find_forbidden(term: object) -> str | None:
    """The first character of a literal that XML cannot hold; None where there is none.

    >>> find_forbidden(ox.Literal("a\\x1bb"))
    'U+001B'
    """
    if isinstance(term, ox.Triple):
        return find_forbidden(term.object)
    found = _FORBIDDEN.search(term.value) if isinstance(term, ox.Literal) else None
    return f"U+{ord(found[0]):04X}" if found else None


def keep_returns(content: bytes) -> bytes:
    """The XML with every carriage return written so that readers do not make it a line feed."""
    return content.replace(b"\r", b"&#13;")
