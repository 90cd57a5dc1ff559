"""The work that is measured as whole processes: starting, asking, validating, writing."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from os.path import join

from backrun_kg.dataset import USER_LAYER
from backrun_kg.namespaces import GRAPH
from backrun_kg.paths import CONTEXT, QUERIES, SHAPES
from backrun_kg.queries import list_queries
from benchmarks.speed.bench import THING, Bench
from benchmarks.speed.measuring import SHIPPED, Row
from benchmarks.speed.peers import prepare_jena

FLOOR = "import click, pyoxigraph"
STARTS = ("--help", "--version", "show quadriceps", "export --format jsonld", "validate")
QUERY = join(QUERIES, "muscles.rq")
STREAMED = {"nq": "nquads", "ttl": "turtle"}
"""Formats that are streamed, and the words that rapper and rdfpipe have for them."""

_STORE = "{oxigraph} load --lenient -l store-$$ -f {data} 2>load.log && "
_ASK = "{oxigraph} query -l store-$$ --query-file {query} --results-format tsv"


def measure_starts(bench: Bench) -> Iterator[Row]:
    """Commands over the shipped graph, ``query muscles`` beside everything that can answer it."""
    for task in STARTS:
        yield from bench.compare("start", task, SHIPPED, task, {})
    peers = {FLOOR: (sys.executable, "-c", FLOOR), **_ask_muscles(bench)}
    first, *others = bench.compare("start", "query muscles", SHIPPED, "query muscles", peers)
    yield first
    for row in others:
        if row.tool != FLOOR and not row.note and row.lines != first.lines:
            told = f"left out: answers {row.lines - 1} rows of {first.lines - 1}"
            yield replace(row, ratio=None, note=told)
        else:
            yield row


def _ask_muscles(bench: Bench) -> Mapping[str, tuple[str, ...]]:
    data = bench.shipped
    peers = bench.of_peers(
        {
            "rdflib": f"{QUERY} {data}",
            "sparqlquery": f"{data} -qf {QUERY} -f csv",
            "Comunica": f"{data} -f {QUERY} -t text/tab-separated-values",
            "Jena": f"--data {data} --query {QUERY} --results tsv",
            "roqet": f"-q -D {data} -r tsv {QUERY}",
        }
    )
    if "Jena" in peers:
        jena = bench.peers["Jena"]
        prepare_jena(jena, peers["Jena"][len(jena.words) :], bench.folder)
    if "oxigraph" in bench.peers:
        words = {"oxigraph": bench.peers["oxigraph"].words[0], "data": data, "query": QUERY}
        peers["oxigraph"] = ("sh", "-c", (_STORE + _ASK).format(**words))
    return peers


def measure_questions(bench: Bench) -> Iterator[Row]:
    """Every named query as a command, beside the floor."""
    floor = {FLOOR: (sys.executable, "-c", FLOOR)}
    for query in list_queries():
        words = f"query {query.name}"
        ours, other = bench.compare("commands", words, SHIPPED, words, floor, min(bench.rounds, 3))
        yield replace(ours, ratio=other.ratio)


def measure_validation(bench: Bench) -> Iterator[Row]:
    """Validation of the shipped graph, and of one as large as pyshacl can be waited for."""
    peers = {"pyshacl": f"--shacl {SHAPES} --format json-ld", "rudof": SHAPES}
    for size in (0, *bench.validated):
        data = bench.graph(size, with_ontology=True) if size else bench.shipped
        others = bench.of_peers({name: f"{words} {data}" for name, words in peers.items()})
        words = f"validate --no-shipped {bench.graph(size)}" if size else "validate"
        rounds = 1 if size else min(bench.rounds, 5)
        yield from bench.compare("validate", "validate", size or SHIPPED, words, others, rounds)


def measure_jsonld(bench: Bench) -> Iterator[Row]:
    """Compacted JSON-LD with one context, of the shipped graph and of a larger one."""
    for size in (0, bench.large):
        data = bench.graph(size) if size else bench.shipped
        names = ("rdflib-jsonld", "jsonld.js") if size else ("rdflib-jsonld", "jsonld.js", "PyLD")
        words = dict.fromkeys(names, f"{CONTEXT} {data}")
        own = f"export {f'--no-shipped --data {data} ' if size else ''}--format jsonld"
        rounds, peers = min(bench.rounds, 3) if size else bench.rounds, bench.of_peers(words)
        for row in bench.compare("jsonld", "export", size or SHIPPED, own, peers, rounds):
            yield replace(row, tool=row.tool.removesuffix("-jsonld"))
        if size and "PyLD" in bench.peers:
            yield Row("jsonld", "export", size, "PyLD", note="left out: its time is quadratic")


def measure_conversions(bench: Bench) -> Iterator[Row]:
    """Exports that stream, beside converters."""
    data = bench.graph(bench.large)
    for format_, raptor in STREAMED.items():
        in_graph = f" --to-graph {GRAPH}{USER_LAYER}" if format_ == "nq" else ""  # as ours
        peers = bench.of_peers(
            {
                "oxigraph": f"convert -f {data} --to-format {format_}{in_graph}",
                "rapper": f"-q -i ntriples -o {raptor} {data}",
                "rdfpipe": f"-i nt -o {raptor} {data}",
            }
        )
        own = f"export --no-shipped --data {data} --format {format_}"
        rounds = min(bench.rounds, 3)
        yield from bench.compare("convert", f"to {format_}", bench.large, own, peers, rounds)


def measure_repeats(bench: Bench) -> Iterator[Row]:
    """A look-up in a large file for the first time, again, and in the shipped graph."""
    data = bench.graph(bench.sizes[-1])
    words = "query facts thing={} --no-shipped --data " + data
    (first,) = bench.compare("repeat", "look-up", bench.sizes[-1], words.format(THING), {}, 1)
    size = sum(file.stat().st_size for file in bench.cache.rglob("*") if file.is_file())
    yield replace(first, task="first look-up", note=f"{size / 1e6:,.0f} MB kept on disk")
    shipped = {"shipped graph": (*bench.ours, "query", "facts", "thing=quadriceps")}
    yield from bench.compare("repeat", "look-up", bench.sizes[-1], words.format(THING), shipped)
