"""What the explanation of a rule about snippets shows as bad is found; what it shows as good is not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

import knotwork.snippets
from knotwork.config.options import settings_from
from knotwork.knowledge.compiler import compile_vault
from knotwork.rules import CODES, RULES, check
from knotwork.rules.rule import Rule
from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.rules import RULES as SNIPPETS
from knotwork.vault.vault import Vault

_SHOWN = re.compile(
    r"^(?P<title>Bad|Good):\n\n(?P<marks>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=marks)$",
    re.MULTILINE | re.DOTALL,
)
_COMPOSE = {
    "properties": {
        "services": {
            "additionalProperties": {
                "properties": {"image": {"type": "string"}, "ports": {"type": "array"}},
                "additionalProperties": False,
            }
        }
    }
}

_BESIDE = {"contradicted-definition": ["unknown-field"] * 3, "template-indent": ["yaml-template"]}
"""The infos that come with a rule's finding."""

SNIPPET_RULES = [each for each in RULES if each.code in SNIPPETS]
every_rule = pytest.mark.parametrize("rule", SNIPPET_RULES, ids=[each.code for each in SNIPPET_RULES])


def shown(rule: Rule, title: str) -> str:
    """The note that an explanation shows below Bad or Good: a block with its state, or a whole note."""
    [match] = [each for each in _SHOWN.finditer(rule.explanation) if each["title"] == title]
    return match["text"] if match["info"] == "markdown" else match[0].partition("\n\n")[2] + "\n"


def meant_to_fail(rule: Rule) -> str:
    """What a block says that shows the rule's mistake, with the infos beside it."""
    codes = ",".join(dict.fromkeys((rule.code, *_BESIDE.get(rule.code, ()))))
    return f' {{k8s="invalid:{codes}"}}'


def found(rule: Rule, note: str) -> list[str]:
    """The codes of what is wrong with the snippets of a note; `rule` is on."""
    settings = settings_from(
        {
            "rules": {rule.code: rule.severity},
            "json_schemas": {"compose*.yaml": "schemas/compose.json"},
        },
        "test",
        CODES,
    )
    vault = Vault.of({"a.md": note}, schema_files={"schemas/compose.json": json.dumps(_COMPOSE)})
    kb = compile_vault(vault, settings)
    return [each.rule for each in check(kb) if each.rule in SNIPPETS]


def declarations() -> Iterator[SnippetRule]:
    """The rules that stand at the top level of a file below `snippets`."""
    for each in walk_packages(knotwork.snippets.__path__, "knotwork.snippets."):
        yield from (value for value in vars(import_module(each.name)).values() if type(value) is SnippetRule)


def test_every_declared_rule_is_a_rule_and_every_rule_is_declared_once() -> None:
    assert {id(each) for each in declarations()} == {id(each) for each in SNIPPETS.values()}
    assert [each.code for each in SNIPPET_RULES] == list(SNIPPETS)


@every_rule
def test_an_explanation_begins_with_a_sentence_and_shows_bad_and_good(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z`].*[.]", rule.summary)
    assert [each["title"] for each in _SHOWN.finditer(rule.explanation)] == ["Bad", "Good"]


@every_rule
def test_what_is_shown_as_bad_is_found(rule: Rule) -> None:
    codes = found(rule, shown(rule, "Bad").replace(meant_to_fail(rule), ""))

    assert codes == [rule.code, *_BESIDE.get(rule.code, ())]


@every_rule
def test_what_is_shown_as_bad_can_stand_in_a_note(rule: Rule) -> None:
    """The explanations become the handbook's page of the rules, which is checked like any note."""
    bad = shown(rule, "Bad")

    if meant_to_fail(rule) in bad:
        assert found(rule, bad) == []
    else:
        assert rule.off or rule.code == "json-schema" or "\n````markdown\n" in rule.explanation


@every_rule
def test_what_is_shown_as_good_has_no_finding(rule: Rule) -> None:
    assert found(rule, shown(rule, "Good")) == []
