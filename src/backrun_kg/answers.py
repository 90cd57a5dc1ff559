"""What a query gives back: rows, a truth value or a graph, whatever engine found it.

Rows and truth values are held as the bytes of the SPARQL 1.1 Query Results JSON Format, so that an
answer looks the same from the embedded engine, from a server and from a file.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from backrun_kg.errors import MissingExtra
from backrun_kg.escapes import neutral as neutral
from backrun_kg.escapes import neutral_lines
from backrun_kg.namespaces import shrink

if TYPE_CHECKING:
    import pandas

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]


class Rows:
    """The answer to SELECT: named columns, and rows in the order of the query."""

    def __init__(self, json: bytes) -> None:
        self.json = json

    @property
    def _solutions(self) -> ox.QuerySolutions:
        parsed = ox.parse_query_results(self.json, format=ox.QueryResultsFormat.JSON)
        assert isinstance(parsed, ox.QuerySolutions)
        return parsed

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, without question marks."""
        return tuple(variable.value for variable in self._solutions.variables)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows as RDF terms; None where a column is unbound."""
        return tuple(tuple(solution) for solution in self._solutions)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, str]]:
        """The rows as dicts of plain text: CURIEs for IRIs, '' where unbound."""
        for row in self.rows:
            yield dict(zip(self.columns, map(plain, row), strict=True))

    def serialize(self, format: ox.QueryResultsFormat) -> bytes:
        """The rows in one of the four standard formats."""
        return self._solutions.serialize(format=format) or b""

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a DataFrame of text, numbers and truth values. Raises MissingExtra."""
        try:
            import pandas
        except ImportError as error:
            raise MissingExtra("pandas", "pandas") from error
        values = [[_value(term) for term in row] for row in self.rows]
        return pandas.DataFrame(values, columns=list(self.columns))

    def _repr_html_(self) -> str:
        from html import escape

        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        cells = ([neutral_lines(plain(term)) for term in row] for row in self.rows)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


class Truth:
    """The answer to ASK."""

    def __init__(self, json: bytes) -> None:
        self.json = json

    def __bool__(self) -> bool:
        parsed = ox.parse_query_results(self.json, format=ox.QueryResultsFormat.JSON)
        return bool(parsed)

    def serialize(self, format: ox.QueryResultsFormat) -> bytes:
        """The truth value in one of the standard formats that have one (not CSV, not TSV)."""
        parsed = ox.parse_query_results(self.json, format=ox.QueryResultsFormat.JSON)
        assert isinstance(parsed, ox.QueryBoolean)
        return parsed.serialize(format=format) or b""


class Graph:
    """The answer to CONSTRUCT and DESCRIBE: distinct triples, sorted."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples = tuple(sorted(set(triples), key=str))

    def __len__(self) -> int:
        return len(self.triples)


Answer = Rows | Truth | Graph


def plain(term: Term | None) -> str:
    """A term as a person would write it: a CURIE, or the literal's text; '' for none."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shrink(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term)


def _value(term: Term | None) -> object:
    """A term as pandas wants it: numbers and truth values as such, everything else as text."""
    if isinstance(term, ox.Literal):
        convert = _NATIVE.get(shrink(term.datatype.value), str)
        try:
            return convert(term.value)
        except ValueError:
            return term.value
    return plain(term) if term is not None else None


_NATIVE: dict[str, Callable[[str], object]] = {
    "xsd:integer": int,
    "xsd:decimal": float,
    "xsd:double": float,
    "xsd:float": float,
    "xsd:boolean": lambda text: text in ("true", "1"),
}
