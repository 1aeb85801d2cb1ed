"""Notes that are forms for other notes: `_TEMPLATE.md`, `# [Topic Name]`. Readers fill in their manifests."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from knotwork.snippets.violation import Violation, with_infos

_NAME = re.compile(r"_*template_*\.md", re.IGNORECASE)
_TITLE = re.compile(r"#[ \t]+\[[A-Z][\w-]*(?: [\w/-]+)*\][ \t]*")
"""A title that is to be filled in; one with a target is a link."""


def as_form(violations: Sequence[Violation], path: str, beginnings: Sequence[str]) -> Sequence[Violation]:
    """The violations of a manifest in a note; as infos in a form, but for YAML that cannot be read."""
    title = beginnings[0].lstrip().partition("\n")[0] if beginnings else ""
    if _NAME.fullmatch(posixpath.basename(path)) is None and _TITLE.fullmatch(title) is None:
        return violations
    return with_infos(violations, lambda own: own.rule.family != "yaml")
