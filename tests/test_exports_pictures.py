"""Pictures: what Graphviz and Mermaid are told to draw, and that no text leads them astray."""

import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.dataset import Dataset
from backrun_kg.exports.pictures import write_dot, write_mermaid
from export_samples import HOSTILE, SMALL, of_quads, own
from strategies import quads

DOT = shutil.which("dot")
ODD = r'kg:x br:improves kg:y ; skos:prefLabel "a \"b\" <i>&amp; \\N | #35; `c`\n%%"@en .'


def dot(dataset: Dataset) -> str:
    """The text for Graphviz."""
    return write_dot(dataset)["backrun-kg.dot"].decode()


def mermaid(dataset: Dataset) -> str:
    """The text for Mermaid."""
    return write_mermaid(dataset)["backrun-kg.mmd"].decode()


def test_dot_is_boxes_of_things_and_arrows() -> None:
    """A box a class, an arrow a direct edge."""
    assert dot(own(SMALL)) == (
        "digraph {\n"
        '\tgraph [label="A graph made with backrun-kg", labelloc=t, rankdir=LR, '
        "fontname=Helvetica]\n"
        '\tnode [shape=box, style="rounded,filled", fillcolor=white, fontname=Helvetica]\n'
        "\tedge [fontname=Helvetica, fontsize=10]\n"
        "\tsubgraph cluster_1 {\n"
        '\t\tgraph [label="Exercise", style="rounded,filled", fillcolor=gray95]\n'
        '\t\tn1 [label="Backward running"]\n'
        "\t}\n"
        "\tsubgraph cluster_2 {\n"
        '\t\tgraph [label="Muscle", style="rounded,filled", fillcolor=gray95]\n'
        '\t\tn2 [label="Quadriceps"]\n'
        "\t}\n"
        '\tn1 -> n2 [label="strengthens"]\n'
        "}\n"
    )


def test_mermaid_is_boxes_of_things_and_arrows() -> None:
    """The same picture as a flowchart."""
    assert mermaid(own(SMALL)) == (
        "---\n"
        'title: "A graph made with backrun-kg"\n'
        "---\n"
        "flowchart LR\n"
        '\tsubgraph c1["Exercise"]\n'
        '\t\tn1["Backward running"]\n'
        "\tend\n"
        '\tsubgraph c2["Muscle"]\n'
        '\t\tn2["Quadriceps"]\n'
        "\tend\n"
        '\tn1 -->|"strengthens"| n2\n'
    )


def test_odd_text_is_quoted_for_graphviz() -> None:
    """Marks, escapes and entities stand for themselves."""
    assert r'n1 [label="a \"b\" <i>&amp;amp; \\N | #35; `c`\\u000A%%"]' in dot(own(ODD))


def test_odd_text_is_quoted_for_mermaid() -> None:
    """Whatever might mean something is told by its number."""
    assert (
        'n1["a #34;b#34; #60;i#62;#38;amp#59; #92;N #124; #35;35#59; #96;c#96;'
        '#92;u000A#37;#37;"]' in mermaid(own(ODD))
    )


def test_picture_shows_every_edge(shipped: Dataset) -> None:
    """And every thing on one, once."""
    assert (dot(shipped).count(" -> "), mermaid(shipped).count(" -->|")) == (84, 84)
    assert len(re.findall(r"^\t\tn\d+ \[", dot(shipped), re.MULTILINE)) == 75


@pytest.mark.skipif(DOT is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("text", [SMALL, HOSTILE, ODD, ""])
def test_graphviz_draws_it(text: str) -> None:
    """Without a complaint."""
    assert DOT
    content = dot(own(text) if text else Dataset([])).encode()
    run = subprocess.run([DOT, "-Tsvg"], input=content, capture_output=True, check=True)
    assert (run.stderr, b"</svg>" in run.stdout) == (b"", True)


@settings(deadline=None, max_examples=30)
@given(st.lists(quads, max_size=12))
def test_no_text_breaks_out_of_its_quotes(written: list) -> None:  # type: ignore[type-arg]
    """Every line is one of the few that we write."""
    dataset = of_quads(written)
    quoted = r'"(?:[^"\\]|\\.)*"'
    lines = (
        rf"\t\tn\d+ \[label={quoted}\]|\tn\d+ -> n\d+ \[label={quoted}\]|\t*(?:graph|node|edge) "
    )
    lines += r"\[.*\]|\tsubgraph cluster_\d+ \{|\t?\}|digraph \{"
    assert [line for line in dot(dataset).splitlines() if not re.fullmatch(lines, line)] == []
    plain = r'"[\w ,.()/#;-]*"'
    lines = rf"\t\tn\d+\[{plain}\]|\tn\d+ -->\|{plain}\| n\d+|\tsubgraph c\d+\[{plain}\]|\tend"
    told = mermaid(dataset).splitlines()[4:]
    assert [line for line in told if not re.fullmatch(lines, line)] == []
