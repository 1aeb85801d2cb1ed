"""Which files a theme has, by its Jinja environment."""

from __future__ import annotations

from typing import Any

from jinja2 import TemplateError


def has_template(environment: Any, name: str) -> bool:
    """Whether the theme has a file that Jinja can read."""
    try:
        environment.get_template(name)
    except TemplateError:
        return False
    return True
