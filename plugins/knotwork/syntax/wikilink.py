"""Wikilinks and embeds: `[[note]]`, `[[note#heading|display text]]`, `![[note#^block]]`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline

from knotwork.model.patterns import lazy_regex
from knotwork.syntax.open_comments import without_comments
from knotwork.syntax.source_maps import span

_WIKILINK = lazy_regex(r"(!?)\[\[([^\[\]\n]+)\]\]")
_END = re.compile(r"\]\]|\[\[|\n")
"""What ends the inside of a wikilink, or shows that it is none."""
_URL_BEHIND = re.compile(r"\(<?[A-Za-z][A-Za-z0-9+.-]*:[^\s()<>]")
"""What a link of Markdown whose text is in brackets goes on with: `[[text]](https://example.org)`."""


class WikilinkParts(NamedTuple):
    """The parts of a wikilink as written."""

    target: str
    subpath: str
    display: str | None


def wikilinks(md: MarkdownIt) -> None:
    """Register before Markdown's own links, so that `[[a]]` is no reference in brackets."""
    md.inline.ruler.before("link", "wikilink", _wikilink)


@lru_cache(maxsize=4096)
def parse_wikilink(inner: str) -> WikilinkParts | None:
    r"""The parts of what stands between the brackets; None when that is no link (`[[]]`, `[[|x]]`).

    `\|` separates as `|` does: in a table it must be written so.
    """
    path, bar, display = inner.partition("|")
    if bar:
        path = path.removesuffix("\\")
    target, hash_, subpath = path.partition("#")
    target = target.strip()
    if not target and not hash_:
        return None
    return WikilinkParts(target, subpath.strip(), display.strip() if bar and display.strip() else None)


def wikilinks_in(text: str) -> list[tuple[int, int, WikilinkParts]]:
    """The wikilinks in a text that is not Markdown (a comment, a property): start, end, parts."""
    hits = ((match, parse_wikilink(match[2])) for match in _WIKILINK.finditer(text))
    return [(match.start(), match.end(), written) for match, written in hits if written]


def _wikilink(state: StateInline, silent: bool) -> bool:
    start = state.pos
    embed = state.src.startswith("![[", start)
    if not embed and not state.src.startswith("[[", start):
        return False
    opened = start + (3 if embed else 2)
    end = _END.search(state.src, opened, state.posMax)
    if end is None or end[0] != "]]":
        return False
    closed = end.start()
    inner = state.src[opened:closed]
    if inner.count("[") > inner.count("]") and state.src.startswith("]", closed + 2):
        inner, closed = inner + "]", closed + 1  # `[[note#[^1]]]` names a footnote
    if inner.startswith("["):
        return False
    bare = without_comments(inner)
    written = parse_wikilink(bare)
    if written is None or "%%" in bare or _is_reference(state, inner):
        return False
    if _URL_BEHIND.match(state.src, closed + 2, state.posMax):
        return False
    if not silent:
        token = state.push("embed" if embed else "wikilink", "", 0)
        token.content = bare
        token.meta = {"written": written, "source": inner, "span": span(state, start, closed + 2)}
    state.pos = closed + 2
    return True


def _is_reference(state: StateInline, inner: str) -> bool:
    """Whether `[[*a*]]` is CommonMark's `[` and a reference: no file may have `*` in its name."""
    return "*" in inner and normalizeReference(inner) in state.env.get("references", {})
