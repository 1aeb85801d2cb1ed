"""What knotwork sets for Material where a site does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

THEME_DEFAULTS: Mapping[str, Any] = {
    "font": False,  # Material would load one from Google
    "features": ["content.code.copy", "navigation.top", "search.suggest", "toc.follow"],
    "palette": [
        {
            "media": "(prefers-color-scheme: light)",
            "scheme": "default",
            "toggle": {"icon": "material/weather-night", "name": "Dark"},
        },
        {
            "media": "(prefers-color-scheme: dark)",
            "scheme": "slate",
            "toggle": {"icon": "material/weather-sunny", "name": "Light"},
        },
    ],
}
"""Options of the theme, by name."""
