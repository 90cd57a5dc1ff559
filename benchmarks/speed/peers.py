"""The tools beside which the package is measured: where each lies, and its version."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from benchmarks.interoperability.catalogue import READERS
from benchmarks.interoperability.readers import JARS, find_version
from benchmarks.speed.measuring import SCRIPTS

_JENA = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"]
_ARCHIVE, _MESSAGES = "jena.jsa", "messages.jar"
_MOVED = "org/apache/jena/ext/xerces/"


class Peer(NamedTuple):
    """A tool that is installed: the words its command begins with, and its version."""

    words: tuple[str, ...]
    version: str


Finder = Callable[[Path], Peer | None]


def find_peers(tools: Path) -> dict[str, Peer]:
    """The tools that are installed, by name. ``tools`` holds ``bin`` and ``node_modules``."""
    found = {name: find(tools) for name, find in FINDERS.items()}
    return {name: peer for name, peer in found.items() if peer}


def _program(name: str, variable: str = "") -> Finder:
    def find(tools: Path) -> Peer | None:
        places = [str(Path(sys.executable).parent), str(tools / "bin"), os.environ.get("PATH", "")]
        path = os.environ.get(variable) or shutil.which(name, path=os.pathsep.join(places))
        return Peer((path,), _ask(path, "--version")) if path else None

    return find


def _of_python(name: str, distribution: str) -> Finder:
    """A command of a distribution that is installed here, or a script of ours that uses it."""

    def find(_tools: Path) -> Peer | None:
        try:
            version = metadata.version(distribution)
        except metadata.PackageNotFoundError:
            return None
        script = (sys.executable, str(SCRIPTS / name))
        path = Path(sys.executable).parent / name
        return Peer(script if name.endswith(".py") else (str(path),), version)

    return find


def _find_comunica(tools: Path) -> Peer | None:
    for folder in (os.environ.get("BACKRUN_COMUNICA"), tools):
        path = Path(folder or "") / "node_modules" / ".bin" / "comunica-sparql-file"
        if folder and path.exists() and shutil.which("node"):
            return Peer((str(path),), _ask(str(path), "--version"))
    return None


def _find_jsonld(tools: Path) -> Peer | None:
    versions = [find_version(READERS[name], tools) for name in ("jsonld.js", "n3.js")]
    if not all(versions) or not shutil.which("node"):
        return None
    words = ("env", f"TOOLS={tools}", "node", str(SCRIPTS / "jsonld.cjs"))
    return Peer(words, f"{versions[0]} (N3.js {versions[1]})")


def _find_jena(tools: Path) -> Peer | None:
    """Jena's command, with what makes it start sooner; two files of it ``prepare_jena`` makes."""
    version = find_version(READERS["jena"], tools)
    if not version or not (JARS / "jena-cmds.jar").exists():
        return None
    names = ("jena-arq", "jena-cmds", *READERS["jena"].jars)
    path = ":".join([_MESSAGES, *(str(JARS / f"{name}.jar") for name in names)])
    return Peer(
        ("java", *_JENA, f"-XX:SharedArchiveFile={_ARCHIVE}", "-cp", path, "arq.sparql"), version
    )


def prepare_jena(jena: Peer, arguments: Sequence[str], folder: Path) -> None:
    """Keep the classes that Jena loads for a command, so that later runs find them ready.

    Debian has moved the messages of the XML parser away from where that looks for them.
    """
    core, messages = (
        zipfile.ZipFile(JARS / "jena-core.jar"),
        zipfile.ZipFile(folder / _MESSAGES, "w"),
    )
    with core, messages:
        for name in core.namelist():
            if name.startswith(_MOVED) and name.endswith(".properties"):
                messages.writestr(f"xerces/{name.removeprefix(_MOVED)}", core.read(name))
    words = [word for word in jena.words if _ARCHIVE not in word]
    words.insert(1, f"-XX:ArchiveClassesAtExit={_ARCHIVE}")
    subprocess.run([*words, *arguments], capture_output=True, check=True, cwd=folder)


def _ask(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"\d+(\.\w+)+", done.stdout + done.stderr)
    return found[0] if found else "of no version"


FINDERS: dict[str, Finder] = {
    "rdflib": _of_python("rdflib_query.py", "rdflib"),
    "rdflib-jsonld": _of_python("rdflib_jsonld.py", "rdflib"),
    "sparqlquery": _of_python("sparqlquery", "rdflib"),
    "rdfpipe": _of_python("rdfpipe", "rdflib"),
    "pyshacl": _of_python("pyshacl", "pyshacl"),
    "rudof": _of_python("rudof_validate.py", "pyrudof"),
    "PyLD": _of_python("pyld_jsonld.py", "pyld"),
    "oxigraph": _program("oxigraph", "BACKRUN_OXIGRAPH"),
    "roqet": _program("roqet"),
    "rapper": _program("rapper"),
    "Jena": _find_jena,
    "Comunica": _find_comunica,
    "jsonld.js": _find_jsonld,
}
"""How each tool is found."""

HIDDEN = {"rdflib-jsonld"}
"""Other scripts of a tool that is there by its name."""

HINTS = {
    "rudof": "pip install pyrudof",
    "oxigraph": "pip install oxigraph",
    "roqet": "apt-get install rasqal-utils",
    "rapper": "apt-get install raptor2-utils",
    "Jena": "apt-get install libapache-jena-java openjdk-17-jdk-headless",
    "Comunica": "npm install --prefix TOOLS @comunica/query-sparql-file",
    "jsonld.js": "npm install --prefix TOOLS jsonld n3",
}
"""Where one that is not a dependency of ours comes from."""


def find_missing(peers: Mapping[str, Peer]) -> dict[str, str]:
    """The names of tools that are not installed, and how to install them."""
    return {
        name: HINTS.get(name, "pip install 'backrun-kg[test]'")
        for name in FINDERS
        if name not in peers
    }
