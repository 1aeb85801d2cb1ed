"""Tags: `#k8stodo`, `#area/network`, after white space or at the start of a line."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from knotwork.syntax.source_maps import span

# U+200D joins emoji; the rest of General Punctuation ends a tag.
_TAG = re.compile(
    r"#((?:[^\s!-,.:-@\[-^`{-~\u2000-\u200c\u200e-\u206f\u2e00-\u2e7f\u3000-\u3003\xa7\xab\xbb])+)"
)
_OPENING = frozenset("([{<'\"“‘«—–")


def tags(style: str = "strict") -> Callable[[MarkdownIt], None]:
    """A plugin that registers tags; `lenient` also takes one behind an opening bracket or quote."""

    def register(md: MarkdownIt) -> None:
        md.inline.ruler.before("link", "tag", _tag_rule(lenient=style == "lenient"))

    return register


def tag_name(written: str) -> str | None:
    """The name in `#name`, or in the bare `name` of front matter; None when it is no tag."""
    match = _TAG.fullmatch("#" + written.removeprefix("#").strip())
    name = match[1].strip("/") if match else ""
    return name if name and not name.isdecimal() else None


def _tag_rule(*, lenient: bool) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if state.src[start] != "#":
            return False
        if start and not _may_precede(state.src[start - 1], lenient=lenient):
            return False
        match = _TAG.match(state.src, start, state.posMax)
        if match is None:
            return False
        name = match[1].rstrip("/")
        if not name.strip("/") or name.isdecimal():
            return False
        end = start + 1 + len(name)
        if not silent:
            token = state.push("tag", "", 0)
            token.content = name
            token.meta = {"span": span(state, start, end)}
        state.pos = end
        return True

    return rule


def _may_precede(character: str, *, lenient: bool) -> bool:
    return character.isspace() or (lenient and character in _OPENING)
