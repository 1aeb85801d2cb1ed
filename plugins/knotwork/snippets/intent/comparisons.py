"""Two manifests in one block, the second in place of the first: `# From: Ingress`, `# To: Gateway`.

The first one is what the second one replaces: it may be shown in short, and nobody is to use it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knotwork.model.line_offsets import line_above
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation, with_infos

_TITLE = r"^#[ \t#*=~❌✅🔴🟢⛔-]{0,20}(?:\d[.):]?[ \t]*)?"
_END = (
    r"\b(?=[ \t]*(?:$|[:(\[\u2013\u2014-])"
    r"|[ \t]+[\w./-]+(?:[ \t]+[\w./-]+)?[ \t]*(?:$|[:(\u2013\u2014-]))[^\n]*$"
)
_OLD = lazy_regex(
    rf"{_TITLE}(?:(?:from|before|old|previously|vorher|antes|avant|до|было){_END}|(?:旧|变更前|変更前|이전)[^\n]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_NEW = lazy_regex(
    rf"{_TITLE}(?:(?:to|after|new|now|nachher|despu[ée]s|depois|apr[èe]s|после|стало){_END}"
    r"|(?:新|变更后|変更後|이후)[^\n]*$)",
    re.IGNORECASE | re.MULTILINE,
)


def as_replaced(violations: Sequence[Violation], text: str, first: int) -> Sequence[Violation]:
    """The violations of a document; as infos where its title says that it is what another one replaces.

    `text`: that of the offsets of the violations, with the other manifests of the block. `first`: the
    offset of the first field of the document.
    """
    if "#" not in text or not violations:
        return violations
    new = _NEW.search(text, first)
    if new is None or not _begins_with_old(text, first):
        return violations
    return with_infos(violations, lambda violation: violation.start < new.start())


def _begins_with_old(text: str, first: int) -> bool:
    """Whether a comment right above the first field is the title of something old."""
    line = first
    while line > 0:
        above = line_above(text, line)
        written = text[above : line - 1]
        if written.strip() and not written.startswith("#"):
            return False
        if _OLD.match(written):
            return True
        line = above
    return False
