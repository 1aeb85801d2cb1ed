"""What MkDocs knows of the plugins and hooks it has loaded, and shows to none: looked up here only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mkdocs.config.config_options import Hooks


def origins(plugins: Any) -> dict[Callable[..., Any], str]:
    """The name of the plugin, or the file of the hook, of each method that has an event.

    `plugins` is MkDocs' collection of plugins; without the names in it, each method is unknown, and whatever
    depends on which plugin it is of is done as for a plugin that was never tested.
    """
    known: dict[Callable[..., Any], str] = getattr(plugins, "_event_origins", {})
    return known


def forget_hooks() -> None:
    """Load hooks again at the next build: MkDocs keeps each that it has loaded."""
    clear = getattr(getattr(Hooks, "_load_hook", None), "cache_clear", None)
    if clear is not None:
        clear()
