"""Where claims stand: the evidence map, and what is said beside what was found."""

from typing import NamedTuple

from backrun_kg.site.addresses import Link
from backrun_kg.site.atlas import Atlas, Row

BEARINGS = {"For": "supports", "In part": "qualifies", "Against": "contradicts"}
"""What findings do to a claim, and how the property is called that says so."""

COLUMNS = {"For": "for", "In part": "partly", "Against": "against", "Indirect": "indirect"}
"""The columns of the map, and of the answers to ``evidence-map`` and ``verdicts``."""

_LARGEST = 6  # from so many studies on, dots grow no further


class Verdict(NamedTuple):
    """A verdict in words, and the name that styles go by."""

    text: str
    style: str


class Dot(NamedTuple):
    """A cell of the map: how many studies there are, and how large they show."""

    column: str
    style: str
    number: int

    @property
    def size(self) -> int:
        """The step of size, from none at all."""
        return min(self.number, _LARGEST)


class Effect(NamedTuple):
    """A row of the map: an effect, the claims that state it, and the studies on them."""

    effect: Link
    claims: list[Link]
    dots: list[Dot]
    verdict: Verdict


class Weighed(NamedTuple):
    """A claim beside what was found: for each bearing the strongest finding, and how many more."""

    claim: Link
    verdict: Verdict
    design: str
    dots: list[Dot]
    findings: list[tuple[str, Link, Link]]


def read_verdict(row: Row) -> Verdict:
    """The verdict of a row of an answer."""
    style = row["verdict"].rpartition("-")[2]
    return Verdict(row["verdictLabel"] or style.capitalize(), style)


def map_evidence(atlas: Atlas) -> dict[Link, list[Effect]]:
    """The effects in the order of the answer, under the headings they belong to."""
    headings = {row["benefit"]: row for row in atlas.rows("benefits")}
    stated = atlas.rows_by("effects", "effect")
    found: dict[Link, list[Effect]] = {}
    for row in atlas.rows("evidence-map"):
        above = headings.get(row["effect"])
        heading = atlas.link(above["heading"], above["headingLabel"]) if above else Link("")
        claims = sorted({atlas.link(said["claim"]) for said in stated.get(row["effect"], [])})
        effect = atlas.link(row["effect"], row["effectLabel"])
        found.setdefault(heading, []).append(
            Effect(effect, claims, count_dots(row), read_verdict(row))
        )
    return found


def weigh_claims(atlas: Atlas) -> list[Weighed]:
    """Every claim that evidence could bear on, in the order of the query ``verdicts``."""
    return [_weigh(atlas, row) for row in atlas.rows("verdicts")]


def count_dots(row: Row) -> list[Dot]:
    """The cells of a row."""
    return [Dot(title, name, int(row[name])) for title, name in COLUMNS.items()]


def bearing(row: Row) -> str:
    """How a finding bears on a claim, as the title of a block."""
    return next(title for title, name in BEARINGS.items() if row["bears"].endswith(name))


def is_indirect(row: Row) -> bool:
    """Whether a finding is about something other than the claim is."""
    return row["directness"].endswith("indirect")


def _weigh(atlas: Atlas, row: Row) -> Weighed:
    found: dict[str, tuple[str, Link, Link]] = {}
    for each in atlas.rows_by("evidence", "claim").get(row["claim"], []):
        if not is_indirect(each):
            summary = atlas.link(each["finding"], each["findingLabel"])
            study = atlas.link(each["study"], each["studyLabel"])
            found.setdefault(bearing(each), (bearing(each), summary, study))
    claim = atlas.link(row["claim"], row["claimLabel"])
    shown = [found[title] for title in BEARINGS if title in found]
    return Weighed(claim, read_verdict(row), row["designLabel"], count_dots(row), shown)
