"""Objects of a cluster as kubectl printed them: what the API server took once is no choice of the writer.

A Pod with a `uid` has an old annotation because a controller set it; the token of a Secret was made
unreadable; `Acquire Time:` is how `kubectl describe` prints a field.
"""

from __future__ import annotations

import re
from collections.abc import Set

import yaml

from knotwork.snippets.fields.of_server import OF_SERVER, ONLY_OF_SERVER
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.lints.invalid_base64 import INVALID_BASE64
from knotwork.snippets.violation import Violation, severity
from knotwork.snippets.yaml.nodes import NULL, key_of
from knotwork.snippets.yaml.values import value_at

_OF_DESCRIBE = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)+")
"""A name of several words, as `kubectl describe` prints those of fields."""


def was_in_cluster(root: yaml.Node | None) -> bool:
    """Whether an object has what the API server writes into metadata, a time of creation at least."""
    return _has_one_of(root, OF_SERVER)


def is_of_server(root: yaml.Node | None) -> bool:
    """Whether nobody but the API server can have written some of it: what it lacks was cut off."""
    return _has_one_of(root, ONLY_OF_SERVER)


def _has_one_of(root: yaml.Node | None, names: Set[str]) -> bool:
    metadata = value_at(root, "metadata")
    pairs = metadata.value if isinstance(metadata, yaml.MappingNode) else []
    return any(key_of(key) in names and value.tag != NULL for key, value in pairs)


def is_as_printed(violation: Violation, text: str) -> bool:
    """Whether the state of an object may have what a violation is about. `text`: that of its offsets.

    Not a field that does not exist, however it is spelt: the server drops it.
    """
    if severity(violation) == "warning" or violation.rule is INVALID_BASE64:
        return True
    written = text[violation.start : violation.end]
    return violation.rule is UNKNOWN_FIELD and _OF_DESCRIBE.fullmatch(written) is not None
