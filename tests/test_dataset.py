"""Layers in, one dataset out: what is loaded, what is kept, and what is refused."""

import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from backrun_kg.dataset import Dataset, Source, load
from backrun_kg.errors import BackrunError, MalformedData, UnknownName, UnreadableInput
from backrun_kg.namespaces import GRAPH, PREFIXES

TURTLE = "<urn:a> <urn:p> <urn:b> .\n"
REPEATED = "kg:backward-running br:strengthens kg:quadriceps ."
TRIPLE = '<urn:a> <urn:p> "x" .'
JSON = '[{"@id": "urn:a", "urn:p": "x"}]'
XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:">'
    '<rdf:Description rdf:about="urn:a"><e:p>x</e:p></rdf:Description></rdf:RDF>'
)
SAME = {
    "ttl": TRIPLE,
    "nt": TRIPLE,
    "nq": TRIPLE,
    "trig": TRIPLE,
    "rdf": XML,
    "jsonld": JSON,
    "owl": XML,
    "json": JSON,
}
BROKEN = {"ttl": "<urn:a> nope", "nq": "<urn:a>", "trig": "{", "rdf": "<rdf", "jsonld": "[{"}
LITERALS = (
    '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"0.60"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    '"7"^^<http://www.w3.org/2001/XMLSchema#int>',
    '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    '"x"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"2026-11-22Z"^^<http://www.w3.org/2001/XMLSchema#date>',
    '"colour"@en-gb',
)

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of a name with a text, and gives its path."""

    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def test_shipped_layers_are_four(shipped: Dataset) -> None:
    """Every shipped layer is there, in its own order, and the shapes are in none."""
    assert list(dict.fromkeys(source.layer for source in shipped.sources)) == [
        "ontology",
        "article",
        "evidence",
        "alignment",
    ]


def test_shapes_are_in_no_layer(shipped: Dataset) -> None:
    """The rules are no part of the graph."""
    assert [source.name for source in shipped.sources if source.name.endswith("shapes.ttl")] == []


@pytest.mark.parametrize("layer", ["ontology", "article", "alignment"])
def test_layer_is_kept_alone(layer: str) -> None:
    """Keeping to a layer leaves its named graph alone."""
    assert list(load(layers=[layer]).counts()) == [GRAPH + layer]


def test_engine_holds_every_shipped_triple_once(shipped: Dataset) -> None:
    """No shipped triple stands in two layers, so no row comes twice."""
    held = [quad.triple for quad in shipped.store]
    assert len(held) == len(set(held))


def test_unknown_layer_names_the_nearest() -> None:
    """A slip of the finger is told the layer it meant."""
    with pytest.raises(UnknownName) as caught:
        load(layers=["articel"])
    assert str(caught.value) == "No layer named 'articel'. Did you mean article?"


def test_user_layer_needs_data() -> None:
    """Without files of one's own there is no layer of that name."""
    with pytest.raises(UnknownName, match="No layer named 'user'"):
        load(layers=["user"])


def test_nothing_to_load_is_refused() -> None:
    """Without the shipped graph and without files there is nothing."""
    with pytest.raises(BackrunError) as caught:
        load(shipped=False)
    assert str(caught.value) == "Nothing to load: --no-shipped needs --data FILE."


def test_own_data_come_with_the_layers_kept(write: Write) -> None:
    """Keeping to a layer does not leave out the file that was given."""
    dataset = load(layers=["article"], data=[write("a.ttl", TURTLE)])
    assert [name.rpartition("/")[2] for name in dataset.counts()] == ["article", "user"]


def test_byte_order_mark_is_no_part_of_the_data(tmp_path: Path) -> None:
    """A file saved with a byte order mark reads as without it."""
    (tmp_path / "a.ttl").write_bytes(b"\xef\xbb\xbf" + TURTLE.encode())
    dataset = load(data=[tmp_path / "a.ttl"], shipped=False)
    assert dataset.counts() == {"https://w3id.org/backrun-kg/graph/user": 1}


def test_user_file_forms_the_layer_user(write: Write) -> None:
    """Triples without a graph of their own go to the graph of the layer."""
    dataset = load(data=[write("a.ttl", TURTLE)], shipped=False)
    assert dataset.counts() == {"https://w3id.org/backrun-kg/graph/user": 1}


def test_user_file_is_added_to_the_shipped_graph(write: Write) -> None:
    """By default the shipped layers are beside it."""
    assert list(load(data=[write("a.ttl", TURTLE)]).counts()) == [
        GRAPH + layer for layer in ("alignment", "article", "evidence", "ontology", "user")
    ]


