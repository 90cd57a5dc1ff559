"""The report as SARIF 2.1.0: valid against its schema, and all that code scanning asks for."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrun_kg.findings import Finding, Report
from backrun_kg.reports.rules import list_rules
from backrun_kg.reports.sarif import write_sarif
from backrun_kg.version import read_version
from report_samples import CLEAN, COLOUR, FOUND, LABEL, NOTE, report_of
from strategies import texts

SCHEMA = Path(__file__).parents[2] / "shared" / "schemas" / "sarif-schema-2.1.0.json"


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft4Validator:
    """The standard's own schema, which lies beside the checkout; the CI script sees to that."""
    if not SCHEMA.exists():
        pytest.skip("the schema is not here")
    return jsonschema.Draft4Validator(
        json.loads(SCHEMA.read_text(encoding="utf-8")),
        format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER,
    )


def _run(report: Report) -> dict[str, Any]:
    (run,) = json.loads(write_sarif(report))["runs"]
    return dict(run)


def _result(report: Report) -> dict[str, Any]:
    (result,) = _run(report)["results"]
    return dict(result)


@pytest.mark.parametrize("report", [CLEAN, FOUND], ids=["clean", "found"])
def test_report_is_valid(report: Report, schema: jsonschema.Draft4Validator) -> None:
    """Against the schema of the standard."""
    assert list(schema.iter_errors(json.loads(write_sarif(report)))) == []


@settings(deadline=None, max_examples=25)
@given(st.builds(Finding, *[texts] * 5, st.sampled_from(["Violation", "odd"]), *[texts] * 4))
def test_no_text_makes_it_invalid(schema: jsonschema.Draft4Validator, finding: Finding) -> None:
    """Whatever stands in a finding."""
    document = json.loads(write_sarif(report_of(finding)))
    document["runs"][0]["tool"]["driver"]["rules"] = []  # the same each time, and many
    assert list(schema.iter_errors(document)) == []


def test_document_is_of_its_version() -> None:
    """As readers look for it."""
    document = json.loads(write_sarif(CLEAN))
    assert (document["version"], document["$schema"].endswith("/sarif-schema-2.1.0.json")) == (
        "2.1.0",
        True,
    )


def test_tool_is_named() -> None:
    """With its version and where to read about it."""
    driver = _run(CLEAN)["tool"]["driver"]
    del driver["rules"]
    assert driver == {
        "name": "backrun-kg",
        "version": read_version(),
        "semanticVersion": read_version(),
        "informationUri": "https://w3id.org/backrun-kg/",
    }


def test_every_rule_is_listed() -> None:
    """Those that found nothing too, so that a reader knows what was tried."""
    rules = _run(FOUND)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.name for rule in list_rules(FOUND)]


def test_rule_has_name_help_and_level() -> None:
    """What the shape says, and the shape itself."""
    iri = "https://w3id.org/backrun-kg/shapes#Thing-label"
    message = "Give the thing exactly one skos:prefLabel, in English (@en)."
    assert _rule("Thing-label") == {
        "id": "Thing-label",
        "name": "ThingLabel",
        "shortDescription": {"text": message},
        "help": {"text": f"{message} The rule is the shape {iri}."},
        "helpUri": iri,
        "defaultConfiguration": {"level": "error"},
    }


def test_check_has_no_shape_to_point_at() -> None:
    """It is ours."""
    rule = _rule("Check-known")
    assert "helpUri" not in rule
    assert rule["help"]["text"].endswith(" It is a check of backrun-kg.")


def _rule(name: str) -> dict[str, Any]:
    rules = _run(FOUND)["tool"]["driver"]["rules"]
    return next(dict(rule) for rule in rules if rule["id"] == name)


