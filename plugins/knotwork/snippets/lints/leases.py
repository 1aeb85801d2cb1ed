"""Leases and those who contend for them: what goes with a strategy, and which version is the newer one."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.value_forms import SEMANTIC_VERSION
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal

_OLDEST = "OldestEmulationVersion"


@lint("coordination.k8s.io/Lease", fields=("preferredHolder",))
def preferred(manifest: Manifest) -> Iterator[Violation]:
    """Who should hold a lease is a matter of the strategy."""
    spec = manifest.spec
    if manifest.partial or may_be_there("strategy", spec):
        return
    if literal(given(spec, "preferredHolder")):
        message = forbidden("may only be specified if `strategy` is defined")
        key = spec["preferredHolder"][0]
        violation = at_node(INVALID_VALUE, key, message, f"Add `strategy: {_OLDEST}`, or remove it.")
        # without the gate CoordinatedLeaderElection, which is off by default, the field is dropped
        yield replace(violation, severity="warning")


@lint("coordination.k8s.io/LeaseCandidate", fields=("strategy", "emulationVersion"))
def versions(manifest: Manifest) -> Iterator[Violation]:
    """A candidate emulates no newer version than it is, and says which where that decides."""
    spec = manifest.spec
    strategy, binary = given(spec, "strategy"), given(spec, "binaryVersion")
    emulated = _numbers(literal(given(spec, "emulationVersion")))
    own = _numbers(literal(binary))
    guessed = manifest.partial or may_be_there("emulationVersion", spec)
    if strategy is not None and literal(strategy) == _OLDEST and not guessed:
        key = spec["strategy"][0]
        yield missing(key, "emulationVersion", "spec", f"It goes with `strategy: {_OLDEST}`.")
    if binary is not None and own is not None and emulated is not None and own < emulated:
        message = invalid(binary, "must be greater than or equal to `emulationVersion`")
        yield at_node(INVALID_VALUE, binary, message, "Lower `emulationVersion`.")


def _numbers(written: str | None) -> tuple[int, ...] | None:
    """The three numbers of a version; None for one that is none, or comes before another one."""
    form = SEMANTIC_VERSION.form
    if written is None or form is None or not form.pattern.fullmatch(written) or "-" in written:
        return None
    return tuple(int(part) for part in written.partition("+")[0].split("."))
