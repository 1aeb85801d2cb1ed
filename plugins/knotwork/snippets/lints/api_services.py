"""APIServices: those of the API server itself have no certificates, and the others a service with a name."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import is_true

_SERVICE = frozenset(("name", "namespace", "port"))


@lint("apiregistration.k8s.io/APIService", fields=("caBundle", "insecureSkipTLSVerify", "service"))
def reached(manifest: Manifest) -> Iterator[Violation]:
    """How the API server reaches the one that serves a group."""
    spec = manifest.spec
    node = given(spec, "service")
    fields = manifest.pairs(node)
    if manifest.partial:
        return
    if node is not None:
        for name in ("namespace", "name"):
            if name not in fields and fields.keys() <= _SERVICE:
                yield missing(node, name, "spec.service", "Say which Service it is.")
    elif not may_be_there("service", spec):
        help_ = "Remove it, or add `service:`."
        if given(spec, "caBundle") is not None:
            message = "Invalid value: local APIServices may not have a caBundle"
            yield at_node(INVALID_VALUE, spec["caBundle"][0], message, help_)
        skipped = given(spec, "insecureSkipTLSVerify")
        if skipped is not None and is_true(skipped):
            message = invalid(skipped, "local APIServices may not have insecureSkipTLSVerify")
            yield at_node(INVALID_VALUE, skipped, message, help_)
