"""The mappings as a SSSOM table: one row a mapping, the set described above them."""

import csv
import io

from backrun_kg.about import read_description
from backrun_kg.dataset import Dataset
from backrun_kg.namespaces import PREFIXES, expand
from backrun_kg.queries import select
from backrun_kg.spreadsheets import disarm

_COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification")
_JUSTIFICATION = "semapv:ManualMappingCuration"
_PREFIXES = {name: PREFIXES[name] for name in ("kg", "skos")} | {
    "semapv": "https://w3id.org/semapv/vocab/"
}


def write_sssom(dataset: Dataset, *, excel_safe: bool = False) -> str:
    """SSSOM/TSV of every mapping triple, sorted, identifiers as their vocabularies write them.

    ``excel_safe`` puts an apostrophe before what a spreadsheet would take for a formula.
    """
    prefixes = dict(_PREFIXES)
    rows = []
    for row in select(dataset, "mappings"):
        prefix, _, local = row["id"].partition(":")
        target = expand(row["target"]) or row["target"].strip("<>")
        prefixes[prefix] = target.removesuffix(local)
        cells = row["thing"], row["thingLabel"], row["relation"], row["id"], _JUSTIFICATION
        rows.append(tuple(map(disarm, cells)) if excel_safe else cells)
    out = io.StringIO()
    table = csv.writer(out, delimiter="\t", lineterminator="\n")
    table.writerow(_COLUMNS)
    table.writerows(sorted(rows))
    return _header(prefixes) + out.getvalue()


def _header(prefixes: dict[str, str]) -> str:
    """What the set is, under which licence, and the prefixes that its rows use."""
    description = read_description()
    lines = [
        "curie_map:",
        *(f"  {prefix}: {iri}" for prefix, iri in sorted(prefixes.items())),
        f"license: {description['license'][0]}",
        "mapping_set_id: https://w3id.org/backrun-kg/mappings",
        "mapping_set_title: Mappings of backrun-kg",
        f'mapping_set_version: "{description["version"][0]}"',
    ]
    return "".join(f"#{line}\n" for line in lines)
