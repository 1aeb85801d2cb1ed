"""Notes that propose how kinds may look one day: `keps/`, `rfcs/`, `docs/proposals/`, `design/`."""

from __future__ import annotations

import re

_PROPOSAL = re.compile(
    r"(?:^|/)(?:[\w-]+[-_])?(?:[cgjknpt]eps?|rfcs?|proposals?|enhancements?|designs?|design[-_]docs?|adrs?)/",
    re.IGNORECASE,
)


def is_proposal(path: str) -> bool:
    """Whether a note is a proposal by the name of one of its folders."""
    return _PROPOSAL.search(path) is not None
