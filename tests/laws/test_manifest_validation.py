"""What is true of every manifest: its verdict is that of the published schemas, and its places are right."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from knotwork.snippets.fields.walk import Leniency, schema_violations
from knotwork.snippets.schema.builtin import NEWEST, schemas_of
from knotwork.snippets.schema.zero_values import taken_as_zero
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.compose import composed
from knotwork.snippets.yaml.nodes import nodes
from knotwork.snippets.yaml.placeholders import is_placeholder
from published_schemas import full_example, is_valid, published_kinds, yaml_text

ROOT = Path(__file__).parents[2]
STEPS = list[str | int]

_FENCE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SCHEMA = frozenset(("unknown-field", "missing-field", "wrong-type", "unknown-value"))
_OTHER = (5, 1.5, "text", True, None, [], {}, ["text"], {"text": 1}, {"name": "text"})


@cache
def valid_manifests() -> tuple[dict[str, Any], ...]:
    """Manifests that the published schemas of the newest minor take: the notes' own, which are like those
    that people write, and one of each kind in which every field is set.
    """
    texts = [
        text
        for note in sorted((ROOT / "notes").rglob("*.md"))
        for text in _FENCE.findall(note.read_text("utf-8"))
    ]
    written = [document for text in texts for document in loaded(text) if is_valid(document, NEWEST)]
    assert len(written) > 10
    made = [full_example(kind, NEWEST) for kind in published_kinds(NEWEST) if not kind.endswith("List")]
    assert all(is_valid(manifest, NEWEST) for manifest in made)
    return (*written, *made)


def loaded(text: str) -> Iterator[dict[str, Any]]:
    try:
        documents = list(yaml.safe_load_all(text))
    except yaml.YAMLError:
        return
    for each in documents:
        if isinstance(each, dict) and each.get("kind") and json_able(each):
            yield json.loads(json.dumps(each))


def json_able(value: Any) -> bool:
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return False
    return True


def paths(value: Any, above: STEPS) -> Iterator[STEPS]:
    """The path of every node below a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in items:
        yield [*above, step]
        yield from paths(each, [*above, step])


def found_in(text: str, value: dict[str, Any]) -> list[Violation]:
    (document,) = composed(text).documents
    schema = schemas_of(NEWEST).kind(value["apiVersion"], value["kind"])
    assert document.root is not None
    assert schema is not None
    found = schema_violations(document.root, schema, leniency=Leniency(values=False))
    return [each for each in found if each.rule.code in _SCHEMA]


def test_what_the_published_schemas_take_is_valid() -> None:
    for value in valid_manifests():
        assert found_in(yaml_text(value), value) == []


@given(st.data())
def test_a_changed_manifest_has_the_verdict_of_the_published_schemas(data: st.DataObject) -> None:
    value = copy.deepcopy(data.draw(st.sampled_from(valid_manifests())))
    path = data.draw(
        st.sampled_from([each for each in paths(value, []) if each not in (["apiVersion"], ["kind"])])
    )
    holder = value
    for step in path[:-1]:
        holder = holder[step]
    how = data.draw(st.sampled_from(("drop", "rename", "retype")))
    if how == "retype":
        holder[path[-1]] = data.draw(st.sampled_from(_OTHER))
        assume(path[0] != "status" or not isinstance(holder[path[-1]], dict))  # nothing is missing there
        assume(holder[path[-1]] is not None or not _null_is_disputed(value, path))
        place = path
    elif how == "drop":
        assume(path[0] != "status")  # the server sets it aside: nothing is missing there
        assume(path[-1] not in taken_as_zero(_name_of_holder(value, path)))
        del holder[path[-1]]
        place = path[:-1]
    else:
        assume(isinstance(holder, dict))
        name = data.draw(
            st.sampled_from((f"{path[-1]}s", f"x{path[-1]}", str(path[-1])[1:] or "x", "replicas", "name"))
        )
        assume(name not in holder and not is_placeholder(name))
        renamed = {name if key == path[-1] else key: each for key, each in holder.items()}
        holder.clear()
        holder.update(renamed)
        place = [*path[:-1], name]
    text = yaml_text(value)
    ours = found_in(text, value)

    refused = not is_valid(value, NEWEST) or (how == "retype" and _needs_a_value(value, path))
    assert bool(ours) == refused, (how, path)
    start, end = span_of(text, place)
    stray = [each for each in ours if not start <= each.start <= end]
    # a field that is renamed is missing where it was
    assert [each for each in stray if how != "rename" or each.rule.code != "missing-field"] == []


def _name_of_holder(value: dict[str, Any], path: STEPS) -> str:
    """The name of the definition that a field is in."""
    schema: Any = schemas_of(NEWEST).kind(value["apiVersion"], value["kind"])
    for step in path[:-1]:
        if schema is not None:
            schema = schema.items if isinstance(step, int) else schema.fields.get(step, schema.values)
    return schema.name if schema is not None else ""


_NEEDED = (["metadata", "name"],)
_NEEDED_OF = {
    "PersistentVolume": (["spec", "accessModes"], ["spec", "capacity"]),
    "PersistentVolumeClaim": (["spec", "accessModes"], ["spec", "resources"]),
}


def _needs_a_value(value: dict[str, Any], path: STEPS) -> bool:
    """Whether a field is null that the server needs, though the schemas do not require it."""
    if path not in (*_NEEDED, *_NEEDED_OF.get(value["kind"], ())):
        return False
    holder: Any = value
    for step in path:
        holder = holder[step]
    return holder is None and "generateName" not in value["metadata"]


def _null_is_disputed(value: Any, path: STEPS) -> bool:
    """Whether the published schemas and the server differ about null: for two types, and for definitions.

    The schemas refuse null where a value may have two types, and the server takes it. They take it for a
    required field whose type is a definition, and for an item of a list that needs fields, and the server
    refuses both.
    """
    schema: Any = schemas_of(NEWEST).kind(value["apiVersion"], value["kind"])
    for step in path:
        if schema is None:
            return False
        schema = schema.items if isinstance(step, int) else schema.fields.get(step, schema.values)
    if schema is None:
        return False
    needs_fields = bool(schema.required) and isinstance(path[-1], int)
    return (
        schema.type in ("quantity", "int-or-string")
        or needs_fields
        or bool(schema.name and not schema.nullable)
    )


def span_of(text: str, path: STEPS) -> tuple[int, int]:
    """Where a node stands with its key."""
    (document,) = composed(text).documents
    node = document.root
    assert node is not None
    start = 0
    for step in path:
        if isinstance(step, int):
            node = node.value[step]
            start = node.start_mark.index
        else:
            start, node = next(
                (key.start_mark.index, value) for key, value in node.value if key.value == step
            )
    return start, node.end_mark.index


# -- what is wrong is found where it is


@given(st.text(alphabet="ab:-[]{}&*#'\"|>!%@`, \n\t?~0", max_size=120))
def test_any_text_is_read_without_an_exception_and_its_places_are_in_it(text: str) -> None:
    read = composed(text)

    for document in read.documents:
        assert 0 <= document.start <= document.end <= len(text)
        if document.root is not None:
            for node in nodes(document.root):
                assert document.start <= node.start_mark.index <= node.end_mark.index <= len(text)
    for each in read.violations:
        assert 0 <= each.start <= each.end <= len(text)
