"""HTML that a note brings into Python-Markdown is published as the setting `html` allows it.

What extensions make is theirs; what the author writes as HTML is filtered where Python-Markdown takes it out
of the text, and elements and attributes that come from attribute lists are filtered in the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, HtmlStash

from knotwork.html.attributes import ADDRESSES, acts_on_scripts, published_id
from knotwork.html.elements import CODE, TAKEN_OUT
from knotwork.html.policy import Policy, filtered
from knotwork.html.safe_urls import safe_image, safe_url
from knotwork.html.styles import safe_style
from knotwork.model.patterns import lazy_regex

_LAST = -100
"""The priority behind all that works on the tree."""
_STASHED = "\x02"
"""How a place begins in which HTML is put later: in an attribute it would end the attribute."""
_BLOCKS = "blocks"
"""What makes the `/// html` of pymdownx.blocks, which keeps a text as it is written when that is set."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_OF_FORMS = frozenset(("action", "background", "data", "formaction", "ping", "srcdoc", "srcset"))
"""Attributes that lead somewhere, and that no extension sets."""
_NAME = lazy_regex(r"[a-z][a-z0-9_.-]*")
_BOXES = frozenset(("checkbox", "radio"))
"""The fields of task lists and of content tabs."""


class SafeHtml(Extension):
    """Filters the HTML of one note."""

    def __init__(self, policy: Policy, schemes: Collection[str]) -> None:
        """`policy` and `schemes` as the settings `html` and `url_schemes`."""
        super().__init__()
        self._policy, self._schemes = policy, schemes

    def extendMarkdown(self, md: Markdown) -> None:
        """Filter what all other extensions, registered before, get from the text."""
        if self._policy == "trust":
            return
        md.htmlStash = stash = _Stash(self._policy, self._schemes)
        for registry, name, step in (
            (md.preprocessors, "html_block", "run"),
            (md.inlinePatterns, "html", "handleMatch"),
        ):
            if name in registry:
                processor: Any = registry[name]
                vars(processor)[step] = stash.filtering(getattr(processor, step))
        processors = md.parser.blockprocessors
        blocks = getattr(processors[_BLOCKS], "blocks", {}) if _BLOCKS in processors else {}
        for name, block in list(blocks.items()):
            blocks[name] = type(name, (block,), {"on_end": stash.filtering(block.on_end)})
        md.treeprocessors.register(_SafeTree(self._schemes, md), "knotwork_safe_tree", _LAST)


class _Stash(HtmlStash):
    """Holds HTML until the end; what the author wrote it filters."""

    def __init__(self, policy: Policy, schemes: Collection[str]) -> None:
        super().__init__()
        self._policy, self._schemes = policy, schemes
        self._is_written = False
        """Whether what is stored now stands so in the text."""

    def store(self, html: Any) -> str:
        """Keep HTML; returns what stands for it."""
        if self._is_written and isinstance(html, str):
            html = filtered(html, self._policy, self._schemes)
        return super().store(html)

    def filtering(self, step: Callable[..., Any]) -> Callable[..., Any]:
        """A step that takes HTML out of the text."""

        def run(*arguments: Any) -> Any:
            self._is_written = True
            try:
                return step(*arguments)
            finally:
                self._is_written = False

        return run


class _SafeTree(Treeprocessor):
    """Takes out elements and attributes that run code."""

    def __init__(self, schemes: Collection[str], md: Markdown) -> None:
        super().__init__(md)
        self._schemes = schemes

    def run(self, root: Element) -> None:
        """Filter the tree, and the elements that are not in it yet."""
        stashed = (part for part in self.md.htmlStash.rawHtmlBlocks if isinstance(part, Element))
        for tree in (root, *stashed):
            for element in list(tree.iter()):
                if isinstance(element.tag, str):
                    self._filter(element)

    def _filter(self, element: Element) -> None:
        tag = element.tag.lower()
        is_box = tag == "input" and element.get("type") in _BOXES
        if tag in TAKEN_OUT and not is_box:
            if tag in CODE:
                element.text = ""
                for child in list(element):
                    element.remove(child)
            element.tag = "span"
            element.attrib.clear()
            return
        for name, value in list(element.items()):
            safe = self._attribute(tag, name.lower(), value) if isinstance(value, str) else None
            if safe is None:
                del element.attrib[name]
            elif safe != _plain(value):
                element.set(name, safe)

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        """The value with which an attribute is published; None when it is not."""
        plain = _plain(value)
        if not _NAME.fullmatch(name) or _STASHED in plain or name.startswith("on") or name in _OF_FORMS:
            return None
        if name == "style":
            return safe_style(plain)
        if name == "id" and not plain.startswith("__tabbed_"):
            return published_id(plain, heading=tag in _HEADINGS)
        if name in ADDRESSES:
            is_safe = safe_image if tag == "img" else safe_url
            return plain if is_safe(plain, self._schemes) else None
        return None if acts_on_scripts(name) else plain


def _plain(value: str) -> str:
    """What a browser reads; the characters of a mail address are kept as references until the end."""
    return unescape(value.replace(AMP_SUBSTITUTE, "&"))
