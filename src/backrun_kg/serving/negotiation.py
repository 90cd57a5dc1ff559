"""Which of several media types a client would rather have: the Accept header, read."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backrun_kg.serving.refusals import Refusal


class Offer(NamedTuple):
    """Something on offer: what it is called here, its content type, and other types it answers."""

    name: str
    content_type: str
    others: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The content type without parameters."""
        return self.content_type.partition(";")[0]


class Range(NamedTuple):
    """One media range of an Accept header and how much it is wanted, from 0 to 1."""

    main: str
    sub: str
    quality: float

    def fits(self, media_type: str) -> int:
        """How closely a media type fits: 3 exactly, 2 by its first half, 1 as any, 0 not at all."""
        main, _, sub = media_type.partition("/")
        if self.main == main:
            return 3 if self.sub == sub else 2 * (self.sub == "*")
        return int(self.main == "*")


ROWS = (
    Offer("json", "application/sparql-results+json", ("application/json",)),
    Offer("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    Offer("csv", "text/csv; charset=utf-8"),
    Offer("tsv", "text/tab-separated-values; charset=utf-8"),
)
"""The forms of an answer to SELECT or ASK, the first for clients that take any."""

GRAPHS = (
    Offer("ttl", "text/turtle; charset=utf-8", ("application/x-turtle",)),
    Offer("nt", "application/n-triples"),
    Offer("rdf", "application/rdf+xml", ("application/xml", "text/xml")),
    Offer("jsonld", "application/ld+json", ("application/json",)),
)
"""The forms of a graph, the first for clients that take any."""


def read_accept(header: str | None) -> list[Range]:
    """The media ranges of an Accept header; any type where it has none.

    Java's own client sends ``*; q=.2``, which no standard knows: what is meant is plain.

    >>> read_accept("text/turtle;q=0.5, */*;q=0.1")[0]
    Range(main='text', sub='turtle', quality=0.5)
    """
    return list(_ranges(header or "")) or [Range("*", "*", 1)]


def choose(ranges: Iterable[Range], offers: Iterable[Offer]) -> Offer | None:
    """The offer wanted most, the first among equals; None where none is acceptable.

    >>> choose(read_accept("text/*;q=0.2, text/csv"), ROWS).name
    'csv'
    """
    wanted = list(ranges)
    best, found = 0.0, None
    for offer in offers:
        quality = max([_quality(wanted, offer.media_type), *_named(wanted, offer.others)])
        if quality > best:
            best, found = quality, offer
    return found


def refuse(offers: Iterable[Offer]) -> Refusal:
    """The answer where nothing on offer is acceptable."""
    known = ", ".join(offer.media_type for offer in offers)
    return Refusal(406, f"None of the media types in Accept is on offer here: {known}.")


def _quality(ranges: Iterable[Range], media_type: str) -> float:
    """What the closest of the ranges says of a media type."""
    fitting = [(fit, item.quality) for item in ranges if (fit := item.fits(media_type))]
    return max(fitting, default=(0, 0.0))[1]


def _named(ranges: Iterable[Range], others: Iterable[str]) -> list[float]:
    """How much an offer is wanted by other names: they count where they are written out."""
    return [item.quality for item in ranges for other in others if item.fits(other) == 3]


def _ranges(header: str) -> Iterator[Range]:
    for part in header.lower().split(","):
        media_range, *parameters = (word.strip() for word in part.split(";"))
        main, slash, sub = media_range.partition("/")
        if main and (sub or (main == "*" and not slash)):
            yield Range(main, sub or "*", _weight(parameters))


def _weight(parameters: Iterable[str]) -> float:
    """How much a range is wanted: wholly where it does not say so in a number."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        number = value.strip().replace(".", "", 1)
        if name.strip() == "q" and number.isascii() and number.isdecimal():
            return min(1.0, float(value))
    return 1.0
