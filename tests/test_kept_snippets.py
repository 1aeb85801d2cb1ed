"""Findings of manifests from the cache are those that are made anew, whatever changed in between."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from definitions import BACKUP_DEFINITION
from knotwork.config.settings import Settings
from knotwork.knowledge import parallel_validation, snippet_index
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.note import Note
from knotwork.rules import check
from knotwork.snippets.validate import NoteSnippets, note_snippets
from knotwork.vault.cache import FILE, Cache
from knotwork.vault.parallel import can_fork
from knotwork.vault.vault import Vault

CRD = """\
```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: knots.example.org
spec:
  group: example.org
  scope: Namespaced
  names: {kind: Knot, plural: knots}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: {type: object, properties: {%s: {type: integer}}}
```
"""
TEXTS = {
    "crd.md": CRD % "loops",
    "knot.md": "```yaml\n"
    "apiVersion: example.org/v1\nkind: Knot\nmetadata: {name: k}\nspec: {loops: 2}\n```\n",
    "pod.md": "```yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  container: []\n```\n",
    "state.md": "---\nk8s: skip\n---\n```yaml\napiVersion: v1\nkind: Pod\nspecs: 1\n```\n",
    "compose.md": '```yaml {title="compose.yaml"}\nservices: 1\n```\n',
    "plain.md": "# Nothing\n",
}
BACKUP = """\
```yaml {k8s=full}
apiVersion: example.com/v1
kind: Backup
metadata: {name: b}
spec: {}
```
"""
WEBHOOK = """\
```yaml
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: w}
webhooks:
  - rules:
      - {apiGroups: [example.com], apiVersions: [v1], operations: ["*"], resources: [backups]}
```
"""
ROLES = """\
```yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules: []
```

Next step

```yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: raeder}
```
"""
SCHEMAS = {"compose.json": '{"properties": {"services": {"type": "object"}}}'}
SETTINGS = Settings(json_schemas={"compose*.yaml": "compose.json"})


def findings(
    cache: Cache,
    texts: dict[str, str] = TEXTS,
    settings: Settings = SETTINGS,
    schemas: dict[str, str] = SCHEMAS,
) -> list[Diagnostic]:
    """The findings, which are the same with the cache as without it."""
    vault = Vault.of(texts, settings=settings, schema_files=schemas)
    kb, anew = compile_vault(vault, settings, cache), compile_vault(vault, settings)
    found = list(check(kb))

    assert found == list(check(anew))
    assert kb.snippets.by_note == anew.snippets.by_note
    cache.write()
    return found


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_what_a_note_is_validated_with_decides(cache: Cache) -> None:
    first = findings(cache)
    changes: list[dict[str, dict[str, str] | Settings]] = [
        {"texts": {**TEXTS, "crd.md": CRD % "ends"}},
        {"texts": {path: text for path, text in TEXTS.items() if path != "crd.md"}},
        {"texts": {**TEXTS, "state.md": TEXTS["state.md"].replace("skip", "full")}},
        {"texts": {**TEXTS, "state.md": TEXTS["state.md"].replace("k8s:", "\nk8s:")}},
        {"texts": {**TEXTS, "pod.md": TEXTS["pod.md"].replace("container:", "containers:")}},
        {"schemas": {"compose.json": '{"properties": {"services": {"type": "integer"}}}'}},
        {"settings": replace(SETTINGS, json_schemas={})},
        {"settings": replace(SETTINGS, k8s_default="skip")},
        {"settings": replace(SETTINGS, k8s_version="1.25")},
        {"settings": replace(SETTINGS, security_advice=True)},
    ]
    for change in changes:
        findings(cache, **change)  # type: ignore[arg-type]

        assert findings(cache) == first


def test_a_webhook_decides(cache: Cache) -> None:
    """It may fill in what its objects lack: a note with one comes, and goes."""
    texts = {"crd.md": BACKUP_DEFINITION, "b.md": BACKUP}
    severities: list[list[str]] = [
        [
            each.severity
            for each in findings(cache, {**texts, **more})
            if each.rule == "missing-field" and each.location.path == "b.md"
        ]
        for more in ({}, {"w.md": WEBHOOK}, {"w.md": WEBHOOK.replace("backups", "restores")}, {})
    ]

    assert severities == [["error"], ["info"], ["error"], ["error"]]


def test_a_heading_between_blocks_decides(cache: Cache) -> None:
    """Manifests below one heading are compared: a heading changes what is found, and no block."""
    rules = [
        [finding.rule for finding in findings(cache, {"a.md": text})]
        for text in (ROLES, ROLES.replace("Next step", "# Next step"), ROLES)
    ]

    assert ["undefined-reference" in of_text for of_text in rules] == [True, False, True]


def test_notes_are_validated_once(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    findings(cache)

    def refused(*args: object) -> None:
        raise AssertionError("validated again")

    monkeypatch.setattr(snippet_index, "note_snippets", refused)
    monkeypatch.setattr(snippet_index, "schema_registry", refused)
    kb = compile_vault(Vault.of(TEXTS, settings=SETTINGS, schema_files=SCHEMAS), SETTINGS, cache)
    assert [finding.rule for finding in check(kb) if finding.rule in ("internal-error", "unknown-field")] == [
        "unknown-field"
    ]


def test_other_processes_find_the_same(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel_validation, "LEAST", 2)
    monkeypatch.setattr(parallel_validation, "_TOGETHER", 2)
    settings = replace(SETTINGS, jobs=2)
    texts = TEXTS | {f"pod {at}.md": TEXTS["pod.md"].replace("name: p", f"name: p{at}") for at in range(5)}
    vault = Vault.of(texts, settings=settings, schema_files=SCHEMAS)
    anew, index = compile_vault(vault, settings).snippets, compile_vault(vault, settings, cache).snippets
    expected = {path: anew.of(path) for path in texts}
    here = []

    def validated_here(note: Note, *more: Any) -> NoteSnippets:
        here.append(note.path)
        return note_snippets(note, *more)

    monkeypatch.setattr(snippet_index, "note_snippets", validated_here)

    assert index.by_note == anew.by_note
    assert len(here) == (1 if can_fork() else len(anew.by_note))
    assert {path: index.of(path) for path in texts} == expected


def test_what_failed_is_validated_again(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise ValueError

    with monkeypatch.context() as patch:
        patch.setattr(snippet_index, "note_snippets", broken)
        assert "internal-error" in {finding.rule for finding in findings(cache)}

    assert "internal-error" not in {finding.rule for finding in findings(cache)}


def test_a_damaged_cache_changes_no_finding(cache: Cache) -> None:
    first = findings(cache)
    file = (cache.folder or Path()) / FILE
    cache.close()
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2] + bytes(len(data) // 2))

    assert findings(Cache(file.parent)) == first
