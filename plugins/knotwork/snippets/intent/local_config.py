"""Objects that an annotation keeps from being applied: `config.kubernetes.io/local-config: "true"`.

Kustomize and kpt read them, as a source of replacements or what a function is run with, and no server does.
What these programs need is still due: a kind, a name, and metadata of the right form.
"""

from __future__ import annotations

from collections.abc import Mapping

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.apis import NO_SCHEMA
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.validation import Result, with_violations
from knotwork.snippets.violation import Violation, at_most_info
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.values import value_at

_ANNOTATIONS: Mapping[str, frozenset[str]] = {
    "config.kubernetes.io/local-config": frozenset(("true",)),
    "config.k8s.io/local-config": frozenset(("true",)),
    "argocd.argoproj.io/hook": frozenset(("Skip",)),
}
"""The annotations, with the values that they have then."""
_HEAD = ("apiVersion", "kind", "metadata")
_FAMILIES = frozenset(("fields", "manifests", "references", "security"))
"""The families of rules about what a server does with an object."""


def if_never_applied(result: Result, root: yaml.Node | None) -> Result:
    """A result; of an object that is never applied, with infos in place of what only a server refuses.

    What other manifests of the note need or have is not compared with it.
    """
    name = _annotation(root)
    if name is None:
        return result
    metadata = value_at(root, "metadata")
    assert metadata is not None, "the annotation is in it"
    first, last = metadata.start_mark.index, metadata.end_mark.index
    help_ = f"It is never applied: see its `{name}`."

    def is_of_server(own: Violation) -> bool:
        if own.rule.family not in _FAMILIES or first <= own.start < last or own.rule is NO_SCHEMA:
            return False
        return own.rule is not MISSING_FIELD or not own.message.startswith(_HEAD)

    kept = [replace(at_most_info(own), help=help_) if is_of_server(own) else own for own in result.violations]
    return replace(with_violations(result, kept), manifests=())


def _annotation(root: yaml.Node | None) -> str | None:
    """The name of the annotation that says it."""
    node = value_at(value_at(root, "metadata"), "annotations")
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        values = _ANNOTATIONS.get(key_of(key))
        if values is not None and isinstance(value, yaml.ScalarNode) and value.value in values:
            return key_of(key)
    return None
