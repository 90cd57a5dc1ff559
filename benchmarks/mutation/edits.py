"""Slips in a single literal: one figure, one character, one tag or type off."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from zlib import crc32

import pyoxigraph as ox

from benchmarks.mutation.facts import term

Edit = Callable[[ox.Triple, ox.Literal], ox.Literal | None]
"""What becomes of the literal of a triple; None where the slip cannot happen to it."""

_INTEGER, _DECIMAL, _DOUBLE = term("xsd:integer"), term("xsd:decimal"), term("xsd:double")
_STRING, _BOOLEAN = term("xsd:string"), term("xsd:boolean")
_DATE, _DATETIME = term("xsd:date"), term("xsd:dateTime")
_TEXTS = {_STRING, term("rdf:langString"), term("xsd:anyURI")}
_YEARS = {term("br:year"), term("dcterms:date")}
_OFFSETS = {term("oa:start"), term("oa:end"), term("br:length")}
_DOI, _PMID, _DIGEST = term("br:doi"), term("br:pmid"), term("br:sha256")
_IDENTIFYING = {_DOI, _PMID, _DIGEST}


def other_datatype(_: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """The datatype that is most easily taken for the right one."""
    kind, text = literal.datatype, literal.value
    if kind == _STRING:
        return ox.Literal(text, language="en")
    if kind == _DECIMAL:
        return ox.Literal(text, datatype=_DOUBLE if "." in text else _INTEGER)
    mistaken = {_INTEGER: _DECIMAL, _DATE: _DATETIME}
    return ox.Literal(text, datatype=mistaken.get(kind, _STRING))


def other_language(_: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """English text said to be German."""
    return ox.Literal(literal.value, language="de") if literal.language else None


def number_by_one(triple: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """A number one up or down in its last place."""
    if triple.predicate in _YEARS | _OFFSETS:
        return None
    return _shifted(literal, _sign_of(triple))


def offset_by_one(triple: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """A place in a text one further or nearer."""
    return _shifted(literal, _sign_of(triple)) if triple.predicate in _OFFSETS else None


def year_by_one(triple: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """The year after or before, or the next day."""
    if literal.datatype == _DATE:
        day = date.fromisoformat(literal.value) + timedelta(days=_sign_of(triple))
        return ox.Literal(day.isoformat(), datatype=_DATE)
    return _shifted(literal, _sign_of(triple)) if triple.predicate in _YEARS else None


def opposite_sign(_: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """The number below zero, or above."""
    if literal.datatype not in (_INTEGER, _DECIMAL) or literal.value == "0":
        return None
    text = literal.value.removeprefix("-")
    return ox.Literal(text if text != literal.value else f"-{text}", datatype=literal.datatype)


def opposite_truth(_: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """True for false, false for true."""
    if literal.datatype != _BOOLEAN:
        return None
    return ox.Literal("false" if literal.value == "true" else "true", datatype=_BOOLEAN)


def doi_digit(triple: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """The last digit of a DOI one up."""
    return _raised_digit(literal) if triple.predicate == _DOI else None


def pmid_digit(triple: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """The last digit of a PubMed identifier one up."""
    return _raised_digit(literal) if triple.predicate == _PMID else None


def digest_character(triple: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """One character of a digest one up."""
    if triple.predicate != _DIGEST:
        return None
    text = literal.value
    place = crc32(str(triple).encode()) % len(text)
    raised = f"{(int(text[place], 16) + 1) % 16:x}"
    return ox.Literal(text[:place] + raised + text[place + 1 :])


def malformed(triple: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """An identifier, address or digest in which a character is of the wrong sort."""
    if triple.predicate not in _IDENTIFYING and literal.datatype != term("xsd:anyURI"):
        return None
    text = literal.value.replace("://", ":/") if ":" in literal.value else f"O{literal.value[1:]}"
    return ox.Literal(text, datatype=literal.datatype)


def stray_space(_: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """A text with a space after its end."""
    return _reworded(literal, literal.value + " ")


def emptied(_: ox.Triple, literal: ox.Literal) -> ox.Literal | None:
    """A text of which nothing is left."""
    return _reworded(literal, "")


def has_digit(text: str) -> bool:
    """Whether a text has a digit to mistake."""
    return bool(re.search("[0-9]", text))


def raise_digit(text: str) -> str:
    """The text with its last digit one up, 0 after 9."""
    return re.sub("[0-9](?=[^0-9]*$)", lambda digit: str((int(digit[0]) + 1) % 10), text)


def is_text(literal: ox.Literal) -> bool:
    """Whether a literal is words or characters, not a number or a truth value."""
    return literal.datatype in _TEXTS


def is_wording(triple: ox.Triple) -> bool:
    """Whether a triple says something in words, not by an identifier."""
    value = triple.object
    wordless = triple.predicate in _IDENTIFYING
    return isinstance(value, ox.Literal) and is_text(value) and not wordless


def _reworded(literal: ox.Literal, text: str) -> ox.Literal | None:
    if not is_text(literal):
        return None
    if literal.language:
        return ox.Literal(text, language=literal.language)
    return ox.Literal(text, datatype=literal.datatype)


def _shifted(literal: ox.Literal, step: int) -> ox.Literal | None:
    if literal.datatype == _INTEGER:
        return ox.Literal(str(int(literal.value) + step), datatype=_INTEGER)
    if literal.datatype != _DECIMAL:
        return None
    places = len(literal.value.partition(".")[2])
    text = f"{Decimal(literal.value) + step * Decimal(1).scaleb(-places):f}"
    return ox.Literal(_canonical(text), datatype=_DECIMAL)


def _canonical(text: str) -> str:
    """A decimal without zeros at its end: the slip is in the figure, not in its spelling."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sign_of(triple: ox.Triple) -> int:
    return 1 if crc32(str(triple).encode()) % 2 else -1


def _raised_digit(literal: ox.Literal) -> ox.Literal:
    return ox.Literal(raise_digit(literal.value))
