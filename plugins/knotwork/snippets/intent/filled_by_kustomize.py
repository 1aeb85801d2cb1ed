"""What kustomize fills in, or a patch replaces, is no mistake of the file that is patched."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.intent.changed_by_kustomize import annotations_as_texts, changed_by_kustomize
from knotwork.snippets.lints.unmatched_selector import UNMATCHED_SELECTOR
from knotwork.snippets.validation import Context
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.values import value_at

_KUSTOMIZED = re.compile(r"(?:^|/)(?:bases?|overlays?|components?|kustomize)/", re.IGNORECASE)
"""The folders of a kustomization."""
_NAMESPACE = re.compile(r"(?:subjects\[\d+\]|spec\.service)\.namespace: Required value")
_LACKS = lazy_regex(r'the template has no label "([^"]+)"$')
_VALUE = lazy_regex(r"""["']?:[ \t]+["']?([^\s,}"']+)""")
_SELECTORS = frozenset(("spec.selector", "spec.selector.matchLabels"))
"""The fields that kustomize makes for the labels of a Deployment and the like."""
_NOTHING = lazy_regex(r"[\"']?[ \t]*:[ \t]+\{[ \t]*\}")
_UNLISTED = "The kustomization beside it gives it that label, but lists the file in a comment."
_NO_LABELS = "empty selector is invalid for a workload"


def kustomized_violations(
    violations: Sequence[Violation], root: yaml.Node | None, text: str, path: str, context: Context
) -> list[Violation]:
    """The violations of a document without those of what kustomize fills in; infos where patches do it.

    Of a patch that a kustomization lists it writes all annotations as texts.

    `text`: that of the offsets of the violations. `path`: that of its file.
    """
    if not violations:
        return []
    listed = context.kustomized or context.applied_patch
    annotations = _annotations(root) if listed else frozenset()
    if context.kustomized and annotations:
        violations = annotations_as_texts(violations, annotations)
    violations = changed_by_kustomize(violations, root, text, context.changes)
    return [
        _patched_later(
            _if_listed(violation, text, context.unlisted_labels), text, path, listed=context.kustomized
        )
        for violation in violations
        if not (context.applied_patch and violation.rule is WRONG_TYPE and violation.start in annotations)
        and not _is_filled_in(violation, path, listed=context.kustomized, selectors=context.selectors)
        and not _is_label_of(violation, text, context.labels)
    ]


def _annotations(root: yaml.Node | None) -> frozenset[int]:
    """The offsets of the annotations of an object that have one value each."""
    node = value_at(value_at(root, "metadata"), "annotations")
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return frozenset(value.start_mark.index for _, value in pairs if isinstance(value, yaml.ScalarNode))


def _is_filled_in(violation: Violation, path: str, *, listed: bool, selectors: bool) -> bool:
    """Whether kustomize fills in what is missing: for a file in `base/`, the namespaces of accounts.

    `listed`: a kustomization beside the file lists it; then it fills in labels, too. `selectors`: that one
    gives labels to selectors.
    """
    if selectors and violation.missing in _SELECTORS:
        return True
    if listed and violation.message.endswith(_NO_LABELS):
        return True
    if _NAMESPACE.match(violation.message) is None:
        return False
    return listed or _KUSTOMIZED.search(path) is not None


def _if_listed(violation: Violation, text: str, labels: Container[tuple[str, str]]) -> Violation:
    """A violation; as an info that of a label which pods get once a kustomization lists their file."""
    if not _is_label_of(violation, text, labels):
        return violation
    return replace(violation, severity="info", help=_UNLISTED, repair=None)


def _patched_later(violation: Violation, text: str, path: str, *, listed: bool) -> Violation:
    """A violation; as an info that of an empty mapping for a text, which patches replace: `image: {}`."""
    if violation.rule is not WRONG_TYPE or not violation.message.endswith("must be a string, not a mapping"):
        return violation
    if not (listed or _KUSTOMIZED.search(path)) or _NOTHING.match(text, violation.end) is None:
        return violation
    return replace(violation, severity="info", help="A patch has to replace it.")


def _is_label_of(violation: Violation, text: str, labels: Container[tuple[str, str]]) -> bool:
    """Whether a template lacks a label that a kustomization gives it, with the value of the selector.

    `text`: that of the offsets of the violation.
    """
    if violation.rule is not UNMATCHED_SELECTOR:
        return False
    label = _LACKS.search(violation.message)
    value = _VALUE.match(text, violation.end)
    return label is not None and value is not None and (label[1], value[1]) in labels
