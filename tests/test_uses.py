"""The lines of the README's "Use it in": each runs, and what it writes opens where it says."""

import asyncio
import csv
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import igraph
import pyoxigraph as ox
import pytest
from datasette.app import Datasette

README = Path(__file__).parents[1] / "README.md"
ROWS = re.findall(
    r"^\| ([^|`]+) \| `(backrun-kg [^`]+)` \| (.+) \|$", README.read_text("utf-8"), re.M
)
COMMANDS = {use: command for use, command, _ in ROWS}
STEPS = {use: then for use, _, then in ROWS}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all the lines are run, one after another."""
    folder = tmp_path_factory.mktemp("uses")
    for command in COMMANDS.values():
        arguments = command.removeprefix("backrun-kg ").split()
        subprocess.run([sys.executable, "-m", "backrun_kg", *arguments], cwd=folder, check=True)
    return folder


def read_graphml(folder: Path) -> str:
    """What igraph reads: the sports, by what leads there."""
    network = igraph.Graph.Read_GraphML(str(folder / "backrun.graphml"))
    sports = {
        network.vs[edge.target]["label"] for edge in network.es if edge["label"] == "benefits sport"
    }
    return ", ".join(sorted(sports))


def read_datasette(folder: Path) -> str:
    """Datasette serves the folder."""

    async def ask() -> str:
        app = Datasette(config_dir=folder / "backrun")
        answer = await app.client.get("/backrun-kg/gear.json?_shape=array&_sort=label")
        await app.client.get("/")
        return ", ".join(row["label"] for row in answer.json())

    return asyncio.run(ask())


def read_sqlite(folder: Path) -> str:
    """The statement of the README, and the first muscle."""
    (statement,) = re.findall('"(SELECT .*)"', STEPS["SQLite"])
    with closing(sqlite3.connect(folder / "backrun.sqlite")) as database:
        return str(min(database.execute(statement))[0])


def read_parquet(folder: Path) -> str:
    """The statement of the README, and the study that came first."""
    (statement,) = re.findall('"(SELECT .*)"', STEPS["DuckDB, Spark, polars"])
    with closing(duckdb.connect()) as database:
        rows = database.execute(statement.replace("'tables", f"'{folder}/tables")).fetchall()
    return str(min((year, label) for label, year in rows if year)[1])


def read_sheet(folder: Path) -> str:
    """The number of findings."""
    with (folder / "sheets" / "finding.csv").open(encoding="utf-8", newline="") as file:
        return str(sum(1 for _ in csv.DictReader(file)))


def read_script(folder: Path) -> str:
    """How the statements of the script begin."""
    script = (folder / "backrun.cypher").read_text("utf-8")
    return ", ".join(
        sorted(set(re.findall(r"^[A-Z]+", script, re.M)) & {"CREATE", "MERGE", "UNWIND"})
    )


def read_ontology(folder: Path) -> str:
    """The IRI of the ontology."""
    quads = ox.parse(path=folder / "ontology.ttl")
    (found,) = {q.subject.value for q in quads if str(q.object).endswith("owl#Ontology>")}
    return str(found)


def read_page(folder: Path) -> str:
    """The type of the page."""
    return str(json.loads((folder / "faq.jsonld").read_text("utf-8"))["@type"])


def read_dot(folder: Path) -> str:
    """Its first line."""
    return (folder / "backrun.dot").read_text("utf-8").splitlines()[0]


def read_mermaid(folder: Path) -> str:
    """The kind of picture."""
    lines = (folder / "backrun.mmd").read_text("utf-8").splitlines()
    return next(line for line in lines if line.startswith("flowchart"))


def read_store(folder: Path) -> str:
    """A store that was empty has the four layers."""
    store = ox.Store()
    store.bulk_load(path=folder / "backrun.nq", format=ox.RdfFormat.N_QUADS)
    return ", ".join(sorted(str(g).strip("<>").rpartition("/")[2] for g in store.named_graphs()))


def read_mappings(folder: Path) -> str:
    """The columns that SSSOM asks for."""
    lines = (folder / "backrun.sssom.tsv").read_text("utf-8").splitlines()
    return next(line for line in lines if not line.startswith("#")).replace("\t", " ")


def read_release(folder: Path) -> str:
    """Every sum is right."""
    lines = (folder / "release" / "SHA256SUMS").read_text("utf-8").splitlines()
    wrong = [
        name
        for digest, name in (line.split("  ") for line in lines)
        if hashlib.sha256((folder / "release" / name).read_bytes()).hexdigest() != digest
    ]
    return f"{len(wrong)} wrong"


READERS: dict[str, tuple[Callable[[Path], str], str]] = {
    "Gephi, Cytoscape": (read_graphml, "Basketball, Soccer, Tennis"),
    "Datasette": (
        read_datasette,
        "Adidas training gear, Asics running shoes, Nike running shoes, Reebok CrossFit apparel, "
        "Under Armour apparel",
    ),
    "SQLite": (read_sqlite, "Biceps femoris"),
    "DuckDB, Spark, polars": (read_parquet, "Running backward and injured knees 1984"),
    "a spreadsheet": (read_sheet, "111"),
    "Neo4j": (read_script, "CREATE, MERGE, UNWIND"),
    "Protégé": (read_ontology, "https://w3id.org/backrun-kg/ontology"),
    "a web page": (read_page, "FAQPage"),
    "Graphviz": (read_dot, "digraph {"),
    "Mermaid": (read_mermaid, "flowchart LR"),
    "an RDF store": (read_store, "alignment, article, evidence, ontology"),
    "tools for mappings": (
        read_mappings,
        "subject_id subject_label predicate_id object_id mapping_justification",
    ),
    "machine learning": (read_release, "0 wrong"),
}


def test_every_use_is_read() -> None:
    """A line that is added is tested."""
    assert set(COMMANDS) == set(READERS)


@pytest.mark.parametrize("use", READERS)
def test_line_writes_what_the_tool_opens(use: str, folder: Path) -> None:
    """Run as it stands in the README, read by the tool or its kind."""
    read, found = READERS[use]
    assert read(folder) == found
