"""What pages write for extensions of Python-Markdown that notes do not have, and how one recognizes it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from knotwork.model.dialect import ExtensionSyntax

_TEXT: dict[str, str] = {
    "markdown_grid_tables": r"^\+[-=:]{3,}\+[-=:+]*$",
    "mkdocs-click": r"^:::[ \t]+mkdocs-click\b[^\n]*",
    "mkdocs-typer": r"^:::[ \t]+mkdocs-typer\b[^\n]*",
    "mkdocs-typer2": r"^:::[ \t]+mkdocs-typer2\b[^\n]*",
    "neoteroi.cards": r"^:{2,}cards\b[^\n]*",
    "neoteroi.projects": r"^:{2,}gantt\b[^\n]*",
    "neoteroi.spantable": r"^:{2,}spantable\b[^\n]*",
    "neoteroi.timeline": r"^:{2,}timeline\b[^\n]*",
    "plantuml_markdown": r"^::uml::[^\n]*",
    "pymdownx.blocks.definition": r"^/{3,}[ \t]*define\b[^\n]*",
    "pymdownx.critic": r"\{(?:\+\+.+?\+\+|--.+?--|~~.*?~>.*?~~|==.+?==|>>.+?<<)\}",
    "pymdownx.fancylists": (
        r"^[ \t]*(?:\((?:\d+|[A-Za-z]|[ivxlcdm]+|#)\)|(?:[A-Za-z]|[ivxlcdm]+|#)[.)])[ \t]+(?=\S)"
    ),
    "pymdownx.progressbar": r"\[=+[ \t]*\d+(?:\.\d+)?[ \t]*(?:%|/[ \t]*\d+(?:\.\d+)?)[^\]\n]*\]",
}
"""By the extension of `markdown_extensions` that reads it."""
_FENCES: dict[str, str] = {"plantuml_markdown": r"^(?:plantuml|puml|uml)\b"}
"""By the extension, what the info of a fenced block says."""

_TEXT_OF_PLUGINS: dict[str, str] = {
    "autorefs": r"\[\]\(\)\{[ \t]*:?[ \t]*#[^}\n]*\}",
    "mkdocstrings": r"^:::[ \t]?[^\s:][^\n]*",
}
"""By the plugin that brings the extension."""
_FENCES_OF_PLUGINS: dict[str, str] = {
    "markdown-exec": r"""(?:^|[\s{])exec[ \t]*=[ \t]*["']?(?!["']|no\b|off\b|false\b|0)\S"""
}

_TEXT_OF_OPTIONS: dict[tuple[str, str], str] = {
    ("pymdownx.magiclink", "repo_url_shorthand"): (
        r"(?<![\w/#&@\[\]`-])(?:[\w-]+(?:/[\w.-]+)?)?(?:#\d+\b|@[0-9a-f]{7,40}\b)|(?<![\w/@`])@[A-Za-z\d][\w-]*/[\w.-]+"
    ),
    ("pymdownx.magiclink", "social_url_shorthand"): r"(?<![\w/@.`-])@[A-Za-z\d](?:[\w:-]*\w)?",
}
"""By the extension, and the option that switches it on."""

READERS = frozenset((*_TEXT, *_FENCES))
"""The extensions whose syntax is recognized."""
READ_OPTIONS = frozenset(_TEXT_OF_OPTIONS)
"""The extensions with an option of which the same is true."""


def extension_syntax(
    extensions: Mapping[str, Mapping[str, Any]], plugins: Collection[str], fences: Collection[str]
) -> Iterator[ExtensionSyntax]:
    """What is recognized on a site with those extensions and plugins.

    `fences` are the languages whose fenced blocks functions of others render.
    """
    for names, tables in (
        (extensions, (_TEXT, _FENCES)),
        (plugins, (_TEXT_OF_PLUGINS, _FENCES_OF_PLUGINS)),
    ):
        text, info = tables
        yield from (ExtensionSyntax(name, text[name], "text") for name in sorted(names) if name in text)
        yield from (ExtensionSyntax(name, info[name], "info") for name in sorted(names) if name in info)
    for (name, option), pattern in _TEXT_OF_OPTIONS.items():
        if extensions.get(name, {}).get(option) is True:
            yield ExtensionSyntax(name, pattern, "text")
    for language in sorted(fences):
        pattern = rf"^[{{.\s]*{re.escape(language)}(?=[\s}}]|$)"
        yield ExtensionSyntax("pymdownx.superfences", pattern, "info")
