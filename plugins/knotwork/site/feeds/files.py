"""All files of the site for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import unquote

import msgspec

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath, folders_above, is_markdown
from knotwork.site.addresses import Addresses, encoded
from knotwork.site.feeds.graph import site_graph
from knotwork.site.feeds.llms import llms_txt
from knotwork.site.feeds.manifests import manifests_json
from knotwork.site.feeds.markdown import markdown_file
from knotwork.site.feeds.rss import has_feed, rss
from knotwork.site.site_info import SiteInfo
from knotwork.vault.git_dates import NO_DATES, GitDates

GRAPH_FILE, MANIFESTS_FILE, LLMS_FILE, FEED_FILE = "graph.json", "manifests.json", "llms.txt", "feed.xml"
_DATA = {
    GRAPH_FILE: "who links to whom",
    MANIFESTS_FILE: "the Kubernetes manifests in the notes",
    FEED_FILE: "the notes that were changed last, as RSS",
}


def feed_files(
    kb: KnowledgeBase,
    site: Addresses,
    info: SiteInfo,
    failed: Callable[[str, str, Exception], None] = lambda source, part, error: None,
    git_dates: Mapping[NotePath, GitDates] = NO_DATES,
) -> dict[str, Callable[[], bytes | None]]:
    """What makes the content of each file, by its path below the site's root.

    There is no file where a folder has its name. What cannot be made is None, and reported to `failed`.
    """
    notes = cache(partial(own_pages, kb, site))

    def markdown(path: NotePath) -> str:
        return encoded(markdown_of(kb, site, path) or "") or site.note(path)

    def listed() -> list[tuple[str, str]]:
        return [(name, about) for name, about in _DATA.items() if name in files and files[name]() is not None]

    makers: dict[str, Callable[[], str | None]] = {
        FEED_FILE: lambda: rss(kb, notes(), info, FEED_FILE, site.note, git_dates),
        GRAPH_FILE: lambda: _json(site_graph(kb, site)),
        MANIFESTS_FILE: lambda: _json(manifests_json(kb, site)),
        LLMS_FILE: lambda: llms_txt(kb, notes(), info, markdown, listed()),
    }
    files = {
        path: cache(partial(_content, path, make, failed))
        for path, make in makers.items()
        if getattr(kb.settings, "llms" if path == LLMS_FILE else "feeds")
        and path not in site.folders
        and (path != FEED_FILE or has_feed(kb, site, notes, info, git_dates))
    }
    return dict(files)


def _content(
    path: str, make: Callable[[], str | None], failed: Callable[[str, str, Exception], None]
) -> bytes | None:
    try:
        text = make()
        return None if text is None else text.encode("utf-8", "replace")
    except MemoryError:
        raise
    except Exception as error:
        failed(path, "this file", error)
        return None


def own_pages(kb: KnowledgeBase, site: Addresses) -> list[NotePath]:
    """The notes that have a page, sorted: a `README.md` beside an `index.md` has none."""
    taken: dict[str, NotePath] = {site.note(path): path for path in kb.notes}
    return sorted(taken.values())


def markdown_of(kb: KnowledgeBase, site: Addresses, path: NotePath) -> str | None:
    """The file of a note's Markdown, not percent-encoded; None when it is not published."""
    if path not in kb.notes or kb.notes[path].is_protected or not kb.settings.publish_markdown:
        return None
    if not is_markdown(path):
        return None
    file = markdown_file(unquote(site.note(path)))
    blocked = file in site.folders or any(
        NotePath(above) in kb.vault.attachments for above in folders_above(file)
    )
    return None if blocked else file


def _json(value: Any) -> str:
    """Mappings, lists, texts and whole numbers as JSON on one line."""
    try:
        return f"{msgspec.json.encode(value).decode()}\n"
    except UnicodeEncodeError:  # half a surrogate pair
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
