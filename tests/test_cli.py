"""The command line: what is printed, where, and with which exit code."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from backrun_kg.commands.export import export
from backrun_kg.commands.query import query
from backrun_kg.exports import MENU
from backrun_kg.results import RESULT_FORMATS
from backrun_kg.worker import read_limits

COMMAND = [sys.executable, "-c", "from backrun_kg.cli import command; command()"]
"""What the installed script runs; ``python -m backrun_kg`` ends as Python programs do."""


def _run(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], input=stdin, capture_output=True, text=True, check=False
    )


SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LARGE = "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

BAD_CALLS = {
    "unknown command": (["qury"], "No command named 'qury'. Did you mean query?"),
    "unknown option": (["query", "--frob"], "No such option"),
    "unknown query": (["query", "musles"], "Did you mean muscles"),
    "unknown parameter": (["query", "muscles", "musle=x"], "Did you mean muscle?"),
    "unknown value": (["query", "muscles", "muscle=quadricep"], "Did you mean Quadriceps"),
    "value without a name": (["query", "muscles", "glutes"], "not PARAMETER=VALUE"),
    "value twice": (["query", "muscles", "muscle=glutes", "muscle=glutes"], "given twice"),
    "unknown layer": (["query", "muscles", "--layer", "artcle"], "Did you mean article?"),
    "unknown thing": (["show", "quadrceps"], "Did you mean Quadriceps"),
    "unknown format": (["export", "--format", "tutle"], "Did you mean ttl?"),
    "unknown result format": (["query", "muscles", "--format", "yaml"], "'yaml' is not one of"),
    "graph format for rows": (["query", "muscles", "--format", "ttl"], "take one of: table"),
    "row format for a graph": (["query", "schema-org", "--format", "csv"], "take one of: ttl"),
    "view of another format": (["export", "--framed", "--format", "ttl"], "a view of JSON-LD"),
    "malformed SPARQL": (["query", "-e", "SELECT ?x WHERE {"], "-e: line 1, column 18"),
    "update": (["query", "-e", "DELETE WHERE { ?s ?p ?o }"], "-e: line 1, column 1"),
    "service": (["query", "-e", "ASK { SERVICE <http://a/> {} }"], "SERVICE is not allowed"),
    "deep query": (["query", "-e", "ASK " + "{" * 999], "-e: line 1: more than 100 brackets"),
    "late query": (
        ["query", "-e", SLOW, "--timeout", "0.1"],
        "-e: the query did not end within 0.1 s",
    ),
    "large query": (
        ["query", "-e", LARGE, "--max-memory", "64M"],
        "needs more than 64 MiB of memory",
    ),
    "no time": (
        ["query", "muscles", "--timeout", "1m"],
        "write seconds above 0, such as 60 or 0.5",
    ),
    "no size": (["query", "-e", "ASK {}", "--max-memory", "2T"], "a size like 512M or 2GiB"),
    "empty query": (["query", "-e", ""], "-e: line 1, column 1"),
    "no such file": (["validate", "nowhere.ttl"], "nowhere.ttl cannot be read: no such file"),
    "no such query file": (["query", "nowhere.rq"], "nowhere.rq cannot be read: no such file"),
    "a folder": (["validate", "."], ". is a folder; name a file."),
    "a folder as data": (["query", "muscles", "--data", "."], ". is a folder; name a file."),
    "a folder as output": (["export", "-o", "."], ". is a folder; name a file."),
    "output in no folder": (["export", "-o", "nowhere/x.ttl"], "cannot be written: no such file"),
    "several files on one output": (["export", "--format", "csv"], "name a folder with -o DIR"),
    "several files in a file": (
        ["export", "--format", "parquet", "-o", "a.parquet"],
        "parquet is several files: name a folder with -o DIR",
    ),
    "all and one": (["export", "--all", "x", "--format", "ttl"], "leave the other options out"),
    "address of nothing": (["export", "--base-url", "https://a.b"], "--base-url is for --all DIR"),
    "release into a file": (["export", "--all", __file__], "is a file; name a folder."),
    "release among others": (
        ["export", "--all", str(Path(__file__).parent / "guard")],
        "which is none of the files to write; name an empty folder",
    ),
    "nothing to load": (["info", "--no-shipped"], "--no-shipped needs --data FILE"),
    "standard input untold": (["validate", "-"], "Name the format of standard input"),
}


@pytest.mark.parametrize(("arguments", "says"), BAD_CALLS.values(), ids=BAD_CALLS)
def test_bad_call_gives_a_clear_line_and_2(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller slipped: exit 2, what is wrong on stderr, nothing on stdout, no traceback."""
    monkeypatch.chdir(tmp_path)
    run = _run(*arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert says in run.stderr
    assert "Traceback" not in run.stderr


BAD_FILES = {
    "malformed.ttl": (
        b"@prefix a: <http://a/> .\na:b a:c d:e .\n",
        "malformed.ttl: line 2, column",
    ),
    "malformed.nq": (b"<a> <b>\n", "malformed.nq: line 1, column"),
    "malformed.jsonld": (b'{"@id": ', "malformed.jsonld: line 1, column"),
    "malformed.rdf": (b"<rdf", "malformed.rdf: "),
    "remote.jsonld": (b'{"@context": "http://127.0.0.1:9/", "a": 1}', "remote.jsonld: "),
    "empty.ttl": (b"", "empty.ttl holds no triples."),
    "comments.ttl": (b"# nothing\n", "comments.ttl holds no triples."),
    "latin.ttl": (b'<http://a/> <http://b/> "\xe9" .\n', "latin.ttl: line 1, column"),
    "cut.ttl.gz": (b"\x1f\x8b\x08\x00", "cut.ttl.gz is not a whole gzip file."),
    "odd.xlsx": (b"PK", "No RDF format named '.xlsx'"),
    "bare": (b"PK", "bare has no extension"),
}


@pytest.mark.parametrize(
    ("name", "content", "says"), [(n, *v) for n, v in BAD_FILES.items()], ids=BAD_FILES
)
def test_bad_file_gives_a_clear_line_and_2(
    name: str, content: bytes, says: str, tmp_path: Path
) -> None:
    """A file that cannot be used is named, with the place where it goes wrong."""
    (tmp_path / name).write_bytes(content)
    run = _run("validate", tmp_path / name)
    assert (run.returncode, run.stdout) == (2, "")
    assert says in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_rows_in_a_pipe_are_tsv() -> None:
    """The SPARQL 1.1 TSV format, IRIs and literals as terms."""
    run = _run("query", "muscle-parts", "part=soleus")
    assert run.stdout == (
        "?whole\t?wholeLabel\t?part\t?partLabel\n"
        '<https://w3id.org/backrun-kg/id/calf-muscles>\t"Calf muscles"@en\t'
        '<https://w3id.org/backrun-kg/id/soleus>\t"Soleus"@en\n'
    )


def test_rows_on_a_terminal_are_a_table() -> None:
    """On a terminal a person gets a table, with labels in place of IRIs."""
    main, terminal = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "query", "muscle-parts", "whole=calf muscles"], stdout=terminal
    ) as run:
        run.wait()
        os.close(terminal)
        shown = os.read(main, 10_000).decode().replace("\r\n", "\n")
    os.close(main)
    assert shown == (
        "whole          part\n"
        "────────────────────────────\n"
        "Calf muscles   Gastrocnemius\n"
        "Calf muscles   Soleus\n"
        "\n2 rows\n"
    )


