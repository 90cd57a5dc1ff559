"""Mutants of the shipped data: every slip of an editor or a script that has a name here.

A mutant's name tells the kind of the slip and where it is: the name of a survivor is the thing to
mend.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from benchmarks.mutation import edits, slips
from benchmarks.mutation.choices import Choices
from benchmarks.mutation.facts import Facts
from benchmarks.mutation.slips import Shelf, Slip, edited

STRUCTURAL: dict[str, Slip] = {
    "drop-type": slips.drop_type,
    "drop-required": slips.drop_required,
    "second-value": slips.second_value,
    "wrong-class": slips.wrong_class,
    "wrong-type": slips.wrong_type,
    "swap": slips.swap,
    "dangling": slips.dangling,
    "misspelt-class": slips.misspelt_class,
    "misspelt-property": slips.misspelt_property,
    "datatype": edited(edits.other_datatype),
    "language": edited(edits.other_language),
    "malformed": edited(edits.malformed),
    "stray-space": edited(edits.stray_space),
    "emptied": edited(edits.emptied),
}
"""Slips in type, cardinality, links, datatype, vocabulary, range and pattern."""

PLAUSIBLE: dict[str, Slip] = {
    "drop-optional": slips.drop_optional,
    "same-class": slips.same_class,
    "sibling-property": slips.sibling_property,
    "verdict": slips.verdict,
    "unit": slips.unit,
    "number": edited(edits.number_by_one),
    "sign": edited(edits.opposite_sign),
    "offset": edited(edits.offset_by_one),
    "year": edited(edits.year_by_one),
    "boolean": edited(edits.opposite_truth),
    "digest": edited(edits.digest_character),
    "doi": edited(edits.doi_digit),
    "pmid": edited(edits.pmid_digit),
    "identifier": slips.identifier,
    "mapping": slips.foreign_peer,
    "text": slips.text,
    "label": slips.label,
    "block-dropped": slips.block_dropped,
    "block-copied": slips.block_copied,
}
"""Slips that leave every statement well formed."""

KINDS = STRUCTURAL | PLAUSIBLE


class Mutant(NamedTuple):
    """A change of the data: what goes and what comes."""

    kind: str
    place: str
    removed: tuple[ox.Triple, ...]
    added: tuple[ox.Triple, ...]

    @property
    def name(self) -> str:
        """The kind of slip, and where."""
        return f"{self.kind} {self.place}"


def make_mutants(facts: Facts, kinds: Iterable[str] = KINDS) -> Iterator[Mutant]:
    """Every mutant of these kinds, in the order of kinds, things and properties."""
    shelf = Shelf(facts, Choices(facts))
    for kind in kinds:
        for change in KINDS[kind](shelf):
            yield Mutant(kind, *change)


def why_equivalent(mutant: Mutant, facts: Facts) -> str:
    """Why a mutant says what the data say: each follows from the other; '' where it does not."""

    def is_left(triple: ox.Triple) -> bool:
        stays = triple in facts and triple not in mutant.removed
        return stays or triple in mutant.added

    forth = [facts.why_entailed(triple, is_left) for triple in mutant.removed]
    back = [facts.why_entailed(triple, facts.__contains__) for triple in mutant.added]
    reasons = [*forth, *back]
    known = sorted({reason for reason in reasons if reason})
    return ", ".join(known) if None not in reasons else ""
