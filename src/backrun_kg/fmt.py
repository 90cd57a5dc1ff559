"""Which Turtle files are not in canonical form, and what they would be."""

from collections.abc import Iterable
from glob import escape, glob

from backrun_kg.errors import BackrunError, MalformedData
from backrun_kg.files import read_text
from backrun_kg.paths import DATA
from backrun_kg.turtle import format_turtle


def find_unformatted(names: Iterable[str] = ()) -> dict[str, str]:
    """The files that would change, by name, with their canonical text; by default all of ``data/``.

    Raises MalformedData with every problem found, before anything is written.
    """
    changes, problems = {}, []
    for name in list(names) or sorted(glob(f"{escape(DATA)}/**/*.ttl", recursive=True)):
        try:
            text = read_text(name)
            formatted = format_turtle(text, name)
        except BackrunError as error:
            problems.append(str(error))
            continue
        if formatted != text:
            changes[name] = formatted
    if problems:
        raise MalformedData("\n".join(problems))
    return changes
