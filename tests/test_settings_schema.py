"""The JSON Schema of the settings: an editor marks what knotwork would refuse, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from knotwork.cli.main import main
from knotwork.config.config_yaml import config_values
from knotwork.config.option_kinds import SettingsError
from knotwork.config.options import options, settings_from
from knotwork.config.settings_schema import mkdocs_schema
from knotwork.rules import CODES, RULES

PROJECT = Path(__file__).parents[1]
SCHEMA = jsonschema_rs.validator_for(mkdocs_schema({rule.code: rule.summary for rule in RULES}))

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([-1, 0, 1, 5, 1.3, 1.31, 1.5]),
    st.sampled_from(
        ["", " ", "auto", "off", "error", "all", "allow", "true", "skip", "1.30", "v1.31.2", "a", "#a"]
    ),
)
KEYS = st.sampled_from(["missing-note", "no-such-rule", "a/", "draft", "*.md"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(KEYS, inner, max_size=2)),
    max_leaves=4,
)


def fits(value: object) -> bool:
    return SCHEMA.is_valid({"site_name": "N", "plugins": ["search", {"knotwork": value}]})


def is_taken(value: object) -> bool:
    try:
        settings_from(value, "", CODES)
    except SettingsError:
        return False
    return True


@given(st.sampled_from(options()), VALUES)
def test_what_is_taken_is_not_marked(option: Any, value: object) -> None:
    if is_taken({option.name: value}):
        assert fits({option.name: value})


def test_every_default_fits() -> None:
    schema = mkdocs_schema({})["definitions"]["knotwork"]["properties"]
    defaults = {option.name: schema[option.name]["default"] for option in options()}

    assert fits(defaults)


@pytest.mark.parametrize(
    "wrong",
    [
        {"todo_tag": ["a"]},
        {"todo_tags": 1},
        {"todo_tags": [1]},
        {"html": "none"},
        {"page_size": 0},
        {"page_size": True},
        {"jobs": "many"},
        {"cache": True},
        {"security_advice": "yes"},
        {"rules": {"missing-notes": "off"}},
        {"rules": {"missing-note": "fatal"}},
        {"per_path": {"a/": {"missing-note": "fatal"}}},
        {"k8s_paths": {"a/": "never"}},
        {"k8s_version": "1.2"},
        {"unpublished_when": {"draft": []}},
        ["todo_tags"],
    ],
)
def test_what_is_refused_is_marked(wrong: object) -> None:
    assert not is_taken(wrong)
    assert not fits(wrong)


def test_the_sites_of_this_project_fit() -> None:
    values, _ = config_values(PROJECT / "mkdocs.yml")

    assert "knotwork" in json.dumps(values)
    assert list(SCHEMA.iter_errors(values)) == []


def test_the_command_prints_it() -> None:
    result = CliRunner().invoke(main, ["schema"])
    printed = json.loads(result.stdout)

    assert jsonschema_rs.validator_for(printed).is_valid({"plugins": ["knotwork"]})
    assert all(each["description"] for each in printed["definitions"]["knotwork"]["properties"].values())
