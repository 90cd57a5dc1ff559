"""What a file may hold: looked over before it is parsed, since some texts break the parser."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from backrun_kg.errors import MalformedData, UnreadableInput

_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\0")

_WRITTEN_OUT = ("nt", "nq")
_BLOCK = 256
_FREE = 1 << 26
_MOST_GROWTH = 100
"""How many times its bytes a file may say once prefixes and repeated subjects are written out.

Ours grow four times. A name of 16 MiB that a thousand short statements share would fill any memory.
"""


def check_content(name: str, extension: str, content: bytes) -> None:
    """Let pass what the parser can take. Raises UnreadableInput or MalformedData."""
    if content.startswith(_OTHER_ENCODINGS):
        raise UnreadableInput(f"{name} is not UTF-8 text; it looks like UTF-16. Save it as UTF-8.")
    if fault := _find_fault(extension, content):
        offset, told = fault
        line = content.count(b"\n", 0, offset) + 1
        raise MalformedData(f"{name}: line {line}: {told}")


def _find_fault(extension: str, content: bytes) -> tuple[int, str] | None:
    """The byte at which a text would harm the parser, and why; None where all is well."""
    if extension == "rdf":
        from backrun_kg.limits import rdfxml

        return rdfxml.find_fault(content)
    if extension == "jsonld":
        from backrun_kg.limits import jsonld

        return jsonld.find_fault(content)
    from backrun_kg.limits import turtle

    return turtle.find_fault(content)


def meter(quads: Iterable[ox.Quad], name: str, extension: str, content: bytes) -> Iterable[ox.Quad]:
    """The quads of a file, as long as they say no more than its size makes likely.

    Raises MalformedData.
    """
    if not may_outgrow(extension, content):
        return quads
    return _measured(quads, name, _FREE + _MOST_GROWTH * len(content))


def may_outgrow(extension: str, content: bytes) -> bool:
    """Whether a file might say far more than its size makes likely.

    It takes a long name, or a literal annotated over and over, to say much with little.
    """
    return extension not in _WRITTEN_OUT and _shares_text(content)


def _measured(quads: Iterable[ox.Quad], name: str, most: int) -> Iterator[ox.Quad]:
    said = 0
    for quad in quads:
        said += len(str(quad))
        if said > most:
            raise MalformedData(
                f"{name}: its statements, written out, pass {_MOST_GROWTH} times its size. "
                "Shorten the long names that many statements share."
            )
        yield quad


def _shares_text(content: bytes) -> bool:
    """Whether statements may share something long: a literal by annotations, or else a name.

    Within a name twice as long as a block there is a block without white space.
    """
    starts = range(0, len(content) - _BLOCK + 1, _BLOCK)
    return (
        b"~" in content
        or b"|" in content
        or any(len(content[start : start + _BLOCK].split(None, 1)) == 1 for start in starts)
    )
