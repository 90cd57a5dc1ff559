"""Large files, answered from a store on disk: as from memory, built once, and never wrong."""

import gzip
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest

from backrun_kg import digests, stored, streams
from backrun_kg.answers import Graph, Rows, Truth
from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import (
    BackrunError,
    LimitReached,
    MalformedData,
    MalformedQuery,
    UnreadableInput,
    UnwritableOutput,
)
from backrun_kg.processes import CAN_FORK, Limits
from backrun_kg.queries import run_query, select
from backrun_kg.stored import StoredDataset, ask_sound, open_dataset
from backrun_kg.stores import clear, list_stores
from backrun_kg.worker import ask, ask_apart

needs_fork = pytest.mark.skipif(not CAN_FORK, reason="there are no child processes here")

TURTLE = b"""
@prefix u: <urn:> . @prefix x: <http://www.w3.org/2001/XMLSchema#> .
u:a u:p "0.60"^^x:decimal , "01"^^x:int , "b"@en-GB , _:x , [ u:p "c" ] . _:x u:p u:a .
"""
QUADS = b"""
<urn:a> <urn:p> "b" .
<urn:a> <urn:p> "b" <urn:g> .
<urn:a> <urn:p> _:x <urn:g> .
_:x <urn:p> <urn:a> .
"""
FILES = {
    "ttl": TURTLE,
    "nt": b'<urn:a> <urn:p> "b" .\n<urn:a> <urn:p> _:x .\n_:x <urn:p> "1"^^<urn:t> .\n',
    "nq": QUADS,
    "trig": b"@prefix u: <urn:> . u:a u:p u:b , _:x . u:g { u:a u:p u:b , _:x }",
    "rdf": b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">
        <rdf:Description rdf:about="urn:a"><u:p>b</u:p><u:p rdf:nodeID="x"/></rdf:Description>
        </rdf:RDF>""",
    "jsonld": b"""[{"@id": "urn:a", "urn:p": [{"@value": "b"}, {"@id": "_:x"}]},
        {"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:p": [{"@value": "b"}]}]}]""",
}
LABELS = "http://www.w3.org/2004/02/skos/core#prefLabel"
ALL = "SELECT ?s ?p ?o { ?s ?p ?o }"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, and every file counts as large."""
    monkeypatch.setattr(streams, "LARGE", 1)
    monkeypatch.setattr(streams, "MOST_GROWTH", 1 << 20)
    monkeypatch.setenv("BACKRUN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def _write(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)
    return str(path)


def _labels(number: int) -> bytes:
    return b"".join(
        b'<urn:s%d> <%s> "name %d" .\n' % (n, LABELS.encode(), n) for n in range(number)
    )


def _open(*names: str, layers: tuple[str, ...] = (), shipped: bool = False) -> StoredDataset:
    dataset = open_dataset(layers, names, None, shipped)
    assert isinstance(dataset, StoredDataset)
    return dataset


def _stores(cache: Path) -> list[Path]:
    return sorted(path / "store" for path in cache.glob("*") if (path / "made.json").exists())


def _count(dataset: Dataset) -> int:
    rows = run_query(dataset, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert isinstance(rows, Rows)
    return int(next(iter(rows))["n"])


def _canonical(dataset: Dataset) -> list[str]:
    quads = ox.Dataset(dataset.store)
    quads.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, quads))


@pytest.mark.parametrize("packed", ["", ".gz"], ids=["plain", "packed"])
@pytest.mark.parametrize("extension", FILES)
def test_store_holds_what_memory_holds(extension: str, packed: str, tmp_path: Path) -> None:
    """In every format, literals, graphs and blank nodes alike."""
    name = _write(tmp_path, f"mine.{extension}{packed}", FILES[extension])
    assert _canonical(_open(name)) == _canonical(load(data=[name], shipped=False))


@pytest.mark.parametrize(
    ("layers", "shipped"),
    [
        ((), True),
        ((), False),
        (("article",), True),
        (("user",), True),
        (("ontology", "user"), True),
    ],
)
def test_layers_are_those_of_memory(layers: tuple[str, ...], shipped: bool, tmp_path: Path) -> None:
    """With the shipped ones, without them, or with some, also where a file repeats a statement."""
    repeated = b"".join(
        str(quad.triple).encode() + b" .\n" for quad in load(layers=["article"]).quads()
    )
    names = [_write(tmp_path, "mine.nt", repeated), _write(tmp_path, "other.nq", QUADS)]
    memory = load(layers=layers, data=names, shipped=shipped)
    disk = _open(*names, layers=layers, shipped=shipped)
    assert _canonical(disk) == _canonical(memory)


