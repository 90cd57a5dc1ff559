"""Why a text did not parse, and where: what the parser leaves out is found by looking again."""

import io

import pyoxigraph as ox

from backrun_kg.formats import parser_says

_STREAMED = {"rdf": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.STREAMING_JSON_LD}
"""The formats whose parser names no line for what is well-formed and wrong, as read in a stream."""

_LONGEST_LINE = 1 << 16
_NOT_FETCHED = (
    "a @context that stands elsewhere is never fetched. Put what it says into the file itself."
)


def explain(error: Exception, extension: str, content: bytes | None) -> str:
    """What is wrong with a text of a format, on one line that opens with the place if it is known.

    ``error`` is the parser's, ``content`` what it read; without that only the error is told.
    """
    if isinstance(error, MemoryError):
        return _explain_memory(error, content or b"")
    said = parser_says(error)
    if getattr(error, "lineno", None) or content is None or extension not in _STREAMED:
        return said
    line = _find_line(str(error), extension, content)
    told = _NOT_FETCHED if "LoadDocumentCallback" in said else said
    return f"line {line}: {told}" if line else told


def _explain_memory(error: MemoryError, content: bytes) -> str:
    if "maximal size" not in str(error):
        return "it does not fit into the memory."
    from backrun_kg.limits.turtle import LONGEST, find_longest

    line = content.count(b"\n", 0, find_longest(content)) + 1
    return (
        f"line {line}: a literal, a name or a comment is longer than {LONGEST >> 20} MiB. "
        "Keep such a text in a file of its own, and point to it."
    )


def _find_line(said: str, extension: str, content: bytes) -> int:
    """The line that the parser was reading when it said so; 0 where it says something else."""
    lines = _Lines(content)
    try:
        for _ in ox.parse(lines, format=_STREAMED[extension]):
            pass
    except (SyntaxError, ValueError, MemoryError) as error:
        return lines.number if str(error) == said else 0
    return 0


class _Lines(io.BytesIO):
    """A text handed out line by line, with the number of the last one."""

    _ended = _unbroken = 0

    @property
    def number(self) -> int:
        return self._ended + bool(self._unbroken)

    def read(self, size: int | None = -1, /) -> bytes:
        part = self.readline(size)
        broken = part.endswith(b"\n")
        self._ended += broken
        self._unbroken = 0 if broken else self._unbroken + len(part)
        if self._unbroken > _LONGEST_LINE:  # the parser would read it over and over
            raise ValueError("This line is too long to be looked for.")
        return part
