"""Queries that somebody else wrote: answered as ours are, and ended when they do harm."""

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from backrun_kg import processes, worker
from backrun_kg.answers import Graph, Rows, Truth
from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError, LimitReached, MalformedQuery
from backrun_kg.processes import CAN_FORK, Limits
from backrun_kg.queries import evaluate, run_query
from backrun_kg.words import MOST_NESTED
from backrun_kg.worker import ask, ask_apart, read_limits

needs_fork = pytest.mark.skipif(not CAN_FORK, reason="there are no child processes here")

QUICK = Limits(timeout=1, memory=512 << 20)
SMALL = Limits(timeout=30, memory=256 << 20)


def _ask_rows(dataset: Dataset, text: str) -> list[dict[str, str]]:
    answer = ask(dataset, text)
    assert isinstance(answer, Rows)
    return list(answer)


def _doubled(times: int) -> str:
    """What makes ?x0 so many times twice as long."""
    return " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(times))


def test_rows_come_back(shipped: Dataset) -> None:
    """SELECT gives the rows it gives in process, with our prefixes at hand."""
    found = _ask_rows(shipped, "SELECT ?s WHERE { ?s a br:Sport } ORDER BY ?s")
    assert found == [{"s": "kg:basketball"}, {"s": "kg:soccer"}, {"s": "kg:tennis"}]


@pytest.mark.parametrize(("text", "true"), [("ASK {}", True), ("ASK { br:x ?p ?o }", False)])
def test_truth_comes_back(text: str, true: bool, shipped: Dataset) -> None:
    """ASK gives a truth value."""
    answer = ask(shipped, text)
    assert isinstance(answer, Truth)
    assert bool(answer) is true


def test_graph_comes_back(shipped: Dataset) -> None:
    """CONSTRUCT gives triples with terms of every kind, RDF 1.2 included."""
    text = (
        'CONSTRUCT { br:a br:b br:c, "x"@en, "y"@ar--rtl, 1.5, "\\u0000", _:d, '
        "<<( br:a br:b br:c )>> } {}"
    )
    answer = ask(shipped, text)
    assert isinstance(answer, Graph)
    kinds = sorted(type(triple.object).__name__ for triple in answer.triples)
    assert kinds == ["BlankNode", *["Literal"] * 4, "NamedNode", "Triple"]
    assert all("_:" in str(t) or t in run_query(shipped, text).triples for t in answer.triples)  # type: ignore[union-attr]


