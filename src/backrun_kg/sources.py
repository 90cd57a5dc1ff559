"""The source checked: does every passage stand where the graph says, letter for letter?"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError
from backrun_kg.queries import select


@dataclass(frozen=True)
class Check:
    """One digest compared: of the whole document, or of a passage from start up to end."""

    name: str
    start: int
    end: int
    verified: bool


def verify_source(dataset: Dataset, text: str) -> list[Check]:
    """Compare a document's text with the digests the graph holds, the document itself first.

    The document is told by its digest, or else taken to be the only one that was read. Raises
    BackrunError where the graph holds no document with a digest.
    """
    documents = {row["document"]: row for row in select(dataset, "documents") if row["sha256"]}
    if not documents:
        raise BackrunError("The dataset holds no source document with a digest to compare with.")
    found = _digest(text)
    by_digest = [name for name, row in documents.items() if row["sha256"] == found]
    document = (by_digest or sorted(documents))[0]
    checks = {Check(document, 0, int(documents[document]["length"] or len(text)), bool(by_digest))}
    for row in select(dataset, "sources"):
        if row["document"] == document:
            start, end = int(row["start"]), int(row["end"])
            same = _digest(text[start:end]) == row["sha256"] and end <= len(text)
            checks.add(Check(row["passage"], start, end, same))
    return sorted(checks, key=lambda check: (check.name != document, check.start, check.end))


def write_text(checks: list[Check]) -> str:
    """A line for each digest that differs, then how many agree."""
    lines = [
        f"differs: {check.name}, code points {check.start} to {check.end}"
        for check in checks
        if not check.verified
    ]
    agreed = sum(check.verified for check in checks)
    return "\n".join([*lines, f"{agreed} of {len(checks)} digests agree."]) + "\n"


def write_json(checks: list[Check]) -> str:
    """An array with one object per digest."""
    return json.dumps([asdict(check) for check in checks], indent="\t") + "\n"


CHECKS: dict[str, Callable[[list[Check]], str]] = {"text": write_text, "json": write_json}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
