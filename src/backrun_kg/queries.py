"""The named queries: one ``.rq`` file each, its header comment its manual."""

import re
from collections.abc import Mapping
from os.path import basename, isfile, join
from typing import NamedTuple

import pyoxigraph as ox

from backrun_kg.answers import Answer, Graph, Rows, Term, Truth
from backrun_kg.dataset import Dataset
from backrun_kg.errors import MalformedQuery, UnknownName
from backrun_kg.files import STDIN, read_text
from backrun_kg.namespaces import PREFIXES
from backrun_kg.paths import QUERIES, list_files, read_content

_PARAMETER = r"- `\?(?P<name>\w+)` \((?P<kind>\w+)\): (?P<meaning>.+)"
_LAYERS = "Layers it needs: "


class Parameter(NamedTuple):
    """A variable that may be bound: its name, its kind (thing, text or integer), its meaning."""

    name: str
    kind: str
    meaning: str


class Query(NamedTuple):
    """A query: title and description from its header, parameters, the SPARQL, and if it is ours.

    ``layers`` are those that are enough to answer it without parameters; all of them when empty.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    shipped: bool = False
    layers: tuple[str, ...] = ()

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name. Raises UnknownName."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = (parameter.name for parameter in self.parameters)
        raise UnknownName(f"parameter of query '{self.name}'", name, known)


def list_queries() -> list[Query]:
    """All named queries, by name."""
    return [_read(path) for path in list_files(QUERIES, ".rq")]


def find_query(name: str) -> Query:
    """The query of that name, in any case. Raises UnknownName with the nearest."""
    path = join(QUERIES, f"{name.casefold()}.rq")
    if basename(path) != f"{name.casefold()}.rq" or not isfile(path):
        raise UnknownName("query", name, map(_name, list_files(QUERIES, ".rq")))
    return _read(path)


def choose_query(name: str | None, text: str | None = None) -> Query:
    """The query a caller means: ``text``, or a file, ``-`` (standard input) or a named query."""
    if text is not None or name is None:
        return parse_query("-e", text or "")
    if name == STDIN or name.endswith((".rq", ".sparql")) or "/" in name or "\\" in name:
        return parse_query("standard input" if name == STDIN else name, read_text(name))
    return find_query(name)


def parse_query(name: str, text: str) -> Query:
    """A query with what its header says; a text without a header has no title and no parameters."""
    header = text.partition("\n\n")[0]
    commented = all(line.startswith("#") for line in header.splitlines())
    title, _, manual = re.sub(r"^# ?", "", header, flags=re.MULTILINE).partition("\n")
    if not commented:
        title = manual = ""
    found = [re.fullmatch(_PARAMETER, line) for line in manual.splitlines()]
    parameters = tuple(Parameter(**match.groupdict()) for match in found if match)
    described = zip(manual.splitlines(), found, strict=True)
    description = "\n".join(line for line, match in described if not match).strip()
    named = description.partition(_LAYERS)[2].partition(".")[0]
    layers = tuple(named.split(", ")) if named else ()
    return Query(name, title, description, parameters, text, layers=layers)


def run_query(
    dataset: Dataset, text: str, bindings: Mapping[str, Term] | None = None, name: str = "query"
) -> Answer:
    """Evaluate SPARQL over the union of the layers, variables bound as terms.

    ``name`` is what messages call the query. Our prefixes need no declaration. Raises
    MalformedQuery, also for SERVICE: no query goes out to the network. Nothing limits the time and
    memory this takes: a text that somebody else wrote belongs to ``worker.ask``.
    """
    if "service" in text.casefold():
        from backrun_kg.words import refuse_service

        refuse_service(text, name)
    return evaluate(dataset, text, bindings, name)


def evaluate(dataset: Dataset, text: str, bindings: Mapping[str, Term] | None, name: str) -> Answer:
    """What the engine answers, SERVICE and all; graphs that FROM names take the union's place."""
    substitutions = {ox.Variable(name): term for name, term in (bindings or {}).items()}
    try:
        results = dataset.store.query(
            text,
            prefixes=PREFIXES,
            use_default_graph_as_union=not _chooses_graphs(text, name),
            substitutions=substitutions,
        )
        if isinstance(results, ox.QueryTriples):
            return Graph(results)
        json = results.serialize(format=ox.QueryResultsFormat.JSON) or b""
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise MalformedQuery(f"{name}: {_engine_says(error, text)}") from error
    return Rows(json) if isinstance(results, ox.QuerySolutions) else Truth(json)


def select(dataset: Dataset, name: str, /, **bindings: Term) -> Rows:
    """The rows of a named query that gives rows, its parameters bound to terms."""
    answer = run_query(dataset, find_query(name).text, bindings, name)
    assert isinstance(answer, Rows)
    return answer


def _read(path: str) -> Query:
    return parse_query(_name(path), read_content(path))._replace(shipped=True)


def _name(path: str) -> str:
    return basename(path).removesuffix(".rq")


def _chooses_graphs(text: str, name: str) -> bool:
    """Whether FROM is among the words; those of a header need no closer look."""
    lines = (line for line in text.casefold().splitlines() if not line.startswith("#"))
    if not any("from" in line for line in lines):
        return False
    from backrun_kg.words import names_graphs

    return names_graphs(text, name)


def _engine_says(error: Exception, text: str) -> str:
    """The engine's message as a place and a line of the query, without its grammar tables."""
    said = str(error)
    place = re.match(r"error at (\d+):(\d+): (.*)", said, re.DOTALL)
    if not place:
        return said.splitlines()[0] if said else type(error).__name__
    line, column, detail = int(place[1]), int(place[2]), place[3]
    what = "not SPARQL from here on"
    if "Prefix not found" in detail:
        what = "this prefix is not declared"
    elif not detail.startswith("expected"):
        what = detail.splitlines()[0]
    rows = text.splitlines() or [""]
    row = rows[min(line, len(rows)) - 1]
    rest = row[max(0, column - 1) :].strip()[:60]
    return f"line {line}, column {column}: {what}: {rest or 'end of query'}"
