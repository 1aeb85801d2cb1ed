"""Ports of nodes that a comment puts into a range of its own: `# --service-node-port-range=443-32767`."""

from __future__ import annotations

from collections.abc import Sequence

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.lints.services import is_outside_default_range
from knotwork.snippets.violation import Violation, severity, unquoted, with_infos

_RANGE = lazy_regex(r"#[^\n]*service-node-port-range(?:[`\"']?[ =:]+[`\"']?(\d+)-(\d+))?")


def port_ranges(violations: Sequence[Violation], text: str) -> list[Violation]:
    """The violations; as infos those of ports of nodes, where a comment sets a range that has them.

    `text`: that of their offsets.
    """

    def may_be_meant(violation: Violation) -> bool:
        is_port = is_outside_default_range(violation) and severity(violation) == "warning"
        return is_port and _is_allowed(unquoted(violation, text), text)

    return with_infos(violations, may_be_meant)


def _is_allowed(port: str, text: str) -> bool:
    """Whether a comment names the option, and no range without the port."""
    ranges = [*_RANGE.finditer(text)]
    if not ranges or not port.isdecimal():
        return False
    given = [(int(own[1]), int(own[2])) for own in ranges if own[1]]
    return not given or any(first <= int(port) <= last for first, last in given)
