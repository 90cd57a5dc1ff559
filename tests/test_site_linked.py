"""Linked data: files that say the same, contexts no larger than they need be, safe scripts."""

import json

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.site.linked import embed, write_embedded, write_layers, write_linked
from site_samples import shipped_site
from strategies import quads, read


def _ground(quads: list[ox.Quad]) -> set[ox.Quad]:
    return {ox.Quad(*quad.triple) for quad in quads}


@settings(max_examples=50, deadline=None)
@given(st.lists(quads, min_size=1, max_size=6))
def test_forms_say_the_same(quads: list[ox.Quad]) -> None:
    """Turtle and JSON-LD are read back as what was written, whatever the terms."""
    told = list(_ground(quads))
    files = write_linked("id/x", told)
    assert read(files["id/x.ttl"].decode(), ox.RdfFormat.TURTLE) == set(told)
    assert read(files["id/x.jsonld"].decode(), ox.RdfFormat.JSON_LD) == set(told)
    assert read(write_embedded(told), ox.RdfFormat.JSON_LD) == set(told)


@given(st.text())
def test_embedded_text_holds_no_markup(text: str) -> None:
    """Nothing in it can end a script or open a comment, and it is the same text."""
    embedded = embed(json.dumps([text]))
    assert not set("<>&") & set(embedded)
    assert json.loads(embedded) == [text]


def test_context_is_no_larger_than_it_need_be() -> None:
    """Terms that the document does not use are left out."""
    context = json.loads(shipped_site()["id/quadriceps.jsonld"])["@context"]
    assert {"Muscle", "altLabel", "id", "br", "@base"} <= set(context)
    assert not {"Claim", "statement"} & set(context)


@pytest.mark.parametrize(
    ("graph", "paths"),
    [
        ("https://w3id.org/backrun-kg/graph/user", {"graph/user.ttl", "graph/user.nt"}),
        ("https://w3id.org/backrun-kg/graph/../x", set()),
        ("https://example.org/", set()),
    ],
)
def test_layer_has_files_by_its_name(graph: str, paths: set[str]) -> None:
    """Other graphs have none: a name is no path."""
    node = ox.NamedNode("https://example.org/a")
    files = write_layers([ox.Quad(node, node, node, ox.NamedNode(graph))])
    assert {path for path in files if not path.endswith(".jsonld")} == paths
