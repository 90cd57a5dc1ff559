"""How the code is built: imports run one way, and no term of a vocabulary is written out in it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from backrun_kg.namespaces import PREFIXES

PACKAGE = Path(__file__).parents[1] / "src" / "backrun_kg"

RANKS = [
    {"errors", "escapes", "paths", "namespaces", "processes", "words"},
    {"formats", "files", "version", "terms", "clock", "literals", "logic", "findings", "shapes"}
    | {"canonical", "diagnosis", "digests", "replacing", "stores", "xmltext", "limits"}
    | {f"limits.{p.stem}" for p in (PACKAGE / "limits").glob("[!_]*.py")},
    {"indexed_store", "conditions", "screening", "hints"},
    {"rdflib_bridge", "turtle", "checks", "judging"},
    {"dataset", "fmt"},
    {"answers", "blanks", "editions", "spreadsheets", "vetting"},
    {"queries"},
    {
        "names",
        "things",
        "sources",
        "about",
        "lines",
        "locate",
        "validation",
        "manuals",
        "worker",
        "exports",
        "exports.menu",
        "exports.everything",
        "exports.streamed",
        "exports.rdf",
        "exports.nodes",
        "exports.compacting",
        "exports.jsonld",
        "exports.sssom",
        "exports.release",
        "exports.extent",
        "exports.metadata",
        "exports.croissant",
        "exports.rocrate",
        "exports.vocabulary",
        "exports.statements",
        "exports.cells",
        "exports.overviews",
        "exports.sheets",
        "exports.imprint",
        "exports.csvw",
        "exports.datapackage",
        "exports.csv_folder",
        "exports.parquet",
        "exports.sqlite",
        "exports.datasette",
        "exports.frames",
        "exports.networks",
        "exports.pictures",
        "exports.property_graph",
        "exports.cypher",
        "exports.neo4j",
    },
    {"streams", "remote", *(f"remote.{p.stem}" for p in (PACKAGE / "remote").glob("[!_]*.py"))},
    {"stored", "tables"},
    {"results"},
    {"site", *(f"site.{p.stem}" for p in (PACKAGE / "site").glob("[!_]*.py"))},
    {"cards", "api"},
    {"differences"},
    {"reports", *(f"reports.{p.stem}" for p in (PACKAGE / "reports").glob("[!_]*.py"))},
    {"diffs", *(f"diffs.{p.stem}" for p in (PACKAGE / "diffs").glob("[!_]*.py"))},
    {"serving", *(f"serving.{p.stem}" for p in (PACKAGE / "serving").glob("[!_]*.py"))},
    {"commands.shared"},
    {f"commands.{p.stem}" for p in (PACKAGE / "commands").glob("[!_]*.py")} - {"commands.shared"},
    {"commands"},
    {"cli"},
    {"__main__"},
]
"""A module imports from lower ranks, or from its own where that makes no circle."""

CONVENIENCES = {"dataset": {"exports.frames", "exports.networks"}}
"""What methods import from higher ranks when they are called: a dataset in another library."""

LEVEL = {module: level for level, modules in enumerate(RANKS) for module in modules}
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if path != PACKAGE / "__init__.py"
)

pytestmark = pytest.mark.skipif(not PACKAGE.is_dir(), reason="the source is not beside the tests")


def _source(module: str) -> str:
    path = PACKAGE.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return file.read_text(encoding="utf-8")


def _imports(module: str) -> set[str]:
    """The package's own modules that a module imports, at its top or later."""
    found = set()
    for node in ast.walk(ast.parse(_source(module))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("backrun_kg"):
            base = (node.module or "").removeprefix("backrun_kg").removeprefix(".")
            options = {f"{base}.{name.name}".strip(".") for name in node.names}
            found |= {option for option in options if option in LEVEL} or {base}
    return found - {""} - CONVENIENCES.get(module, set())


@pytest.mark.parametrize("module", MODULES)
def test_module_has_a_rank(module: str) -> None:
    """A new module is given its place."""
    assert module in LEVEL


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module: str) -> None:
    """Nothing is imported from a higher rank."""
    assert [name for name in _imports(module) if LEVEL[name] > LEVEL[module]] == []


def test_imports_make_no_circle() -> None:
    """Following imports never leads back, also within a rank."""
    graph = {module: _imports(module) for module in MODULES}
    while leaves := {m for m, needs in graph.items() if not needs & graph.keys()}:
        graph = {m: needs for m, needs in graph.items() if m not in leaves}
    assert graph == {}


@pytest.mark.parametrize(
    "module", [m for m in MODULES if m != "cli" and not m.startswith("commands")]
)
def test_library_neither_prints_nor_knows_click(module: str) -> None:
    """Only the command line talks to a person."""
    tree = ast.walk(ast.parse(_source(module)))
    names = {node.id for node in tree if isinstance(node, ast.Name)}
    assert not names & {"print", "click"}


@pytest.mark.parametrize("module", [m for m in MODULES if m != "namespaces"])
def test_no_term_is_written_out(module: str) -> None:
    """Classes and properties are known to queries and shapes, not to Python."""
    spelt = "|".join(re.escape(iri) for iri in PREFIXES.values())
    assert re.findall(rf"(?:{spelt})\w+|\b(?:br|brs|kg):\w+", _code(module)) == []


@pytest.mark.parametrize("module", MODULES)
def test_module_keeps_to_a_size(module: str) -> None:
    """No module passes 250 lines."""
    assert _source(module).count("\n") <= 250


def _code(module: str) -> str:
    """The source without docstrings, where examples may name things."""
    tree = ast.parse(_source(module))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            node.body[0] = ast.Pass()
    return ast.unparse(tree)


HEAVY = {
    "jinja2",
    "starlette",
    "uvicorn",
    "pyoxigraph",
    "rdflib",
    "pyshacl",
    "rich",
    "pyld",
    "pandas",
}


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], set()),
        (["--version"], set()),
        (["query", "--help"], set()),
        (["validate", "--help"], set()),
        (["push", "--help"], set()),
        (["serve", "--help"], set()),
        (["site", "--help"], set()),
        (["query", "muscles"], {"pyoxigraph"}),
        (["show", "quadriceps"], {"pyoxigraph"}),
        (["export"], {"pyoxigraph"}),
        (["export", "--framed"], {"pyoxigraph", "pyld"}),
        (["info"], {"pyoxigraph"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_only_what_is_needed_is_imported(arguments: list[str], allowed: set[str]) -> None:
    """A command imports no library that it has no use for."""
    script = (
        "import sys\nfrom backrun_kg.cli import main\n"
        f"sys.argv = ['backrun-kg', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n"
        "    print('|', *sorted(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    loaded = set(run.stderr.decode().rpartition("|")[2].split())
    assert loaded & HEAVY == allowed
