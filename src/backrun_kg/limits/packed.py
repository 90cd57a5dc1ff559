"""Packed bytes unpacked, as long as they are no bomb."""

import zlib

from backrun_kg.errors import UnreadableInput

MOST_GROWTH = 200
"""How many times its size a packed file may unfold: RDF does 5 to 60 times, a bomb 1,000 times."""

FREE = 1 << 24
"""The bytes that a packed file of any size may unfold to."""

MOST_MEMBERS = 100_000
"""How many packed parts may stand in a row, as tools that pack in blocks leave them."""

_STEP = 1 << 14  # unfolds to 16 MiB at most
_GZIP = 31


def unpack(name: str, packed: bytes, most: int) -> bytes:
    """The bytes of one or more gzip files in a row; nothing but zeros may follow them.

    Raises UnreadableInput as soon as they are more than ``most`` or MOST_GROWTH allows, and where
    they are not whole. ``name`` is the file's, for messages.
    """
    likely = max(FREE, MOST_GROWTH * len(packed))
    parts, size, place, members = list[bytes](), 0, 0, 0
    try:
        while members == 0 or (place < len(packed) and packed[place] != 0):
            member = zlib.decompressobj(_GZIP)
            members += 1
            while not member.eof:
                step = packed[place : place + _STEP]
                parts.append(member.decompress(step))
                place += len(step) - len(member.unused_data)
                size += len(parts[-1])
                if size > min(most, likely) or members > MOST_MEMBERS:
                    raise UnreadableInput(_excess(name, size > most, members))
                if not step:
                    raise EOFError
    except (EOFError, zlib.error) as error:
        raise UnreadableInput(f"{name} is not a whole gzip file.") from error
    if packed[place:].strip(b"\0"):
        raise UnreadableInput(f"{name} is not a whole gzip file.")
    return b"".join(parts)


def _excess(name: str, too_large: bool, members: int) -> str:
    if members > MOST_MEMBERS:
        return f"{name} is packed in more than {MOST_MEMBERS:,} parts. Pack it anew in one."
    if too_large:
        return f"{name} is too large when unpacked. Split it, or put it into a SPARQL server."
    return (
        f"{name} unfolds to more than {MOST_GROWTH} times its size, as no honest file does. "
        "If you trust it, unpack it and name the unpacked file."
    )
