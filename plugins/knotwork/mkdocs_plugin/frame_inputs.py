"""What the theme makes of a page depends on: the configuration, the menu, the theme's own files.

Only what is known to be plain is compared: with anything else, nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from hashlib import blake2b
from pathlib import Path, PurePath
from types import FunctionType, ModuleType
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.localization import Locale  # type: ignore[attr-defined]
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.theme import Theme

_OF_A_BUILD = frozenset(
    ("site_dir", "config_file_path", "dev_addr", "watch", "nav", "plugins", "strict", "docs_dir")
)
"""Options that no page shows; `nav` is compared as the menu that is made of it."""
_MOST_FILES = 2_000
"""How many files of the user's own theme are read."""

OTHER_FILES = ("jieba_dict", "jieba_dict_user")
"""Options of plugins that name a file of which pages or their search entries are made."""


class NotPlain(Exception):
    """A value of which nobody knows what it does."""


def frame_inputs(config: MkDocsConfig, nav: Navigation) -> bytes:
    """A digest of all that pages of a site have in common; raises NotPlain when it is not known.

    The properties of the pages in the menu must be known: their icons stand there.
    """
    values = (
        [(name, plain(value)) for name, value in sorted(config.items()) if name not in _OF_A_BUILD],
        [(name, _plugin(plugin)) for name, plugin in config.plugins.items()],
        list(_menu(nav)),
        list(_own_files(config.theme)),
    )
    return blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def plain(value: object) -> object:
    """A value as one whose `repr` says all of it; raises NotPlain."""
    match value:
        case None | bool() | int() | float() | str() | bytes():
            return type(value).__name__, repr(value)
        case PurePath() | date() | Locale():
            return type(value).__name__, str(value)
        case Theme():
            return value.name, [(name, plain(inner)) for name, inner in sorted(vars(value).items())]
        case Config() | Mapping():
            return type(value).__name__, [(plain(name), plain(inner)) for name, inner in value.items()]
        case list() | tuple() | set() | frozenset():
            items = [plain(inner) for inner in value]
            return type(value).__name__, sorted(items, key=repr) if isinstance(
                value, set | frozenset
            ) else items
        case FunctionType():
            return value.__module__, value.__qualname__
        case type():
            return value.__module__, value.__qualname__
        case ModuleType():  # a hook, which has set other options
            return value.__name__, _content(Path(value.__file__ or ""))
        case partial():
            return plain(value.func), plain(value.args), plain(value.keywords)
        case _:
            raise NotPlain(type(value).__name__)


def plain_heading(entry: AnchorLink) -> object:
    """A heading with those below it, as a plain value."""
    return entry.title, entry.id, entry.level, entry.url, [*map(plain_heading, entry.children)]


def _plugin(plugin: Any) -> object:
    kind, config = type(plugin), getattr(plugin, "config", None) or {}
    if any(config.get(name) for name in OTHER_FILES):
        raise NotPlain("a file that a plugin reads")
    return kind.__module__, kind.__qualname__, plain(config)


def _menu(nav: Navigation) -> Iterator[object]:
    """The menu, entry by entry."""

    def entries(items: Iterable[Any]) -> Iterator[object]:
        for item in items:
            if isinstance(item, Page):
                yield "page", item.title, item.file.src_uri, item.file.url, plain(dict(item.meta))
            elif isinstance(item, Section):
                yield "section", item.title, list(entries(item.children))
            else:
                yield type(item).__name__, item.title, getattr(item, "url", None)

    yield from entries(nav.items)
    yield [page.file.src_uri for page in nav.pages]


def _own_files(theme: Theme) -> Iterator[tuple[str, str]]:
    """The files of the user's own theme; those of packages are known by the packages' versions."""
    if not theme.custom_dir:
        return
    files = sorted(file for file in Path(theme.custom_dir).rglob("*") if file.is_file())
    if len(files) > _MOST_FILES:
        raise NotPlain("a theme of many files")
    for file in files:
        yield str(file.relative_to(theme.custom_dir)), _content(file)


def _content(file: Path) -> str:
    """A digest of what is in a file."""
    return blake2b(file.read_bytes(), digest_size=16).hexdigest()
