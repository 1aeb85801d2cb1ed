"""A note's Body as plain Markdown would publish it: what knotwork adds is taken away again."""

from __future__ import annotations

import re
from html import unescape
from itertools import groupby

from markdown_it.common.utils import escapeHtml, unescapeAll

from knotwork.html.attributes import attributes_html
from knotwork.model.body import (
    CodeSlot,
    EmbedSlot,
    FenceSlot,
    FragmentHref,
    HeadingEnd,
    IconSlot,
    Id,
    LinkEnd,
    LinkStart,
    OwnPiece,
    Piece,
    RawHtml,
    TabAttribute,
    TagSlot,
    UrlEnd,
    UrlStart,
    WikilinkSlot,
)
from knotwork.model.note import Fence, Note
from knotwork.syntax.code_html import code_html

_INDENTED_CODE = re.compile(
    r'<div class="language-text highlight"><pre><span></span><code>(.*?)</code></pre></div>', re.DOTALL
)
_ADDED = (
    (re.compile(r'<span id="[^"]*"></span>'), ""),
    (re.compile(r'(<h[1-6]) id="[^"]*"'), r"\1"),
)
_TAG = re.compile(r"<[^>]*>")
_FILENAME = re.compile(r'<span class="filename">.*?</span>', re.DOTALL)


def plain_html(note: Note) -> str:
    """The note's HTML with every slot filled as a plain Markdown renderer would write it."""
    parts = groupby(note.body.pieces, lambda piece: isinstance(piece, str | OwnPiece))
    return "".join(
        _without_additions("".join(_finished(piece) for piece in pieces))
        if finished
        else "".join(_filled(note, piece) for piece in pieces)
        for finished, pieces in parts
    )


def published_code(note: Note, slot: FenceSlot) -> str:
    """What a reader would copy from a fenced block."""
    fence = note.fences[slot.fence]
    code = _FILENAME.sub("", code_html(fence.text, fence.info, plain=slot.plain))
    if 'class="highlighttable"' in code:
        code = code.partition('<td class="code">')[2]
    return unescape(_TAG.sub("", code))


def _filled(note: Note, piece: Piece) -> str:
    match piece:
        case str() | Id() | FragmentHref() | HeadingEnd() | TabAttribute():
            return _finished(piece)
        case LinkStart(_, href, attributes) | UrlStart(_, href, attributes, False):
            return f'<a href="{escapeHtml(href)}"{attributes_html(attributes)}>'
        case LinkEnd() | UrlEnd():
            return "</a>"
        case UrlStart(_, href, attributes, True, alt):
            return f'<img src="{escapeHtml(href)}" alt="{escapeHtml(alt)}"{attributes_html(attributes)} />'
        case EmbedSlot(link, block, href, alt, attributes):
            if note.links[link].kind == "embed":
                raw = escapeHtml(note.links[link].raw)
                return f"<p>{raw}</p>" if block else raw  # alone, it takes the place of a paragraph
            return f'<img src="{escapeHtml(href)}" alt="{escapeHtml(alt)}"{attributes_html(attributes)} />'
        case WikilinkSlot(link):
            return escapeHtml(note.links[link].raw)
        case TagSlot(tag):
            return escapeHtml(f"#{note.tags[tag].name}")
        case IconSlot(name):
            return f":{escapeHtml(name)}:"
        case CodeSlot(code):
            return f"<code>{escapeHtml(code)}</code>"
        case FenceSlot(fence):
            return _plain_fence(note.fences[fence], published_code(note, piece))
        case RawHtml(html):
            return html


def _finished(piece: Piece) -> str:
    match piece:
        case str():
            return piece
        case HeadingEnd():
            return piece.closing_tag
        case Id() | FragmentHref() | TabAttribute():
            return piece.html
    raise AssertionError(piece)


def _without_additions(html: str) -> str:
    for pattern, plain in _ADDED:
        html = pattern.sub(plain, html)
    return _INDENTED_CODE.sub(lambda code: f"<pre><code>{escapeHtml(unescape(code[1]))}</code></pre>", html)


def _plain_fence(fence: Fence, code: str) -> str:
    words = unescapeAll(fence.info).split()
    language = f' class="language-{escapeHtml(words[0])}"' if words else ""
    return f"<pre><code{language}>{escapeHtml(code)}</code></pre>"
