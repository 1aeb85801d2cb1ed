"""Fields that are missing, and fields without a value."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED, unsupported
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.fields.wrong_types import type_in_words
from knotwork.snippets.rule import SnippetRule, snippet_rule
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import MOST_PLACES, Violation, at_node
from knotwork.snippets.yaml.paths import Path, shown, steps

MISSING_FIELD = snippet_rule(
    "missing-field",
    "error",
    "fields",
    """
    A required field is missing, or has no value.

    The API server rejects the manifest: `Required value`. Where fields near its top are missing, it may be an
    excerpt, and one finding names all of them.

    Bad:

    ```yaml {k8s="invalid:missing-field"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
        - image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
        - name: web
          image: nginx:1.27
    ```

    Add the field. If you left it out for brevity, add a line `# ...`, or mark the block with `{k8s=partial}`;
    mark a patch with `{k8s=patch}`, and a part of a manifest with its path: `{k8s="Pod.spec"}`.
    """,
    position=7,
)
EMPTY_FIELD = snippet_rule(
    "empty-field",
    "warning",
    "fields",
    """
    A field has no value, and Kubernetes treats it as absent.

    The field has no effect. Where it stands for something with required fields, its content is missing or has
    the same indentation as the field itself: a warning. Other empty fields are an info, as programs write
    them.

    Bad:

    ```yaml {k8s="invalid:empty-field"}
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      nodeSelector:
      containers:
        - name: web
          image: nginx:1.27
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      nodeSelector:
        disktype: ssd
      containers:
        - name: web
          image: nginx:1.27
    ```

    Write the value, or remove the field; `null` and `{}` show that it is empty on purpose. With `# ...` below
    it, or `{k8s=partial}` on the block, it is not reported.
    """,
    position=11,
)


PART = "If it is only a part or a patch, say so: `{k8s=partial}`, `{k8s=patch}`."
"""The help for what may be an excerpt."""
SHOWN_IN_PART = (
    "Kubernetes would answer `Required value`. If it is whole, add what is missing; if not, say so: "
    "`{k8s=partial}`, `{k8s=patch}`, or a line `# ...`."
)
"""The help for what seems to be one."""
BESIDE_NAME = frozenset(("labels", "annotations", "finalizers"))
"""What may be all that is shown of an object's metadata."""
_ACCEPTED_EMPTY = frozenset(("NodeSelector", "TypedLocalObjectReference", "TypedObjectReference"))
"""Definitions with required fields whose absence is as good as a value."""
_REFUSED_EMPTY = frozenset(
    (
        *(("ObjectMeta", "metadata.name"), ("PersistentVolumeSpec", "spec.accessModes")),
        *(("PersistentVolumeSpec", "spec.capacity"), ("PersistentVolumeClaimSpec", "spec.accessModes")),
        ("PersistentVolumeClaimSpec", "spec.resources"),
    )
)
"""Fields that the API server needs, though the schemas do not require them, by their definitions."""
_ACCEPTED_NULL = frozenset((("CSIDriver", "spec"), ("CSINode", "spec")))
"""Fields that the schemas require, and that the API server gives its defaults when they are null."""
_OF_INGRESS = "spec.rules"
"""A field that the API server needs where there is no other; a lint says so."""
_ASSIGNED = "The API server gives each object its uid: who shows an owner cannot know it before."
_ITEM = lazy_regex(r"\[\d+\](?=\.[^.\[]+\Z)")
"""The number of an item whose field is missing: a field that belongs into any item is that of this one."""
_NAMED = 6
"""The most missing fields that a message names."""


def missing_field(node: yaml.MappingNode, name: str, schema: Schema, path: Path) -> Violation:
    """The violation for a required field that a mapping does not have, at the start of the mapping."""
    place = node.value[0][0] if node.value and path is None else node
    start = place.start_mark.index
    end = place.end_mark.index if isinstance(place, yaml.ScalarNode) else start + 1
    reason = f"Every {schema.name} has it" if schema.name else "It is required"
    assigned = name == "uid" and path is not None and ".ownerReferences[" in shown(path)
    return Violation(
        MISSING_FIELD,
        start,
        end,
        f"{shown((path, name))}: {REQUIRED}",
        f"{reason}: add `{name}:`." if not assigned else _ASSIGNED,
        severity="info" if assigned else None,
        missing=shown((path, name)),
        path="",
    )


def without_misspelt(violations: Sequence[Violation]) -> list[Violation]:
    """The violations without those of required fields that are there: misspelt, or at a wrong level."""
    there = {violation.belongs for violation in violations if violation.belongs}
    for violation in violations:
        if violation.meant and violation.path:
            parent, dot, _ = violation.path.rpartition(".")
            there.add(f"{parent}{dot}{violation.meant}")
    if not there:
        return [*violations]
    return [
        violation
        for violation in violations
        if violation.rule is not MISSING_FIELD or violation.message.partition(": ")[0] not in there
    ]


