"""Links in a page's head to other forms of it: its Markdown, the site's feed."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from knotwork.site.addresses import encoded, relative
from knotwork.site.feeds.files import FEED_FILE


def with_alternates(html: str, here: str, markdown: str | None, *, feed: bool) -> str:
    """The whole page at `here` with links to its Markdown and to the site's feed if there are any."""
    links = "".join(_links(here, markdown, feed=feed))
    return html.replace("</head>", f"{links}</head>", 1) if links else html


def _links(here: str, markdown: str | None, *, feed: bool) -> Iterator[str]:
    if markdown is not None:
        yield _link("source", "text/markdown", encoded(markdown), "Markdown", here)
    if feed:
        yield _link("feed", "application/rss+xml", FEED_FILE, "RSS", here)


def _link(relation: str, kind: str, url: str, title: str, here: str) -> str:
    # Material takes a plain "alternate" for a translation and fetches its site map
    href = escape(relative(url, here))
    return f'<link rel="alternate {relation}" type="{kind}" href="{href}" title="{title}">\n'
