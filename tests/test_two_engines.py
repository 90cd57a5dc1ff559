"""Two engines agree: screened pySHACL and rudof find the same things and the same constraints.

Files and mutants are judged many at a time: the engines have to agree on whatever is there, and
every file's own rule has to be among it.
"""

import importlib
import os
import random
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

sys.path.append(str(Path(__file__).parents[1]))  # benchmarks lie beside the tests, in no package

from benchmarks.mutation.facts import shipped_facts
from benchmarks.mutation.mutants import Mutant, make_mutants
from benchmarks.validation import read_apart

from backrun_kg.checks import CHECKS
from backrun_kg.dataset import Dataset, Source, load
from backrun_kg.namespaces import expand
from backrun_kg.paths import SHAPES
from backrun_kg.shapes import SH, Shapes, local_name
from backrun_kg.validation import validate

if "CI" not in os.environ:
    pytest.importorskip("pyrudof", reason="pyrudof is not installed: pip install pyrudof")
pyrudof = importlib.import_module("pyrudof")

BROKEN = Path(__file__).parent / "broken"
FILE_GROUPS, MUTANT_GROUPS, MUTANTS = 12, 10, 300

shapes = Shapes(Source(SHAPES, "shapes", "ttl").quads())
QUERIES = {local_name(node) for node in shapes.nodes() if shapes.values(node, "sparql")}
"""The rules that are queries: rudof passed over them in silence until lately, so leave them out."""

FROM_LITERAL = "rudof does not walk back from a literal, as ^br:doi does"
TRUTH = "rudof reads the boolean 1 as true"
SPACE = "rudof takes a number before a newline for none, rdflib for one that is not portable"


class Difference(NamedTuple):
    """What one engine alone finds, in which file, and why."""

    engine: str
    rule: str
    file: str
    reason: str


KNOWN = [
    *(
        Difference("pySHACL", rule, rule, FROM_LITERAL)
        for rule in (
            "Answer-textUnique",
            "Claim-statementUnique",
            "Finding-summaryUnique",
            "Study-doiUnique",
            "Study-pmidUnique",
            "Study-titleUnique",
            "Thing-nameUnique",
            "Unit-ucumUnique",
        )
    ),
    Difference("pySHACL", "Literal-boolean", "Literal-boolean", TRUTH),
    Difference("rudof", "Finding-figure", "Literal-boolean", TRUTH),
    Difference("pySHACL", "Literal-decimal", "Literal-decimal.newline", SPACE),
    Difference("rudof", "Finding-value", "Literal-decimal.newline", SPACE),
    Difference("pySHACL", "Literal-integer", "Literal-integer.newline", SPACE),
    Difference("rudof", "Study-sampleSize", "Literal-integer.newline", SPACE),
]

Found = set[tuple[str, str, str]]
"""Focus node, component and rule; blank nodes are alike."""


@cache
def shipped() -> tuple[ox.Triple, ...]:
    """The shipped statements but for the ontology's, which validation reads by itself."""
    quads = load(layers=["article", "evidence", "alignment"]).quads()
    return tuple(dict.fromkeys(quad.triple for quad in quads))


@cache
def ontology() -> str:
    """The ontology in N-Triples."""
    return _written(quad.triple for quad in load(layers=["ontology"]).quads())


def by_pyshacl(text: str) -> Found:
    """What validation finds in N-Triples, checks of ours and queries left out."""
    report = validate(Dataset([Source("data.nt", "user", "nt", text.encode())]))
    return {
        (_node(expand(finding.focus) or finding.focus), finding.component, finding.rule)
        for finding in report.findings
        if finding.rule not in (*CHECKS, *QUERIES)
    }


def by_rudof(text: str) -> Found:
    """What rudof finds in N-Triples, queries left out; a session kept would find it all again."""
    session = pyrudof.Rudof(pyrudof.RudofConfig())
    session.read_shacl(SHAPES)
    strict = pyrudof.ReaderMode.Strict
    session.read_data(text + ontology(), pyrudof.RDFFormat.NTriples, reader_mode=strict)
    found = {
        (
            _node(entry.focus_node),
            entry.constraint_component.removeprefix(SH),
            (entry.source_shape or "").rpartition("#")[2],
        )
        for entry in session.validate_shacl()
    }
    return {each for each in found if each[2] not in QUERIES}


def differences(triples: Iterable[ox.Triple]) -> tuple[Found, set[tuple[str, str]]]:
    """What either engine finds, and the rules that one alone finds broken, with its name."""
    text = _written(triples)
    ours, theirs = by_pyshacl(text), by_rudof(text)
    alone = {("pySHACL", rule) for _, _, rule in ours - theirs}
    return ours | theirs, alone | {("rudof", rule) for _, _, rule in theirs - ours}


def unexplained(alone: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """What one engine alone finds and nothing here explains."""
    return alone - {(known.engine, known.rule) for known in KNOWN}


def test_shipped_data_conform_in_both() -> None:
    """Neither engine objects to anything."""
    assert differences(shipped()) == (set(), set())


@pytest.mark.parametrize("group", range(FILE_GROUPS))
def test_engines_agree_on_broken_files(group: int) -> None:
    """Every file breaks its rule in the one engine as in the other."""
    files = sorted(BROKEN.glob("*.ttl"))[group::FILE_GROUPS]
    found, alone = differences([*shipped(), *_read(files)])
    rules = {file.stem.partition(".")[0] for file in files} - CHECKS.keys() - QUERIES
    assert (unexplained(alone), rules - {rule for _, _, rule in found}) == (set(), set())


@pytest.mark.parametrize("group", range(MUTANT_GROUPS))
def test_engines_agree_on_mutants(group: int) -> None:
    """A slip of any kind is found, or passed over, by both."""
    chosen = _mutants()[group::MUTANT_GROUPS]
    removed = {triple for mutant in chosen for triple in mutant.removed}
    added = [triple for mutant in chosen for triple in mutant.added]
    found, alone = differences([*(t for t in shipped() if t not in removed), *added])
    assert (unexplained(alone), found == set()) == (set(), False)


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: f"{known.rule}-{known.engine}")
def test_difference_is_still_there(known: Difference) -> None:
    """An explanation goes when the engines agree."""
    _, alone = differences([*shipped(), *_read([BROKEN / f"{known.file}.ttl"])])
    assert (known.engine, known.rule) in alone


@cache
def _mutants() -> list[Mutant]:
    return random.Random(0).sample(list(make_mutants(shipped_facts())), MUTANTS)  # noqa: S311


def _read(files: Iterable[Path]) -> list[ox.Triple]:
    return read_apart(files, {node for t in shipped() for node in (t.subject, t.object)})


def _node(text: str) -> str:
    return "_:" if text.startswith("_:") else text.strip("<>")


def _written(triples: Iterable[ox.Triple]) -> str:
    return "".join(f"{triple} .\n" for triple in dict.fromkeys(triples))
