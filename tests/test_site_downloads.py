"""The files to take away: the graph whole and by layers, with sizes and digests."""

import hashlib
import re

import pyoxigraph as ox
import pytest

from backrun_kg.dataset import load
from backrun_kg.site import make_site
from backrun_kg.site.downloads import tell_size
from export_samples import HOSTILE, SMALL, own
from site_samples import page, shipped_site, text_of


@pytest.mark.parametrize(
    ("size", "told"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1_234_567, "1.2 MB")],
)
def test_size_is_told_as_people_say_it(size: int, told: str) -> None:
    """Thousands, not powers of two."""
    assert tell_size(size) == told


def test_page_tells_size_and_digest_of_each_file() -> None:
    """As they are."""
    content = shipped_site()["downloads/backrun-kg.nq"]
    digest = hashlib.sha256(content).hexdigest()
    assert f"backrun-kg.nq application/n-quads 1.1 MB {digest}" in page("downloads.html").text


def test_page_tells_version_licence_and_digest() -> None:
    """Those of the dataset."""
    assert "https://creativecommons.org/licenses/by/4.0/" in page("downloads.html").values("href")
    assert f"Digest of the graph {load().digest}" in page("downloads.html").text


def test_layers_together_are_the_graph() -> None:
    """Each layer by itself, and no statement lost."""
    layers = [path for path in shipped_site() if re.fullmatch(r"graph/.*\.nt", path)]
    lines = b"".join(shipped_site()[path] for path in layers)
    found = [quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)]
    assert sorted(layers) == [
        "graph/alignment.nt",
        "graph/article.nt",
        "graph/evidence.nt",
        "graph/ontology.nt",
    ]
    assert set(found) == {quad.triple for quad in load().quads()}


def test_release_takes_the_place_of_the_formats() -> None:
    """Where it is given, its files are those to take away."""
    files = make_site(own(SMALL), release={"csv/a.csv": b"x\n", "b.txt": b""})
    downloads = [path for path in files if path.startswith("downloads/")]
    assert downloads == ["downloads/b.txt", "downloads/csv/a.csv"]
    assert "a.csv text/csv 2 B" in text_of(files["downloads.html"])


def test_nobody_speaks_for_the_licence_of_data_of_ones_own() -> None:
    """Neither version nor licence is told."""
    text = text_of(make_site(own(HOSTILE))["downloads.html"])
    assert "Licence of the data Not known" in text
    assert "Version" not in text
