"""The theme's HTML around the pages of earlier builds: of a page whose text alone is another, it is the same.

A theme prints the content of a page, and looks for a few strings in it. All else that it reads of a page (its
title, its properties, its headings) is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from mkdocs.structure.nav import Navigation
from msgspec import MsgspecError, Struct
from msgspec.msgpack import Decoder, Encoder

from knotwork.mkdocs_plugin.content_mark import MARK, MarkedContent
from knotwork.mkdocs_plugin.frame_inputs import NotPlain, plain, plain_heading
from knotwork.mkdocs_plugin.frame_recording import Frame, filled
from knotwork.mkdocs_plugin.page_cache import Store
from knotwork.mkdocs_plugin.page_values import Context
from knotwork.vault.written_files import digest_of

_KIND, _LIST_KIND = "frame", "list frame"
_OF_PAGE = (
    *(
        "ancestors",
        "authors",
        "canonical_url",
        "categories",
        "config",
        "edit_url",
        "is_homepage",
        "next_page",
    ),
    *("parent", "previous_page", "title", "url"),
)
"""What of a page is compared."""
_OF_LIST = ("authors", "canonical_url", "categories", "config", "edit_url", "title", "url")
"""The same of a generated page: its neighbours follow from its place in the menu."""
_OF_FILE = ("dest_uri", "name", "src_uri", "url")
_COMPARED = frozenset((*_OF_PAGE, *_OF_FILE, "children", "content", "file", "id", "level", "meta", "toc"))
"""What a theme may read of a page, its file and its headings."""


class FramedPage(Struct, frozen=True, array_like=True):
    """A page in the frame that the theme made for it."""

    surface: bytes
    """A digest of what the theme may read of it beside its content."""
    frame: bytes
    """A digest of the texts of its frame."""
    filling: list[str | None]
    """The texts in the holes of the frame; None for the content."""
    sought: dict[str, bool]
    """Whether the content has the strings that the theme looks for."""


_MISSING = "no value"

_encode = Encoder().encode
_decode = Decoder(list[str]).decode


class ListFrame(Struct, frozen=True, array_like=True):
    """What the theme has made of a generated page."""

    surface: bytes
    """A digest of what the theme may read of it beside its content."""
    texts: list[str]
    """The HTML before, between and after the places of its content."""
    sought: dict[str, bool]
    """Whether the content has the strings that the theme looks for."""


class KeptFrames:
    """The frames of the pages of one build.

    A page has its `framed` of an earlier build; it gets the one that it is rendered in.
    """

    def __init__(self, theme_folder: str | None) -> None:
        """`theme_folder` has the files of the user's own theme."""
        self.common = b""
        """A digest of what all pages have in common; empty when that is not known: nothing is kept then."""
        self.store: Store | None = None
        self.menu_digest: Callable[[Navigation], bytes] = lambda menu: b""
        """A digest of the configuration, the theme and a menu; empty when that is not known."""
        self._may_change_lists = bool(theme_folder)
        """Whether the theme may do more with the content of a generated page than print it."""
        self._is_checked = False
        """Whether a generated page was compared with what the theme renders."""
        self._is_known = not theme_folder or not Path(theme_folder, "partials").exists()
        self._texts: dict[bytes, Sequence[str]] = {}
        self._menu: bytes | None = None
        """A digest of the menu when all pages are read; None before."""

    def filled(self, template: str, context: Context) -> str | None:
        """What a template renders for a page; None when that is not known."""
        page = context["page"]
        framed: FramedPage | None = page.framed
        if framed is None or not self.common:
            return None
        content = page.content
        if not _learns_the_same(framed.sought, content):
            return None
        if self._surface(template, context) != framed.surface:
            return None
        texts = self._texts_of(framed.frame)
        if texts is None or len(texts) != len(framed.filling) + 1:
            return None
        return filled(texts, [content if text is None else text for text in framed.filling])

    def keep(self, frame: Frame, filling: Sequence[str], template: str, context: Context) -> None:
        """Remember in a page what the theme has made of it."""
        page, surface = context["page"], b""
        page.framed = None
        if self._is_known and frame.names is not None and frame.names <= _COMPARED:
            surface = self._surface(template, context)
        if self.store is None or not surface:
            return
        sought = {text: text in page.content for text in frame.sought}
        holes = [None if at in frame.content_holes else text for at, text in enumerate(filling)]
        try:
            _encode((holes, sought))
            texts = _encode(frame.texts)
        except (TypeError, ValueError, MsgspecError):  # lone surrogates
            return
        key = digest_of(texts)
        if key not in self._texts:
            self._texts[key] = frame.texts
            self.store.put(_KIND, key, texts)
        page.framed = FramedPage(surface, key, holes, sought)

    def generated(self, template: Any, context: Context) -> str:
        """What the theme's template makes of a generated page, which may stand in the menu.

        Material prints the content as it is, and looks for strings in it. Another version may do more, so
        the first page of a build is rendered both ways. What a user's own theme makes is not kept.
        """
        page, store = context["page"], self.store
        content: str = page.content
        if self._menu is None:
            self._menu = self.menu_digest(context["nav"])
        surface = b""
        if not self._may_change_lists and self._menu and type(content) is str:
            surface = self._surface(template.name, context, _OF_LIST)
        if store is None or not surface:
            return str(template.render(context))
        surface, key = digest_of(self._menu + surface), page.file.src_uri.encode("utf-8", "surrogatepass")
        known = _list_frame(store.get(_LIST_KIND, key))
        if known is not None and known.surface == surface and _learns_the_same(known.sought, content):
            return content.join(known.texts)
        page.content = marked = MarkedContent(content)
        try:
            texts = str(template.render(context)).split(MARK)
        finally:
            page.content = content
        if not self._is_checked:
            self._is_checked, rendered = True, str(template.render(context))
            if content.join(texts) != rendered:
                self._may_change_lists = True
                return rendered
        with suppress(UnicodeEncodeError):
            store.put(_LIST_KIND, key, _encode(ListFrame(surface, texts, marked.sought)))
        return content.join(texts)

    def _texts_of(self, key: bytes) -> Sequence[str] | None:
        if key not in self._texts:
            kept = self.store.get(_KIND, key) if self.store is not None else None
            if kept is None or digest_of(kept) != key:
                return None
            try:
                self._texts[key] = _decode(kept)
            except MsgspecError:
                return None
        return self._texts[key]

    def _surface(self, template: str, context: Context, names: Sequence[str] = _OF_PAGE) -> bytes:
        """A digest of what a template may read of a page; empty when that is not known."""
        page = context["page"]
        if not self.common:
            return b""
        try:
            return digest_of(
                _encode(
                    (
                        (self.common, template, repr(plain(page.meta)), repr(plain(context.get("tags")))),
                        [repr(plain(getattr(page, name, _MISSING))) for name in names],
                        [repr(plain(getattr(page.file, name, _MISSING))) for name in _OF_FILE],
                        [plain_heading(entry) for entry in page.toc],
                    )
                )
            )
        except (NotPlain, TypeError, ValueError, MsgspecError):
            return b""


def _learns_the_same(sought: Mapping[str, bool], content: str) -> bool:
    """Whether the theme, which looks for strings in a content, learns the same of this one."""
    return all((text in content) == is_there for text, is_there in sought.items())


_decode_list = Decoder(ListFrame).decode


def _list_frame(kept: bytes | None) -> ListFrame | None:
    try:
        return None if kept is None else _decode_list(kept)
    except MsgspecError:
        return None
