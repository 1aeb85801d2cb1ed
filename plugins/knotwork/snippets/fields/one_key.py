"""References to one key of a Secret or ConfigMap where all of its keys are read, and the other way round.

envFrom:
- secretKeyRef: {name: a, key: b}      one key is read by an item of `env`
"""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from knotwork.snippets.yaml.nodes import key_of

_REFERENCES: Mapping[str, str] = {
    **dict.fromkeys(("secretKeyRef", "secretRef", "secret"), "secret"),
    **dict.fromkeys(("configMapKeyRef", "configMapRef", "configMap"), "configMap"),
}


def of_one_key(definition: str, name: str, value: yaml.Node) -> tuple[str, str] | None:
    """The end of a message about a reference with a key that stands in a wrong place, and what to do."""
    source = _REFERENCES.get(name)
    if source is None or not isinstance(value, yaml.MappingNode):
        return None
    if all(key_of(key) != "key" for key, _ in value.value):
        return None
    if definition == "EnvFromSource":
        one = f"Write an item of `env:` with `name:`, `valueFrom:` and `{source}KeyRef:`"
        return ": `envFrom` reads all keys, and this names one", f"{one}; or `{source}Ref:` without `key:`."
    if definition == "EnvVar" and not name.endswith("KeyRef"):
        return f": one key is read by {source}KeyRef under valueFrom", (
            f"Write `valueFrom:` and `{source}KeyRef:` above its fields."
        )
    return None
