"""What a site sets under `markdown_extensions` that has no effect in notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from msgspec import Struct
from msgspec.structs import replace

from knotwork.config.custom_fences import foreign_fences
from knotwork.config.extension_entries import COLLECTIONS, entries
from knotwork.config.extension_options import ANY, OPTIONS
from knotwork.config.extension_syntax import READ_OPTIONS, READERS

_SET = r"""^[ \t]*(?:-[ \t]+)?["']?(?:markdown\.extensions\.)?({})["':\s,}}]"""


_WITH_SLUGS = frozenset(("toc", "pymdownx.tabbed"))
"""The extensions whose `slugify` is read."""


class Unread(Struct, frozen=True):
    """An extension, or an option of one, without effect in notes."""

    extension: str
    option: str = ""
    """Empty for the extension as a whole."""
    is_recognized: bool = False
    """Whether pages that need it are recognized by what they write."""
    line: int = 1
    """The 1-based line of the config file on which it stands; 1 where that is not known."""


def unread_extensions(extensions: object, text: str, *, unknown_slugs: Collection[str]) -> tuple[Unread, ...]:
    """What is set and has no effect; `text` is that of the config file, for the lines.

    `unknown_slugs` are the extensions whose ids are made by a function that is not known here.
    """
    return tuple(replace(unread, line=_line(unread, text)) for unread in _unread(extensions, unknown_slugs))


def _unread(extensions: object, unknown_slugs: Collection[str]) -> Iterator[Unread]:
    for name in unknown_slugs:
        yield Unread(name, "slugify")
    for language in foreign_fences(dict(entries(extensions))):
        yield Unread("pymdownx.superfences", f"custom_fences: {language}", is_recognized=True)
    for name, options in entries(extensions):
        known = OPTIONS.get(name)
        if name in COLLECTIONS:
            continue
        if known is None:
            yield Unread(name, is_recognized=name in READERS)
            continue
        for option, value in options.items():
            fitting = known.get(str(option), ())
            is_slug = option == "slugify" and name in _WITH_SLUGS
            if fitting is not ANY and not is_slug and value not in (fitting or ()):  # type: ignore[operator]
                yield Unread(name, str(option), is_recognized=(name, str(option)) in READ_OPTIONS)


def _line(unread: Unread, text: str) -> int:
    """The 1-based line of a config file on which it is set; 1 when it is set elsewhere."""
    at = text.find("markdown_extensions")
    for key in filter(None, (unread.extension, *unread.option.split(": ", 1)[:1])):
        written = re.compile(_SET.format(re.escape(key)), re.MULTILINE).search(text, max(at, 0))
        if written is None:
            return 1
        at = written.start(1)
    return text.count("\n", 0, at) + 1
