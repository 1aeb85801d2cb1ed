"""Public manifests, each wrapped in a note: the verdict must be the one that is known to be right."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knotwork.config.settings import settings_from
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.rules import CODES
from knotwork.snippets.snippet import Snippet
from knotwork.vault.vault import Vault

MANIFESTS = Path(__file__).parents[2] / "shared" / "manifests"

pytestmark = pytest.mark.skipif(
    not MANIFESTS.is_dir(), reason="the public manifests lie in ../shared, which is not here"
)

_SCHEMA_RULES = frozenset(
    "yaml-syntax duplicate-key unknown-field missing-field wrong-type removed-api unknown-kind".split()
)


def rows(source: str) -> list[dict[str, Any]]:
    found = json.loads((MANIFESTS / "manifest.json").read_text("utf-8")) if MANIFESTS.is_dir() else []
    return [row for row in found if row["file"].startswith(f"{source}/")]


def note_of(row: dict[str, Any]) -> str:
    text = (MANIFESTS / row["file"]).read_bytes().decode("utf-8", "replace")
    return f"``````yaml\n{text.removesuffix(chr(10))}\n``````\n"


def validated(row: dict[str, Any]) -> tuple[tuple[Snippet, ...], tuple[Diagnostic, ...]]:
    settings = settings_from({"k8s_version": row.get("kubernetes") or "1.37"}, "test", CODES)
    kb = compile_vault(Vault.of({"a.md": note_of(row)}), settings)
    return kb.snippets.get(NotePath("a.md"), ()), kb.validated(NotePath("a.md")).diagnostics


def verdict(row: dict[str, Any]) -> str:
    snippets, found = validated(row)
    errors = [each for each in found if each.severity == "error"]
    if "kubernetes-api/" in row["file"]:  # the values are place-holders: only the schema counts
        errors = [each for each in errors if each.rule in _SCHEMA_RULES]
    if errors:
        return "invalid"
    return "no-schema" if any(each.verdict == "no-schema" for each in snippets) else "valid"


def right(row: dict[str, Any]) -> set[str]:
    """The verdicts that are right for a file in a note."""
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


def test_what_the_api_server_would_say_is_said_of_27_in_31_files() -> None:
    """Three that are left have custom resources without their definitions; two of these are about CEL."""
    failed = list(wrong("kubectl-validate"))
    print(f"\nkubectl-validate: {31 - len(failed)} of 31 right", *failed, sep="\n  ")

    assert len(rows("kubectl-validate")) == 31
    assert len(failed) <= 4


def test_the_files_of_the_yaml_suite_neither_crash_nor_hang() -> None:
    counts = Counter(
        (
            row["expect"],
            "invalid" if any(each.rule == "yaml-syntax" for each in validated(row)[1]) else "valid",
        )
        for row in rows("yaml-test-suite")
    )
    print("\n", counts)

    assert sum(counts.values()) == 402
