"""Whether a build depends on nothing but its inputs, so that a build of the same inputs may be left out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import mkdocs
from mkdocs.config.defaults import MkDocsConfig

from knotwork.config.mkdocs_yml import SiteConfig, texts_in
from knotwork.mkdocs_plugin.frame_inputs import OTHER_FILES
from knotwork.vault.collisions import installed_theme
from knotwork.vault.kept_site import LoggedLine

_PLUGINS = (
    *("knotwork.", "mkdocs.contrib.search", "properdocs.contrib.search"),
    *(f"material.plugins.{name}." for name in ("info", "meta", "offline", "search", "tags")),
    *("mkdocs_awesome_nav.", "mkdocs_literate_nav.", "mkdocs_section_index."),
)
"""Where the plugins are that read nothing but the files of the docs_dir and the configuration."""
_EXTENSIONS = ("markdown.", "material.extensions.", "pymdownx.")
_READING = ("pymdownx.b64", "pymdownx.snippets")
"""The extensions that read other files."""
_SHORT_NAMES = frozenset(
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes md_in_html meta nl2br "
    "sane_lists smarty tables toc wikilinks".split()
)
"""Python-Markdown's extensions as configurations name them."""
_TAGS = (
    "!relative",
    "tag:yaml.org,2002:python/object/apply:pymdownx.slugs.",
    *(f"tag:yaml.org,2002:python/name:{module}" for module in ("markdown.", "material.", "pymdownx.")),
)
"""The YAML tags that mean the same in every build."""
_CLOCK = "build_date_utc"
"""The variable of templates that is another one in every build."""


def repeats(config: MkDocsConfig, written: SiteConfig) -> bool:
    """Whether the next build of the same inputs would write the same; `written` is the config as in its file.

    The inputs are those of `site_stamp`. Plugins, extensions and YAML tags that are not known to read nothing
    else make it False, as do hooks, and templates that show the time of the build.
    """
    return (
        config.theme.name == "material"
        and has_known_plugins(config)
        and all(tag.startswith(_TAGS) for tag in written.source.tags)
        and not any(plugin.config.get(name) for plugin in config.plugins.values() for name in OTHER_FILES)
        and all(map(_is_known_extension, config.markdown_extensions))
        and all(_is_below(folder, written.custom_dir) for folder in _icon_folders(config.mdx_configs))
        and _has_only(config.theme.dirs, written.custom_dir)
        and not _shows_time(_templates(config, written))
    )


def has_known_plugins(config: MkDocsConfig) -> bool:
    """Whether all plugins are known to read nothing else, and to leave nothing for the end of the process."""
    known = (type(plugin).__module__.startswith(_PLUGINS) for plugin in config.plugins.values())
    return not config.hooks and all(known)


class LogRecorder(logging.Handler):
    """Remembers the lines of a log."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[LoggedLine] = []
        self.repeats = True
        """Whether another build would log the same: no line has a traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        """Remember a line."""
        self.repeats = self.repeats and not record.exc_info
        severity = getattr(record, "severity", None)
        self.lines.append(LoggedLine(record.name, record.levelno, record.getMessage(), severity))


def _is_known_extension(name: str) -> bool:
    return name in _SHORT_NAMES or (name.startswith(_EXTENSIONS) and name not in _READING)


def _icon_folders(options: object) -> Iterator[str]:
    """The folders of icons that the options of extensions name."""
    if isinstance(options, Mapping):
        yield from texts_in(options.get("custom_icons"))
        for inner in options.values():
            yield from _icon_folders(inner)


def _is_below(folder: str, own: Path | None) -> bool:
    return own is not None and Path(folder).resolve().is_relative_to(own.resolve())


def _has_only(folders: Iterable[str], own: Path | None) -> bool:
    """Whether a theme has no folder but the site's own one and those of installed packages."""
    known = [*installed_theme("material"), Path(mkdocs.__file__).parent, *([own] if own else [])]
    outer = [folder.resolve() for folder in known]
    return all(any(Path(folder).resolve().is_relative_to(other) for other in outer) for folder in folders)


def _templates(config: MkDocsConfig, written: SiteConfig) -> Iterable[Path]:
    if written.custom_dir is not None:
        yield from (file for file in written.custom_dir.rglob("*") if file.is_file())
    yield from (Path(config.docs_dir, name) for name in config.extra_templates)


def _shows_time(templates: Iterable[Path]) -> bool:
    try:
        return any(_CLOCK.encode() in file.read_bytes() for file in templates)
    except OSError:
        return True
