"""The finding about a page, or a part of one, that could not be made, and the box in its place."""

from __future__ import annotations

import traceback
from html import escape

from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath
from knotwork.model.text import FILE_START

_LONGEST = 300
"""Characters of an error's text that are shown."""
IN_THE_LOG = "The log of the build says why."
NOT_MADE = "This page could not be made"
_HELP = "The other pages are as they should be."


def failure(path: str, stage: str, error: BaseException) -> Diagnostic:
    """The finding for a page that could not be made, or for a part of it."""
    message = f"{stage} failed with {described(error)}"
    return Diagnostic("internal-error", "error", Location(NotePath(path), FILE_START), message, _HELP)


def described(error: BaseException) -> str:
    """An error on one line, with where it was raised: `ValueError: no such thing (in plugin.py, line 12)`."""
    text = " ".join(f"{type(error).__name__}: {error}".removesuffix(": ").split())
    frames = traceback.extract_tb(error.__traceback__)
    where = f" (in {frames[-1].filename.rpartition('/')[2]}, line {frames[-1].lineno})" if frames else ""
    return (text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…") + where


def panel(why: str = IN_THE_LOG, title: str = NOT_MADE) -> str:
    """The box in place of a page's content; `title` is what it says in the site's language.

    An error's own text is for the writer alone: it may quote what no reader should see.
    """
    return (
        '<div class="admonition failure kw-problem">'
        f'<p class="admonition-title">{escape(title)}</p>'
        f"<p>{escape(why)}</p></div>\n"
    )


def small_panel(sentences: str) -> str:
    """What stands in place of one part of a page."""
    return f'<p class="kw-placeholder">{escape(sentences)}</p>\n'
