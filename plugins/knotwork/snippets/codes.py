"""The codes of all rules about snippets, and how grave each is."""

from __future__ import annotations

from collections.abc import Mapping

from knotwork.model.diagnostics import Severity

_ADVICE = (
    "privileged-container",
    "run-as-root",
    "missing-limits",
    "host-namespace",
    "host-path",
    "privilege-escalation",
    "writable-root",
    "wildcard-rbac",
    "secret-in-env",
)
SEVERITIES: Mapping[str, Severity] = {
    # the text
    "yaml-syntax": "error",
    "yaml-tab-indent": "error",
    "yaml-limit": "error",
    "yaml-escape": "warning",
    "yaml-tag": "warning",
    "yaml-template": "info",
    "duplicate-key": "error",
    "missing-separator": "error",
    "lone-ellipsis": "info",
    "unmarked-manifest": "info",
    # what it is meant to be
    "unknown-state": "error",
    "unexpected-pass": "error",
    "no-schema": "info",
    "unknown-kind": "error",
    "removed-api": "error",
    "deprecated-api": "warning",
    "json-schema": "error",
    # its fields
    "unknown-field": "error",
    "missing-field": "error",
    "wrong-type": "error",
    "unknown-value": "error",
    "invalid-value": "error",
    "empty-field": "warning",
    "duplicate-item": "error",
    # what the fields mean
    "invalid-name": "error",
    "invalid-label": "error",
    "invalid-quantity": "error",
    "invalid-base64": "error",
    "requests-over-limits": "error",
    "one-of": "error",
    "job-restart-policy": "error",
    "ingress-backend": "error",
    "unmatched-selector": "error",
    "unmatched-service": "warning",
    "undefined-volume": "error",
    "undefined-port": "warning",
    "undefined-reference": "warning",
    "image-latest": "info",
    **dict.fromkeys(_ADVICE, "warning"),
}

ADVICE: frozenset[str] = frozenset(_ADVICE)
"""The codes of advice about security, which is off unless it is asked for."""