def test_result_has_all_that_is_known() -> None:
    """The rule, the level, the message, the place, the thing, and every field as it is."""
    run = _run(report_of(COLOUR))
    (result,) = run["results"]
    index = result.pop("ruleIndex")
    assert run["tool"]["driver"]["rules"][index]["id"] == "Thing-colour"
    assert result == {
        "ruleId": "Thing-colour",
        "level": "warning",
        "message": {
            "text": "Herring gull (kg:gull): Say which colour (br:colour). "
            'Now: br:colour "rde"@en (did you mean br:red?)'
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "data/gull.ttl", "uriBaseId": "SRCROOT"},
                    "region": {"startLine": 12},
                },
                "logicalLocations": [
                    {
                        "name": "Herring gull",
                        "fullyQualifiedName": "https://w3id.org/backrun-kg/id/gull",
                        "kind": "resource",
                    }
                ],
            }
        ],
        "partialFingerprints": result["partialFingerprints"],
        "properties": {
            "focus": "kg:gull",
            "label": "Herring gull",
            "path": "br:colour",
            "value": '"rde"@en',
            "nearest": "br:red",
            "component": "InConstraintComponent",
        },
    }


@pytest.mark.parametrize(
    ("finding", "level"), [(LABEL, "error"), (COLOUR, "warning"), (NOTE, "note")]
)
def test_severity_is_a_level(finding: Finding, level: str) -> None:
    """In SARIF's own words."""
    assert _result(report_of(finding))["level"] == level


@pytest.mark.parametrize(
    ("file", "artifact"),
    [
        ("a b/é#1%.ttl", {"uri": "a%20b/%C3%A9%231%25.ttl", "uriBaseId": "SRCROOT"}),
        ("../a.ttl", {"uri": "../a.ttl", "uriBaseId": "SRCROOT"}),
        ("C:a.ttl", {"uri": "C%3Aa.ttl", "uriBaseId": "SRCROOT"}),
        ("/a b/c.ttl", {"uri": "file:///a%20b/c.ttl"}),
        ("", {"uri": ".", "uriBaseId": "SRCROOT"}),
    ],
)
def test_file_is_a_uri(file: str, artifact: dict[str, str]) -> None:
    """Relative to the folder it was run in, where it lies below."""
    place = _result(report_of(LABEL, file=file))["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == artifact


def test_every_result_has_a_line() -> None:
    """Code scanning refuses the whole file for a result without one."""
    place = _result(report_of(LABEL, file="a.jsonld", line=0))["locations"][0]
    assert place["physicalLocation"]["region"] == {"startLine": 1}


@pytest.mark.parametrize(
    ("told", "same"),
    [
        ({"line": 99}, True),
        ({"file": "elsewhere.ttl"}, True),
        ({"message": "Say it otherwise."}, True),
        ({"label": "Gull"}, True),
        ({"nearest": ""}, True),
        ({"focus": "kg:crab"}, False),
        ({"rule": "Thing-hue"}, False),
        ({"path": "br:hue"}, False),
        ({"value": '"rd"@en'}, False),
        ({"component": "ClassConstraintComponent"}, False),
    ],
)
def test_fingerprint_stays_when_lines_move(told: dict[str, Any], same: bool) -> None:
    """It is that of what is wrong, not of where it stands or how it is told."""
    before = _result(report_of(COLOUR))["partialFingerprints"]
    after = _result(report_of(COLOUR, **told))["partialFingerprints"]
    assert (before == after) is same


def test_fingerprint_is_the_same_in_every_version() -> None:
    """Or every alert would be closed and opened again."""
    assert _result(report_of(COLOUR))["partialFingerprints"] == {
        "finding/v1": "0897cf21d0254830acd107164b983cd3cfcac2ff7bc42ee3cda4f5ca00d35c8e"
    }


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("Write {this} or {0}.", "kg:crab: Write {{this}} or {{0}}."),
        ("See [this](https://example.org/).", r"kg:crab: See [this\](https://example.org/)."),
    ],
    ids=["placeholder", "link"],
)
def test_text_is_text(message: str, text: str) -> None:
    """Marks that have a meaning in messages of SARIF are escaped as it says."""
    assert _result(report_of(LABEL, message=message))["message"] == {"text": text}


def test_results_of_every_component_are_kept() -> None:
    """A program can tell them apart."""
    other = replace(LABEL, component="NodeKindConstraintComponent")
    assert len(_run(replace(FOUND, findings=(LABEL, other)))["results"]) == 2
