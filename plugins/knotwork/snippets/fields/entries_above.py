"""An unknown field below a map of any names, such as `selector:` or `labels:`, of which it may be an entry.

selector:
  app: web
tier: front       indented too little
"""

from __future__ import annotations

import yaml

from knotwork.snippets.fields.other_levels import Surroundings
from knotwork.snippets.yaml.nodes import NULL, key_of


def entry_of_map_above(key: yaml.Node, here: Surroundings) -> str:
    """A sentence about the map above an unknown field that it may be an entry of; empty: there is none.

    Between both there are other such fields only, or any, where the map is empty.
    """
    above, is_open = "", False
    for other, value in here.node.value if here.node is not None else ():
        name = key_of(other)
        if other is key:
            is_entry = above and isinstance(value, yaml.ScalarNode) and value.tag != NULL
            return f"It may be an entry of `{above}:` above: indent it deeper." if is_entry else ""
        is_empty = value.tag == NULL and value.start_mark.index == value.end_mark.index
        known = here.schema.fields.get(name)
        is_map = known is not None and known.values is not None and known.values.type == "string"
        if is_empty and (known is None or is_map):
            above, is_open = name, True
        elif is_map:
            above, is_open = name if _is_block(value) else "", False
        elif known is not None and not (is_open and isinstance(value, yaml.ScalarNode)):
            above = ""
    return ""


def _is_block(value: yaml.Node) -> bool:
    return isinstance(value, yaml.MappingNode) and not value.flow_style
