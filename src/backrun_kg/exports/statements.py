"""The statements of a dataset, thing by thing: what tables and networks are made of.

Blank nodes are named by what is said of them, so that the same data make the same tables.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from backrun_kg.blanks import has_blanks, name_blanks
from backrun_kg.dataset import USER_LAYER, Dataset, Source
from backrun_kg.errors import BackrunError
from backrun_kg.exports.vocabulary import TYPE, find_iri, read_ontology
from backrun_kg.namespaces import GRAPH, PREFIXES, shrink
from backrun_kg.queries import select

Value = ox.NamedNode | ox.Literal

_BLANK = "urn:blank-node:"  # how blank nodes are called while they are worked on
_OWN = (PREFIXES["kg"], PREFIXES["br"])
_LANGUAGES = ("en", None)  # a label in English, else one of no language, else the first


class Statements:
    """What a dataset says: statements by subject and predicate, their layers, names and labels."""

    def __init__(self, dataset: Dataset) -> None:
        quads = sorted(set(dataset.quads()), key=_order)
        self.dataset = dataset
        if any(map(has_blanks, quads)):
            quads = sorted(_name_blanks(quads), key=_order)
            content = "".join(f"{quad} .\n" for quad in quads).encode()
            self.dataset = Dataset([Source("data", USER_LAYER, "nq", content)])
        self.about: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        self.layers: dict[tuple[str, str, str], str] = {}
        for quad in quads:
            self._take(quad)

    def _take(self, quad: ox.Quad) -> None:
        subject, value = quad.subject, quad.object
        if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
            raise BackrunError(
                "Tables and networks cannot hold a triple term (RDF 1.2): rewrite it as a claim."
            )
        assert not isinstance(value, ox.BlankNode)
        key = subject.value, quad.predicate.value, str(value)
        if key not in self.layers:
            graph = quad.graph_name
            name = graph.value if isinstance(graph, ox.NamedNode) else ""
            self.layers[key] = plain_iri(name).removeprefix(GRAPH)
            self.about[subject.value][quad.predicate.value].append(value)

    @cached_property
    def names(self) -> dict[str, str]:
        """The id of each thing: its bare name in one of our namespaces, or else its IRI."""
        names = {iri: plain_iri(iri) for iri in self.about}
        taken: set[str] = set()
        for namespace in _OWN:
            ours = [iri for iri in names if iri.startswith(namespace)]
            bare = {iri: iri.removeprefix(namespace) for iri in ours if shrink(iri)[0] != "<"}
            free = {iri: name for iri, name in bare.items() if name not in taken}
            names |= free
            taken.update(free.values())
        return names

    def name(self, iri: str) -> str:
        """The id of a thing, or the IRI of what is only pointed at."""
        return self.names.get(iri) or plain_iri(iri)

    def label(self, iri: str) -> str:
        """What a thing is called: its label, or else one of its texts; '' where it has none."""
        found = self.labels(iri) or self.texts.get(iri) or []
        return min(found, key=_preference).value if found else ""

    def labels(self, iri: str) -> list[ox.Literal]:
        """The labels proper of a thing, whatever their language."""
        labels = self.about[iri].get(find_iri("label"), []) if iri in self.about else []
        return [label for label in labels if isinstance(label, ox.Literal)]

    @cached_property
    def texts(self) -> dict[str, list[ox.Literal]]:
        """Labels, other names, statements and answers of each thing, as a search finds them."""
        found: dict[str, list[ox.Literal]] = {}
        for thing, text, *_ in select(self.dataset, "search").rows:
            if isinstance(thing, ox.NamedNode) and isinstance(text, ox.Literal):
                found.setdefault(thing.value, []).append(text)
        return found

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """The things of each class by its IRI; those of no class under ''.

        A thing of several classes is in each, so that a class is whole.
        """
        found: dict[str, list[str]] = {}
        for iri in self.about:
            for kind in self.kinds(iri) or [""]:
                found.setdefault(kind, []).append(iri)
        return dict(sorted(found.items()))

    def kinds(self, iri: str) -> list[str]:
        """The classes of a thing, the more special before the more general."""
        values = self.about[iri].get(TYPE, [])
        kinds = sorted(value.value for value in values if isinstance(value, ox.NamedNode))
        return sorted(kinds, key=lambda kind: sum(_is_below(other, kind) for other in kinds))

    def layer(self, iri: str) -> str:
        """The layer that says what a thing is, or else the first that says anything of it."""
        about = self.about[iri]
        predicate = TYPE if TYPE in about else min(about)
        return self.layers[iri, predicate, str(about[predicate][0])]


def plain_iri(iri: str) -> str:
    """An IRI as it is, or the name of a blank node."""
    return f"_:{iri.removeprefix(_BLANK)}" if iri.startswith(_BLANK) else iri


def _is_below(kind: str, other: str) -> bool:
    return kind != other and other in read_ontology().find_broader(kind)


def _preference(text: ox.Literal) -> tuple[int, str, str]:
    known = text.language in _LANGUAGES
    rank = _LANGUAGES.index(text.language) if known else len(_LANGUAGES)
    return rank, text.language or "", text.value


def _order(quad: ox.Quad) -> tuple[str, str, str, str]:
    return str(quad.subject), quad.predicate.value, str(quad.object), str(quad.graph_name)


def _name_blanks(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads with IRIs of our own in the places of blank nodes."""
    blank = []
    for quad in quads:
        if has_blanks(quad):
            blank.append(quad)
        else:
            yield quad
    for quad in name_blanks(blank):
        subject, value, graph = map(_named, (quad.subject, quad.object, quad.graph_name))
        yield ox.Quad(subject, quad.predicate, value, graph)


def _named(term: Any) -> Any:
    return ox.NamedNode(_BLANK + term.value) if isinstance(term, ox.BlankNode) else term
