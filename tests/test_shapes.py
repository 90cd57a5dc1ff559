"""The shapes: every rule has files that break it alone, and every term in them is known."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyshacl import validate as run_pyshacl
from rdflib.namespace import RDF, RDFS, SH, SKOS
from rdflib.term import Literal, Node, URIRef

from backrun_kg.checks import CHECKS
from backrun_kg.dataset import Source, load
from backrun_kg.namespaces import OWN, PREFIXES
from backrun_kg.paths import SHAPES
from backrun_kg.rdflib_bridge import to_rdflib_graph
from backrun_kg.screening import Screen
from backrun_kg.shapes import Shapes
from backrun_kg.validation import rule_names, validate

BROKEN = Path(__file__).parent / "broken"
ALSO = {
    # What conflicts both ways is also the subject of br:conflictsWith, and that is for claims.
    "Claim-conflictsWith": {"Claim-domain"},
    # Two modalities of one claim are two modalities of its passage.
    "Claim-modality.twice": {"Claim-sameModality"},
    # Every direct edge has a class for its values, and no literal is of a class.
    "Claim-object.literal": {"Exercise-goodFor"},
    # Whatever a direct edge starts from is of a class, and of none whose things may be blank.
    "Claim-subject.blank": {"Thing-slug"},
    # No study was seen at an address that is none.
    "Finding-seenAt.no-scheme": {"Finding-whereStudy"},
    "Finding-seenAt.wrong-datatype": {"Finding-whereStudy"},
    # What is read needs a digest and a length, and only a br:SourceDocument may have them.
    "Passage-inDocument.wrong-class": {"Digest-domain", "SourceDocument-domain"},
    # A volume calls for pages too, and they would call for the journal by themselves.
    "Study-inJournal.volume": {"Study-paged"},
    # A passage ends after 0, so it passes the end of a document of length 0.
    "ReadDocument-length.zero": {"ReadDocument-inside"},
}
"""The files that cannot break their rule alone, and what else they break."""

WARNINGS = {
    "Claim-sameModality",
    "Finding-contradictsEqual",
    "Finding-contradictsFall",
    "Finding-contradictsRise",
    "Finding-supportsEqual",
    "Finding-supportsFall",
    "Finding-supportsRise",
    "Finding-threshold",
    "Study-paged",
    "Study-pooled",
    "Study-trial",
    "Study-training",
}
"""The rules for what is odd or lacking, but may be right; every other one is for what is wrong."""

TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
TERM = re.compile(r"\b(br|sh):([A-Za-z]\w*(?:-\w+)*)")

files = sorted(path.stem for path in BROKEN.glob("*.ttl"))
rules = rule_names()
checked = sorted([*rules, *CHECKS])
shapes = rdflib.Graph().parse(SHAPES)
shipped = to_rdflib_graph(load().quads())
store = ox.Store()
store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in load().quads())
screen = Screen(Shapes(Source(SHAPES, "shapes", "ttl").quads()), store)
targeted = sorted({str(s).rpartition("#")[2] for kind in TARGETS for s in shapes.subjects(kind)})
written = Path(SHAPES).read_text(encoding="utf-8")
terms = sorted({PREFIXES[m[1]] + m[2] for m in TERM.finditer(written)})


def test_shipped_data_conform() -> None:
    """The rules object to nothing in the graph as it is shipped."""
    assert validate(load()).findings == ()


@pytest.mark.parametrize("rule", checked)
def test_rule_has_a_broken_file(rule: str) -> None:
    """Every rule, and every check beside the shapes, has a file of its name that breaks it."""
    assert rule in files


@pytest.mark.parametrize("file", files)
def test_broken_file_belongs_to_a_rule(file: str) -> None:
    """Every file is named after a rule; what follows a full stop says how it breaks it."""
    assert _rule(file) in checked


@pytest.mark.parametrize("file", files)
def test_rule_objects_to_its_broken_file(file: str) -> None:
    """A file breaks the rule it is named after, and no other."""
    report = validate(load(data=[BROKEN / f"{file}.ttl"]))
    found = {finding.rule for finding in report.findings}
    assert found == {_rule(file)} | ALSO.get(file, set())


@pytest.mark.parametrize("rule", rules)
def test_rule_has_name_and_message(rule: str) -> None:
    """Every rule has one name and one message, in English, and the message ends like a sentence."""
    shape = URIRef(OWN["brs"] + rule)
    speakers = list(shapes.objects(shape, SH.sparql)) or [shape]
    names = [_language(name) for name in shapes.objects(shape, SH.name)]
    messages = [text for speaker in speakers for text in shapes.objects(speaker, SH.message)]
    said = [(_language(text), str(text)[-1:]) for text in messages]
    assert (names, said) == (["en"], [("en", ".")])


@pytest.mark.parametrize("rule", rules)
def test_rule_warns_or_forbids(rule: str) -> None:
    """A rule warns only where what it objects to may be right."""
    severities = set(shapes.objects(URIRef(OWN["brs"] + rule), SH.severity))
    assert severities == ({SH.Warning} if rule in WARNINGS else set())


@pytest.mark.parametrize("shape", targeted)
def test_target_has_a_member(shape: str) -> None:
    """Every target of a shape picks out at least one thing of the shipped graph."""
    node = URIRef(OWN["brs"] + shape)
    targets = [(kind, target) for kind in TARGETS for target in shapes.objects(node, kind)]
    idle = {target for kind, target in targets if not _members(kind, target)}
    assert idle <= {SKOS.narrowMatch}  # a mapping that is known, and not in use


@pytest.mark.parametrize("shape", targeted)
def test_shipped_data_are_passed_over(shape: str) -> None:
    """The engine sees that the shipped things keep a shape, so that pySHACL is spared them all."""
    assert screen.suspects(ox.NamedNode(OWN["brs"] + shape)) == set()


@pytest.mark.parametrize("term", terms)
def test_shape_terms_are_known(term: str) -> None:
    """Every term of SHACL and of our ontology that the shapes name exists."""
    assert URIRef(term) in SH or (URIRef(term), RDF.type, None) in shipped


def test_shapes_conform_to_shacl_shacl() -> None:
    """The shapes are well formed by SHACL's own shapes; pySHACL raises where they are not."""
    conforms, _, _ = run_pyshacl(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms


def _rule(file: str) -> str:
    return file.partition(".")[0]


def _language(text: Node) -> str | None:
    return text.language if isinstance(text, Literal) else None


def _members(kind: Node, target: Node) -> set[Node]:
    if kind == SH.targetNode:
        return {target} & set(shipped.subjects())
    if kind == SH.targetSubjectsOf:
        return set(shipped.subjects(target))
    if kind == SH.targetObjectsOf:
        return set(shipped.objects(None, target))
    classes = shipped.transitive_subjects(RDFS.subClassOf, target)
    return {node for each in classes for node in shipped.subjects(RDF.type, each)}
