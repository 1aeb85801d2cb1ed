"""What is published beside the notes: one file a kind of page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from knotwork.names import NotePath, name_key, page_url
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
    owners = {name_key(page_url(path)): path for path in view.kb.notes}
    pages: list[GeneratedPage] = []
    appended: dict[NotePath, str] = defaultdict(str)
    for kind in _KINDS:
        for page in kind(view):
            note = owners.get(name_key(page_url(page.source)))
            if note is None:
                pages.append(page)
            else:
                appended[note] += page.html
    return Published(tuple(pages), dict(appended))
