"""Ports of nodes that a comment puts into a range of its own: `# --service-node-port-range=443-32767`."""

from __future__ import annotations

from collections.abc import Sequence

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.lints.services import is_outside_default_range
from knotwork.snippets.violation import Violation, as_info, severity

_RANGE = lazy_regex(r"#[^\n]*service-node-port-range(?:[`\"']?[ =:]+[`\"']?(\d+)-(\d+))?")


def port_ranges(violations: Sequence[Violation], text: str) -> list[Violation]:
    """The violations; as infos those of ports of nodes, where a comment sets a range that has them.

    `text`: that of their offsets.
    """
    return [
        as_info(violation)
        if is_outside_default_range(violation)
        and severity(violation) == "warning"
        and _is_allowed(text[violation.start : violation.end].strip("\"'"), text)
        else violation
        for violation in violations
    ]


def _is_allowed(port: str, text: str) -> bool:
    """Whether a comment names the option, and no range without the port."""
    ranges = [*_RANGE.finditer(text)]
    if not ranges or not port.isdecimal():
        return False
    given = [(int(own[1]), int(own[2])) for own in ranges if own[1]]
    return not given or any(first <= int(port) <= last for first, last in given)
