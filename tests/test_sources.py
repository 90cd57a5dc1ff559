"""The source checked: a digest for the document and for every passage, and one letter tells."""

import hashlib
import json
from pathlib import Path

import pytest

from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import BackrunError
from backrun_kg.namespaces import PREFIXES
from backrun_kg.sources import Check, verify_source, write_json, write_text

ARTICLE = Path(__file__).parents[2] / "shared" / "article.txt"
TEXT = "\U0001f980 Crabs run sideways. They do it well.\n"
FIRST, SECOND = (2, 21), (22, 38)
PREFIX_LINES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
CHECKS = [Check("kg:book", 0, 39, True), Check("kg:first", 2, 21, False)]


def sha256(text: str) -> str:
    """The digest of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def document(slug: str, text: str) -> str:
    """A source document that was read."""
    return (
        f'kg:{slug} a br:SourceDocument ; skos:prefLabel "Book"@en ;'
        f' br:length {len(text)} ; br:sha256 "{sha256(text)}" .\n'
    )


def passage(slug: str, start: int, end: int, text: str = TEXT) -> str:
    """A passage of the book and a claim that was read from it."""
    return (
        f"kg:claim-{slug} br:passage kg:{slug} . kg:{slug} br:inDocument kg:book ;"
        f' oa:start {start} ; oa:end {end} ; br:sha256 "{sha256(text[start:end])}" .\n'
    )


BOOK = document("book", TEXT) + passage("first", *FIRST) + passage("second", *SECOND)


def dataset(folder: Path, content: str) -> Dataset:
    """A dataset of one file."""
    (folder / "a.ttl").write_text(PREFIX_LINES + content, encoding="utf-8")
    return load(data=[folder / "a.ttl"], shipped=False)


def verified(folder: Path, text: str, content: str = BOOK) -> dict[str, bool]:
    """What agrees, by name."""
    return {check.name: check.verified for check in verify_source(dataset(folder, content), text)}


def test_the_same_text_agrees_in_all(tmp_path: Path) -> None:
    """The document first, then its passages in the order they stand."""
    assert verify_source(dataset(tmp_path, BOOK), TEXT) == [
        Check("kg:book", 0, 39, True),
        Check("kg:first", 2, 21, True),
        Check("kg:second", 22, 38, True),
    ]


def test_one_letter_in_a_passage_is_found(tmp_path: Path) -> None:
    """The document and that passage differ, the other does not."""
    assert verified(tmp_path, TEXT.replace("sideways", "sidewayz")) == {
        "kg:book": False,
        "kg:first": False,
        "kg:second": True,
    }


def test_one_letter_between_passages_is_found(tmp_path: Path) -> None:
    """Only the document differs."""
    assert verified(tmp_path, TEXT.replace("\n", "\t")) == {
        "kg:book": False,
        "kg:first": True,
        "kg:second": True,
    }


def test_one_letter_more_moves_what_follows(tmp_path: Path) -> None:
    """A passage stands where the graph says or nowhere."""
    assert verified(tmp_path, TEXT.replace(". They", ".  They")) == {
        "kg:book": False,
        "kg:first": True,
        "kg:second": False,
    }


def test_text_cut_short_is_found(tmp_path: Path) -> None:
    """What is not there does not agree."""
    assert verified(tmp_path, TEXT[:21]) == {
        "kg:book": False,
        "kg:first": True,
        "kg:second": False,
    }


def test_empty_text_agrees_in_nothing(tmp_path: Path) -> None:
    """No digest here is that of no text."""
    assert set(verified(tmp_path, "").values()) == {False}


def test_passage_beyond_the_end_does_not_agree(tmp_path: Path) -> None:
    """A slice that Python would cut is not a passage of that length."""
    content = document("book", TEXT) + passage("late", 30, 99)
    assert verified(tmp_path, TEXT, content) == {"kg:book": True, "kg:late": False}


def test_passage_of_two_claims_is_checked_once(tmp_path: Path) -> None:
    """A digest is a digest, however many rely on it."""
    content = BOOK + "kg:claim-third br:passage kg:first ; br:restatedIn kg:first .\n"
    assert len(verify_source(dataset(tmp_path, content), TEXT)) == 3


def test_document_is_told_by_its_digest(tmp_path: Path) -> None:
    """Among several, the one whose text it is, and only its passages."""
    content = BOOK + document("atlas", "Maps.")
    assert verified(tmp_path, "Maps.", content) == {"kg:atlas": True}


def test_document_without_digest_is_passed_over(tmp_path: Path) -> None:
    """A document that was only mentioned was not read."""
    content = BOOK + 'kg:a a br:SourceDocument ; skos:prefLabel "Mentioned"@en .\n'
    assert verified(tmp_path, TEXT, content)["kg:book"] is True


def test_document_without_length_is_checked(tmp_path: Path) -> None:
    """The digest is what counts."""
    content = BOOK.replace(" br:length 39 ;", "")
    assert verified(tmp_path, TEXT, content)["kg:book"] is True


def test_dataset_without_documents_is_refused(tmp_path: Path) -> None:
    """There is nothing to compare with."""
    with pytest.raises(BackrunError) as caught:
        verify_source(dataset(tmp_path, "kg:a kg:b kg:c ."), TEXT)
    assert str(caught.value) == (
        "The dataset holds no source document with a digest to compare with."
    )


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not part of the project")
def test_the_article_agrees_in_all(shipped: Dataset) -> None:
    """The document and its sixty passages stand where the graph says."""
    checks = verify_source(shipped, ARTICLE.read_text(encoding="utf-8"))
    assert [check.verified for check in checks] == [True] * 61


def test_text_lists_what_differs() -> None:
    """A line for each, then the count."""
    assert write_text(CHECKS) == ("differs: kg:first, code points 2 to 21\n1 of 2 digests agree.\n")


def test_json_lists_every_check() -> None:
    """An array with an object per digest."""
    assert json.loads(write_json(CHECKS)) == [
        {"name": "kg:book", "start": 0, "end": 39, "verified": True},
        {"name": "kg:first", "start": 2, "end": 21, "verified": False},
    ]