def test_user_layer_can_be_kept_alone(write: Write) -> None:
    """Keeping to the layer user leaves the shipped ones out."""
    dataset = load(layers=["user"], data=[write("a.ttl", TURTLE)])
    assert [str(quad) for quad in dataset.quads()] == [
        "<urn:a> <urn:p> <urn:b> <https://w3id.org/backrun-kg/graph/user>"
    ]


def test_named_graphs_of_a_user_file_are_kept(write: Write) -> None:
    """A quad says itself where it belongs."""
    file = write("a.nq", "<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:a> <urn:p> <urn:c> .\n")
    assert load(data=[file], shipped=False).counts() == {GRAPH + "user": 1, "urn:g": 1}


@pytest.mark.parametrize("extension", SAME)
def test_extension_gives_the_format(write: Write, extension: str) -> None:
    """The same statement comes from every format."""
    dataset = load(data=[write(f"a.{extension}", SAME[extension])], shipped=False)
    assert [str(quad.triple) for quad in dataset.quads()] == ['<urn:a> <urn:p> "x"']


def test_gz_is_set_aside_for_the_format(tmp_path: Path) -> None:
    """The extension before .gz gives the format."""
    (tmp_path / "a.ttl.gz").write_bytes(gzip.compress(TURTLE.encode()))
    dataset = load(data=[tmp_path / "a.ttl.gz"], shipped=False)
    assert [str(quad.triple) for quad in dataset.quads()] == ["<urn:a> <urn:p> <urn:b>"]


def test_input_format_overrules_the_extension(write: Write) -> None:
    """A format that is named needs no extension."""
    dataset = load(data=[write("a.txt", TURTLE)], input_format="Turtle", shipped=False)
    assert [str(quad.triple) for quad in dataset.quads()] == ["<urn:a> <urn:p> <urn:b>"]


def test_standard_input_needs_its_format_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe has no extension."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TURTLE.encode())))
    with pytest.raises(UnreadableInput) as caught:
        load(data=["-"])
    assert str(caught.value) == "Name the format of standard input with --input-format."


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its format named it is a file like any other."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TURTLE.encode())))
    dataset = load(data=["-"], input_format="ttl", shipped=False)
    assert [str(quad.triple) for quad in dataset.quads()] == ["<urn:a> <urn:p> <urn:b>"]


def test_file_without_extension_is_told_the_known(write: Write) -> None:
    """The message lists what an extension may be."""
    file = write("data", TURTLE)
    with pytest.raises(UnreadableInput) as caught:
        load(data=[file])
    assert str(caught.value) == (
        f"{file} has no extension to tell its format; "
        "known: .ttl, .nt, .nq, .trig, .rdf, .jsonld (each also .gz)."
    )


def test_unknown_extension_is_refused(write: Write) -> None:
    """What is no RDF format is not guessed at."""
    with pytest.raises(UnknownName, match=r"No RDF format named '\.csv'"):
        load(data=[write("a.csv", "a,b")])


@pytest.mark.parametrize("content", ["", "# nothing here\n", "@prefix a: <urn:> ."])
def test_file_without_triples_is_refused(write: Write, content: str) -> None:
    """An empty file is more likely a slip than a wish."""
    file = write("a.ttl", content)
    with pytest.raises(UnreadableInput) as caught:
        load(data=[file])
    assert str(caught.value) == f"{file} holds no triples."


def test_missing_file_is_named(tmp_path: Path) -> None:
    """The message says which file and why."""
    with pytest.raises(UnreadableInput) as caught:
        load(data=[tmp_path / "nope.ttl"])
    assert str(caught.value) == f"{tmp_path}/nope.ttl cannot be read: no such file or directory."


@pytest.mark.parametrize("extension", BROKEN)
def test_malformed_file_is_named(write: Write, extension: str) -> None:
    """What does not parse is told by file, in every format."""
    file = write(f"a.{extension}", BROKEN[extension])
    with pytest.raises(MalformedData) as caught:
        load(data=[file])
    assert str(caught.value).startswith(f"{file}: ")


def test_malformed_file_is_told_by_line(write: Write) -> None:
    """A parser that knows the place tells it."""
    dataset = load(data=[write("a.ttl", f"{TURTLE}<urn:a> nope")])
    with pytest.raises(MalformedData, match=r"a\.ttl: line 2, column \d+: "):
        list(dataset.quads())


def test_malformed_file_does_not_reach_the_engine(write: Write) -> None:
    """Half a file answers no query."""
    dataset = load(data=[write("a.ttl", f"{TURTLE}<urn:a> nope")])
    with pytest.raises(MalformedData, match=r"a\.ttl: line 2, column \d+: "):
        _ = dataset.store


