"""Which plugins leave `serve` live: with any other, all pages are made at each save, as MkDocs does it."""

from __future__ import annotations

from typing import Any

import click

from knotwork.mkdocs_plugin.loaded_plugins import origins
from knotwork.mkdocs_plugin.mkdocs_steps import WRITING_STEPS, missing, missing_in_server
from knotwork.mkdocs_plugin.page_guard import PAGE_EVENTS

_ONE_PAGE = frozenset(
    (
        "knotwork",
        "search",
        "offline",
        "meta",
        "info",
        "macros",
        "awesome-nav",
        "literate-nav",
        "section-index",
    )
)
"""The plugins whose work on a page depends on nothing that they learn from another page."""
_ALL_FILES = ("config", "pre_build", "files", "nav", "env", "post_build")
"""The events of MkDocs that are about all files of a site."""
_NO_FILES = frozenset(("knotwork", "search", "offline", "info"))
"""The plugins that have such events and need no call when a note changes."""


def why_full(plugins: Any) -> str:
    """Why all pages are made at each save; empty when they can be made when they are asked for.

    `plugins` is MkDocs' collection of plugins, hooks among them.
    """
    if step := missing(*WRITING_STEPS):
        return f"this MkDocs has no function {step}"
    if name := missing_in_server():
        return f"the server of this MkDocs has no {name}"
    for event in PAGE_EVENTS:
        for name in with_event(plugins, event):
            if name not in _ONE_PAGE:
                return f"'{name}' works on pages (on_{event})"
    return ""


def reloads() -> bool:
    """Whether `mkdocs serve` watches files: with `--no-livereload` no plugin may give it a server."""
    command = click.get_current_context(silent=True)
    options = command.params if command is not None else {}
    if "no_livereload" in options:  # ProperDocs, which gives `livereload` another meaning
        return not options["no_livereload"]
    return options.get("livereload") is not False


def needs_build(plugins: Any) -> bool:
    """Whether a plugin must see all files when a note changes."""
    return any(name not in _NO_FILES for event in _ALL_FILES for name in with_event(plugins, event))


def with_event(plugins: Any, event: str) -> list[str]:
    """The enabled plugins that have an event, without the theme's name before theirs."""
    known = origins(plugins)
    keys = [known.get(method, "a plugin") for method in plugins.events[event]]
    return [
        key.rpartition("material/")[2] if key.startswith("material/") else key
        for key in keys
        if getattr(getattr(plugins.get(key), "config", None), "enabled", True) is not False
    ]
