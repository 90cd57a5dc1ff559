"""The survivors by name, in a list that may only shrink, and the mutants that change nothing."""

from collections.abc import Container, Iterable
from pathlib import Path

from benchmarks.mutation.score import Verdict

_FOLDER = Path(__file__).parents[2] / "tests" / "mutation"
SURVIVORS, EQUIVALENT = _FOLDER / "survivors.txt", _FOLDER / "equivalent.txt"


def read(path: Path) -> list[str]:
    """The lines of a list."""
    return path.read_text(encoding="utf-8").splitlines()


def update_survivors(
    verdicts: Iterable[Verdict], kinds: Container[str], *, accept: bool = False
) -> None:
    """Take what is caught off the list of survivors; put new ones on it only to ``accept`` them."""
    names = {verdict.name for verdict in verdicts if verdict.survived}
    _replace(SURVIVORS, names if accept else names & set(read(SURVIVORS)), kinds)


def update_equivalent(verdicts: Iterable[Verdict], kinds: Container[str]) -> None:
    """Write the list of equivalent mutants anew, each with its reason."""
    _replace(EQUIVALENT, (f"{v.name}: {v.reason}" for v in verdicts if v.reason), kinds)


def _replace(path: Path, lines: Iterable[str], kinds: Container[str]) -> None:
    kept = {line for line in read(path) if line.partition(" ")[0] not in kinds}
    path.write_text("".join(f"{line}\n" for line in sorted(kept | set(lines))), "utf-8")