def test_malformed_utf_8_is_refused(tmp_path: Path) -> None:
    """Bytes that are no text are no RDF."""
    (tmp_path / "a.ttl").write_bytes(b'<urn:a> <urn:p> "\xff" .')
    with pytest.raises(MalformedData, match=r"a\.ttl"):
        load(data=[tmp_path / "a.ttl"])


def test_file_that_is_gone_is_named() -> None:
    """A file that went away after it was listed is a clear error too."""
    with pytest.raises(UnreadableInput) as caught:
        list(Source("/no/such.ttl", "article", "ttl").quads())
    said = str(caught.value).casefold()
    assert said.startswith("/no/such.ttl cannot be read: no such file or directory")


def test_triple_in_two_layers_gives_one_row(write: Write) -> None:
    """A file that repeats a shipped statement does not repeat a row."""
    prefixes = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("kg", "br"))
    dataset = load(data=[write("a.ttl", prefixes + REPEATED)])
    pattern = ox.NamedNode(PREFIXES["kg"] + "quadriceps")
    strengthens = ox.NamedNode(PREFIXES["br"] + "strengthens")
    assert len(list(dataset.store.quads_for_pattern(None, strengthens, pattern))) == 1


def test_triple_in_two_graphs_of_a_user_gives_one_row(write: Write) -> None:
    """The same holds for graphs that a file names itself."""
    file = write("a.nq", "".join(f"<urn:a> <urn:p> <urn:b> <urn:{g}> .\n" for g in "ghi"))
    assert len(load(data=[file], shipped=False).store) == 1


def test_triple_in_two_layers_is_exported_from_both(write: Write) -> None:
    """What was written is kept as written: only rows are told once."""
    file = write("a.nq", "".join(f"<urn:a> <urn:p> <urn:b> <urn:{g}> .\n" for g in "ghi"))
    assert len(list(load(data=[file], shipped=False).quads())) == 3


def test_statement_given_twice_counts_once(write: Write) -> None:
    """Two files that say the same say it once."""
    files = [write("a.ttl", TURTLE), write("b.ttl", TURTLE * 2)]
    assert load(data=files, shipped=False).counts() == {GRAPH + "user": 1}


def test_blank_nodes_of_two_files_stay_apart(write: Write) -> None:
    """The same label in two files is two nodes."""
    files = [write(name, f"_:x <urn:p> '{name}' .") for name in ("a.ttl", "b.ttl")]
    store = load(data=files, shipped=False).store
    assert len({quad.subject for quad in store}) == 2


@pytest.mark.parametrize("literal", LITERALS)
def test_literal_is_kept_as_written(write: Write, literal: str) -> None:
    """The engine may rewrite a literal; what is exported and validated is what was written."""
    dataset = load(data=[write("a.nt", f"<urn:a> <urn:p> {literal} .")], shipped=False)
    assert [str(quad.object) for quad in dataset.quads()] == [literal]


@pytest.mark.parametrize("literal", LITERALS)
def test_rdflib_gets_the_literal_as_written(write: Write, literal: str) -> None:
    """Nothing is normalized on the way to rdflib."""
    dataset = load(data=[write("a.nt", f"<urn:a> <urn:p> {literal} .")], shipped=False)
    assert [value.n3() for value in dataset.to_rdflib().objects()] == [literal]


def test_language_tag_is_in_lower_case(write: Write) -> None:
    """The one thing not kept as written, which RDF 1.1 lets a reader do: the case of a tag."""
    dataset = load(data=[write("a.nt", '<urn:a> <urn:p> "x"@en-GB .')], shipped=False)
    assert [str(quad.object) for quad in dataset.quads()] == ['"x"@en-gb']


def test_digest_is_that_of_the_sorted_quads(write: Write) -> None:
    """Where no node is blank, sha256sum of the sorted N-Quads gives the same."""
    dataset = load(data=[write("a.ttl", TURTLE)], shipped=False)
    assert dataset.digest == "ae711ac8dac4247944152d44b066a6ab2e7868c924774bc3b705090f672dfa4e"


def test_digest_does_not_depend_on_blank_labels(write: Write) -> None:
    """What a file calls its blank nodes means nothing."""
    one = write("a.ttl", "_:x <urn:p> _:y . _:y <urn:q> 1 .")
    other = write("b.ttl", "_:b <urn:q> 1 . _:a <urn:p> _:b .")
    digests = {load(data=[file], shipped=False).digest for file in (one, other)}
    assert len(digests) == 1


def test_digest_tells_literals_apart(write: Write) -> None:
    """Two ways to write a number are two literals."""
    files = [write(f"{number}.ttl", f"<urn:a> <urn:p> {number} .") for number in ("1", "01")]
    assert len({load(data=[file], shipped=False).digest for file in files}) == 2
