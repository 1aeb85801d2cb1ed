"""What of MkDocs is not for plugins, looked up in this file only.

A build of ours puts functions in the place of its own.

Each of ours remembers the one that it replaces: a build within a build, or one that failed, never replaces
another one of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from mkdocs import utils
from mkdocs.commands import build

Step = Literal["clean_directory", "get_files", "_populate_page", "_build_page", "_build_theme_template"]
"""What MkDocs does: empty the site, list files, read and render a page, write it, write a theme's file."""

PAGE_STEPS: tuple[Step, ...] = ("_populate_page", "_build_page")
"""What MkDocs does with a page."""
WRITING_STEPS: tuple[Step, ...] = (*PAGE_STEPS, "_build_theme_template")
"""What MkDocs does with a page, and with a file of the theme."""

_OF_SERVER = ("_guess_type", "_inject_js_into_html", "_visible_epoch", "_watched_paths")
"""What a server has: a file's type, a page with the script that reloads it, its state, what it watches."""

_REPLACED = "replaced"
"""The attribute of our functions that holds the function that they replace."""


def _module(step: Step) -> Any:
    """The module in which MkDocs looks the function up."""
    return utils if step == "clean_directory" else build


def missing(*steps: Step) -> str:
    """The first of these steps that this MkDocs does not have; empty when it has all."""
    return next((step for step in steps if not callable(getattr(_module(step), step, None))), "")


def missing_in_server() -> str:
    """The first attribute that a live site needs and this MkDocs' server does not have; empty for none."""
    from mkdocs.livereload import LiveReloadServer  # a build needs no server

    set_there = getattr(getattr(LiveReloadServer.__init__, "__code__", None), "co_names", ())
    return next(
        (name for name in _OF_SERVER if not (hasattr(LiveReloadServer, name) or name in set_there)), ""
    )


def original(step: Step) -> Callable[..., Any]:
    """MkDocs' own function, also while ours is in its place."""
    current = getattr(_module(step), step)
    own: Callable[..., Any] = getattr(current, _REPLACED, current)
    return own


def take_place(step: Step, ours: Callable[..., Any]) -> None:
    """Put a function in the place of MkDocs' own, until `put_back`."""
    replacing = partial(ours)
    setattr(replacing, _REPLACED, original(step))
    setattr(_module(step), step, replacing)


def put_back(*steps: Step) -> None:
    """Put MkDocs' own functions back."""
    for step in steps:
        setattr(_module(step), step, original(step))
