"""What the selectors of devices read of a device: its fields, and capacities, which are quantities.

Source: k8s.io/dynamic-resource-allocation/cel, which declares the type of `device`.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.cel.environment import flaw_at
from knotwork.snippets.cel.expressions import violation_in
from knotwork.snippets.cel.properties import undefined
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.values import literal

_KNOWN = ("driver", "attributes", "capacity", "allowMultipleAllocations")
_REQUESTS = ("", ".exactly", ".firstAvailable[]")
_PATHS = {
    "DeviceClass": ("spec.selectors[]",),
    "ResourceClaim": tuple(f"spec.devices.requests[]{part}.selectors[]" for part in _REQUESTS),
    "ResourceClaimTemplate": tuple(f"spec.spec.devices.requests[]{part}.selectors[]" for part in _REQUESTS),
}
_READ = lazy_regex(
    r"""'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|//[^\n]*"""
    r"""|(?<![\w.])device\s*\.\s*(?P<field>[A-Za-z_]\w*)"""
    r"""(?P<of>\s*\[\s*(?:'[^'\n]*'|"[^"\n]*")\s*\]\s*\.\s*\w+(?:\.quantity\b)?(?P<gap>\s*)(?P<by>[<>]=?))?"""
)
"""A text, a comment, or a field of the device, and how it is compared."""


@lint(*(f"resource.k8s.io/{kind}" for kind in _PATHS), fields=("cel",))
def fields_of_devices(manifest: Manifest) -> Iterator[Violation]:
    """Fields that no device has, and comparisons that quantities have not."""
    for path in _PATHS[manifest.kind]:
        for node, where in nodes_at(manifest, f"{path}.cel.expression"):
            written = literal(node)
            if isinstance(node, yaml.ScalarNode) and written:
                yield from _flaws(node, written, where)


def _flaws(node: yaml.ScalarNode, written: str, where: str) -> Iterator[Violation]:
    for match in _READ.finditer(written):
        field = match["field"]
        if field is not None and field not in _KNOWN:
            flaw = undefined(written, match.start("field"), field)
            yield violation_in(node, flaw, where, list(_KNOWN))
            return
        if field == "capacity" and match["by"]:
            sign = match["by"]
            message = (
                f"found no matching overload for '_{sign}_' applied to a quantity: "
                f'write `.compareTo(quantity("1Gi")) {sign} 0`'
            )
            yield violation_in(node, flaw_at(written, match.start("by"), len(sign), message), where, [])
            return
