"""What an unknown field is meant for, by the fields that stand in it.

volumes:
- name: data
  volumeSource:        a level too many: `emptyDir` is a field of the volume
    emptyDir: {}

compute:               only `resources` can have both
  requests: {cpu: 1}
  limits: {cpu: 1}
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import yaml

from knotwork.snippets.fields.moved_fields import Moved
from knotwork.snippets.fields.other_levels import Surroundings, is_of_many_things
from knotwork.snippets.fields.possible_values import may_have
from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.paths import shown

_MOST = 12
"""With more fields than this in it, a mapping is no level too many."""
_SHOWN = 3


def needless_level(value: yaml.Node, here: Surroundings) -> Moved | None:
    """That the fields in an unknown one belong beside it; None where one does not, or stands there."""
    if not isinstance(value, yaml.MappingNode) or not 0 < len(value.value) <= _MOST:
        return None
    fields = here.schema.fields
    names = [key_of(key) for key, _ in value.value]
    if any(name not in fields or name in here.present for name in names):
        return None
    if not all(may_have(fields[key_of(key)], inner) for key, inner in value.value):
        return None
    if all(is_of_many_things(name) for name in names):
        return None
    first = any_of([f'"{name}"' for name in names[:_SHOWN]], "and")
    verb = "belongs" if len(names) == 1 else "belong"
    where = f"in {shown(here.path)} itself" if here.path else "at the top"
    return Moved(f": {first} {verb} {where}", "Remove this line, and indent what stands below it less.")


def fitting_field(value: yaml.Node, here: Surroundings, possible: Collection[str]) -> str:
    """The only field that can have all that stands in an unknown one; empty without one, or with more.

    One that is required and missing is likelier than others.
    """
    is_list = isinstance(value, yaml.SequenceNode)
    first = value.value[0] if is_list and value.value else value
    names = [key_of(key) for key, _ in first.value] if isinstance(first, yaml.MappingNode) else []
    if not names or all(is_of_many_things(name) for name in names):
        return ""
    fits = [
        field
        for field in possible
        if all(name in _inner(here.schema.fields[field], is_list=is_list) for name in names)
    ]
    needed = [field for field in fits if field in here.schema.required]
    likely = needed or (fits if len(names) > 1 else [])
    return likely[0] if len(likely) == 1 else ""


def _inner(schema: Schema, *, is_list: bool) -> Mapping[str, Schema]:
    """The fields of a mapping, or those of the items of a list."""
    below = schema.items if is_list else schema
    return below.fields if below is not None else {}
