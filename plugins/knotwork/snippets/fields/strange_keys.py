"""Names of fields that are no texts: a list or mapping, nothing, or a word that YAML reads as another value.

labels:
  y: "1"         is the label `true`
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.other_levels import Surroundings
from knotwork.snippets.fields.suggestions import quoted_key
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import BOOLEAN, MERGE, STRING
from knotwork.snippets.yaml.paths import shown
from knotwork.snippets.yaml.placeholders import is_placeholder, is_placeholder_node

UNQUOTED_KEY = snippet_rule(
    "unquoted-key",
    "warning",
    "fields",
    """
    A name without quotes is read as a boolean or a number, and becomes another name.

    Nothing refuses it: for Kubernetes `y`, `on` and `yes` are booleans, `0755` is an octal number and `1.50`
    is 1.5. A label `y` is created as the label `true`, and no selector finds it; a file `0755` of a ConfigMap
    is called `493`.

    Bad:

    ```yaml {k8s="invalid:unquoted-key"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: axes
    data:
      x: "10"
      y: "20"
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: axes
    data:
      x: "10"
      "y": "20"
    ```

    Quote it. A name that stays the same, such as `true` or `8080`, is no finding.
    """,
    position=8,
)


def wrong_key(key: yaml.Node) -> Iterator[Violation]:
    """The violation for the name of a field that cannot be one: a list, a mapping, or nothing."""
    if not isinstance(key, yaml.ScalarNode):
        if not is_placeholder_node(key, for_one_value=True):
            yield at_node(WRONG_TYPE, key, "the name of a field must be a string, not a list or mapping")
        return
    quote = f'Plain {key.value} is nothing for Kubernetes; quote it: "{key.value}".'
    help_ = quote if key.value else "Write a name before the colon."
    yield at_node(WRONG_TYPE, key, "the name of a field must be a string, not null", help_)


def unquoted_key(key: yaml.ScalarNode, name: str, here: Surroundings) -> Iterator[Violation]:
    """The violation for a key that is read as another name, of a mapping that may have any."""
    schema = here.schema
    if key.tag in (STRING, MERGE) or name == key.value or is_placeholder(key.value):
        return
    if name in schema.fields or name in here.present or (schema.values is None and schema.closed):
        return
    kind = "boolean" if key.tag == BOOLEAN else "number"
    message = f'the name {key.value} is read as "{name}"'
    help_ = f'Plain {key.value} is a {kind} for Kubernetes; quote it: "{key.value}".'
    start, end = key.start_mark.index, key.end_mark.index
    path = shown((here.path, name))
    yield Violation(UNQUOTED_KEY, start, end, message, help_, repair=quoted_key(key), path=path)
