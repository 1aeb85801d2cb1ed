"""Unlinked mentions: where other notes contain the name of a note without a link to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from knotwork.knowledge.mentions import Mention
from knotwork.model.names import NotePath
from knotwork.site.render import render_context
from knotwork.site.views.excerpt import LONG, TOO_LONG, excerpt, marked, plain_excerpt
from knotwork.site.views.page import View, unordered

_SHOWN = 10


def mentioned_in(view: View, path: NotePath) -> str:
    """The folded section of a note's page, nearest notes first; empty when no note mentions it."""
    mentions = view.kb.mentions.get(path, ())
    if not mentions:
        return ""
    here = view.site.note(path)
    items = [_mention(view, mention, here) for mention in _nearest(mentions, path)[:_SHOWN]]
    rest = len(mentions) - len(items)
    title = view.words("Mentioned without a link")
    more = (
        f'<p class="kw-where">{view.words.plural(rest, "and {n} more note", "and {n} more notes")}</p>\n'
        if rest
        else ""
    )
    return (
        '<details class="kw-mentions">\n'
        f'<summary>{title} <span class="kw-count">{view.words.number(len(mentions))}</span></summary>\n'
        f"{unordered(items, 'kw-backlinks')}{more}</details>\n"
    )


def _nearest(mentions: Sequence[Mention], path: NotePath) -> list[Mention]:
    """The notes that share the most folders with a note first, else by path."""
    return sorted(mentions, key=lambda mention: (-_shared(mention.source, path), mention.source))


def _shared(first: NotePath, second: NotePath) -> int:
    pairs = zip(first.split("/")[:-1], second.split("/")[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _mention(view: View, mention: Mention, here: str) -> str:
    source = mention.source
    context = view.kb.notes[source].contexts[mention.context]
    section = view.section(source, context, here)
    places = view.words.plural(mention.more, "and {n} more place", "and {n} more places")
    more = f'<p class="kw-where">{places}</p>' if mention.more else ""
    return (
        f"{view.link(source, here)}{view.where(source)}\n"
        f'<div class="kw-context">{_sentence(view, mention, here)}{section}</div>{more}'
    )


def _sentence(view: View, mention: Mention, here: str) -> str:
    """The block around a mention, the name marked; plain text where markup divides the name."""
    context = view.kb.notes[mention.source].contexts[mention.context]
    if len(context.text) <= TOO_LONG:
        html = render_context(view.kb, mention.source, context.cut, view.site, here).strip()
        if with_mark := marked(html, context.text[mention.start : mention.end]):
            return with_mark if len(context.text) <= LONG else excerpt(with_mark)
    return plain_excerpt(context.text, mention.start, mention.end)
