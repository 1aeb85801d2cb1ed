"""What is published beside the notes: one file a kind of page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from knotwork.names import NotePath, page_url
from knotwork.views.backlinks import backlink_pages, linked_from
from knotwork.views.folders import folder_pages, trail
from knotwork.views.home import home_page
from knotwork.views.page import GeneratedPage, View
from knotwork.views.tags import tag_index, tag_pages
from knotwork.views.todo import todo_page
from knotwork.views.wanted import wanted_pages

__all__ = ["GeneratedPage", "Published", "View", "linked_from", "published", "trail"]

_KINDS = (home_page, todo_page, tag_index, wanted_pages, folder_pages, tag_pages, backlink_pages)


@dataclass(frozen=True, slots=True)
class Published:
    """All that is published beside the notes."""

    pages: tuple[GeneratedPage, ...]
    appended: Mapping[NotePath, str]
    """HTML for the foot of notes: a note owns its address, and takes in the page that would stand there."""


def published(view: View) -> Published:
    """The generated pages of a site, those for the navigation first."""
    pages: list[GeneratedPage] = []
    appended: dict[NotePath, str] = defaultdict(str)
    for kind in _KINDS:
        for page in kind(view):
            note = view.site.owner(page.source)
            if note is not None:
                appended[note] += page.html
            elif _file(page.source, directories=view.site.directories) not in view.kb.vault.attachments:
                pages.append(page)
    return Published(tuple(pages), dict(appended))


def _file(source: str, *, directories: bool) -> NotePath:
    """The file of the site that a generated page is written to."""
    url = page_url(source, directories=directories)
    return NotePath(url if url.endswith(".html") else f"{url}index.html")
