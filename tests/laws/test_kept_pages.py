"""A page that was kept from an earlier build is the one that would be rendered now, after any edits."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.msgpack import encode
from test_live import Edit, edited, edits, folders, vault_of

from knotwork.config.settings import Settings
from knotwork.mkdocs_plugin.kept_pages import KeptPages, PageContent, cut, joined
from knotwork.mkdocs_plugin.page_cache import PageCache, Part, encoded_part
from knotwork.model.names import NotePath
from knotwork.site.compiled_site import CompiledSite, compiled_site
from knotwork.site.content import Content
from knotwork.site.note_page import Around
from knotwork.site.site_info import SiteInfo
from memory import Memory

PARTS: tuple[Part, ...] = ("content", "around")


def site_of(files: Mapping[str, str], settings: Settings, *, directories: bool = True) -> CompiledSite:
    info = SiteInfo("Notes", "https://x.org/", directories=directories)
    return compiled_site(vault_of(files, settings), settings, info, lambda path: files[path])


def rendered(site: CompiledSite, store: Memory) -> tuple[int, dict[tuple[Part, NotePath], bytes]]:
    """Every part of every note's page, as a build with the store makes it, and how many are kept ones."""
    cache, kept, parts = PageCache(site, store), 0, {}
    for part in PARTS:
        for path in site.view.kb.notes:
            made = cache.get(part, path)
            kept += made is not None
            if made is None:
                fresh = cache.rendered(part, path)
                cache.put(part, path, fresh)
                made = fresh.made
            parts[part, path] = made
    return kept, parts


def plain(site: CompiledSite) -> dict[tuple[Part, NotePath], bytes]:
    """The same, rendered without a store."""
    return {
        (part, path): encoded_part(part, site.note_page(path))
        for part in PARTS
        for path in site.view.kb.notes
    }


def rendered_whole(site: CompiledSite, store: Memory) -> tuple[int, dict[tuple[Part, NotePath], bytes]]:
    """The parts of every note's page as a build makes them that makes pages whole, and how many are kept."""
    pages, kept, parts = KeptPages(site, store), 0, {}
    for path in site.view.kb.notes:
        kept += pages.get(path) is not None
        page = pages.with_content(path)
        content = None if page is None else pages.content(path, page)
        if page is not None and content is not None:
            made = pages.with_around(path, page, content)
            if made.parts == content.parts:
                pages.put_around(path, page, made)
            else:
                pages.put(path, made, PageContent(made.parts), None)
        else:
            made = pages.made(path)
            pages.put(path, made, PageContent(made.parts), None)
        for part, value in zip(PARTS, made.parts, strict=True):
            parts[part, path] = encode(value)
    return kept, parts


@given(st.binary(max_size=9), st.text(max_size=5), st.binary(max_size=3), st.text(max_size=5), st.booleans())
def test_a_page_that_was_cut_is_joined_again(
    start: bytes, content: str, middle: bytes, below: str, swapped: bool
) -> None:
    parts = Content(content, ()), Around("", "", "", below)
    own = content.encode("utf-8", "replace"), below.encode("utf-8", "replace")
    html = start + own[swapped] + middle + own[not swapped]

    assert joined(cut(html, parts), parts) == html


@settings(max_examples=70)
@given(folders, st.lists(edits | st.booleans(), min_size=1, max_size=5))
def test_kept_pages_are_those_that_would_be_rendered(files: dict[str, str], steps: list[Edit | bool]) -> None:
    store, whole, directories = Memory(), Memory(), True
    for step in (None, *steps):
        if isinstance(step, bool):
            directories = step
        elif step is not None:
            files = edited(files, step)
        site = site_of(files, Settings(cluster_objects=True), directories=directories)

        assert rendered(site, store)[1] == plain(site)
        assert rendered(site, store)[0] == 2 * len(site.view.kb.notes)
        assert rendered_whole(site, whole)[1] == plain(site)
        assert rendered_whole(site, whole)[0] == len(site.view.kb.notes)
