"""What is written under `markdown_extensions`: the extensions and their options, those of collections too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

COLLECTIONS: Mapping[str, tuple[str, ...]] = {
    "extra": ("abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables"),
    "pymdownx.extra": (
        "abbr",
        "attr_list",
        "def_list",
        "footnotes",
        "md_in_html",
        "pymdownx.betterem",
        "pymdownx.superfences",
        "tables",
    ),
}
"""Extensions that stand for several, whose options they are given by name."""


class PythonObject(Struct, frozen=True):
    """What a tag such as `!!python/name:package.function` names; it is not loaded."""

    name: str
    keywords: Mapping[str, Any] = {}
    """Those it is called with."""


def entries(extensions: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each extension and its options, those of collections as well."""
    for name, options in _written(extensions):
        yield name, options
        for part in COLLECTIONS.get(name, ()):
            given = options.get(part)
            yield part, given if isinstance(given, Mapping) else {}


def _written(extensions: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    given = [extensions] if isinstance(extensions, Mapping) else extensions
    for entry in given if isinstance(given, list | tuple) else ():
        for name, options in entry.items() if isinstance(entry, Mapping) else [(entry, None)]:
            short = str(name).partition(":")[0].removeprefix("markdown.extensions.")
            yield short, options if isinstance(options, Mapping) else {}
