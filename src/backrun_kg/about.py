"""What this dataset is: its description, its size, its digest, and where its files lie."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from backrun_kg.answers import plain
from backrun_kg.dataset import Dataset, Source
from backrun_kg.escapes import neutral
from backrun_kg.namespaces import GRAPH
from backrun_kg.paths import DATASET, ROOT
from backrun_kg.stores import MOST_BYTES, Kept, find_folder, list_stores
from backrun_kg.version import read_version


@dataclass(frozen=True)
class Cache:
    """Where stores of large files are kept, None where they are not, and those that are there."""

    folder: str | None
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class About:
    """Facts for ``info``: description by property name, triples by layer or graph IRI."""

    version: str
    description: dict[str, list[str]]
    triples: dict[str, int]
    digest: str
    files: str
    cache: Cache | None = None


def describe_dataset(dataset: Dataset) -> About:
    """Describe the dataset at hand; the description is that of the shipped graph."""
    counts = {name.removeprefix(GRAPH): number for name, number in dataset.counts().items()}
    return About(read_version(), read_description(), counts, dataset.digest, ROOT)


def describe_cache() -> Cache:
    """The user's folder of stores, which is not made for that."""
    folder = find_folder()
    return Cache(folder, tuple(list_stores(folder)) if folder else ())


def read_description() -> dict[str, list[str]]:
    """The facts of ``data/dataset.ttl``, by the local name of their property."""
    facts: dict[str, list[str]] = {}
    for quad in Source(DATASET, "dataset", "ttl").quads():
        name = plain(quad.predicate).rpartition(":")[2]
        facts.setdefault(name, []).append(plain(quad.object).strip("<>"))
    return {name: sorted(values) for name, values in sorted(facts.items())}


def write_text(about: About) -> str:
    """A line per fact, the size by layer last."""
    lines = [f"backrun-kg {about.version}"]
    lines += [f"{name}: {', '.join(values)}" for name, values in about.description.items()]
    lines += [f"sha256: {about.digest}", f"files: {about.files}"]
    if about.cache:
        lines.append(f"cache: {_tell(about.cache)}")
    lines.append("triples:")
    lines += [f"  {name}: {number}" for name, number in about.triples.items()]
    lines += [f"  in all: {sum(about.triples.values())}"]
    return "\n".join(lines) + "\n"


def write_json(about: About) -> str:
    """One object with the fields of About; the cache only where it was asked for."""
    facts = {name: value for name, value in asdict(about).items() if name != "cache"}
    if about.cache:
        facts["cache"] = _facts(about.cache)
    return json.dumps(facts, ensure_ascii=False, indent="\t") + "\n"


def write_cache_text(cache: Cache) -> str:
    """Where stores are, and a line per store: when it was last used, its size, its files."""
    lines = [_tell(cache)]
    for kept in cache.kept:
        names = neutral(", ".join(kept.files))
        lines.append(f"  {_moment(kept)}  {_mib(kept.size):>12}  {names}")
    return "\n".join(lines) + "\n"


def write_cache_json(cache: Cache) -> str:
    """One object: the folder, the most bytes it may hold, and the stores."""
    return json.dumps(_facts(cache), ensure_ascii=False, indent="\t") + "\n"


def _facts(cache: Cache) -> dict[str, object]:
    return {
        "folder": cache.folder and neutral(cache.folder),
        "limit": MOST_BYTES,
        "stores": [_record(kept) for kept in cache.kept],
    }


def _record(kept: Kept) -> dict[str, object]:
    names = [neutral(name) for name in kept.files]
    folder = neutral(kept.folder)
    return {"files": names, "bytes": kept.size, "used": _moment(kept), "folder": folder}


def tell_size(kept: Sequence[Kept]) -> str:
    """How many stores, and how large they are together."""
    stores = "1 store" if len(kept) == 1 else f"{len(kept)} stores"
    return f"{stores}, {_mib(sum(store.size for store in kept))}"


def _tell(cache: Cache) -> str:
    if cache.folder is None:
        return "off"
    return f"{neutral(cache.folder)} ({tell_size(cache.kept)})"


def _mib(size: int) -> str:
    return f"{size / (1 << 20):,.1f} MiB"


def _moment(kept: Kept) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(kept.used))


ABOUTS: dict[str, Callable[[About], str]] = {"text": write_text, "json": write_json}
CACHES: dict[str, Callable[[Cache], str]] = {"text": write_cache_text, "json": write_cache_json}
