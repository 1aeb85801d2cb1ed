"""Custom objects that name a schema of their own: editors check them by that, which may be a newer one.

# yaml-language-server: $schema=https://schemas.example.com/cert-manager.io/issuer_v1.json
apiVersion: cert-manager.io/v1
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.strange_specs import is_known_nowhere
from knotwork.snippets.violation import Violation, with_infos

_NAMES_SCHEMA = lazy_regex(
    r"^[ \t]*#+[ \t]*(?:yaml-language-server:[ \t]*\$schema=|\$schema:[ \t]*)(?P<schema>\S+)[ \t]*$",
    re.MULTILINE,
)
_HELP = "Its `$schema` may have it: the definition in the vault may be that of an older version."
_LOOKED_AT = 2000
"""The most characters above the first field that are looked at."""


def by_named_schema(
    violations: Sequence[Violation], root: yaml.Node | None, text: str
) -> Sequence[Violation]:
    """The violations of a custom object; as infos fields that its own schema may have, which are no slips.

    `text`: that of the offsets.
    """
    if root is None or "$schema" not in text or not any(map(is_known_nowhere, violations)):
        return violations
    first = root.start_mark.index
    above = text[max(0, first - _LOOKED_AT) : first].rpartition("\n---")[2]
    if _NAMES_SCHEMA.search(above) is None:
        return violations
    return with_infos(violations, is_known_nowhere, lambda own: " ".join(filter(None, (own.help, _HELP))))
