"""Portable literals: written so that every engine and tool keeps them as they are."""

import re
from datetime import date

import pyoxigraph as ox

from backrun_kg.namespaces import PREFIXES

_FORMS = {
    "string": None,
    "anyURI": None,
    "boolean": "true|false",
    "integer": "0|-?[1-9][0-9]{0,17}",
    "decimal": "0|-?[1-9][0-9]{0,14}|-?(?=[0-9.]{3,16}$)(?:0|[1-9][0-9]*)[.][0-9]*[1-9]",
    "gYear": "(?!0000)[0-9]{4}",
    "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
}


def portable(term: object) -> bool:
    """Whether an engine keeps a term as it is written and reads in it what every other reads."""
    if not isinstance(term, ox.Literal):
        return not isinstance(term, ox.Triple)
    if term.language:
        return term.direction is None
    name = term.datatype.value.removeprefix(PREFIXES["xsd"])
    if name not in _FORMS:
        return False
    form = _FORMS[name]
    if form and not re.fullmatch(form, term.value, re.ASCII):
        return False
    return name != "date" or _is_day(term.value)


def askable(term: object) -> bool:
    """Whether a term can be written into a query and is there what it is in the data."""
    return portable(term) and not isinstance(term, ox.BlankNode)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