@pytest.mark.parametrize("lines", [1, 0], ids=["after a line", "before anything is written"])
def test_closed_pipe_is_silence(lines: int) -> None:
    """Whoever has read enough hears nothing of the rest, and nothing is said of the data."""
    with subprocess.Popen(
        [*COMMAND, "query", "facts"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        for _ in range(lines):
            run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 0


@pytest.mark.parametrize(
    ("sparql", "says", "code"),
    [("ASK {}", "true\n", 0), ("ASK { kg:tennis a br:Muscle }", "false\n", 1)],
)
def test_ask_is_a_check(sparql: str, says: str, code: int) -> None:
    """A false answer leaves with 1."""
    run = _run("query", "-e", sparql)
    assert (run.stdout, run.returncode) == (says, code)


def test_named_query_takes_limits_too() -> None:
    """Given a limit, a query of ours keeps to it; its answer is the same."""
    free, limited = _run("query", "muscles"), _run("query", "muscles", "--timeout", "30")
    assert limited.stdout == free.stdout
    assert "needs more than 1 bytes" in _run("query", "facts", "--max-memory", "1").stderr


def test_help_tells_the_usual_limits() -> None:
    """The limits written out in the help are the library's."""
    told = " ".join(_run("query", "--help").stdout.split())
    assert ("(default 60)" in told, "(default 2G)" in told) == (True, True)
    assert read_limits() == read_limits("60", "2G")


def test_query_is_read_from_standard_input() -> None:
    """A dash is standard input."""
    run = _run("query", "-", "--format", "csv", stdin="SELECT ?s { ?s a br:Sport } ORDER BY ?s")
    assert run.stdout.split() == [
        "s",
        "https://w3id.org/backrun-kg/id/basketball",
        "https://w3id.org/backrun-kg/id/soccer",
        "https://w3id.org/backrun-kg/id/tennis",
    ]


def test_query_of_a_file_takes_parameters(tmp_path: Path) -> None:
    """A file with a header like ours has parameters like ours."""
    header = "# Things\n#\n# One row per thing.\n#\n# - `?t` (thing): one."
    query = f"{header}\n\nSELECT ?t {{ ?t a br:Sport }}"
    (tmp_path / "mine.rq").write_text(query, encoding="utf-8")
    run = _run("query", tmp_path / "mine.rq", "t=Tennis")
    assert run.stdout == "?t\n<https://w3id.org/backrun-kg/id/tennis>\n"


def test_construct_gives_turtle() -> None:
    """A graph comes as canonical Turtle, whatever reads it."""
    run = _run("query", "-e", "CONSTRUCT { ?s a br:Sport } { ?s a br:Sport }")
    assert run.stdout.endswith(
        "\nkg:basketball\n\ta br:Sport ;\n\t.\n\nkg:soccer\n\ta br:Sport ;\n\t.\n"
        "\nkg:tennis\n\ta br:Sport ;\n\t.\n"
    )


def test_describe_tells_what_a_query_takes() -> None:
    """The manual of a query is its header."""
    run = _run("query", "sports", "--describe")
    assert run.stdout.startswith(
        "Sports whose athletes are said to profit\n\nOne row per sport and exercise.\n\n"
        "Layers it needs: ontology, article.\n\nsport=... (thing): keep one sport.\n"
    )


def test_own_data_are_added(tmp_path: Path) -> None:
    """A file of one's own answers beside the shipped graph."""
    (tmp_path / "my.ttl").write_text(
        "@prefix br: <https://w3id.org/backrun-kg/ontology#> .\n"
        "<https://example.org/golf> a br:Sport .\n",
        encoding="utf-8",
    )
    sparql = "SELECT (COUNT(*) AS ?n) { ?s a br:Sport }"
    with_mine = _run("query", "-e", sparql, "--data", tmp_path / "my.ttl", "--format", "csv")
    mine_only = _run(
        "query", "-e", sparql, "--data", tmp_path / "my.ttl", "--no-shipped", "--format", "csv"
    )
    assert (with_mine.stdout.split()[1], mine_only.stdout.split()[1]) == ("4", "1")


def test_data_come_from_standard_input() -> None:
    """A dash with its format named is standard input."""
    run = _run(
        "info",
        "--no-shipped",
        "--data",
        "-",
        "--input-format",
        "nt",
        "--format",
        "json",
        stdin="<http://a/> <http://b/> <http://c/> .\n",
    )
    assert json.loads(run.stdout)["triples"] == {"user": 1}


def test_export_takes_the_format_of_the_file(tmp_path: Path) -> None:
    """The name of the output tells the format, also when it is packed."""
    _run("export", "-o", tmp_path / "graph.nq.gz")
    run = _run("info", "--no-shipped", "--data", tmp_path / "graph.nq.gz", "--format", "json")
    shipped = _run("info", "--format", "json")
    assert json.loads(run.stdout)["digest"] == json.loads(shipped.stdout)["digest"]


def test_fmt_rewrites_and_then_rests(tmp_path: Path) -> None:
    """What is not canonical is rewritten; once it is, check is content."""
    path = tmp_path / "my.ttl"
    path.write_text("<http://b/> <http://p/> 1 . <http://a/> <http://p/> 2 .", encoding="utf-8")
    before = _run("fmt", "--check", path).returncode
    _run("fmt", path)
    after = _run("fmt", "--check", path).returncode
    assert (before, after) == (1, 0)
    assert path.read_text(encoding="utf-8").endswith(
        "\n<http://a/>\n\t<http://p/> 2 ;\n\t.\n\n<http://b/>\n\t<http://p/> 1 ;\n\t.\n"
    )


def test_fmt_reports_every_file_before_it_writes(tmp_path: Path) -> None:
    """Two bad files are both named, and the good one between is left as it was."""
    texts = {"a.ttl": "<a", "b.ttl": "<http://b/> <http://p/> 1 .", "c.ttl": "# note\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    run = _run("fmt", *(tmp_path / name for name in texts))
    assert run.returncode == 2
    assert "a.ttl" in run.stderr
    assert "c.ttl:1" in run.stderr
    assert (tmp_path / "b.ttl").read_text(encoding="utf-8") == texts["b.ttl"]


def test_verify_source_finds_another_text(tmp_path: Path) -> None:
    """A text that is not the article leaves with 1 and the number that agree."""
    (tmp_path / "other.txt").write_text("Not the article.", encoding="utf-8")
    run = _run("verify-source", tmp_path / "other.txt")
    assert run.returncode == 1
    assert run.stdout.endswith("0 of 61 digests agree.\n")


def test_verify_source_confirms_the_article() -> None:
    """The article itself leaves with 0."""
    article = Path(__file__).parents[2] / "shared" / "article.txt"
    if not article.exists():
        pytest.skip("the article is not here")
    run = _run("verify-source", article)
    assert (run.returncode, run.stdout) == (0, "61 of 61 digests agree.\n")


@pytest.mark.parametrize(
    "command", ["query", "show", "validate", "export", "info", "fmt", "verify-source"]
)
def test_help_has_two_examples(command: str) -> None:
    """The help of every command shows it at work twice."""
    help_text = _run(command, "--help").stdout
    assert help_text.count(f"    backrun-kg {command}") == 2


def test_defect_is_told_without_a_traceback(tmp_path: Path) -> None:
    """An error nobody foresaw leaves with 3 and asks to be reported."""
    script = (
        "import sys, backrun_kg.dataset\n"
        "def broken(**_): raise RuntimeError('oops')\n"
        "backrun_kg.dataset.load = broken\n"
        "sys.argv = ['backrun-kg', 'info']\n"
        "from backrun_kg.cli import main\nmain()"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert run.returncode == 3
    assert run.stderr.startswith("backrun-kg: a defect of ours: RuntimeError: oops\n")
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    "start", [COMMAND, [sys.executable, "-m", "backrun_kg"]], ids=["script", "module"]
)
def test_both_ways_to_start_say_the_same(start: list[str], tmp_path: Path) -> None:
    """The script ends at once, and yet nothing that was written is lost, nor the exit code."""
    path = tmp_path / "answer"
    with path.open("wb") as file:
        run = subprocess.run(
            [*start, "query", "-e", "ASK { ?s a <urn:x> }"], stdout=file, check=False
        )
    assert (run.returncode, path.read_bytes()) == (1, b"false\n")


READS = """
import sys
from backrun_kg import dataset
shipped_sources = dataset.shipped_sources
def telling(layers):
    print(*layers, file=sys.stderr)
    return shipped_sources(layers)
dataset.shipped_sources = telling
from backrun_kg.cli import command
command()
"""


@pytest.mark.parametrize(
    ("arguments", "layers"),
    [
        ([], "ontology article"),
        (["--layer", "article"], "article"),
        (["muscle=glutes"], "ontology article evidence alignment"),
        (["--timeout", "9"], "ontology article evidence alignment"),
    ],
    ids=["alone", "with a layer", "with a parameter", "with a limit"],
)
def test_query_reads_what_it_needs(arguments: list[str], layers: str) -> None:
    """A named query alone reads its layers; a name could be one of any layer."""
    run = subprocess.run(
        [sys.executable, "-c", READS, "query", "muscles", *arguments],
        capture_output=True,
        check=True,
        text=True,
    )
    assert run.stderr == f"{layers}\n"


def test_result_formats_are_those_that_can_be_rendered() -> None:
    """The choices, written out so that help stays quick, are the library's formats."""
    choices = next(p.type.choices for p in query.params if p.name == "format_")  # type: ignore[attr-defined]
    assert sorted(choices) == sorted(RESULT_FORMATS)


def test_export_reads_standard_input_once() -> None:
    """A pipe gives its bytes one time only."""
    line = "<urn:a> <urn:b> <urn:c> .\n"
    given = ("--no-shipped", "--data", "-", "--input-format", "nt")
    run = _run("export", *given, "--format", "nt", stdin=line)
    assert (run.returncode, run.stdout, run.stderr) == (0, line, "")


def test_folder_may_have_a_version_in_its_name(tmp_path: Path) -> None:
    """Only what looks like one file of the format is refused."""
    run = _run("export", "--format", "csv", "--layer", "alignment", "-o", tmp_path / "tables-0.1.0")
    assert (run.returncode, run.stderr) == (0, "")
    assert (tmp_path / "tables-0.1.0" / "csv-metadata.json").is_file()


def test_export_formats_are_those_that_can_be_written() -> None:
    """The help of export names each format; the views of JSON-LD are flags of their own."""
    told = next(str(p.help) for p in export.params if p.name == "format_")
    views = {p.flag_value for p in export.params if p.name == "view"}  # type: ignore[attr-defined]
    assert set(told.removeprefix("One of: ").rstrip(".").split(", ")) == {*MENU} - views
