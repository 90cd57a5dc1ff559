"""All that the pages ask of a dataset, each question asked once."""

import re
from collections import defaultdict
from functools import cache, cached_property

import pyoxigraph as ox

from backrun_kg.dataset import Dataset, load
from backrun_kg.exports.overviews import label_term
from backrun_kg.exports.statements import Statements, plain_iri
from backrun_kg.exports.vocabulary import find_iri, local_name, read_ontology
from backrun_kg.namespaces import PREFIXES, shrink
from backrun_kg.queries import select
from backrun_kg.site.addresses import ONTOLOGY_PAGE, Link, find_stem, find_term, open_address

Row = dict[str, str]
"""A row of an answer by column: IRIs in full, texts as they are, '' where nothing is bound."""


class Atlas:
    """A dataset with its statements, its answers to the named queries, and a place for each IRI."""

    def __init__(self, dataset: Dataset) -> None:
        self.source = dataset
        self.statements = Statements(dataset)
        self._rows: dict[str, list[Row]] = {}
        self._groups: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def rows(self, query: str) -> list[Row]:
        """The answer to a named query."""
        if query not in self._rows:
            answer = select(self.statements.dataset, query)
            told = ([_text(term) for term in row] for row in answer.rows)
            self._rows[query] = [dict(zip(answer.columns, row, strict=True)) for row in told]
        return self._rows[query]

    def rows_by(self, query: str, column: str) -> dict[str, list[Row]]:
        """The answer to a named query, by the value of a column."""
        if (query, column) not in self._groups:
            found = self._groups[query, column] = {}
            for row in self.rows(query):
                found.setdefault(row[column], []).append(row)
        return self._groups[query, column]

    @cached_property
    def things(self) -> list[str]:
        """The IRIs of all that has a page of its own, by what it is called."""
        own = (iri for iri in self.statements.about if not is_term(iri))
        return sorted(own, key=lambda iri: (self.label(iri).casefold(), iri))

    @cached_property
    def quads(self) -> dict[str, list[ox.Quad]]:
        """The statements with a thing at either end, by its IRI; the graphs are left out."""
        found: dict[str, list[ox.Quad]] = defaultdict(list)
        for quad in self.statements.dataset.quads():
            told = ox.Quad(quad.subject, quad.predicate, quad.object)
            for iri in {_text(told.subject), _iri(told.object)} - {""}:
                found[iri].append(told)
        return found

    @cached_property
    def pointers(self) -> dict[str, list[tuple[str, str]]]:
        """The predicates and subjects of the statements that point at each IRI, sorted."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for subject, said in self.statements.about.items():
            for predicate, values in said.items():
                for value in values:
                    if isinstance(value, ox.NamedNode):
                        found[value.value].append((predicate, subject))
        return {iri: sorted(pairs) for iri, pairs in found.items()}

    def label(self, iri: str) -> str:
        """What an IRI is called: its label, one of its texts, or its name in words."""
        told = self.statements.label(iri) or label_term(iri, self.statements)
        return told or _in_words(iri) or shrink(plain_iri(iri)).strip("<>")

    def name_property(self, iri: str) -> str:
        """What a property is called within a sentence."""
        return label_term(iri, self.statements) or _split(local_name(iri))

    def text(self, iri: str, key: str) -> str:
        """The first text that a property, by its key in the context, has for a thing."""
        values = self.statements.about[iri].get(find_iri(key), [])
        return values[0].value if values else ""

    def place(self, iri: str) -> str:
        """Where an IRI leads: its page, its entry in the ontology, or outside; '' for nowhere."""
        if is_term(iri):
            return ONTOLOGY_PAGE if iri == _ONTOLOGY else find_term(iri)
        return f"{find_stem(iri)}.html" if iri in self.statements.about else open_address(iri)

    def link(self, iri: str, text: str = "") -> Link:
        """A link to whatever an IRI stands for."""
        return Link(text or self.label(iri), self.place(iri))

    def value(self, value: ox.NamedNode | ox.Literal) -> Link:
        """A value as words, which lead somewhere where it is an IRI or an address."""
        if isinstance(value, ox.NamedNode):
            return self.link(value.value)
        address = value.datatype.value == _ADDRESS
        return Link(value.value, open_address(value.value) if address else "")


def is_term(iri: str) -> bool:
    """Whether the shipped ontology has an entry for an IRI."""
    return iri == _ONTOLOGY or (iri.startswith(PREFIXES["br"]) and iri in read_ontology().labels)


@cache
def open_ontology() -> Atlas:
    """The shipped ontology alone."""
    return Atlas(load(layers=["ontology"]))


_ONTOLOGY = PREFIXES["br"].removesuffix("#")
_ADDRESS = PREFIXES["xsd"] + "anyURI"


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _in_words(iri: str) -> str:
    slug = iri.removeprefix(PREFIXES["kg"])
    return slug.replace("-", " ").capitalize() if slug != iri else ""


def _split(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