def test_empty_graph_comes_back(shipped: Dataset) -> None:
    """No triples are an answer too."""
    assert len(ask(shipped, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(false) }")) == 0  # type: ignore[arg-type]


@needs_fork
def test_megabytes_come_back_whole(shipped: Dataset) -> None:
    """An answer may be larger than any pipe."""
    rows = ask(shipped, "SELECT * { ?a a ?b . ?c a ?d } LIMIT 20000")
    long = ask(shipped, f'SELECT ?x18 {{ BIND("{"a" * 29}" AS ?x0) {_doubled(18)} }}')
    assert isinstance(rows, Rows)
    assert isinstance(long, Rows)
    assert (len(rows), list(long)) == (20_000, [{"x18": "a" * (29 << 18)}])


def test_parameters_are_bound(shipped: Dataset) -> None:
    """Bindings reach the engine as terms."""
    bound = {"s": ox.NamedNode("https://w3id.org/backrun-kg/id/tennis")}
    answer = ask(shipped, "SELECT ?s { ?s a br:Sport }", bound)
    assert isinstance(answer, Rows)
    assert list(answer) == [{"s": "kg:tennis"}]


def test_chance_differs_from_child_to_child(shipped: Dataset) -> None:
    """Two children do not inherit one state of chance."""
    first, second = (_ask_rows(shipped, "SELECT (STRUUID() AS ?x) {}") for _ in range(2))
    assert first != second


MALFORMED = ["SELECT", "ASK { ?s nope:p ?o }", "SELECT ?x { ?x ?p ?o } GROUP BY ?p", "ASK {\udce9}"]


@pytest.mark.parametrize("text", MALFORMED, ids=ascii)
def test_malformed_query_is_told_as_in_process(text: str, shipped: Dataset) -> None:
    """The same message with the same place."""
    with pytest.raises(MalformedQuery) as here:
        run_query(shipped, text, name="mine.rq")
    with pytest.raises(MalformedQuery, match=re.escape(str(here.value))):
        ask(shipped, text, name="mine.rq")


def _nested(opening: str, inner: str, closing: str, times: int) -> str:
    return opening * times + inner + closing * times


REFUSED = {
    "2,222 groups": "ASK " + _nested("{", "", "}", 2222),
    "20,000 groups": "ASK " + _nested("{", "", "}", 20_000),
    "956 IF": "SELECT (" + _nested("IF(true,", "1", ",2)", 956) + " AS ?x) {}",
    "5,000 IF": "SELECT (" + _nested("IF(true,", "1", ",2)", 5000) + " AS ?x) {}",
    "18,208 triple terms": "ASK { BIND("
    + _nested("<<( br:a br:b ", "br:c", " )>>", 18_208)
    + " AS ?x) }",
    "100,000 parentheses": "SELECT (" + _nested("(", "1", ")", 100_000) + " AS ?x) {}",
    "400 lists": "ASK { ?s ?p " + _nested("(", "1", ")", 400) + " }",
    "2,000 sub-selects": "SELECT * " + _nested("{ SELECT * ", "{}", "}", 2000),
    "brackets after strings": 'ASK { FILTER("\\"" = \'"\') ' + _nested("{", "", "}", 101) + "}",
    "brackets after a comparison": "ASK { FILTER(?a<'>') " + _nested("{", "", "}", 101) + " #'\n}",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_deep_nesting_is_refused(text: str, shipped: Dataset) -> None:
    """The text tells how deep it is, before the engine sees it."""
    with pytest.raises(MalformedQuery, match="line 1: more than 100 brackets stand in one another"):
        ask(shipped, text)


NESTED = {
    "groups": "ASK " + _nested("{", "", "}", MOST_NESTED),
    "sub-selects": "SELECT * " + _nested("{ SELECT * ", "{}", "}", MOST_NESTED - 1),
    "in strings": 'ASK { FILTER(STRLEN("' + "{" * 200 + '") = 200) }',
    "in comments": "ASK { # " + "(" * 200 + "\n}",
    "in IRIs": "ASK { FILTER(STRLEN(STR(<http://e/" + "(" * 200 + ">)) = 209) }",
    "in long strings": 'ASK { FILTER(STRLEN("""\n"' + "{" * 200 + '""") = 202) }',
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_nesting_within_reason_is_answered(text: str, shipped: Dataset) -> None:
    """A hundred levels of brackets, and any number where they are no brackets."""
    answer = ask(shipped, text)
    assert not isinstance(answer, Truth) or bool(answer)


def test_long_text_is_refused(shipped: Dataset) -> None:
    """A million rows of VALUES are data, and data have a place of their own."""
    text = "SELECT * { VALUES ?x { " + "1 " * 1_000_000 + "} }"
    with pytest.raises(
        MalformedQuery, match="2,000,026 characters long; a query may have 1,048,57"
    ):
        ask(shipped, text)


CARTESIAN = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
LATE = {
    "cartesian count": f"SELECT (COUNT(*) AS ?n) {{ {CARTESIAN} }}",
    "1 kB that plans for minutes": "ASK { ?s ?p (" + " 1" * 500 + ") }",
    "regex on every pair": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f "
    'FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "^(.*)*(a|b)+(.+)+x{50}$")) }',
    "paths between all pairs": "SELECT (COUNT(*) AS ?n) { ?a (br:relatesTo|!br:relatesTo)* ?b . "
    "?b (br:relatesTo|!br:relatesTo)* ?c . ?c (br:relatesTo|!br:relatesTo)* ?d }",
    "filtered for ever": f"ASK {{ {CARTESIAN} FILTER(CONCAT(STR(?a), STR(?l)) = 'x') }}",
}


@needs_fork
@pytest.mark.parametrize("text", LATE.values(), ids=LATE)
def test_query_that_takes_too_long_is_ended(text: str, shipped: Dataset) -> None:
    """At its time, with what would help; the next query is answered."""
    told = "mine.rq: the query did not end within 1 s. Ask for less, or allow more with --timeout"
    with pytest.raises(LimitReached, match=told):
        ask(shipped, text, name="mine.rq", limits=QUICK)
    assert ask(shipped, "ASK {}")


REPLACED = " ".join(f'BIND(REPLACE(?x{n}, "a", "{"a" * 32}") AS ?x{n + 1})' for n in range(8))
LARGE = {
    "28 doublings": f'SELECT (STRLEN(?x28) AS ?n) {{ BIND("{"a" * 29}" AS ?x0) {_doubled(28)} }}',
    "8 replacements": f'SELECT (STRLEN(?x8) AS ?n) {{ BIND("a" AS ?x0) {REPLACED} }}',
    "GROUP_CONCAT": f"SELECT (GROUP_CONCAT(STR(?a)) AS ?n) {{ {CARTESIAN} }}",
    "ORDER BY": f"SELECT ?a {{ {CARTESIAN} }} ORDER BY ?c LIMIT 1",
    "DISTINCT": f"SELECT DISTINCT * {{ {CARTESIAN} }}",
    "rows": f"SELECT * {{ {CARTESIAN} }}",
    "rows that grow in Python": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 150000",
}


@needs_fork
@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_query_that_takes_too_much_memory_is_ended(text: str, shipped: Dataset) -> None:
    """At its size, with what would help; the next query is answered."""
    told = "mine.rq: the query needs more than 256 MiB of memory. Ask for less, or allow more with"
    with pytest.raises(LimitReached, match=told):
        ask(shipped, text, name="mine.rq", limits=SMALL)
    assert ask(shipped, "ASK {}")


@needs_fork
def test_tiny_memory_is_told_too(shipped: Dataset) -> None:
    """Where there is not even enough to begin with."""
    with pytest.raises(LimitReached, match="needs more than 1 bytes of memory"):
        ask(shipped, f"SELECT * {{ {CARTESIAN} }}", limits=Limits(memory=1))


@needs_fork
def test_query_that_breaks_the_engine_is_told(shipped: Dataset) -> None:
    """A chain longer than any stack ends the child, not the parent."""
    text = "SELECT (" + "!" * 1_000_000 + "true AS ?x) {}"
    told = r"mine.rq: the query broke the engine \(signal 11\), as very long chains do. Make it sho"
    with pytest.raises(LimitReached, match=told):
        ask(shipped, text, name="mine.rq", limits=SMALL)
    assert ask(shipped, "ASK {}")


HARMLESS = {
    "2,222 groups": REFUSED["2,222 groups"],
    "5,000 IF": REFUSED["5,000 IF"],
    "18,208 triple terms": REFUSED["18,208 triple terms"],
    "100,000 negations": "SELECT (" + "!" * 100_000 + "true AS ?x) {}",
    "huge repetition": 'ASK { FILTER(REGEX("a", "((a{1000}){1000}){1000}") || true) }',
    "backtracking": f'ASK {{ FILTER(!REGEX("{"a" * 40}!", "^(a+)+$")) }}',
}


@needs_fork
@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_stack_is_large(text: str, shipped: Dataset) -> None:
    """What kills a process of the usual 8 MB is answered; the engine's patterns are linear."""
    assert ask_apart(shipped, text, None, "query", SMALL)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket of this machine that would notice whoever calls."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def _address(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}/"


def _assert_nobody_called(listener: socket.socket) -> None:
    with pytest.raises(BlockingIOError):
        listener.accept()


UNANSWERED = {
    "plain": "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "in a sub-select": "SELECT * { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
    "in OPTIONAL": "SELECT * { OPTIONAL { SERVICE <%s> { ?s ?p ?o } } }",
}


@needs_fork
@pytest.mark.parametrize("text", UNANSWERED.values(), ids=UNANSWERED)
def test_service_cannot_call_out(text: str, shipped: Dataset, listener: socket.socket) -> None:
    """Below the check of words, a child has no socket to call with."""
    with pytest.raises(MalformedQuery, match="Too many open files"):
        ask_apart(shipped, text % _address(listener), None, "query", QUICK)
    _assert_nobody_called(listener)


PASSED_OVER = {
    "SILENT": "ASK { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "in EXISTS": "ASK { ?s a br:Sport FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
    "by variable": "ASK { VALUES ?x { <%s> } SERVICE SILENT ?x { ?s ?p ?o } }",
}


@needs_fork
@pytest.mark.parametrize("text", PASSED_OVER.values(), ids=PASSED_OVER)
def test_service_that_fails_in_silence_has_not_called_out(
    text: str, shipped: Dataset, listener: socket.socket
) -> None:
    """An answer without an error is not an answer from elsewhere."""
    assert ask_apart(shipped, text % _address(listener), None, "query", QUICK)
    _assert_nobody_called(listener)


def test_engine_would_call_out(shipped: Dataset, listener: socket.socket) -> None:
    """In process it does, which is why there is a child; this shows what the test above can see."""
    listener.setblocking(True)
    listener.settimeout(10)
    hung_up = threading.Thread(target=lambda: listener.accept()[0].close())
    hung_up.start()
    with pytest.raises(MalformedQuery):
        evaluate(shipped, UNANSWERED["plain"] % _address(listener), None, "query")
    hung_up.join()


def test_from_chooses_among_the_layers(shipped: Dataset) -> None:
    """A dataset clause takes the place of the union."""
    text = "SELECT DISTINCT ?c FROM <https://w3id.org/backrun-kg/graph/evidence> { ?s a ?c }"
    found = {row["c"] for row in _ask_rows(shipped, text)}
    assert ("br:Study" in found, "br:Muscle" in found) == (True, False)


@pytest.mark.parametrize(
    "clause", ["FROM", "from", "FROM #\n", "FROM NAMED", "# x\rFROM", "FROM\t"]
)
def test_from_fetches_nothing(
    clause: str, shipped: Dataset, listener: socket.socket, tmp_path: Path
) -> None:
    """A file or an address that FROM names is a graph that is not there."""
    (tmp_path / "mine.ttl").write_text("<http://a/> <http://b/> <http://c/> .", encoding="utf-8")
    for iri in (f"file://{tmp_path}/mine.ttl", _address(listener)):
        text = f"SELECT (COUNT(*) AS ?n) {clause} <{iri}> {{ ?s ?p ?o }}"
        assert _ask_rows(shipped, text) == [{"n": "0"}]
    _assert_nobody_called(listener)


UPDATES = [
    "LOAD <%s>",
    "LOAD SILENT <%s>",
    "INSERT DATA { <%s> br:a br:b }",
    "DROP ALL",
    "CLEAR ALL",
]


@pytest.mark.parametrize("text", UPDATES)
def test_update_is_no_query(text: str, shipped: Dataset, listener: socket.socket) -> None:
    """Neither fetched nor changed: a query asks."""
    with pytest.raises(MalformedQuery, match="not SPARQL from here on"):
        ask(shipped, text.replace("%s", _address(listener)))
    _assert_nobody_called(listener)


def test_other_threads_do_no_harm(shipped: Dataset) -> None:
    """A notebook has threads, some of them in the engine: children of two find their answers."""
    found = []

    def work() -> None:
        for _ in range(5):
            run_query(shipped, "SELECT (COUNT(*) AS ?n) { ?a a ?b . ?c a ?b }")
            found.extend(_ask_rows(shipped, "SELECT (COUNT(*) AS ?n) { ?s a br:Sport }"))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [{"n": "3"}] * 20


def test_system_without_processes_to_give_says_so(
    shipped: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller is told, not shown a defect."""

    def refuse(*_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(worker, "run_apart", refuse)
    with pytest.raises(LimitReached, match="no process to evaluate the query in: Resource tempor"):
        ask(shipped, "ASK {}")


@needs_fork
def test_child_that_cannot_begin_is_told(shipped: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has not even the address space for a stack."""
    monkeypatch.setattr(processes, "STACK", 1 << 47)
    with pytest.raises(LimitReached, match=r"^query: the system has too little memory for the que"):
        ask(shipped, "ASK {}")


FAILURES = [
    (MemoryError(), "the query needs more than 2 GiB of memory"),
    (RecursionError("too deep"), r"the query broke the engine \(too deep\)"),
    (KeyboardInterrupt("x" * 999), rf"the query broke the engine \({'x' * 200}\)"),
    (MalformedQuery("\udce9.rq: no"), "^\udce9.rq: no$"),
]


@needs_fork
@pytest.mark.parametrize(("error", "told"), FAILURES, ids=[type(e).__name__ for e, _ in FAILURES])
def test_failure_in_the_child_is_told(
    error: BaseException, told: str, shipped: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the engine raises there, a panic for one, is an error of ours here."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(worker, "evaluate", fail)
    with pytest.raises(BackrunError, match=told):
        ask(shipped, "ASK {}")


@pytest.mark.parametrize("text", [REFUSED["5,000 IF"], "ASK { SERVICE ?s {} }", "x" * 2_000_000])
def test_checks_hold_where_nothing_forks(
    text: str, shipped: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are no child processes, words, length and nesting are looked at all the same."""
    monkeypatch.setattr(worker, "CAN_FORK", False)
    monkeypatch.delattr(worker, "run_apart")
    assert ask(shipped, "ASK {}")
    with pytest.raises(MalformedQuery):
        ask(shipped, text)


LIMITS = [
    (None, None, Limits(60, 2_147_483_648)),
    ("0.5", "1000", Limits(0.5, 1000)),
    ("90", "512M", Limits(90, 536_870_912)),
    ("inf", "2GiB", Limits(float("inf"), 2_147_483_648)),
    ("1e3", "64 kib", Limits(1000, 65_536)),
    ("1", "3k", Limits(1, 3072)),
]


@pytest.mark.parametrize(("timeout", "memory", "limits"), LIMITS)
def test_limits_are_read(timeout: str | None, memory: str | None, limits: Limits) -> None:
    """Seconds and sizes as people write them."""
    assert read_limits(timeout, memory) == limits


@pytest.mark.parametrize("text", ["", "x", "0", "-1", "nan", "60s", "1:00"])
def test_bad_time_is_told(text: str) -> None:
    """What it is, and what would be right."""
    told = f"--timeout '{text}' is no time; write seconds above 0, such as 60 or 0.5."
    with pytest.raises(BackrunError, match=f"^{re.escape(told)}$"):
        read_limits(timeout=text)


@pytest.mark.parametrize("text", ["", "M", "0", "-1", "1.5G", "2T", "2Mi", "1e9", "٣M"])
def test_bad_size_is_told(text: str) -> None:
    """What it is, and what would be right."""
    told = f"--max-memory '{text}' is no size; write bytes, or a size like 512M or 2GiB."
    with pytest.raises(BackrunError, match=f"^{re.escape(told)}$"):
        read_limits(memory=text)


SIZES = [(2 << 30, "2 GiB"), (1536 << 20, "1,536 MiB"), (1024, "1 KiB"), (1000, "1,000 bytes")]


@pytest.mark.parametrize(("size", "written"), SIZES)
def test_size_is_written_as_it_was_meant(size: int, written: str) -> None:
    """In the largest unit that it is a whole number of."""
    with pytest.raises(LimitReached, match=f"more than {written} of memory"):
        worker._answer(worker._NO_MEMORY, "query", Limits(memory=size))


def test_named_queries_need_no_worker() -> None:
    """Neither the module nor what it imports is loaded for a query of ours."""
    script = (
        "import sys\nfrom backrun_kg.cli import main\nsys.argv[1:] = ['query', 'sports']\n"
        "try: main()\nexcept SystemExit: print('|', *sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    loaded = set(run.stdout.rpartition("|")[2].split())
    assert loaded & {"backrun_kg.worker", "backrun_kg.processes", "resource", "fcntl"} == set()
