"""Metadata in RDF: DCAT, VoID, PROV and the named queries as examples.

Python gathers facts: files, counts, texts. What they mean in a vocabulary is told by the queries of
``ontology/metadata``, which make a graph of the facts and of the dataset's own description.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from os.path import join
from typing import Any

import pyoxigraph as ox

from backrun_kg.answers import Graph
from backrun_kg.dataset import Dataset, Source
from backrun_kg.exports.extent import measure_extent
from backrun_kg.exports.release import (
    HOME,
    Release,
    ReleaseFile,
    describe_source,
    name_by_digest,
)
from backrun_kg.namespaces import PREFIXES
from backrun_kg.paths import DATASET, ONTOLOGY, read_content
from backrun_kg.queries import Query, list_queries, run_query
from backrun_kg.turtle import write_turtle

METADATA = join(ONTOLOGY, "metadata")

Json = dict[str, Any]

_FACTS = HOME + "fact/"  # the names of facts, known to the queries and nowhere else


def write_dcat(release: Release) -> str:
    """DCAT 3: the dataset as its description has it, and each file as a distribution.

    Raises BackrunError for data of one's own, which nobody has described.
    """
    facts = _common(release) | {"file": _files(release)}
    return _construct("dcat", facts, [_description(release)])


def write_void(release: Release) -> str:
    """VoID: how large the dataset is, by layer, class and property, and where its links lead."""
    extent = asdict(measure_extent(release.dataset))
    facts = {
        **{name: extent[name] for name in ("triples", "subjects", "objects", "entities")},
        "layer": [{"iri": iri, "triples": n} for iri, n in extent["layers"].items()],
        "class": [{"iri": iri, "entities": n} for iri, n in extent["classes"].items()],
        "property": extent["properties"],
        "links": extent["links"],
        "file": _files(release),
    }
    described = [_description(release)] if release.is_ours else []
    return _construct("void", _common(release) | facts, described)


def write_prov(release: Release) -> str:
    """PROV: which files the release was built from, by which software, and what came of it."""
    used = [_file(release, describe_source(source)) for source in release.dataset.sources]
    facts = {
        "file": _files(release),
        "used": used,
        "digest": name_by_digest(release.dataset.digest),
    }
    return _construct("prov", _common(release) | facts)


def write_examples(release: Release) -> str:
    """The named queries as SHACL has executables, as collections of SPARQL examples do."""
    facts = {
        "query": [_query(query) for query in list_queries()],
        "prefix": [{"name": name, "iri": iri} for name, iri in PREFIXES.items()],
    }
    return _construct("sparql-examples", _common(release) | facts)


def _construct(name: str, facts: Json, described: Iterable[Source] = ()) -> str:
    """Turtle of the graph that a query of METADATA makes of facts and described sources."""
    document = json.dumps({"@context": {"@vocab": _FACTS}, **facts}).encode()
    dataset = Dataset([Source("facts", "facts", "jsonld", document), *described])
    answer = run_query(dataset, read_content(join(METADATA, f"{name}.rq")), name=name)
    assert isinstance(answer, Graph)
    return write_turtle(map(_retype, answer.triples))


def _retype(triple: ox.Triple) -> ox.Triple:
    """The triple with its literal's own datatype.

    The engine turns derived datatypes such as nonNegativeInteger into what they are derived from; a
    query that needs one names it among the facts, where the engine knows of nothing to turn.
    """
    value = triple.object
    if not isinstance(value, ox.Literal) or not value.datatype.value.startswith(_FACTS):
        return triple
    datatype = ox.NamedNode(PREFIXES["xsd"] + value.datatype.value.removeprefix(_FACTS))
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(value.value, datatype=datatype))


def _description(release: Release) -> Source:
    _ = release.description  # which data of one's own do not have
    return Source(DATASET, "description", "ttl")


def _common(release: Release) -> Json:
    """What every query may ask for; a fact that is not known is left out."""
    agents = release.agents if release.is_ours else {}
    facts = {
        "dataset": release.iri,
        "version": release.version,
        "place": release.place,
        "home": HOME,
        "built": release.built,
        "endpoint": release.endpoint,
        "agent": [{"iri": iri, "name": name} for iri, name in agents.items()],
    }
    return {name: value for name, value in facts.items() if value}


def _files(release: Release) -> list[Json]:
    return [_file(release, file) for file in sorted(release.files)]


def _file(release: Release, file: ReleaseFile) -> Json:
    facts = {
        "name": file.name,
        "iri": release.place + file.path,
        "bytes": file.size,
        "sha256": file.sha256,
        "content": name_by_digest(file.sha256),
        "mediaType": file.media_type,
        "packing": file.packing,
        "address": release.base + file.path if release.base else "",
    }
    return {name: value for name, value in facts.items() if value != ""}


def _query(query: Query) -> Json:
    """A named query; its name and its parameters are the words it is found by."""
    words = [query.name, *(parameter.name for parameter in query.parameters)]
    return {
        "name": query.name,
        "title": query.title,
        "description": query.description,
        "text": query.text,
        "keyword": sorted({word.replace("-", " ") for word in words}),
        "form": _form(query.text),
    }


def _form(text: str) -> str:
    """SELECT, CONSTRUCT, ASK or DESCRIBE: the first line that begins with one."""
    words = (line.split(maxsplit=1)[0] for line in text.splitlines() if line.strip())
    return next(word for word in words if word in ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE"))
