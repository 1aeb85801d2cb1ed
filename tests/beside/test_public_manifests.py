"""Public manifests, each in a note: the verdict must be the one that is known to be right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from public_folders import MANIFESTS

from knotwork.config.options import settings_from
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.rules import CODES
from knotwork.snippets.schema.builtin import schemas_of
from knotwork.snippets.snippet import Snippet
from knotwork.vault.vault import Vault
from test_scalars import document_value, same

Row = dict[str, Any]
_SCHEMA_RULES = frozenset(
    "yaml-syntax duplicate-key unknown-field missing-field wrong-type removed-api unknown-kind".split()
)


DEFINITION = """
```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: celbasics.stable.example.com}
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: celbasics, singular: celbasic, kind: CELBasic}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          x-kubernetes-validations:
            - rule: "!has(self.other_value) || self.other_value % self.value == 0"
          properties:
            value:
              type: integer
              x-kubernetes-validations: [{rule: self > 0}]
            other_value: {type: integer}
            map_list:
              type: array
              x-kubernetes-list-type: map
              x-kubernetes-list-map-keys: [containerPort, protocol]
              items:
                type: object
                required: [containerPort]
                properties:
                  containerPort: {type: integer}
                  protocol: {type: string, default: TCP}
```
"""
"""What the comments of kubectl-validate's files say of the definition of their custom resource."""


def rows(source: str) -> list[Row]:
    listed = json.loads((MANIFESTS / "manifest.json").read_text("utf-8"))
    return [row for row in listed if row["file"].startswith(f"{source}/")]


def note_of(row: Row) -> str:
    text = (MANIFESTS / row["file"]).read_bytes().decode("utf-8", "replace")
    return f"``````yaml\n{text.removesuffix(chr(10))}\n``````\n"


def validated(row: Row) -> tuple[tuple[Snippet, ...], tuple[Diagnostic, ...]]:
    settings = settings_from({"k8s_version": row.get("kubernetes") or "1.37"}, "test", CODES)
    kb = compile_vault(Vault.of({"a.md": note_of(row), "definition.md": DEFINITION}), settings)
    return kb.snippets.by_note.get(NotePath("a.md"), ()), kb.snippets.of(NotePath("a.md")).diagnostics


def verdict(row: Row) -> str:
    snippets, findings = validated(row)
    parts = [finding for finding in findings if "is shown in part" in finding.message]
    errors = [*parts, *(finding for finding in findings if finding.severity == "error")]
    by_rules = "kubernetes-api/" in row["file"]
    if by_rules:  # the values are place-holders: only the schema counts
        errors = [error for error in errors if error.rule in _SCHEMA_RULES]
    if errors or (not by_rules and any(snippet.verdict == "invalid" for snippet in snippets)):
        return "invalid"
    return "no-schema" if any(snippet.verdict == "no-schema" for snippet in snippets) else "valid"


MESSAGES = frozenset(
    """APIGroup APIVersions CreateOptions DeleteOptions GetOptions ListOptions NodeProxyOptions PatchOptions
    PodAttachOptions PodExecOptions PodLogOptions PodPortForwardOptions PodProxyOptions RangeAllocation
    SerializedReference ServiceProxyOptions Status UpdateOptions""".split()
)
"""Kinds that programs send or keep: no server takes them as objects, but a note that shows one is right."""


def is_message(row: Row) -> bool:
    group, _, kind = row["file"].rpartition("/")[2].removesuffix(".yaml").rpartition(".")
    return row["file"].startswith("kubernetes-api/") and group == "core.v1" and kind in MESSAGES


def right(row: Row) -> set[str]:
    """The verdicts that are right for a file in a note."""
    if is_message(row):
        return {"no-schema"}
    if "inside a note: a fragment" in row["note"]:
        return {"valid"}
    if row["expect"] == "valid" and row["file"].startswith("kubectl-validate/"):
        return {"valid", "no-schema"}  # the definitions of its custom resources are not in the files
    return {row["expect"]}


def wrong(source: str) -> Iterator[str]:
    for row in rows(source):
        found = verdict(row)
        if found not in right(row):
            yield f"{row['file']}: {found}, not {row['expect']}"


@pytest.mark.parametrize("source", ["kubeconform", "website", "kubernetes-api"])
def test_at_least_98_in_100_verdicts_are_right(source: str) -> None:
    failed = list(wrong(source))
    total = len(rows(source))
    print(f"\n{source}: {total - len(failed)} of {total} right", *failed, sep="\n  ")

    assert len(failed) <= total * 0.02


def test_29_of_31_verdicts_of_kubectl_validate_are_ours() -> None:
    """The others: what the API server says differs from them.

    It takes a pod with a container that has a port twice, and warns; so do we. And it refuses a ConfigMap
    whose finalizer has no slash: `validateKubeFinalizerName` in the validation of core.
    """
    failed = list(wrong("kubectl-validate"))
    print(f"\nkubectl-validate: {31 - len(failed)} of 31 right", *failed, sep="\n  ")

    assert len(rows("kubectl-validate")) == 31
    assert [line.partition(":")[0] for line in failed] == [
        "kubectl-validate/manifests_configmap.yaml",
        "kubectl-validate/manifests_error_x_list_map_duplicate_key.yaml",
    ]


def test_every_kind_of_kubernetes_api_is_served_or_removed_as_known() -> None:
    statuses = {"valid": {"served"}, "invalid": {"removed", "unknown-kind"}, "no-schema": {"not-an-object"}}
    kinds = [*kubernetes_api()]
    wrong = []
    for minor, expected, api_version, kind in kinds:
        if kind:  # one file holds a WatchEvent, which has neither
            status = schemas_of(minor).api_status(api_version, kind)
            served = schemas_of(minor).kind(api_version, kind) is not None
            if status not in statuses[expected] or served != (expected == "valid"):
                wrong.append((minor, expected, api_version, kind, status))

    assert wrong == []
    assert len(kinds) > 500


def kubernetes_api() -> Iterator[tuple[str, str, str, str]]:
    """Of the examples of Kubernetes' own API: the minor, what is expected, the apiVersion and the kind.

    An Eviction of a version that is gone is still posted to `pods/NAME/eviction`.
    """
    for row in rows("kubernetes-api"):
        served = row["note"].endswith(f"is not served in {row.get('kubernetes')}")
        if row["expect"] != "invalid" or served:
            manifest = yaml.safe_load((MANIFESTS / row["file"]).read_text(encoding="utf-8"))
            below_pods = manifest.get("kind") == "Eviction" and row["expect"] == "invalid"
            expected = "no-schema" if is_message(row) or below_pods else row["expect"]
            yield row["kubernetes"], expected, manifest.get("apiVersion", ""), manifest.get("kind", "")


def test_scalars_are_read_as_kubectl_reads_them() -> None:
    scalars = json.loads((MANIFESTS / "goyaml-scalars.json").read_text("utf-8"))
    read = [(row["plain"], document_value(row["plain"]), row["kubectl"]) for row in scalars]

    assert [row for row in read if not same(row[1], row[2])] == []
