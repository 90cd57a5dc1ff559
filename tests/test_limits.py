"""What a file may hold: other encodings and floods are refused, honest files pass."""

import pyoxigraph as ox
import pytest

from backrun_kg.dataset import Dataset
from backrun_kg.errors import MalformedData, UnreadableInput
from backrun_kg.exports import write_quads
from backrun_kg.formats import RDF_FORMATS
from backrun_kg.limits import check_content, meter

TURTLE = "<urn:a> <urn:p> 'x' ."
TOO_MUCH = (
    "a.ttl: its statements, written out, pass 100 times its size. "
    "Shorten the long names that many statements share."
)
LONG = "a" * 400_000
FLOODS = {
    "subject": f"<urn:{LONG}> <urn:p> {','.join('1' * 400)} .",
    "prefix": f"@prefix p: <urn:{LONG}> . " + "p:a p:b p:c . " * 150,
    "base": f"@base <http://a/{LONG}/> . " + "<a> <b> <c> . " * 150,
    "blank node": f"_:{LONG} <urn:p> {','.join('1' * 400)} .",
    "literal": f"<urn:a> <urn:p> '{'a ' * 200_000}' {'~ ' * 400} .",
    "annotated literal": f"<urn:a> <urn:p> '{'a ' * 200_000}' {'{| <urn:p> 1 |} ' * 400} .",
}


@pytest.mark.parametrize("extension", RDF_FORMATS)
def test_shipped_graph_passes(shipped: Dataset, extension: str) -> None:
    """No limit is near to what honest files hold."""
    content = write_quads(shipped.quads(), extension).encode()
    check_content("a", extension, content)
    parsed = list(ox.parse(content, format=RDF_FORMATS[extension]))
    assert list(meter(parsed, "a", extension, content)) == parsed


@pytest.mark.parametrize("extension", RDF_FORMATS)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-32-be"])
def test_other_encoding_is_refused(encoding: str, extension: str) -> None:
    """What no parser reads is told by its name, and hides nothing from the checks."""
    with pytest.raises(UnreadableInput) as caught:
        check_content("a.ttl", extension, TURTLE.encode(encoding))
    assert str(caught.value) == ("a.ttl is not UTF-8 text; it looks like UTF-16. Save it as UTF-8.")


def test_fault_is_told_by_line() -> None:
    """The file and the line come before what is wrong."""
    content = b"\n\n<urn:a> <urn:p> " + b"<<( <urn:a> <urn:p> " * 65
    with pytest.raises(MalformedData) as caught:
        check_content("a.ttl", "ttl", content)
    assert str(caught.value) == "a.ttl: line 3: more than 64 triple terms nest in one another."


@pytest.mark.parametrize("flood", FLOODS)
def test_flood_is_cut_off(flood: str) -> None:
    """A long name or literal that short statements share does not fill the memory."""
    content = FLOODS[flood].encode()
    parsed = ox.parse(content, format=ox.RdfFormat.TURTLE)
    with pytest.raises(MalformedData) as caught:
        list(meter(parsed, "a.ttl", "ttl", content))
    assert str(caught.value) == TOO_MUCH


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            f"@prefix p: <urn:{'a' * 300}> . " + "p:a p:b p:c . " * 1000, id="300-letters"
        ),
        pytest.param(f"<urn:a> <urn:p> '{LONG}' .", id="one-long-literal"),
        pytest.param(f"<urn:{LONG}> <urn:p> 1, 2, 3 .", id="one-long-name"),
    ],
)
def test_long_name_alone_is_no_flood(content: str) -> None:
    """What is long once may be long."""
    parsed = list(ox.parse(content, format=ox.RdfFormat.TURTLE))
    assert list(meter(parsed, "a.ttl", "ttl", content.encode())) == parsed
