"""The search index gets headings and plain text of a page that it cannot read as it is.

Material's search raises on a heading in a nested list (`ValueError: '<li>' is not in list`): it looks for the
opening tag of an item in the section that the heading has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from html import escape
from html.parser import HTMLParser
from typing import Any

from knotwork.mkdocs_plugin.search_readers import quick_add

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SKIPPED = frozenset(("script", "style", "object"))
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


def guard_search(plugins: Iterable[Any], failed: Callable[[Any, Exception], None]) -> None:
    """Make search indexes read pages faster, and fall back to headings and text.

    A page that fails again goes to `failed`.
    """
    for plugin in plugins:
        index = getattr(plugin, "search_index", None)
        add = getattr(index, "add_entry_from_context", None)
        if index is not None and add is not None and not isinstance(add, partial):
            index.add_entry_from_context = partial(_add, index, quick_add(index) or add, failed)


def _add(index: Any, add: Callable[[Any], None], failed: Callable[[Any, Exception], None], page: Any) -> None:
    entries = getattr(index, "entries", None)
    if entries is None:
        entries = getattr(index, "_entries", [])
    before, content = len(entries), page.content
    try:
        add(page)
    except Exception:
        del entries[before:]
        page.content = headings_and_text(content or "")
        try:
            add(page)
        except Exception as error:
            del entries[before:]
            failed(page, error)
        finally:
            page.content = content


def headings_and_text(html: str) -> str:
    """A page reduced to headings, none within another element, and the text between them."""
    reader = _Flattened()
    reader.feed(html)
    reader.close()
    return "".join(reader.out)


class _Flattened(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self.heading = ""
        self.skipped: list[str] = []
        """The open elements, from one that search leaves out."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self.skipped or tag in _SKIPPED or "data-search-exclude" in values:
            if tag not in _VOID:
                self.skipped.append(tag)
        elif tag == "a" and values.get("class") == "headerlink":
            self.skipped.append(tag)
        elif tag in _HEADINGS and not self.heading:
            self.heading = tag
            id_ = f' id="{escape(values["id"] or "")}"' if "id" in values else ""
            self.out.append(f"<{tag}{id_}>")
        elif not self.heading:
            self.out.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            if tag in self.skipped:
                del self.skipped[len(self.skipped) - 1 - self.skipped[::-1].index(tag) :]
        elif tag == self.heading:
            self.out.append(f"</{tag}>")
            self.heading = ""

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.out.append(escape(data, quote=False))

    def close(self) -> None:
        super().close()
        if self.heading:
            self.out.append(f"</{self.heading}>")
