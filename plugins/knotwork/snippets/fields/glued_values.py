"""A field and its value without a space between, in braces: `{operator:In, key: zone}`."""

from __future__ import annotations

from collections.abc import Container

import yaml
from msgspec.structs import replace

from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.violation import Repair, Violation, at_node
from knotwork.snippets.yaml.nodes import NULL, key_of


def glued_value(
    rule: SnippetRule, key: yaml.Node, value: yaml.Node, path: str, fields: Container[str]
) -> Violation | None:
    """The violation of such a field, for a rule and its path; None: it is another name.

    `fields` are those that the mapping can have.
    """
    field, colon, rest = key_of(key).partition(":")
    is_written = value.tag == NULL and value.start_mark.index == value.end_mark.index
    if not colon or not rest or not is_written or field not in fields or getattr(key, "style", None):
        return None
    at = key.start_mark.index + len(field) + 1
    message = f'unknown field "{path}": a space is missing after `{field}:`'
    repair = Repair("Write a space", (), ((at, at, " "),))
    violation = at_node(rule, key, message, f"Write `{field}: {rest}`.")
    return replace(violation, path=path, meant=field, repair=repair)
