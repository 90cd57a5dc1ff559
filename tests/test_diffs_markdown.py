"""Differences for a page: a table, a list, and nothing in the data that would become markup."""

from pathlib import Path

from markdown_it import MarkdownIt

from backrun_kg.diffs.markdown import write_markdown
from diff_samples import LAYERED_NEW, LAYERED_OLD, OLD, differ


def test_markdown_has_a_table_and_a_list_for_each_layer(tmp_path: Path) -> None:
    """Numbers first, then what they are made of."""
    told = differ(tmp_path, LAYERED_OLD, LAYERED_NEW, "trig")
    lines = write_markdown(told).splitlines()
    assert lines[2:] == [
        "Things: 1 added, 1 removed, 1 changed. Triples: 6 added, 5 removed.",
        "",
        "| layer | added | removed | changed | triples added | triples removed |",
        "| --- | --- | --- | --- | --- | --- |",
        "| article | 1 | 1 | 1 | 5 | 4 |",
        "| evidence | 0 | 0 | 1 | 1 | 1 |",
        "",
        "### article",
        "",
        "- changed: Fastnet Rock (`<https://example.org/light/fastnet>`)",
        '  - rdfs:label: `"Fastnet"@en` → `"Fastnet Rock"@en`',
        r"  - \<https://example.org/light/marks\>: removed `<https://example.org/light/route>`",
        r"  - \<https://example.org/light/marks\>: added `<https://example.org/light/bay>`",
        r"  - \<https://example.org/light/marks\>: added `<https://example.org/light/reef>`",
        "- removed: Galley Head (`<https://example.org/light/galley>`), 2 triples",
        "- added: Mizen Head (`<https://example.org/light/mizen>`), 2 triples",
        "",
        "### evidence",
        "",
        "- changed: Fastnet Rock (`<https://example.org/light/fastnet>`)",
        r"  - \<https://example.org/light/seen\>: `1854` → `1904`",
    ]


def test_markdown_of_equal_editions_has_no_table(tmp_path: Path) -> None:
    """A heading, and that there is no difference."""
    lines = write_markdown(differ(tmp_path, OLD, OLD)).splitlines()
    assert lines[1:] == ["", "No difference in 7 triples."]


def test_data_are_text_on_the_page(tmp_path: Path) -> None:
    """A label and a value that look like markup are shown as they are."""
    hostile = "`x` | <b>*y*</b> [z](u) ~~w~~ # @en &amp;"
    told = differ(tmp_path, 'l:a l:p "one" .', f'l:a rdfs:label "{hostile}" ; l:p "{hostile}" .')
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    inline = next(t for t in page.parse(write_markdown(told)) if t.content.startswith("changed:"))
    shown = "".join(child.content for child in inline.children or ())
    kinds = {child.type for child in inline.children or ()}
    assert (shown.startswith(f"changed: {hostile} ("), kinds) == (True, {"text", "code_inline"})
