"""The ids that a site gives to lines of code: `anchor_linenums`, `line_anchors` and `line_spans`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from knotwork.config.custom_fences import written_fences


class CodeLines(Struct, frozen=True):
    """What of each line of code has an id, as pymdownx.highlight and Pygments write it."""

    anchors: str = ""
    """How the ids of links in the lines, which lead to themselves, begin; empty for none."""
    linked: bool = False
    """Whether the number beside a line leads to it."""
    spans: str = ""
    """How the ids of the lines themselves begin; empty for none."""
    uncounted: frozenset[str] = frozenset()
    """The languages of which blocks are no code there."""

    @property
    def has_ids(self) -> bool:
        """Whether lines have ids at all."""
        return bool(self.anchors or self.spans)


def code_lines(options: Mapping[str, Mapping[str, Any]]) -> CodeLines:
    """The ids of lines by the options of a site's extensions."""
    given = options.get("pymdownx.highlight", {})
    anchors, spans = given.get("line_anchors"), given.get("line_spans")
    linked = given.get("anchor_linenums") is True
    return CodeLines(
        str(anchors or ("__codelineno" if linked else "")),
        linked,
        str(spans or ""),
        frozenset(str(fence.get("name", "")) for fence in written_fences(options)),
    )
