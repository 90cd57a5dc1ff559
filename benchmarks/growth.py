"""Larger graphs that keep the shapes: the shipped data, copied under other slugs and DOIs."""

import re
from pathlib import Path

from backrun_kg import load
from backrun_kg.namespaces import PREFIXES


def write_copies(path: Path, copies: int) -> int:
    """Write N-Triples with so many copies of the shipped data; the number of triples."""
    data = load(layers=["article", "evidence", "alignment"])
    triples = {quad.triple for quad in data.quads()}
    text = "".join(f"{triple} .\n" for triple in sorted(triples, key=str))
    named = re.compile(f'<{re.escape(PREFIXES["kg"])}[^>]+|"10[.][0-9]+/[^"]+')
    with path.open("w", encoding="utf-8") as file:
        for number in range(copies):
            file.write(named.sub(rf"\g<0>-{number}", text))
    return copies * len(triples)
