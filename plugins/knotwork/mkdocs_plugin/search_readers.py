"""Search indexes get the sections of a page from our reader, where it reads as theirs does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from mkdocs.structure.toc import get_toc

from knotwork.mkdocs_plugin import search_material, search_mkdocs

Add = Callable[[Any], None]
"""Adds a page to an index."""

_SAMPLE = """\
<p>before &amp; <b>bold</b></p><h2 id="a">A <a class="headerlink" href="#a">#</a></h2>
<p>x &lt; y<br/> </p><ul><li>one<ul><li> </li></ul></li></ul><pre id="p"><code> a

 b</code></pre>
<h1 id="b">B <code>c</code></h1><div class="linenodiv">1<p>2</p></div>text<sub></sub>
<blockquote><h3 id="c" data-search-exclude>C</h3>no</blockquote><h4>D</h4><p data-search-exclude>E<i>F</i></p>
<object>G</object><svg><path d="M"/></svg> end"""
_HEADINGS: Any = [{"level": 2, "id": "a", "name": "A", "children": []}]


def quick_add(index: Any) -> Add | None:
    """A function that adds a page to an index as its own does, but faster; None for an index that has none.

    An index is known by its module, and proves on a sample page that it reads as ours: another version that
    reads otherwise keeps its own function.
    """
    module = sys.modules.get(type(index).__module__)
    add = index.add_entry_from_context
    known = getattr(getattr(module, "SearchIndex", None), "add_entry_from_context", None)
    if getattr(add, "__func__", None) is not known:
        return None
    for parser, ours in (("Parser", _add_to_material), ("ContentParser", _add_to_mkdocs)):
        if hasattr(module, parser) and _agrees(index, ours):
            return lambda page: None if ours(index, page) else add(page)
    return None


def _agrees(index: Any, ours: Callable[[Any, Any], bool]) -> bool:
    """Whether both functions make the same entries of a sample page."""
    page = SimpleNamespace(
        content=_SAMPLE, toc=get_toc(_HEADINGS), url="u/", title="T", meta={"tags": ["t"], "title": "M"}
    )
    try:
        theirs, own = type(index)(**index.config), type(index)(**index.config)
        theirs.add_entry_from_context(page)
        return ours(own, page) and entries_of(own) == entries_of(theirs)
    except Exception:  # a class of another version, which may take or need anything
        return False


def has_entries(index: Any) -> bool:
    """Whether an index has what it says of pages in a list; so does None, which is no index."""
    if index is None or not hasattr(index, "add_entry_from_context"):
        return True
    return isinstance(getattr(index, "entries", getattr(index, "_entries", None)), list)


def entries_of(index: Any) -> list[Any]:
    """What an index says of the pages that were added, in order; the list itself."""
    entries: list[Any] = index.entries if hasattr(index, "entries") else index._entries
    return entries


def _add_to_material(index: Any, page: Any) -> bool:
    if (page.meta.get("search") or {}).get("exclude"):
        return True
    sections = search_material.sections(page.content)
    if sections is None:
        return False
    for section in sections:
        if not section.is_excluded():
            index.create_entry_for_section(section, page.toc, page.url, page)
    return True


def _add_to_mkdocs(index: Any, page: Any) -> bool:
    read = search_mkdocs.sections(page.content)
    if read is None:
        return False
    text, sections = read
    indexing = index.config["indexing"]
    index._add_entry(title=page.title, text=text.rstrip("\n") if indexing == "full" else "", loc=page.url)
    if indexing in ("full", "sections"):
        for section in sections:
            index.create_entry_for_section(section, page.toc, page.url)
    return True
