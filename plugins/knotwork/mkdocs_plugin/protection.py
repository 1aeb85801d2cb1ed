"""Which notes another plugin encrypts or replaces, and what stands where none does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.note import Note
from knotwork.model.text import FILE_START
from knotwork.vault.property_keys import property_key

UNENCRYPTED = (
    '<div class="admonition failure kw-problem"><p class="admonition-title">This note is not shown</p>'
    "<p>It has a password, and no plugin encrypts it.</p></div>"
)
"""What stands on the page of a note that asks for protection which nothing gives."""

_ENCRYPTS = "encryptcontent"
_TEXT = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^<>]*>", re.DOTALL)
_WORD = re.compile(r"\w+")


def encrypts(plugins: Mapping[str, Any]) -> bool:
    """Whether one of MkDocs' plugins encrypts the pages that have a password."""
    return _ENCRYPTS in plugins


def protection(plugins: Mapping[str, Any]) -> Callable[[Note], bool]:
    """Which notes are protected: those with a `password`; with mkdocs-encryptcontent-plugin also those of
    a `level`, and with a global password all but those with an empty one.
    """
    config = getattr(plugins.get(_ENCRYPTS), "config", None) or {}

    def is_protected(note: Note) -> bool:
        given = {property_key(key): value for key, value in note.front_matter.items()}
        if "password" in given:
            return given["password"] not in (None, "")
        if encrypts(plugins) and given.get("level"):
            return True
        return bool(config.get("global_password"))

    return is_protected


def unencrypted(note: Note) -> Diagnostic:
    """The finding for a note whose password nothing asks for."""
    places = (place for key, place in note.properties.items() if property_key(key) == "password")
    message = "the note has a password, and no plugin encrypts it: its text is left out"
    help_ = "Add mkdocs-encryptcontent-plugin, or remove `password`."
    place = Location(note.path, next(places, FILE_START))
    return Diagnostic("front-matter", "warning", place, message, help_)


def is_replaced(made: str, became: str) -> bool:
    """Whether another plugin put something else in the place of a page's HTML: most of its words are gone."""
    if made == became:
        return False
    words = set(_words(made))
    return bool(words) and len(words & set(_words(became))) * 2 < len(words)


def _words(html: str) -> list[str]:
    return _WORD.findall(_TEXT.sub(" ", html))