@pytest.mark.parametrize("question", ["muscles", "names", "claims", "verdicts", "things"])
def test_answers_are_those_of_memory(question: str, tmp_path: Path) -> None:
    """To the byte, order included."""
    name = _write(tmp_path, "mine.nt", _labels(50))
    disk, memory = _open(name, shipped=True), load(data=[name])
    assert select(disk, question).json == select(memory, question).json


def test_file_given_twice_is_read_twice(tmp_path: Path) -> None:
    """Its blank nodes are two, as in memory."""
    name = _write(tmp_path, "mine.ttl", TURTLE)
    assert _canonical(_open(name, name)) == _canonical(load(data=[name, name], shipped=False))


def test_small_files_go_with_large_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And are part of what makes the store."""
    monkeypatch.setattr(streams, "LARGE", 400)
    large = _write(tmp_path, "large.nt", _labels(20))
    small = _write(tmp_path, "small.nt", FILES["nt"])
    assert [_count(_open(large, small)), _count(_open(large))] == [23, 20]


def test_small_files_need_no_store(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are answered from memory, and no folder is made."""
    monkeypatch.setattr(streams, "LARGE", 1 << 20)
    dataset = open_dataset((), [_write(tmp_path, "mine.nt", FILES["nt"])], None, False)
    assert (type(dataset), _count(dataset), cache.exists()) == (Dataset, 3, False)


