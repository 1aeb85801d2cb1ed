"""YAML that is not for Kubernetes is judged by a JSON Schema, at its places in the note."""

from __future__ import annotations

import json

import pytest

from knotwork.config.options import settings_from
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.rules import CODES, check
from knotwork.vault.read_vault import read_vault
from knotwork.vault.vault import Vault

COMPOSE = json.dumps(
    {
        "type": "object",
        "required": ["services"],
        "additionalProperties": False,
        "properties": {
            "on": {"type": "string"},
            "services": {
                "additionalProperties": {
                    "type": "object",
                    "properties": {"image": {"type": "string"}, "ports": {"type": "array"}},
                    "additionalProperties": False,
                }
            },
        },
    }
)
NOTE = """\
```yaml title="compose.yaml"
services:
  web:
    image: 5
    port: []
on: yes
```
"""


def compiled(note: str, files: dict[str, str], **settings: object) -> KnowledgeBase:
    vault = Vault.of({"a.md": note}, schema_files=files)
    return compile_vault(vault, settings_from({"rules": {"orphan-note": "off"}, **settings}, "test", CODES))


def places(kb: KnowledgeBase) -> list[str]:
    return [
        f"{each.location.span.start.line}:{each.location.span.start.column} {each.rule}: {each.message}"
        for each in check(kb)
    ]


def test_a_pattern_for_the_block_s_title_names_its_schema() -> None:
    kb = compiled(NOTE, {"c.json": COMPOSE}, json_schemas={"compose*.yaml": "c.json"})

    assert places(kb) == [
        '4:12 json-schema: services.web.image: 5 is not of type "string"',
        '5:5 json-schema: unknown field "port" in services.web',
    ]
    assert [each.mode for each in kb.snippets.by_note[NotePath("a.md")]] == ["other"]


def test_a_fence_names_its_schema() -> None:
    kb = compiled("```yaml {schema=c.json}\nservice: 1\n```\n", {"c.json": COMPOSE})

    assert places(kb) == [
        '2:1 json-schema: "services" is a required property',
        '2:1 json-schema: unknown field "service"',
    ]


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        (None, "there is no such file"),
        ("{", "unknown-state"),
        ('{"type": 5}', "cannot be used"),
        ('{"$ref": "https://example.com/a.json"}', "nothing is fetched"),
    ],
)
def test_a_schema_that_cannot_be_used_is_said(schema: str | None, why: str) -> None:
    kb = compiled("```yaml {schema=c.json}\na: 1\n```\n", {} if schema is None else {"c.json": schema})
    (found,) = check(kb)

    assert found.rule == "unknown-state"
    assert why in f"{found.rule} {found.message} {found.help}"


def test_an_alias_that_leads_nowhere_new_ends(tmp_path: object) -> None:
    kb = compiled("```yaml {schema=c.json}\nservices: &a {web: &b {image: x}}\n```\n", {"c.json": COMPOSE})

    assert places(kb) == []


def test_a_fence_cannot_name_a_file_outside_the_vault(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "secret.json").write_text("{}")
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "a.md").write_text(
        "```yaml {schema=../secret.json}\na: 1\n```\n```yaml {schema=own.json}\na: 1\n```\n"
    )
    (vault / "own.json").write_text('{"type": "string"}')
    settings = settings_from({"rules": {"orphan-note": "off"}}, "test", CODES)
    kb = compile_vault(read_vault(vault, settings), settings)

    assert [each.rule for each in check(kb)] == ["unknown-state", "json-schema"]
