"""Differences for programs: all of it, in terms that read back."""

import json
from pathlib import Path

from backrun_kg.diffs.records import write_json
from diff_samples import LAYERED_NEW, LAYERED_OLD, NEW, OLD, differ

LIGHT = "https://example.org/light/"


def test_json_has_the_sum(tmp_path: Path) -> None:
    """Names, numbers, and whether they are equal."""
    document = json.loads(write_json(differ(tmp_path, OLD, NEW)))
    things = document.pop("things")
    assert (document, len(things)) == (
        {
            "old": {"name": f"{tmp_path}/old.ttl", "triples": 7},
            "new": {"name": f"{tmp_path}/new.ttl", "triples": 8},
            "equal": False,
            "byLayer": False,
            "triples": {"added": 5, "removed": 4},
            "counts": {"added": 1, "removed": 1, "changed": 1},
        },
        3,
    )


def test_json_has_all_that_is_said_of_a_new_thing(tmp_path: Path) -> None:
    """The text is short, this is whole."""
    document = json.loads(write_json(differ(tmp_path, OLD, NEW)))
    assert document["things"][2] == {
        "thing": f"<{LIGHT}mizen>",
        "label": "Mizen Head",
        "status": "added",
        "changes": [
            {
                "property": "http://www.w3.org/2000/01/rdf-schema#label",
                "old": [],
                "new": ['"Mizen Head"@en'],
            },
            {
                "property": f"{LIGHT}height",
                "label": "height",
                "old": [],
                "new": ['"55"^^<http://www.w3.org/2001/XMLSchema#integer>'],
            },
        ],
    }


def test_json_tells_layers_where_there_are_some(tmp_path: Path) -> None:
    """Thing by thing."""
    document = json.loads(write_json(differ(tmp_path, LAYERED_OLD, LAYERED_NEW, "trig")))
    assert [thing["layer"] for thing in document["things"]] == ["article"] * 3 + ["evidence"]


def test_json_of_equal_editions_says_so(tmp_path: Path) -> None:
    """And lists nothing."""
    document = json.loads(write_json(differ(tmp_path, OLD, OLD)))
    assert (document["equal"], document["things"]) == (True, [])
