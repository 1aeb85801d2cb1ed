"""The notes that were changed last, by their dates, as RSS: `feed.xml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from html import escape
from itertools import chain

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.tag_index import shown_tags
from knotwork.model.names import NotePath
from knotwork.model.patterns import lazy_regex
from knotwork.site.addresses import Addresses, encoded
from knotwork.site.site_info import SiteInfo
from knotwork.site.summary import changed, summary
from knotwork.vault.git_dates import GitDates

Dates = Mapping[NotePath, GitDates]

_NOT_XML = lazy_regex("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ITEMS = 30


def has_feed(
    kb: KnowledgeBase,
    site: Addresses,
    notes: Callable[[], Iterable[NotePath]],
    info: SiteInfo,
    git_dates: Dates,
) -> bool:
    """Whether there is a feed: the site has an address, without which a feed cannot link, and a note a date.

    `notes` gives those with a page.
    """
    if not info.url:
        return False
    dated = [path for path in chain(kb.dated, git_dates) if path in kb.notes]
    if any(site.has_page(path) and changed(kb.notes[path], git_dates) for path in dated):
        return True
    return bool(dated) and any(changed(kb.notes[path], git_dates) for path in notes())


def rss(
    kb: KnowledgeBase,
    notes: Iterable[NotePath],
    info: SiteInfo,
    file: str,
    address: Callable[[NotePath], str],
    git_dates: Dates,
) -> str | None:
    """The feed; None when there is none.

    `notes` are those with a page, `file` is where the feed stands, and `address` gives a note's page, both
    below the site's root.
    """
    dated = [(day, path) for path in notes if (day := changed(kb.notes[path], git_dates)) is not None]
    if not dated or not info.url:
        return None
    dated.sort(key=lambda entry: (-entry[0].toordinal(), entry[1]))
    items = [_item(kb, path, day, f"{info.url}{address(path)}") for day, path in dated[:_ITEMS]]
    own = escape(info.url + encoded(file))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"{_element('title', info.name)}{_element('link', info.url)}"
        f"{_element('description', info.description or info.name)}"
        f'<atom:link href="{own}" rel="self" type="application/rss+xml"/>\n'
        f"{_element('pubDate', _rfc822(dated[0][0]))}{''.join(items)}</channel>\n</rss>\n"
    )


def _item(kb: KnowledgeBase, path: NotePath, day: date, url: str) -> str:
    note = kb.notes[path]
    text = summary(note)
    return (
        f"<item>\n{_element('title', note.title)}{_element('link', url)}"
        f'<guid isPermaLink="true">{_text(url)}</guid>\n'
        f"{_element('pubDate', _rfc822(day))}"
        f"{_element('description', escape(text, quote=False)) if text else ''}"  # feed readers expect HTML
        f"{''.join(_element('category', tag) for tag in shown_tags(note))}</item>\n"
    )


def _rfc822(day: date) -> str:
    return format_datetime(datetime.combine(day, time(), UTC), usegmt=True)


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>\n"


def _text(text: str) -> str:
    """A text as XML, without the characters that XML cannot hold."""
    return escape(_NOT_XML.sub("\ufffd", text), quote=False)
