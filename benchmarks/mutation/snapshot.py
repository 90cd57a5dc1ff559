"""The survivors by name, in a list that may only shrink, and the mutants that change nothing."""

from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from benchmarks.mutation.score import Verdict

_FOLDER = Path(__file__).parents[2] / "tests" / "mutation"
SURVIVORS, EQUIVALENT = _FOLDER / "survivors.txt", _FOLDER / "equivalent.txt"


def read(path: Path) -> list[str]:
    """The lines of a list."""
    return path.read_text(encoding="utf-8").splitlines()


def update(verdicts: Sequence[Verdict], kinds: Container[str]) -> None:
    """Write both lists anew, where these kinds are concerned."""
    _replace(SURVIVORS, (v.name for v in verdicts if v.survived), kinds)
    _replace(EQUIVALENT, (f"{v.name}: {v.reason}" for v in verdicts if v.reason), kinds)


def _replace(path: Path, lines: Iterable[str], kinds: Container[str]) -> None:
    known = read(path) if path.exists() else []
    kept = {line for line in known if line.partition(" ")[0] not in kinds}
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in sorted(kept | set(lines))), "utf-8")
