r"""Line breaks that are written as `\n`: neither YAML nor a shell between single quotes reads them so."""

from __future__ import annotations

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_WRITTEN = lazy_regex(r"\\n(?=[ ]*(?:- )?[A-Za-z][\w./-]*:(?: |\\n|$))")
_OUTSIDE = lazy_regex(r"[^\"'{}\[\]]*")
_HELP = r"A shell leaves `\n` as it is between single quotes: write `$'…'`, real line breaks, or JSON."


def written_breaks(text: str, start: int, end: int) -> Cause | None:
    r"""The first `\n` between the fields of a text on one line; None without one."""
    first = _WRITTEN.search(text, start, end)
    if first is None or "\n" in text[start:end].strip():
        return None
    if not _OUTSIDE.fullmatch(text, start, first.start()):
        return None  # within quotes or brackets it may be one
    return Cause(first.start(), r"`\n` is no line break here", _HELP, "slip")
