"""Graphs in our ontology of any size from some thousands of triples, valid against our shapes.

Run it with ``python -m benchmarks.generate TRIPLES FILE [--seed N]``. A graph is made of whole
records of the shipped data under numbered names: the article with all that it speaks of, again and
again, and between them studies drawn by chance, each with its findings and what these need. A study
bears on claims of one of the latest articles; samples, years, digests and figures vary.

The same size and seed make the same bytes on every machine. What may exist only once in the world,
an exact match or a PubMed identifier, is left out, so that a graph is valid beside the shipped one.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple

from backrun_kg.dataset import load
from backrun_kg.namespaces import PREFIXES

NEAR = 8
"""A study bears on claims of one of so many articles before it."""

# What stands in a record where the number of the article or of the record itself goes, and before a
# figure, a digest, a sample and a year. In N-Triples none of them can stand as it is.
_ARTICLE, _OWN, _FIGURE, _DIGEST, _SAMPLE, _YEAR = "\1\2\3\4\5\6"

_KG = re.escape(PREFIXES["kg"])
_NAME = re.compile(f"(?<=<{_KG})[^>]+")
_STUDY = re.compile(f"[#/]study> <{_KG}([^>]+)>")
_SHARED = "unit-"
_ONCE = re.compile("[#/](?:exactMatch|pmid)> ")
_TEXTS = "prefLabel|altLabel|statement|summary|text|title"
_FIGURES = "(?:comparator)?(?:[vV]alue|[sS]pread)|valueMaximum|intervalLow|intervalHigh"
_MARKS = (
    (rf'^(\S+ <\S+[#/](?:{_TEXTS})> ".*?)([.?]?"\S* (?:<\S+> )?\.)$', rf"\1 {_OWN}\2"),
    (r'([#/]doi> "[^"]+)', rf"\1-{_OWN}"),
    (rf'([#/](?:{_FIGURES})> ")', rf"\1{_FIGURE}"),
    (r'([#/]sha256> ")', rf"\1{_DIGEST}"),
    (r'([#/]sampleSize> ")', rf"\1{_SAMPLE}"),
    (r'([#/]year> ")', rf"\1{_YEAR}"),
)
_MARKED = re.compile(f'([{_FIGURE}{_DIGEST}{_SAMPLE}{_YEAR}])([^"]+)')


class Record(NamedTuple):
    """Statements that go together, how many they are, and the names that they share with others."""

    text: str
    triples: int
    shared: tuple[str, ...]


class Stock(NamedTuple):
    """What graphs are made of: the article, the studies, and the texts that all of them share."""

    article: Record
    studies: tuple[Record, ...]
    shared: Mapping[str, str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a graph and say how large it is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate")
    parser.add_argument("triples", type=int, metavar="TRIPLES", help="how many, more or less")
    parser.add_argument("file", type=Path, metavar="FILE", help="N-Triples (.nt) or N-Quads (.nq)")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="another graph (default 0)"
    )
    options = parser.parse_args(arguments)
    print(f"{write_graph(options.file, options.triples, options.seed):,} triples")
    return 0


def write_graph(path: Path, triples: int, seed: int = 0) -> int:
    """Write about so many triples, N-Quads by layer where the name ends so; returns their number.

    The graph has one article at least; of a smaller size than that nothing is made.
    """
    stock = _read_stock(in_layers=path.suffix == ".nq")
    if triples < stock.article.triples:
        raise SystemExit(f"A graph has at least {stock.article.triples:,} triples.")
    written = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for text in _draw(stock, triples, Random(seed)):  # noqa: S311  no secret
            file.write(text)
            written += text.count("\n")
    return written


def _draw(stock: Stock, room: int, chance: Random) -> Iterator[str]:
    """Articles and studies in the proportion of the shipped data, as many as there is room for."""
    share = sum(study.triples for study in stock.studies) / stock.article.triples
    articles = studies = evidence = 0
    there: set[str] = set()
    while True:
        if evidence >= share * articles * stock.article.triples and room >= stock.article.triples:
            articles += 1
            record, article, own = stock.article, articles, articles
        else:
            studies += 1
            record = stock.studies[_below(len(stock.studies), chance)]
            article, own = articles - _below(min(articles, NEAR), chance), studies
            evidence += record.triples
        if record.triples > 2 * room:
            return
        shared = "".join(stock.shared[name] for name in record.shared if name not in there)
        there.update(record.shared)
        room -= record.triples + shared.count("\n")
        yield _fill(record.text, article, own, chance) + shared


def _fill(text: str, article: int, own: int, chance: Random) -> str:
    """A record with its numbers, and with figures, digests, samples and years of its own.

    All figures grow by one factor, so that none passes another and no sign turns.
    """
    factor = 1 + _below(9, chance)

    def vary(match: re.Match[str]) -> str:
        mark, value = match.groups()
        if mark == _FIGURE:
            grown = f"{Decimal(value) * factor:f}"
            return grown.rstrip("0").rstrip(".") if "." in grown else grown
        if mark == _DIGEST:
            return sha256(f"{value} {own}".encode()).hexdigest()
        return str(5 + _below(196, chance) if mark == _SAMPLE else 1960 + _below(66, chance))

    return _MARKED.sub(vary, text.replace(_ARTICLE, str(article)).replace(_OWN, str(own)))


def _below(end: int, chance: Random) -> int:
    """A number below another; only ``random`` is promised to be the same in every Python."""
    return int(chance.random() * end)


def _read_stock(*, in_layers: bool) -> Stock:
    """The shipped data as an article with its things, and studies with theirs."""
    described, evidence = _read_things(in_layers=in_layers)
    starts = {name: {name} for name in evidence if name.startswith("study-")}
    for name in evidence:
        for study in _STUDY.findall("\n".join(described[name])):
            starts[study].add(name)
    things = {name: _mark(lines, evidence) for name, lines in described.items()}
    reached = [_reach(start, described, evidence) for _, start in sorted(starts.items())]
    return Stock(
        _gather(described.keys() - evidence, things),
        tuple(_gather(names, things) for names in reached),
        {name: text for name, text in things.items() if name.startswith(_SHARED)},
    )


def _read_things(*, in_layers: bool) -> tuple[dict[str, list[str]], set[str]]:
    """The lines on every thing, sorted, and the names of those that the evidence brings."""
    described: dict[str, list[str]] = {}
    for quad in sorted(load(layers=["article", "evidence", "alignment"]).quads(), key=str):
        line = f"{quad if in_layers else quad.triple} ."
        if not _ONCE.search(line):
            described.setdefault(_NAME.findall(line)[0], []).append(line)
    evidence = load(layers=["evidence"]).quads()
    return described, {name for quad in evidence for name in _NAME.findall(str(quad.subject))}


def _reach(start: set[str], described: Mapping[str, list[str]], evidence: set[str]) -> set[str]:
    """Some things of the evidence with all others that they lead to."""
    reached, new = set(start), set(start)
    while new:
        found = {other for name in new for line in described[name] for other in _NAME.findall(line)}
        new = found & evidence - reached
        reached |= new
    return reached


def _mark(lines: Iterable[str], evidence: set[str]) -> str:
    """The lines on a thing with marks where something is filled in."""

    def number(match: re.Match[str]) -> str:
        name = match[0]
        if name.startswith(_SHARED):
            return name
        return f"{name}-{_OWN if name in evidence else _ARTICLE}"

    return "".join(f"{_NAME.sub(number, _vary(line))}\n" for line in lines)


def _vary(line: str) -> str:
    for pattern, marked in [] if f"/{_SHARED}" in line.partition(" ")[0] else _MARKS:
        line = re.sub(pattern, marked, line)
    return line


def _gather(names: Iterable[str], things: Mapping[str, str]) -> Record:
    """One record of some things; what all records share is only named."""
    text = "".join(things[name] for name in sorted(names) if not name.startswith(_SHARED))
    shared = sorted(name for name in names if name.startswith(_SHARED))
    return Record(text, text.count("\n"), tuple(shared))


if __name__ == "__main__":
    sys.exit(main())
