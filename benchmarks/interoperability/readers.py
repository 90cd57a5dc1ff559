"""The independent readers: how each is found and run, and what it gives back.

A reader is given files and writes what it read: N-Quads, or JSON of tables or networks. Those in
Python, JavaScript and Java run by a script of ``scripts``; they take several files at a time.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

SCRIPTS = Path(__file__).parent / "scripts"
JARS = Path("/usr/share/java")
"""Where Debian puts libraries of Java."""

REQUIRE = "BACKRUN_REQUIRE_READERS"
"""The environment variable under which a reader that is not installed is a failure."""

_LOOK_UP = """
import sys
from importlib import import_module, metadata
name = sys.argv[1]
print(import_module(name).sqlite_version if name == "sqlite3" else metadata.version(name))
"""


class Reader(NamedTuple):
    """A reader: its name on the page, what runs it, its script or command, its package.

    A command has ``{format}`` and ``{place}`` in it, and prints; ``names`` are its words for
    formats. The package tells the version: a distribution of Python, a package of npm, a jar, or
    what the program answers. ``jars`` are what else Java has to find.
    """

    title: str
    runner: Literal["python", "node", "java", "program"]
    script: str
    package: str
    names: tuple[tuple[str, str], ...] = ()
    jars: tuple[str, ...] = ()


class Task(NamedTuple):
    """One file or folder to read: the format, and where it lies."""

    format: str
    place: Path


@cache
def find_version(reader: Reader, tools: Path) -> str:
    """The version of a reader that is installed, '' where it is not."""
    if reader.runner == "node":
        package = tools / "node_modules" / reader.package / "package.json"
        return str(json.loads(package.read_text("utf-8"))["version"]) if package.exists() else ""
    if reader.runner == "java":
        there = shutil.which("javac") and all(jar.exists() for jar in _list_jars(reader))
        numbered = sorted(JARS.glob(f"{reader.package}-[0-9]*.jar")) if there else []
        return numbered[0].stem.removeprefix(f"{reader.package}-") if numbered else ""
    if reader.runner == "python":
        return next((version for _, version in _find_python(reader.package, tools)), "")
    return _ask(*reader.package.split())


@cache
def _find_python(package: str, tools: Path) -> list[tuple[Path, str]]:
    """The interpreters that have a distribution, this one and that of the tools; its version."""
    pythons = [Path(sys.executable), tools / "bin" / "python"]
    found = [(python, _ask(str(python), "-c", _LOOK_UP, package)) for python in pythons]
    return [(python, version) for python, version in found if version]


def _ask(*command: str) -> str:
    """The version that a command tells, '' where there is no such command."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    found = re.search(r"\d+(\.\w+)+", done.stdout + done.stderr)
    return found[0] if found else ""


def run(reader: Reader, tasks: list[Task], tools: Path, work: Path) -> dict[Task, str]:
    """What a reader makes of some files; of one that it does not read, ``!`` and why."""
    places = {task: work / f"{number}.out" for number, task in enumerate(tasks)}
    if reader.runner == "program":
        return {task: _run_program(reader, task) for task in tasks}
    words = [str(w) for task, out in places.items() for w in (task.format, task.place, out)]
    command = [*_start(reader, tools, work), *words]
    environment = os.environ | {"TOOLS": str(tools), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return {
        task: out.read_text("utf-8") if out.exists() else f"!{done.stderr}"
        for task, out in places.items()
    }


def _start(reader: Reader, tools: Path, work: Path) -> Iterator[str]:
    """The command of a reader, to which the files are added."""
    script, *argument = reader.script.split()
    if reader.runner == "python":
        yield str(_find_python(reader.package, tools)[0][0])
    elif reader.runner == "java":
        _copy_messages(work)
        yield from (
            "java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            ":".join(map(str, [work, *_list_jars(reader)])),
        )
    else:
        yield "node"
    yield from (str(SCRIPTS / script), *argument)


def _run_program(reader: Reader, task: Task) -> str:
    words = {"format": dict(reader.names).get(task.format, task.format), "place": str(task.place)}
    command = [word.format(**words) for word in reader.script.split()]
    done = subprocess.run(command, capture_output=True, check=False)
    return f"!{done.stderr.decode()}" if done.returncode else done.stdout.decode()


def _list_jars(reader: Reader) -> list[Path]:
    return [JARS / f"{name}.jar" for name in (reader.package, *reader.jars)]


def _copy_messages(work: Path) -> None:
    """Put the messages of the XML parser that Debian's Jena has moved where that looks for them."""
    moved = "org/apache/jena/ext/xerces/"
    core = JARS / "jena-core.jar"
    if core.exists():
        with zipfile.ZipFile(core) as jar:
            for name in jar.namelist():
                if name.startswith(moved) and name.endswith(".properties"):
                    place = work / "xerces" / name.removeprefix(moved)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(jar.read(name))
