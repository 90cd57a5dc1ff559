"""Rewrites a query's text for a server, which knows neither our prefixes nor bindings.

Terms go in as a VALUES block at the end of the outermost group. At the end of the whole query, its
other place, a FILTER would not see them, and one server ignores them there.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pyoxigraph as ox

from backrun_kg.answers import Term
from backrun_kg.errors import MalformedQuery
from backrun_kg.namespaces import PREFIXES
from backrun_kg.words import read_tokens

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
"""The kinds of queries, by their first word."""


class _Word(NamedTuple):
    """A token: its text, in upper case where it is a word of the language, and its place."""

    text: str
    start: int
    depth: int


class Layout(NamedTuple):
    """Where the parts of a query are: its form, the place of that word, and its outermost group.

    ``modifiers`` are the words that follow the group, outside of all brackets.
    """

    form: str
    start: int
    group: tuple[int, int] | None
    modifiers: tuple[str, ...]


def read_layout(text: str, name: str) -> Layout:
    """The layout of a query. Raises MalformedQuery for a text that is none."""
    words = _read_words(text, name)
    first = next((place for place, word in enumerate(words) if word.text in FORMS), None)
    if first is None:
        raise MalformedQuery(f"{name} is no query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE.")
    form, rest = words[first], words[first + 1 :]
    groups = _find_groups(rest)
    if form.text == "CONSTRUCT" and rest and rest[0].text == "{":
        groups = groups[1:]  # the first is the template
    group = groups[0] if groups else None
    after = [word for word in rest if group and word.start > group[1] and word.depth == 0]
    return Layout(form.text, form.start, group, tuple(word.text for word in after))


def bind_terms(text: str, bindings: Mapping[str, Term], name: str) -> str:
    """The query with variables bound to terms, as the engine's own writer spells them."""
    if not bindings:
        return text
    layout = read_layout(text, name)
    if any(isinstance(term, ox.BlankNode) for term in bindings.values()):
        raise MalformedQuery(f"{name}: a blank node has no name that a server would know.")
    used = _find_variables(text, layout, name)
    inside = {variable: term for variable, term in bindings.items() if variable in used}
    if layout.group and inside:
        end = layout.group[1]
        text = f"{text[:end]}\n{_write_values(inside)}\n{text[end:]}"
    if inside.keys() == bindings.keys():
        return text
    computed = {variable: bindings[variable] for variable in bindings if variable not in used}
    if layout.form != "SELECT" or "VALUES" in layout.modifiers:
        unbound = ", ".join(f"?{variable}" for variable in computed)
        raise MalformedQuery(f"{name} has no place where a server could bind {unbound}.")
    return f"{text}\n{_write_values(computed)}"  # what only the SELECT clause computes


def declare_prefixes(text: str, name: str) -> str:
    """The query with those of our prefixes declared that it uses and does not declare itself.

    They go on the first line, so that a server's message still names the right one.
    """
    used, declared, before = list[str](), set[str](), ""
    for token in read_tokens(text, name):
        if token["name"] and token["local"]:
            (declared.add if before == "PREFIX" else used.append)(token["name"])
        before = token[0].upper()
    missing = [prefix for prefix in dict.fromkeys(used) if prefix not in declared]
    lines = [f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in missing if prefix in PREFIXES]
    return "".join(lines) + text


def chooses_graphs(text: str, name: str) -> bool:
    """Whether a query says FROM, and so which graphs it is about."""
    return any(word.text in ("FROM", "FROMNAMED") for word in _read_words(text, name))


def _write_values(bindings: Mapping[str, Term]) -> str:
    columns = " ".join(f"?{variable}" for variable in bindings)
    return f"VALUES ({columns}) {{ ({' '.join(map(str, bindings.values()))}) }}"


def _read_words(text: str, name: str) -> list[_Word]:
    """The words, brackets and variables of a query, each with how deep it stands."""
    words, depth = list[_Word](), 0
    for token in read_tokens(text, name):
        if token["unclear"]:
            raise MalformedQuery(
                f"{name}: is {token[0]} an IRI? Give it a prefix, or put a space after a < that "
                "compares."
            )
        depth -= bool(token["closing"])
        if token["opening"] or token["closing"]:
            words.append(_Word(token[0], token.start(), depth))
        elif token["name"] and not token["local"]:
            words.append(_Word(token[0].upper(), token.start(), depth))
        elif token[0][0] in "?$":
            words.append(_Word(f"?{token[0][1:]}", token.start(), depth))
        depth += bool(token["opening"])
    return words


def _find_groups(words: list[_Word]) -> list[tuple[int, int]]:
    """Where the groups open and close that stand in no bracket, in their order."""
    groups, opened = list[tuple[int, int]](), 0
    for word in words:
        if word.depth == 0 and word.text == "{":
            opened = word.start
        elif word.depth == 0 and word.text == "}":
            groups.append((opened, word.start))
    return groups


def _find_variables(text: str, layout: Layout, name: str) -> set[str]:
    """The variables within the outermost group."""
    if not layout.group:
        return set()
    start, end = layout.group
    words = _read_words(text, name)
    return {word.text[1:] for word in words if word.text[0] == "?" and start < word.start < end}
