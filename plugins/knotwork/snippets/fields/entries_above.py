"""An unknown field below a map of any names, such as `selector:` or `labels:`, of which it may be an entry.

selector:
  app: web
tier: front       indented too little
"""

from __future__ import annotations

from bisect import bisect_left

import yaml

from knotwork.snippets.fields.other_levels import Surroundings
from knotwork.snippets.yaml.nodes import NULL, key_of

_NEAR = 6
"""The most fields above an unknown one that are looked at."""


def entry_of_map_above(key: yaml.Node, here: Surroundings) -> str:
    """A sentence about the map above an unknown field that it may be an entry of; empty: there is none.

    Between both there are other such fields only, or any, where the map is empty.
    """
    pairs = here.node.value if here.node is not None else []
    at = bisect_left(pairs, key.start_mark.index, key=_start)
    if at == len(pairs) or pairs[at][0] is not key or not _is_text(pairs[at][1]):
        return ""
    above, between = "", False
    for other, value in pairs[max(0, at - _NEAR) : at][::-1]:
        known = here.schema.fields.get(key_of(other))
        is_map = known is not None and known.values is not None and known.values.type == "string"
        if known is None and value.tag != NULL:
            continue
        if value.tag == NULL and (known is None or is_map):
            above = key_of(other) if value.start_mark.index == value.end_mark.index else ""
            break
        if is_map:
            above = key_of(other) if _is_block(value) and not between else ""
            break
        if not isinstance(value, yaml.ScalarNode):
            break
        between = True
    return f"It may be an entry of `{above}:` above: indent it deeper." if above else ""


def _start(pair: tuple[yaml.Node, yaml.Node]) -> int:
    return pair[0].start_mark.index


def _is_text(value: yaml.Node) -> bool:
    return isinstance(value, yaml.ScalarNode) and value.tag != NULL


def _is_block(value: yaml.Node) -> bool:
    return isinstance(value, yaml.MappingNode) and not value.flow_style
