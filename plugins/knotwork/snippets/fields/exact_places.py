"""Places of unknown fields that are more certain than a similar name: the very field is one level away."""

from __future__ import annotations

from collections.abc import Set

import yaml

from knotwork.model.equivalences import only_equivalent
from knotwork.model.nearest import nearest_names
from knotwork.snippets.fields.moved_fields import Moved
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.yaml.nodes import NULL

_INDENTATION = "Check the indentation."
_OF_TEMPLATE = frozenset(("spec", "metadata"))


def exact_place(name: str, value: yaml.Node, schema: Schema, present: Set[str]) -> Moved | None:
    """The place of an unknown field in a mapping, by a field of it that cannot have the value itself.

    `secretName: a` in a volume belongs under `secret`, and `port: 80` beside `ports:` under `ports[]`: these
    are no slips for fields that take no such value. What a pod template has does not stand beside it.
    """
    if name in _OF_TEMPLATE and "template" in present:
        return Moved(f': "{name}" belongs under template', _INDENTATION, belongs=f"template.{name}")
    if not isinstance(value, yaml.ScalarNode) or value.tag == NULL:
        return None
    fields = schema.fields
    same = only_equivalent(name, list(fields))
    like = (same[0],) if same else nearest_names(name, sorted(fields))
    for other in like[:1]:
        inner = fields[other].items or fields[other]
        if name in inner.fields:
            place = other if fields[other].items is None else f"{other}[]"
            return Moved(f': "{name}" belongs under {place}', _INDENTATION, below=place)
    return None


def place_in_status(name: str, manifest: Schema | None) -> Moved | None:
    """The place of a field of a spec that is one of the object's status, as in output without its `status:`.

    `manifest`: the definition of the object.
    """
    status = manifest.fields.get("status") if manifest is not None else None
    is_volume = name == "capacity" and manifest is not None and manifest.name == "PersistentVolumeClaim"
    if status is None or name not in status.fields or is_volume:
        return None
    if manifest is not None and manifest.definition:  # another version of the definition may have had it
        return None
    help_ = "The API server writes the status: remove its fields, or indent them below `status:`."
    return Moved(f': "{name}" belongs in status', help_, belongs=f"status.{name}")
