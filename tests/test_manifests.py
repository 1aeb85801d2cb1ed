"""Manifests of every kind, made from Kubernetes' published schemas, and what YAML's own test suite holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knotwork.config.option_kinds import KUBERNETES_MINORS
from knotwork.config.options import settings_from
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.rules import CODES, check
from knotwork.snippets.schema.builtin import NEWEST
from knotwork.snippets.yaml.compose import composed
from knotwork.vault.vault import Vault
from published_schemas import full_example, published_kinds, yaml_text

DATA = Path(__file__).parent / "data"
STRUCTURE = frozenset(
    "yaml-syntax duplicate-key unknown-field missing-field wrong-type removed-api unknown-kind".split()
)
"""The rules that the schemas alone decide; the others judge values, which are made up here."""
YAML_SUITE: list[tuple[str, bool, str]] = json.loads((DATA / "yaml-test-suite.json").read_text("utf-8"))
"""The name of a test, whether libyaml reads its text, and the text."""
READ_OTHERWISE = {
    # `...` ends a document: alone, with words behind it, or before a document without `---`
    **dict.fromkeys(("3HFZ-00", "7Z25-00", "HWV9-00", "QT73-00"), True),
    # an anchor that is defined again
    **dict.fromkeys(("3GZX-00", "PW8X-00"), True),
    # a directive where no `...` has ended the document before it
    **dict.fromkeys(("9HCY-00", "EB22-00", "MUS6-01", "RHX7-00"), False),
}
"""Texts that we read and libyaml does not, or the other way round."""


def note_of(text: str) -> str:
    return f"``````yaml\n{text.removesuffix(chr(10))}\n``````\n"


def compiled(texts: dict[str, str], minor: str = NEWEST) -> KnowledgeBase:
    """One vault, with each text in a note of its own; only the rules of the structure are on."""
    rules = {rule: "off" for rule in CODES if rule not in STRUCTURE and rule not in _ALWAYS}
    settings = settings_from({"k8s_version": minor, "rules": rules}, "test", CODES)
    return compile_vault(Vault.of({f"{name}.md": note_of(text) for name, text in texts.items()}), settings)


_ALWAYS = ("too-many-findings", "internal-error")


def messages(kb: KnowledgeBase) -> dict[str, list[str]]:
    """The messages of each note that has any."""
    found: dict[str, list[str]] = {}
    for finding in check(kb):
        found.setdefault(finding.location.path, []).append(finding.message)
    return found


def file_name(kind: str) -> str:
    return kind.replace("/", "_").replace(" ", "-")


@pytest.mark.parametrize("minor", [KUBERNETES_MINORS[0], NEWEST])
def test_a_manifest_with_every_field_of_its_kind_is_valid(minor: str) -> None:
    texts = {file_name(kind): yaml_text(full_example(kind, minor)) for kind in published_kinds(minor)}
    kb = compiled(texts, minor)

    assert messages(kb) == {}
    assert {snippet.verdict for snippets in kb.snippets.by_note.values() for snippet in snippets} <= {
        "valid",
        "invalid",  # by a rule that judges values
    }
    assert len(kb.snippets.by_note) == len(texts) > 100


def test_a_field_that_no_kind_has_is_found_in_every_kind() -> None:
    kinds = published_kinds(NEWEST)
    texts = {file_name(kind): yaml_text({"madeUp": 1, **full_example(kind, NEWEST)}) for kind in kinds}

    assert messages(compiled(texts)) == {
        f"{file_name(kind)}.md": ['unknown field "madeUp"'] for kind in kinds
    }


def test_the_texts_of_yamls_test_suite_are_read_where_libyaml_reads_them() -> None:
    read = {
        name: not any(violation.rule.code == "yaml-syntax" for violation in composed(text).violations)
        for name, _, text in YAML_SUITE
    }

    assert {name: read[name] for name, libyaml, _ in YAML_SUITE if read[name] != libyaml} == READ_OTHERWISE


def test_the_texts_of_yamls_test_suite_neither_crash_nor_hang_in_notes() -> None:
    kb = compiled({name: text for name, _, text in YAML_SUITE})

    assert len(kb.notes) == 402
    assert not [finding for finding in check(kb) if finding.rule == "internal-error"]
    assert all(kb.notes[NotePath(f"{name}.md")].fences for name, _, _ in YAML_SUITE)
