"""Nothing that a file says is fetched: a socket that listens hears no one."""

import json
import select
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyld.jsonld import JsonLdError

from backrun_kg.dataset import load
from backrun_kg.errors import MalformedData
from backrun_kg.exports import export_files
from backrun_kg.exports import jsonld as exports_jsonld
from backrun_kg.exports.everything import list_formats
from backrun_kg.exports.release import Release
from backrun_kg.queries import run_query

OWL = "http://www.w3.org/2002/07/owl#"
XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="{url}" '
    'xml:base="{url}"><e:A rdf:about=""><e:p>1</e:p></e:A></rdf:RDF>'
)
NAMING = {
    "imports": ("ttl", f"<{{url}}> a <{OWL}Ontology> ; <{OWL}imports> <{{url}}>, <{{file}}> ."),
    "a base": ("ttl", "@base <{url}> . @prefix p: <{url}> . <> p:p <> ."),
    "a graph": ("nq", "<{url}> <{url}p> <{url}> <{url}> ."),
    "namespaces": ("rdf", XML),
    "a doctype": ("rdf", '<!DOCTYPE rdf:RDF SYSTEM "{url}">' + XML),
    "a stylesheet": ("rdf", '<?xml version="1.0"?><?xml-stylesheet href="{url}"?>' + XML),
    "a schema": ("rdf", XML.replace("<e:A ", '<e:A e:schemaLocation="{url} {file}" ')),
    "a vocabulary": ("jsonld", '{{"@context": {{"@vocab": "{url}", "@base": "{url}"}}, "p": 1}}'),
}
"""Files that name an address, and are read."""
ASKING = {
    "a context": '{{"@context": "{url}", "p": 1}}',
    "a context in a file": '{{"@context": "{file}", "p": 1}}',
    "contexts": '{{"@context": [{{"p": "urn:p"}}, "{url}"], "p": 1}}',
    "an import": '{{"@context": {{"@version": 1.1, "@import": "{url}"}}, "p": 1}}',
    "a context of a term": (
        '{{"@context": {{"p": {{"@id": "urn:p", "@context": "{url}"}}}}, "p": {{}}}}'
    ),
    "a context within": '{{"urn:p": {{"@context": "{url}", "p": 1}}}}',
}
"""JSON-LD that cannot be read without what stands elsewhere."""
LITERALS = {
    "XMLLiteral": '<!DOCTYPE a SYSTEM \\"{url}\\" [<!ENTITY b SYSTEM \\"{url}\\">]><a>&b;</a>',
    "HTML": "<img src='{url}'><script src='{url}'></script>",
    "JSON": '{{\\"@context\\": \\"{url}\\"}}',
}


class Ear:
    """A socket of this machine that listens, and a file that nobody has asked for."""

    def __init__(self, file: Path) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.places = {
            "url": f"http://127.0.0.1:{self.socket.getsockname()[1]}/",
            "file": file.as_uri(),
        }

    def heard(self) -> bool:
        """Whether somebody has called."""
        return bool(select.select([self.socket], [], [], 0)[0])


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[Ear]:
    """A socket that listens during a test."""
    file = tmp_path / "secret.jsonld"
    file.write_text('{"@context": {"p": "urn:secret"}}', encoding="utf-8")
    listening = Ear(file)
    yield listening
    listening.socket.close()


def test_ear_hears(ear: Ear) -> None:
    """A call to it would be noticed."""
    assert not ear.heard()
    with socket.create_connection(ear.socket.getsockname()):
        assert ear.heard()


@pytest.mark.parametrize("case", NAMING)
def test_address_in_a_file_is_a_name(ear: Ear, tmp_path: Path, case: str) -> None:
    """It is loaded, asked, given to rdflib and exported, and never looked up."""
    extension, text = NAMING[case]
    (tmp_path / f"a.{extension}").write_text(text.format(**ear.places), encoding="utf-8")
    dataset = load(data=[tmp_path / f"a.{extension}"], shipped=False)
    run_query(dataset, "SELECT * { ?s ?p ?o } LIMIT 1")
    dataset.to_rdflib()
    for name in list_formats(Release(dataset)):
        export_files(dataset, name)
    assert not ear.heard()


@pytest.mark.parametrize("case", ASKING)
def test_context_elsewhere_is_not_fetched(ear: Ear, tmp_path: Path, case: str) -> None:
    """Neither from the network nor from a file; the message says what would be right."""
    (tmp_path / "a.jsonld").write_text(ASKING[case].format(**ear.places), encoding="utf-8")
    with pytest.raises(MalformedData, match="a @context that stands elsewhere is never fetched"):
        load(data=[tmp_path / "a.jsonld"], shipped=False)
    assert not ear.heard()


@pytest.mark.parametrize("datatype", LITERALS)
def test_text_of_a_literal_is_not_followed(ear: Ear, tmp_path: Path, datatype: str) -> None:
    """Not even where rdflib reads it as markup."""
    text = LITERALS[datatype].format(**ear.places)
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    (tmp_path / "a.nt").write_text(f'<urn:a> <urn:p> "{text}"^^<{rdf}{datatype}> .', "utf-8")
    literal = next(load(data=[tmp_path / "a.nt"], shipped=False).to_rdflib().objects())
    assert literal.n3().startswith('"')
    assert not ear.heard()


def test_frame_reads_bundled_contexts_only(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one place that uses PyLD gives it a loader that loads nothing."""
    frame = json.dumps({"@context": [ear.places["url"]], "@type": "x"})
    context: Any = {ear.places["url"]: ear.places["url"]}
    monkeypatch.setattr(exports_jsonld, "read_content", lambda _: frame)
    with pytest.raises(JsonLdError, match="Could not process context before framing"):
        exports_jsonld._frame([], "exercises", context)
    assert not ear.heard()
