"""The notes that were dated last, as RSS: `feed.xml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from html import escape

from knotwork.addresses import encoded
from knotwork.compiler import KnowledgeBase, shown_tags
from knotwork.feeds.masthead import Masthead
from knotwork.feeds.opening import opening
from knotwork.names import NotePath
from knotwork.note import Note

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ITEMS = 30
_DATES = ("date", "created")
"""The properties that may say when a note was written, in the order they are asked."""


def rss(
    kb: KnowledgeBase, notes: Iterable[NotePath], top: Masthead, file: str, addresses: dict[NotePath, str]
) -> str | None:
    """The feed; None when the site has no address, without which a feed cannot link, or no note a date.

    `file` is where the feed stands below the site's root.
    """
    dated = [(when, path) for path in notes if (when := written_on(kb.notes[path])) is not None]
    if not dated or not top.url:
        return None
    dated.sort(key=lambda each: (-each[0].timestamp(), each[1]))
    items = [_item(kb, path, when, f"{top.url}{addresses[path]}") for when, path in dated[:_ITEMS]]
    own = escape(top.url + encoded(file))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"{_element('title', top.name)}{_element('link', top.url)}"
        f"{_element('description', top.description or top.name)}"
        f'<atom:link href="{own}" rel="self" type="application/rss+xml"/>\n'
        f"{_element('pubDate', _rfc822(dated[0][0]))}{''.join(items)}</channel>\n</rss>\n"
    )


def written_on(note: Note) -> datetime | None:
    """When a note says it was written, in UTC; a day without a time is its midnight."""
    for name in _DATES:
        if (found := _moment(note.front_matter.get(name))) is not None:
            return found
    return None


def _moment(value: object) -> datetime | None:
    try:
        match value:
            case datetime():
                found = value
            case date():
                found = datetime.combine(value, time())
            case str():
                found = datetime.fromisoformat(value.strip())
            case _:
                return None
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year >= 1000 else None  # what is older cannot be written as RFC 822 has it


def _item(kb: KnowledgeBase, path: NotePath, when: datetime, url: str) -> str:
    note = kb.notes[path]
    said = opening(note)
    return (
        f"<item>\n{_element('title', note.title)}{_element('link', url)}"
        f'<guid isPermaLink="true">{_text(url)}</guid>\n'
        f"{_element('pubDate', _rfc822(when))}"
        f"{_element('description', said) if said else ''}"
        f"{''.join(_element('category', tag) for tag in shown_tags(note))}</item>\n"
    )


def _rfc822(when: datetime) -> str:
    return format_datetime(when, usegmt=True)


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>\n"


def _text(text: str) -> str:
    """A text as XML, without the characters that XML cannot hold."""
    return escape(_NOT_XML.sub("\ufffd", text), quote=False)
