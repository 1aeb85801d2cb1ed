"""Which notes are protected: another plugin encrypts or replaces them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.note import Note
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import FILE_START
from knotwork.vault.property_keys import property_key

UNENCRYPTED = (
    '<div class="admonition failure kw-problem"><p class="admonition-title">This note is not shown</p>'
    "<p>It has a password, and no plugin encrypts it.</p></div>"
)
"""The content of a page that should be encrypted when no plugin does it."""

_ENCRYPTS = "encryptcontent"
_TEXT = lazy_regex(r"<(?:script|style)\b.*?</(?:script|style)>|<[^<>]*>", re.DOTALL)
_WORD = lazy_regex(r"\w+")


def encrypts(plugins: Mapping[str, Any]) -> bool:
    """Whether one of MkDocs' plugins encrypts the pages that have a password."""
    return _ENCRYPTS in plugins


def protection(plugins: Mapping[str, Any]) -> Callable[[Note], bool]:
    """Which notes are protected: those with a `password`; with mkdocs-encryptcontent-plugin also those of
    a `level`, and with a global password all but those with an empty one.
    """
    config = getattr(plugins.get(_ENCRYPTS), "config", None) or {}

    def is_protected(note: Note) -> bool:
        properties = {property_key(key): value for key, value in note.front_matter.items()}
        if "password" in properties:
            return properties["password"] not in (None, "")
        if encrypts(plugins) and properties.get("level"):
            return True
        return bool(config.get("global_password"))

    return is_protected


def unencrypted(note: Note) -> Diagnostic:
    """The finding for a note with a password that no plugin encrypts."""
    spans = (span for key, span in note.properties.items() if property_key(key) == "password")
    message = "the note has a password, and no plugin encrypts it: its text is left out"
    help_ = "Add mkdocs-encryptcontent-plugin, or remove `password`."
    location = Location(note.path, next(spans, FILE_START))
    return Diagnostic("front-matter", "warning", location, message, help_)


def is_replaced(compiled: str, html: str) -> bool:
    """Whether another plugin replaced the content of a page: most of its compiled words are gone."""
    if compiled == html:
        return False
    words = set(_words(compiled))
    return bool(words) and len(words & set(_words(html))) * 2 < len(words)


def _words(html: str) -> list[str]:
    return _WORD.findall(_TEXT.sub(" ", html))