def test_cache_may_be_off(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then everything is answered from memory."""
    monkeypatch.setenv("BACKRUN_CACHE", "")
    dataset = open_dataset((), [_write(tmp_path, "mine.nt", FILES["nt"])], None, False)
    assert (type(dataset), _count(dataset), cache.exists()) == (Dataset, 3, False)


def test_store_is_built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time the file is not read at all, and the answer is the same."""
    monkeypatch.setattr(digests, "SETTLED", -(10**12))
    name = _write(tmp_path, "mine.nt", _labels(9))
    first = select(_open(name), "names").json
    monkeypatch.delattr(streams.Stream, "load_into")
    monkeypatch.delattr(streams.Stream, "statements")
    monkeypatch.delattr(hashlib, "file_digest")
    assert select(_open(name), "names").json == first


def test_changed_file_has_another_store(tmp_path: Path, cache: Path) -> None:
    """The old one is not asked again."""
    name = _write(tmp_path, "mine.nt", _labels(3))
    counts = [_count(_open(name))]
    _write(tmp_path, "mine.nt", _labels(4))
    counts.append(_count(_open(name)))
    assert (counts, len(_stores(cache))) == ([3, 4], 2)


def test_store_knows_where_its_file_lay(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the name was told from another folder."""
    name = _write(tmp_path, "mine.nt", _labels(3))
    monkeypatch.chdir(tmp_path)
    _count(_open("mine.nt"))
    assert [kept.files for kept in list_stores(str(cache))] == [(name,)]


def test_same_bytes_have_one_store(tmp_path: Path, cache: Path) -> None:
    """Whatever the file is called."""
    for name in ("one.nt", "two.nt"):
        _count(_open(_write(tmp_path, name, _labels(3))))
    assert len(_stores(cache)) == 1


def test_what_makes_a_store_is_in_its_key(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Format, layers, the engine's version and our layout."""
    content = b'<urn:a> <urn:p> "b" .\n'
    nt, ttl = _write(tmp_path, "a.nt", content), _write(tmp_path, "a.ttl", content)
    for names, layers, shipped in [([nt], (), False), ([ttl], (), False), ([nt, ttl], (), False)]:
        _count(_open(*names, layers=layers, shipped=shipped))
    _count(_open(nt, layers=("alignment",), shipped=True))
    monkeypatch.setattr(ox, "__version__", "0")
    _count(_open(nt))
    monkeypatch.setattr(stored, "LAYOUT", 0)
    _count(_open(nt))
    assert len(_stores(cache)) == 6


REFUSED = {
    "malformed": ("mine.nt", _labels(5000) + b"x\n", r"mine\.nt: line 5001, column 1: "),
    "packed": ("mine.nt.gz", _labels(5000) + b"x\n", r"mine\.nt\.gz: line 5001, column 1: "),
    "triple terms": (
        "mine.nt",
        _labels(5000) + b"<urn:a> <urn:p> <<( <urn:a> <urn:p> <urn:b> )>> .\n",
        "mine.nt: it holds triple terms",
    ),
    "entities": ("mine.rdf", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "it declares entities"),
    "context": ("mine.jsonld", b'[{"@context": "http://a/"}]', "it has a context"),
}


@pytest.mark.parametrize(("name", "content", "told"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_parse_leaves_no_store(
    name: str, content: bytes, told: str, tmp_path: Path, cache: Path
) -> None:
    """It is told with file and place, and nothing of it stays."""
    with pytest.raises(MalformedData, match=told):
        _count(_open(_write(tmp_path, name, content)))
    assert [path for path in cache.iterdir() if path.is_dir()] == []


def test_file_without_triples_is_told(tmp_path: Path) -> None:
    """As a small one is."""
    with pytest.raises(UnreadableInput, match=r"mine\.nt holds no triples"):
        _count(_open(_write(tmp_path, "mine.nt", b"# nothing\n" * 9)))


def test_truncated_gzip_is_told(tmp_path: Path, cache: Path) -> None:
    """And nothing of it stays."""
    name = _write(tmp_path, "mine.nt.gz", _labels(5000))
    Path(name).write_bytes(Path(name).read_bytes()[:-9])
    with pytest.raises(UnreadableInput, match=r"mine\.nt\.gz cannot be read: it is not a whole gz"):
        _count(_open(name))
    assert _stores(cache) == []


def test_file_that_grows_while_it_is_read_is_told(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read is no file that ever was."""
    name = _write(tmp_path, "mine.nt", _labels(3))
    load_into = streams.Stream.load_into

    def grow(source: streams.Stream, store: ox.Store) -> str:
        with open(name, "ab") as file:
            file.write(b'<urn:z> <urn:p> "more" .\n')
        return load_into(source, store)

    monkeypatch.setattr(streams.Stream, "load_into", grow)
    with pytest.raises(UnreadableInput, match=r"mine\.nt changed while it was read\. Try again"):
        _count(_open(name))
    assert _stores(cache) == []


@pytest.mark.parametrize("layers", [("artcle",), ("artcle", "user")])
def test_unknown_layer_is_told(layers: tuple[str, ...], tmp_path: Path) -> None:
    """As for a small file, also without the shipped layers."""
    with pytest.raises(BackrunError, match="Did you mean article"):
        _open(_write(tmp_path, "mine.nt", FILES["nt"]), layers=layers)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    path.write_bytes(bytes(byte ^ 0xFF for byte in path.read_bytes()))


@pytest.mark.parametrize("harm", [_cut, _flip, Path.unlink])
@pytest.mark.parametrize("part", ["*.sst", "MANIFEST-*", "CURRENT"])
def test_damaged_store_is_built_anew(part: str, harm: object, tmp_path: Path, cache: Path) -> None:
    """Before it is asked."""
    name = _write(tmp_path, "mine.nt", _labels(2000))
    _count(_open(name))
    assert callable(harm)
    for path in _stores(cache)[0].glob(part):
        harm(path)
    assert _count(_open(name)) == 2000


def _rot(cache: Path) -> None:
    """Change what is in the blocks, but nothing that the file system knows of."""
    for path in _stores(cache)[0].glob("*.sst"):
        content, times = bytearray(path.read_bytes()), path.stat()
        if len(content) > 100_000:
            half = len(content) // 2
            content[:half] = bytes(byte ^ 0xFF for byte in content[:half])
            path.write_bytes(content)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


@needs_fork
@pytest.mark.parametrize("asks", [run_query, ask])
def test_store_whose_damage_shows_late_is_built_anew(
    asks: object, tmp_path: Path, cache: Path
) -> None:
    """When it is asked, here or in a child."""
    name = _write(tmp_path, "mine.nt", _labels(20_000))
    _count(_open(name))
    _rot(cache)
    assert callable(asks)
    with pytest.raises(MalformedQuery, match="Corruption: block checksum mismatch"):
        asks(_open(name), ALL)
    assert len(ask_sound(_open(name), lambda dataset: asks(dataset, ALL))) == 20_000
    assert len(asks(_open(name), ALL)) == 20_000


@needs_fork
def test_store_that_goes_between_two_processes_is_built_anew(tmp_path: Path) -> None:
    """Another process cleared the cache while the one for the query started."""
    name = _write(tmp_path, "mine.nt", _labels(7))
    dataset = _open(name)
    assert (_count(dataset), dataset.path is not None) == (7, True)
    assert len(clear(str(tmp_path / "cache"))) == 1
    answer = ask_sound(dataset, lambda dataset: ask(dataset, ALL))
    assert isinstance(answer, Rows)
    assert len(answer) == 7


def test_malformed_query_is_no_damage(tmp_path: Path) -> None:
    """It is asked once."""
    asked = []

    def work(dataset: Dataset) -> None:
        asked.append(dataset)
        run_query(dataset, "SELECT")

    with pytest.raises(MalformedQuery):
        ask_sound(_open(_write(tmp_path, "mine.nt", FILES["nt"])), work)
    assert len(asked) == 1


def test_store_that_is_cleared_goes_on_answering(tmp_path: Path, cache: Path) -> None:
    """Whoever has it open keeps it; the next builds it anew."""
    if os.name != "posix":
        pytest.skip("Windows removes nothing that is open")
    name = _write(tmp_path, "mine.nt", _labels(20_000))
    dataset = _open(name)
    assert dataset.store
    run = [sys.executable, "-m", "backrun_kg", "cache", "--clear"]
    cleared = subprocess.run(run, check=True, capture_output=True, text=True)
    assert cleared.stderr.startswith("removed 1 store, ")
    assert (_stores(cache), _count(dataset), _count(_open(name))) == ([], 20_000, 20_000)


def test_place_that_takes_no_store_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes from memory, and it is said why."""
    name = _write(tmp_path, "mine.nt", FILES["nt"])
    monkeypatch.setenv("BACKRUN_CACHE", f"{name}/cache")
    told: list[tuple[str, bool]] = []

    def tell(message: str, *, always: bool = False) -> None:
        told.append((message, always))

    dataset = open_dataset((), [name], None, False, tell)
    assert (_count(dataset), told) == (
        3,
        [
            (
                f"{name}/cache takes no store: not a directory. BACKRUN_CACHE names another "
                "folder. Answering from memory.",
                True,
            )
        ],
    )


def test_file_too_large_for_memory_needs_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is none, that is the error."""
    name = _write(tmp_path, "mine.nt", FILES["nt"])
    monkeypatch.setenv("BACKRUN_CACHE", f"{name}/cache")
    monkeypatch.setattr(stored, "MOST_BYTES", 9)
    with pytest.raises(UnwritableOutput, match="takes no store: not a directory"):
        _count(_open(name))


SCRIPT = """
import sys
from backrun_kg import streams
streams.LARGE = 1
from backrun_kg.cli import command
command()
"""
FULL = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, 1 << 18))" + SCRIPT


def _start(script: str, *arguments: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True)


def _arguments(name: str) -> list[str]:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    return ["query", "-e", query, "--data", name, "--no-shipped", "--format", "csv"]


@pytest.mark.skipif(os.name != "posix", reason="no such limit")
def test_full_disk_leaves_nothing(tmp_path: Path, cache: Path) -> None:
    """The answer comes from memory, and it is said why."""
    name = _write(tmp_path, "mine.nt", _labels(20_000))
    with _start(FULL, *_arguments(name)) as process:
        out, said = process.communicate()
    assert out.split() == ["n", "20000"]
    told = "file too large. BACKRUN_CACHE names another folder. Answering from memory."
    assert said == f"backrun-kg: {cache} takes no store: {told}\n"
    assert [path for path in cache.iterdir() if path.is_dir()] == []


def test_many_at_once_build_one_store(tmp_path: Path, cache: Path) -> None:
    """And all answer right."""
    name = _write(tmp_path, "mine.nt", _labels(20_000))
    processes = [_start(SCRIPT, *_arguments(name)) for _ in range(3)]
    ended = [process.communicate() for process in processes]
    assert [out.split() for out, _ in ended] == [["n", "20000"]] * 3
    assert [path.name for path in cache.iterdir() if path.is_dir()] == [
        path.parent.name for path in _stores(cache)
    ]


@pytest.mark.skipif(os.name != "posix", reason="it kills")
def test_killed_build_is_built_anew(tmp_path: Path, cache: Path) -> None:
    """What it left is no store, and goes."""
    name = _write(tmp_path, "mine.nt", _labels(200_000))
    with _start(SCRIPT, *_arguments(name)) as process:
        while not list(cache.glob("building-*/store/*")):
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    assert (process.returncode, _stores(cache)) == (-signal.SIGKILL, [])
    assert _count(_open(name)) == 200_000
    assert list(cache.glob("building-*")) == []


def _asked(dataset: Dataset, text: str, limits: Limits | None = None) -> object:
    answer = ask(dataset, text, {}, "mine.rq", limits)
    if isinstance(answer, Rows):
        return list(answer)
    return bool(answer) if isinstance(answer, Truth) else len(answer)


@pytest.fixture
def dataset(tmp_path: Path) -> StoredDataset:
    """A store of labels."""
    return _open(_write(tmp_path, "mine.nt", _labels(300)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT ?s { ?s ?p 'name 7' }", [{"s": "<urn:s7>"}]),
        ("ASK { <urn:s7> ?p ?o }", True),
        ("CONSTRUCT WHERE { ?s ?p ?o }", 300),
    ],
)
def test_own_query_is_answered(text: str, found: object, dataset: StoredDataset) -> None:
    """In a process of its own, which opens the store."""
    assert _asked(dataset, text) == found


def test_own_query_gets_its_parameters(dataset: StoredDataset) -> None:
    """As terms."""
    answer = ask(dataset, "SELECT ?s ?o { ?s ?p ?o }", {"s": ox.NamedNode("urn:s7")})
    assert isinstance(answer, Rows)
    assert list(answer) == [{"s": "<urn:s7>", "o": "name 7"}]


SIX = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
HARMFUL = {
    "late": (f"SELECT (COUNT(*) AS ?n) {{ {SIX} }}", "mine.rq: the query did not end within 1 s"),
    "large": (f"SELECT DISTINCT * {{ {SIX} }}", "needs more than 128 MiB of memory"),
    "chain": ("SELECT (" + "!" * 1_000_000 + "true AS ?x) {}", "broke the engine (signal 11)"),
}


@needs_fork
@pytest.mark.parametrize(("text", "told"), HARMFUL.values(), ids=HARMFUL)
def test_harmful_query_is_ended(text: str, told: str, dataset: StoredDataset) -> None:
    """As in a fork; the next one is answered."""
    limits = Limits(timeout=1 if told.endswith("1 s") else 60, memory=128 << 20)
    with pytest.raises(LimitReached) as error:
        _asked(dataset, text, limits)
    assert told in str(error.value)
    assert _asked(dataset, "ASK { <urn:s7> ?p ?o }") is True


@needs_fork
def test_own_query_cannot_call_out(dataset: StoredDataset) -> None:
    """The process has no socket to call with."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        text = (
            f"SELECT * {{ SERVICE <http://127.0.0.1:{server.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        )
        with pytest.raises(MalformedQuery, match="Too many open files"):
            ask_apart(dataset, text, None, "query", Limits())
        with pytest.raises(BlockingIOError):
            server.accept()


@needs_fork
def test_malformed_own_query_is_told_as_in_process(dataset: StoredDataset) -> None:
    """The same message with the same place."""
    with pytest.raises(MalformedQuery, match=r"mine\.rq: line 1, column 7: not SPARQL from here"):
        _asked(dataset, "SELECT")


def test_threads_share_a_dataset(dataset: StoredDataset) -> None:
    """Each finds all of it."""
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(_count(dataset))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [300] * 4


def test_quads_are_as_written(tmp_path: Path) -> None:
    """A store rewrites literals; what is streamed does not come from it."""
    name = _write(tmp_path, "mine.nt", b'<urn:a> <urn:p> "01" .\n')
    assert [quad.object for quad in _open(name).quads()] == [ox.Literal("01")]
    assert isinstance(run_query(_open(name), "CONSTRUCT WHERE { ?s ?p ?o }"), Graph)
