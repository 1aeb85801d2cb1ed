"""Definitions of links that every note of a site has, from the files that it appends (`auto_append`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

OF_SITE = "of_site"
"""What the definitions that do not stand in the note itself have in `references`."""


def appended_definitions(text: str) -> Callable[[MarkdownIt], None]:
    """A plugin for the definitions of links in a text; a note's own ones win."""
    known: dict[str, Any] = {}
    if "]:" in text:
        MarkdownIt("commonmark").parse(text, known)
    references = {label: {**link, OF_SITE: True} for label, link in known.get("references", {}).items()}

    def add(state: StateCore) -> None:
        own = state.env.setdefault("references", {})
        for label, link in references.items():
            own.setdefault(label, link)

    def register(md: MarkdownIt) -> None:
        if references:
            md.core.ruler.before("inline", "appended_definitions", add)

    return register
