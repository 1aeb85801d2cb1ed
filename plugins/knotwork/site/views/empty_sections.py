"""Empty sections: a mark "not written yet" after their headings."""

from __future__ import annotations

import re
from html import unescape

from knotwork.model.note import Note
from knotwork.model.patterns import lazy_regex
from knotwork.site.words import Words

_PERMALINK = lazy_regex(r'<a class="headerlink" href="#([^"]*)"')


def with_empty_section_marks(note: Note, html: str, words: Words) -> str:
    """A note's HTML with the mark in the headings that neither text nor a deeper heading follows."""
    empty = empty_sections(note)
    mark = f' <span class="kw-unwritten">{words("not written yet")}</span>'

    def link(match: re.Match[str]) -> str:
        return f"{mark if unescape(match[1]) in empty else ''}{match[0]}"

    return _PERMALINK.sub(link, html) if empty else html


def empty_sections(note: Note) -> set[str]:
    """The anchors of those headings; a note's title is none of them."""
    following = [*(heading.level for heading in note.headings[1:]), 0]
    empty = [
        heading
        for heading, level in zip(note.headings, following, strict=False)
        if heading.empty and level <= heading.level
    ]
    return {heading.anchor for heading in empty if heading is not note.headings[0] or heading.level > 1}
