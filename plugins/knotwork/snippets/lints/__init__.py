"""What the fields of manifests mean together: checks that the API server makes, and some that it does not.

A file holds lints, and the rules that only they find; `invalid-value` and other rules that the schema check
finds too are declared with that check. No list names the files: what one declares is in use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

from knotwork.snippets.lints.lint import Lint, NoteLint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.violation import Violation

_T = TypeVar("_T")


def _declared(kind: type[_T]) -> Iterator[_T]:
    """What the files declare, in the order of their names, and of lines in each."""
    for module in _MODULES:
        yield from (value for value in vars(module).values() if isinstance(value, kind))


_MODULES: tuple[ModuleType, ...] = tuple(
    import_module(f"{__name__}.{name}") for name in sorted(module.name for module in iter_modules(__path__))
)
_LINTS: tuple[Lint, ...] = tuple(dict.fromkeys(_declared(Lint)))
_NOTE_LINTS: tuple[NoteLint, ...] = tuple(dict.fromkeys(_declared(NoteLint)))
_FIELDS: frozenset[str] = frozenset(name for lint in _LINTS for name in lint.fields)
"""The fields without which some lints find nothing."""

RULES: frozenset[SnippetRule] = frozenset(_declared(SnippetRule))
"""The rules that lints find."""
ACROSS: frozenset[SnippetRule] = frozenset(rule for lint in _NOTE_LINTS for rule in lint.rules)
"""Those that are about the manifests of a note together."""
_WITH_SPEC = frozenset(
    (
        *(("", kind) for kind in ("Pod", "Service", "PersistentVolume", "PersistentVolumeClaim")),
        *(("apps", kind) for kind in ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet")),
        *(("batch", kind) for kind in ("Job", "CronJob")),
        *(("networking.k8s.io", kind) for kind in ("Ingress", "NetworkPolicy")),
        ("autoscaling", "HorizontalPodAutoscaler"),
        ("policy", "PodDisruptionBudget"),
    )
)


def lint(manifest: Manifest) -> list[Violation]:
    """What is wrong with one manifest whose schema is Kubernetes' own, beyond its schema. Never raises.

    Nothing is reported as missing from one that is partial.
    """
    if not manifest.partial and (manifest.group, manifest.kind) in _WITH_SPEC and _is_outline(manifest):
        manifest = manifest.as_partial()
    return _violations(manifest, advice=False)


def advise(manifest: Manifest) -> list[Violation]:
    """Advice about the security of one manifest. Never raises."""
    return _violations(manifest, advice=True)


def lint_note(manifests: Sequence[tuple[int, Manifest]]) -> list[tuple[int, Violation]]:
    """What is wrong between the manifests of one note. Never raises.

    Each manifest comes with the index of the snippet it is in, each violation with that of the snippet it
    stands in.
    """
    if len(manifests) < 2:
        return []
    return [violation for lint in _NOTE_LINTS for violation in lint.check(manifests)]


def _violations(manifest: Manifest, *, advice: bool) -> list[Violation]:
    fields = _FIELDS & manifest.names
    lints = _lints(manifest.group, manifest.kind, fields, pods=bool(manifest.pods), advice=advice)
    violations = [violation for lint in lints for violation in lint.check(manifest)]
    # an alias repeats its violations
    return list(dict.fromkeys(violations)) if len(violations) > 1 else violations


@lru_cache(maxsize=1024)
def _lints(group: str, kind: str, fields: frozenset[str], *, pods: bool, advice: bool) -> tuple[Lint, ...]:
    """The lints that run for manifests of a kind that have these of all fields that lints name, in order."""
    return tuple(
        lint
        for lint in _LINTS
        if lint.advice is advice
        and lint.runs_for(group, kind, pods=pods)
        and (not lint.fields or not lint.fields.isdisjoint(fields))
    )


def _is_outline(manifest: Manifest) -> bool:
    """Whether it leaves out what it is about, as a patch does; the schema check reports that."""
    return "spec" not in manifest.fields or (manifest.group == "apps" and "selector" not in manifest.spec)
