"""Differences for programs: one JSON object, terms as N-Triples writes them."""

import json
from typing import Any

from backrun_kg.differences import Change, Differences, ThingChange
from backrun_kg.diffs.wording import STATUSES, find_label, write_term

Json = dict[str, Any]


def write_json(told: Differences) -> str:
    """Everything that differs, also what is said of things that are new or gone."""
    document = {
        "old": {"name": told.old, "triples": told.old_triples},
        "new": {"name": told.new, "triples": told.new_triples},
        "equal": told.are_none,
        "byLayer": told.by_layer,
        "triples": {"added": len(told.added), "removed": len(told.removed)},
        "counts": {status: told.count(status) for status in STATUSES},
        "things": [_thing(thing, told) for thing in told.things],
    }
    return json.dumps(document, ensure_ascii=False, indent="\t") + "\n"


def _thing(thing: ThingChange, told: Differences) -> Json:
    label = find_label(thing.thing, told)
    return {
        "thing": write_term(thing.thing),
        **({"label": label} if label else {}),
        "status": thing.status,
        **({"layer": thing.layer} if told.by_layer else {}),
        "changes": [_change(change, told) for change in thing.changes],
    }


def _change(change: Change, told: Differences) -> Json:
    label = told.labels.get(change.iri)
    return {
        "property": change.iri,
        **({"label": label} if label else {}),
        "old": [write_term(term) for term in change.old],
        "new": [write_term(term) for term in change.new],
    }
