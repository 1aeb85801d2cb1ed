"""How much is done to validate a manifest is counted: calls, items looked at, lines kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from call_counts import counted
from definitions import THING_BEFORE_ITS_SCHEMA
from knotwork.config.settings import Settings
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.snippets.directives import Directive
from knotwork.snippets.fence_documents import fence_documents
from knotwork.snippets.fences import yaml_parts
from knotwork.snippets.schema.builtin import NEWEST
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.validate import NoteSnippets, note_snippets
from knotwork.snippets.validation import Context
from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.locate import item_at, path_at
from knotwork.syntax.reader import read_note

DEPLOYMENT = (Path(__file__).parent / "bench" / "deployment.yaml").read_text("utf-8")
MOST_CALLS = 560
"""734 at first, when the fields of a schema were looked at one by one; a lint more needs ten or twenty."""
FEW = 40


def note_of(text: str, language: str = "yaml") -> Note:
    return read_note(NotePath("a.md"), f"```{language}\n{text}```\n")


def validated(note: Note) -> tuple[NoteSnippets, int]:
    """The snippets of a note, and how many functions were called to validate them for a second time."""
    registry, settings = SchemaRegistry(), Settings()
    note_snippets(note, registry, settings)
    snippets, calls = counted(lambda: note_snippets(note, registry, settings))
    return snippets, calls.total()


def test_a_deployment_is_validated_in_few_calls() -> None:
    snippets, calls = validated(note_of(DEPLOYMENT))

    assert [snippet.verdict for snippet in snippets.snippets] == ["valid"]
    assert calls <= MOST_CALLS


def test_a_valid_manifest_leaves_nothing_for_the_garbage_collector() -> None:
    note, registry, settings = note_of(DEPLOYMENT), SchemaRegistry(), Settings()
    note_snippets(note, registry, settings)
    gc.collect()
    gc.disable()
    try:
        note_snippets(note, registry, settings)

        assert gc.collect() == 0
    finally:
        gc.enable()


class _Counted(list[yaml.Node]):
    """A list that counts which of its items are looked at."""

    looked_at = 0

    def __getitem__(self, index: Any) -> Any:
        self.looked_at += 1
        return super().__getitem__(index)

    def __iter__(self) -> Iterator[yaml.Node]:
        for item in super().__iter__():
            self.looked_at += 1
            yield item


def test_an_item_of_a_long_list_is_found_without_a_look_at_the_others() -> None:
    text = "".join(f"- name: a{number}\n" for number in range(3_000))
    root = composed(text).documents[0].root
    assert root is not None
    root.value = items = _Counted(root.value)
    start = text.index("a2500\n")

    assert path_at(root, start, start + 5) == "[2500].name"
    assert items.looked_at < FEW
    assert item_at(root, start) is list.__getitem__(items, 2500)
    assert items.looked_at < 2 * FEW


def test_a_here_document_keeps_its_own_lines_only() -> None:
    command = "kubectl apply -f - <<EOF\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: dev\nEOF\n"
    (fence,) = note_of(command * 50, "sh").fences
    context = Context(SchemaRegistry(), advice=False, json_schema=None)
    directive = Directive(version=NEWEST)

    documents, _ = fence_documents(NotePath("a.md"), 0, fence, yaml_parts(fence), directive, context)

    assert len(documents) == 50
    assert sum(document.fence_lines.text.count("\n") for document in documents) == 50 * 4
    assert [
        snippet.text
        for snippet in note_snippets(note_of(command * 2, "sh"), SchemaRegistry(), Settings()).snippets
    ] == ["apiVersion: v1\nkind: Namespace\nmetadata:\n  name: dev\n"] * 2


def test_the_schemas_of_a_definition_with_defaults_at_all_levels_are_built_once() -> None:
    def calls(levels: int) -> int:
        inner = '{"type": "object"}'
        for _ in range(levels):
            inner = f'{{"type": "object", "default": {{}}, "properties": {{"a": {inner}}}}}'
        snippets, calls = validated(note_of(f"{THING_BEFORE_ITS_SCHEMA}          {inner}\n"))

        assert [snippet.verdict for snippet in snippets.snippets] == ["valid"]
        return calls

    assert calls(32) < 3 * calls(16)
