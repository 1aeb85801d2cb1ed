"""What the pages of a site are made from, recorded: whether a kept page would be the same now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from msgspec.msgpack import Encoder

from knotwork.model.names import NotePath
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.note_page import NotePage
from knotwork.site.page_inputs import Inputs, InputValues
from knotwork.site.recorded_pages import RecordedPages

Made = TypeVar("Made")

_encode = Encoder().encode


class PageRecords:
    """The look-ups of a site's pages and their values."""

    def __init__(self, site: CompiledSite) -> None:
        self._site = site
        self._values = InputValues(site)
        info = site.source.info
        # without the settings that no page depends on
        settings = repr(replace(site.view.kb.settings, jobs="auto", cache="", serve="live"))
        self._common = _encode((settings, info.name, info.edit_url, info.directories))

    @cached_property
    def _pages(self) -> RecordedPages:
        return RecordedPages(self._site)

    def key(self, *parts: str) -> bytes:
        """A key for what is kept under these names, with what all pages have in common."""
        return _encode((*parts, self._common))

    def made(self, path: NotePath, make: Callable[[NotePage], Made]) -> tuple[Made, Inputs, bytes]:
        """What `make` makes of a note's page, what it looked up for that, and a digest of the values of that.

        Raises LookupError when something is looked up that is not recorded.
        """
        made, inputs = self._pages.inputs(path, make)
        return made, inputs, self._values.digest(inputs)

    def are_same(self, inputs: Mapping[str, list[str]], digest: bytes) -> bool:
        """Whether all that was looked up has the values now that it had then."""
        try:
            return self._values.digest(inputs) == digest
        except (LookupError, TypeError, ValueError):  # what was looked up is gone
            return False
