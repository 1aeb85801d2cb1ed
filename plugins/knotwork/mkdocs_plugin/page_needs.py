"""What needs all pages to be read before the first one is written: a plugin, a template of the user."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from knotwork.mkdocs_plugin.live_plugins import with_event
from knotwork.mkdocs_plugin.mkdocs_steps import PAGE_STEPS, missing
from knotwork.mkdocs_plugin.page_guard import PAGE_EVENTS
from knotwork.mkdocs_plugin.search_readers import has_entries
from knotwork.model.patterns import lazy_regex

_ONE_PAGE = frozenset(("knotwork", "search", "offline", "info"))
"""The plugins that work on one page at a time, learn nothing from it and leave its text as it is."""
_THEMES = frozenset(("material", "mkdocs", "readthedocs"))
"""The themes whose templates read of other pages only what stands in the menu."""
_EVENTS = (*PAGE_EVENTS, "env", "pre_template", "template_context", "post_template", "post_build")
_CODE = lazy_regex(r"\{[{%].*?[%}]\}", re.DOTALL)
_OTHER_PAGES = lazy_regex(
    r"\b(?:pages|nav|parent|children|ancestors|previous_page|next_page|build_date_utc)\b"
)
_MOST_TEMPLATES = 500


def why_in_turn(config: MkDocsConfig) -> str:
    """Why MkDocs has to read all pages and then write them, one after the other; empty when it has not to."""
    if step := missing(*PAGE_STEPS):
        return f"this MkDocs has no function {step}"
    if name := _other_plugin(config.plugins):
        return f"'{name}' works on pages, and may need all of them"
    for name, plugin in config.plugins.items():
        if not has_entries(getattr(plugin, "search_index", None)):
            return f"the search index of '{name}' has no list of entries"
    if config.theme.name not in _THEMES:
        return f"the theme '{config.theme.name}' may need all pages"
    if file := template_of_all_pages(config.theme.custom_dir):
        return f"the template {file} may need all pages"
    if logging.getLogger("mkdocs").isEnabledFor(logging.DEBUG):
        return "the log names every step"
    return ""


def _other_plugin(plugins: Any) -> str:
    """The first plugin or hook that has an event with which it may read pages."""
    names = (name for event in _EVENTS for name in with_event(plugins, event))
    return next((name for name in names if name not in _ONE_PAGE), "")


def template_of_all_pages(folder: str | None) -> str:
    """The first template of the user's own theme that reads more than its page, as far as one can see.

    Behind a folder that is a link one cannot: what stands there is not compared with the last build either.
    """
    if not folder:
        return ""
    for directory, below, _ in os.walk(folder):
        for name in below:
            if Path(directory, name).is_symlink():
                return f"{name}/*.html"
    files = sorted(file for file in Path(folder).rglob("*") if file.is_file())
    if sum(file.suffix == ".html" for file in files) > _MOST_TEMPLATES:
        return f"{files[0].name} and others"
    for file in files:  # a template may include a file with any ending
        try:
            code = " ".join(_CODE.findall(file.read_text("utf-8")))
        except (OSError, ValueError):
            if file.suffix == ".html":
                return file.name
            continue  # a picture
        if _OTHER_PAGES.search(code):
            return file.name
    return ""
