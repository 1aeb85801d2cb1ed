"""The folders that are left out of a vault though no line of the settings says so."""

from __future__ import annotations

import re

from knotwork.config.settings import Settings
from knotwork.model.patterns import lazy_regex

MKDOCS_LEAVES_OUT = "/templates/"
"""As it stands in MkDocs, before the lines of `exclude_docs`; its other line is for names with a dot."""
_MKDOCS_WHY = "at the root is not published: MkDocs leaves it out"
_OBSIDIAN_WHY = "is not published: it holds the templates of Obsidian"
_SPECIAL = lazy_regex(r"[\\*?\[\]!# ]")
"""What a pattern as in `.gitignore` reads as more than itself."""


def folders_left_out(settings: Settings) -> dict[str, tuple[str, str, str]]:
    """By pattern the folders that are left out by default: path, why, and how a pattern is written."""
    folders = {MKDOCS_LEAVES_OUT: ("templates", _MKDOCS_WHY, "templates/")}
    for folder in settings.obsidian.templates:
        pattern = f"/{_SPECIAL.sub(_escaped, folder)}/"
        folders.setdefault(pattern, (folder, _OBSIDIAN_WHY, pattern))
    return folders


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"
