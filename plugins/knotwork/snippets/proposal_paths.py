"""Notes that propose how kinds may look one day: `keps/`, `rfcs/`, `docs/proposals/`, `design/`."""

from __future__ import annotations

import re

_PROPOSAL = re.compile(
    r"(?:^|/)(?:[\w-]+[-_])?(?:[cgjknpt]eps?|rfcs?|proposals?|enhancements?|designs?|design[-_]docs?|adrs?"
    r"|decisions|decision[-_]records?)/|(?:^|/)(?:adr|rfc|kep)[-_]?\d+[-_][^/]*$",
    re.IGNORECASE,
)


def is_proposal(path: str) -> bool:
    """Whether a note is a proposal by its name, such as `ADR-004-scaling.md`, or by that of a folder."""
    return _PROPOSAL.search(path) is not None
