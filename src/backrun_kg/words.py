"""Looks at the words of a query before the engine does: how many, how nested, what they ask for.

Words are told from what may hide them: strings, comments, IRIs, names and variables may say what
they like. It takes time in proportion to the text, whatever is in it.
"""

import re
from collections.abc import Iterator

from backrun_kg.errors import MalformedQuery

MOST_CHARACTERS = 1 << 20
"""How long a text of one's own may be: 400 times our longest query. A longer one carries data,
which have a place of their own."""

MOST_NESTED = 100
"""How many brackets of such a text may stand in one another; ours go to 9. A level takes the engine
up to 10 kB of stack, so these fit into 1 MB, the least that any platform gives a thread."""

_LEXEME = r"""
    \"{3}(?:[^"\\]|\\.|"(?!""))*"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}     # long strings
  | (?P<endless>"{3}|'{3})
  | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'                         # strings
  | (?P<unended>["'])
  | <[A-Za-z][\w+.-]*://[^<>"{}|^`\x00-\x20]*>                            # IRIs in any reading
  | <[^<>"{}|^`\x00-\x20'#()\[\]]*>
  | (?P<unclear><(?=')|<[^<>"{}|^`\x00-\x20]*>)                           # or comparisons
  | \#[^\n\r]* | [?$]\w+ | @[A-Za-z-]+                                    # comment, variable, tag
  | (?P<name>[\w.-]+)(?P<local>:(?:[\w.:%-]|\\.)*)? | :(?:[\w.:%-]|\\.)*
  | (?P<opening><<|[{(\[]) | (?P<closing>>>|[})\]])
"""
_BEFORE_GROUP = r"(?:\s|\#[^\n\r]*+)*+\{"
_BEFORE_GRAPH = ("FROM", "GRAPH", "NAMED")


def screen_text(text: str, name: str) -> None:
    """Let a text pass that may be evaluated: not too long, not too nested, without SERVICE.

    Raises MalformedQuery.
    """
    if len(text) > MOST_CHARACTERS:
        raise MalformedQuery(
            f"{name} is {len(text):,} characters long; a query may have {MOST_CHARACTERS:,}. "
            "Put the values into a file of data and add it with --data FILE."
        )
    _refuse_depth(text, name)
    refuse_service(text, name)


def refuse_service(text: str, name: str) -> None:
    """Let a text pass that asks no other server. Raises MalformedQuery.

    The engine needs no space after a word: ``SERVICEx:y {`` asks, unless x:y is to be a graph.
    """
    if "service" not in text.casefold():
        return
    before = ""
    for token in read_tokens(text, name):
        if token["unclear"]:
            told = "Give it a prefix, or put a space after a < that compares."
            raise _malformed(name, text, token, f"is {token[0]} an IRI? {told}")
        said = "service" in (token["name"] or "").casefold()
        if said and (not token["local"] or _asks(text, token, before)):
            told = "since no query goes out to the network. Load the other data with --data FILE"
            raise _malformed(name, text, token, f"SERVICE is not allowed, {told} instead.")
        before = before if token[0][0] == "#" else token[0].upper()


def names_graphs(text: str, name: str) -> bool:
    """Whether a query says FROM, and so which graphs it is about. Raises MalformedQuery."""
    words = (token["name"] for token in read_tokens(text, name) if not token["local"])
    return any(word and word.upper() in ("FROM", "FROMNAMED") for word in words)


def read_tokens(text: str, name: str) -> Iterator[re.Match[str]]:
    """The tokens of a query, each with its kind as the name of a group. Raises MalformedQuery."""
    for token in re.finditer(_LEXEME, text, re.DOTALL | re.VERBOSE):
        if token["endless"] or token["unended"]:
            raise _malformed(name, text, token, "a string opens here and does not end.")
        yield token


def _refuse_depth(text: str, name: str) -> None:
    depth = 0
    for token in read_tokens(text, name):
        depth = max(0, depth + bool(token["opening"]) - bool(token["closing"]))
        if depth > MOST_NESTED:
            told = f"more than {MOST_NESTED} brackets stand in one another. Nest less."
            raise _malformed(name, text, token, told)


def _asks(text: str, token: re.Match[str], before: str) -> bool:
    opens = re.compile(_BEFORE_GROUP).match(text, token.end())
    return bool(opens) and before not in _BEFORE_GRAPH


def _malformed(name: str, text: str, token: re.Match[str], told: str) -> MalformedQuery:
    line = text.count("\n", 0, token.start()) + 1
    return MalformedQuery(f"{name}: line {line}: {told}")