def missing_together(violations: Sequence[Violation], kind: str) -> list[Violation]:
    """The violations of a manifest; where it lacks fields near its top, one names all that it lacks.

    A field that is there and at a wrong level is not missing, too.
    """
    if not violations:
        return []
    elsewhere = {violation.belongs for violation in violations if violation.belongs}
    violations = [
        violation
        for violation in violations
        if violation.missing not in elsewhere and _ITEM.sub("[]", violation.missing) not in elsewhere
    ]
    missing = [violation for violation in violations if violation.missing]
    if not any(violation.missing.count(".") < 2 for violation in missing):
        return violations
    first = missing[0]
    if len(missing) > 1:
        paths = list(dict.fromkeys(violation.missing for violation in missing))
        more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
        listed = any_of(paths, "and") if not more else ", ".join(paths[:_NAMED])
        at_start = {violation.start: violation for violation in reversed(missing[1:])}
        related = tuple(
            (other.start, other.end, f"{other.missing} is missing here")
            for start, other in sorted(at_start.items())[:MOST_PLACES]
            if start != first.start
        )
        message = f"this {kind} is not complete: {listed}{more} are missing"
        joined = replace(first, message=message, help=f"Add them. {PART}", related=related, together=True)
    else:
        joined = replace(first, help=f"{first.help} {PART}")
    return [
        joined if violation is first else violation
        for violation in violations
        if violation is first or not violation.missing
    ]


def null(
    node: yaml.ScalarNode,
    schema: Schema,
    path: Path,
    key: yaml.Node | None,
    owner: str,
    present: Container[str],
    *,
    required: bool,
) -> Iterator[Violation]:
    """The violation of a field without a value, in a mapping of a definition called `owner`.

    `present`: the other fields of the mapping. `required`: whether missing fields are reported.
    """
    left_out = node.start_mark.index == node.end_mark.index
    place = key if left_out and key is not None else node
    needed = required and (owner, shown(path)) in _REFUSED_EMPTY and "generateName" not in present
    if is_in_status(path):
        return
    if schema.unlisted_null and schema.enum and not left_out:
        known = [str(value) for value in schema.enum]
        help_ = f"Write {any_of(known)}, or leave it out: it may be null by its type, and not by its `enum`."
        yield at_node(UNKNOWN_VALUE, node, unsupported(node.value, known), help_)
    elif not schema.nullable or (needed and key is not None):
        if required:
            yield null_of_needed(node, schema, path, place, owner)
    elif left_out and key is not None and schema.type:
        yield without_value(place, schema, path, EMPTY_FIELD)
    elif key is None and not left_out and schema.required and required:
        # `null` in a list is an item with nothing in it
        yield replace(without_value(node, schema, path, MISSING_FIELD), missing="")


def null_of_needed(
    node: yaml.ScalarNode, schema: Schema, path: Path, place: yaml.Node, owner: str
) -> Violation:
    """The violation of a needed field without a value, at `place`.

    A written `null` is no excerpt; what nobody wrote may be one.
    """
    violation = without_value(place, schema, path, MISSING_FIELD)
    if node.start_mark.index == node.end_mark.index or (owner, shown(path)) in _ACCEPTED_NULL:
        return violation
    help_ = "Write its fields in place of the null." if schema.type == "object" else violation.help
    return replace(violation, missing="", help=help_)


def is_in_status(path: Path) -> bool:
    """Whether a path is in the status of an object, which the API server sets aside when it is applied."""
    return path is not None and steps(path)[0] == "status"


def without_value(place: yaml.Node, schema: Schema, path: Path, rule: SnippetRule) -> Violation:
    """The violation of MISSING_FIELD or EMPTY_FIELD for a field without a value, at a node."""
    needs = f"; it needs {any_of(schema.required, 'and')}" if schema.required else ""
    if schema.name == "ObjectMeta":
        todo = "Write `name:` below it, indented"
    elif schema.required:
        todo = f"Write `{schema.required[0]}:` below it, indented"
    elif schema.name == "IngressBackend":
        todo = "Write `service:` below it, indented"
    elif schema.type == "object":
        todo = "Write `{}` to have it with its defaults"
    else:
        todo = f"Give it {type_in_words(schema)}"
    help_ = f"{todo}, or remove it: an empty field counts as absent." if rule is EMPTY_FIELD else f"{todo}."
    message = f"{REQUIRED}{needs}" if rule is MISSING_FIELD else f"the field is empty{needs}"
    field = shown(path) or "the document"
    violation = replace(at_node(rule, place, f"{field}: {message}", help_), path="")
    if field == "items":
        return replace(violation, severity="info")  # the API server writes null for a list of nothing
    if rule is MISSING_FIELD:
        # an empty `metadata:` is a slip
        return replace(violation, missing="" if field == "metadata" else shown(path))
    # an empty list, text or mapping of optional fields is accepted, and programs write them
    accepted = not schema.required or schema.name in _ACCEPTED_EMPTY
    return replace(violation, severity="info") if accepted and field != _OF_INGRESS else violation
