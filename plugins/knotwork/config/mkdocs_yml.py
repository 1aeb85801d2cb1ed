"""What the command needs to know from a site's `mkdocs.yml`, read without MkDocs."""

from __future__ import annotations

import dataclasses
import os
import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from knotwork.config.config_yaml import ConfigSource, config_values
from knotwork.config.globs import path_spec
from knotwork.config.markdown_extensions import NO_EXTENSIONS, SiteMarkdown, inserted_files, site_markdown
from knotwork.config.obsidian import NO_OBSIDIAN, Obsidian, read_obsidian
from knotwork.config.option_kinds import SettingsError
from knotwork.config.settings import Settings

NAMES = ("mkdocs.yml", "mkdocs.yaml")
"""The files MkDocs looks for."""

_NO_LIMIT = 1_000_000_000


class SiteConfig(Struct, frozen=True):
    """The part of `mkdocs.yml` that is about notes."""

    docs_dir: Path
    """Absolute when the config file's path was; it need not exist."""
    site_name: str = ""
    host: str = ""
    """That of `site_url`, in lower case; empty without one."""
    exclude_docs: tuple[str, ...] = ()
    """Lines as in `.gitignore`."""
    draft_docs: tuple[str, ...] = ()
    """Lines as in `.gitignore`."""
    plugin: Mapping[str, object] = field(default_factory=dict)
    """What stands under `knotwork` in `plugins`, but for MkDocs' own `enabled`."""
    has_plugin: bool = False
    """Whether knotwork stands in `plugins` and is not turned off."""
    nav: list[Any] | None = None
    named: frozenset[str] = frozenset()
    """The files of the docs_dir that the config file names: styles, scripts, templates, logo, pages."""
    theme: str = "material"
    theme_options: frozenset[str] = frozenset()
    """The names of the options that are set for the theme."""
    custom_dir: Path | None = None
    """The folder with the site's own changes to its theme."""
    use_directory_urls: bool = True
    source: ConfigSource = ConfigSource()
    markdown: SiteMarkdown = NO_EXTENSIONS
    """What counts for notes of `markdown_extensions`."""
    obsidian: Obsidian = NO_OBSIDIAN


class Site(Struct, frozen=True):
    """A vault and what is set for it."""

    vault_dir: Path
    config_file: Path | None
    """None: the vault is a bare folder."""
    config: SiteConfig
    settings: Mapping[str, object]
    """The plugin's settings, not yet validated."""

    @property
    def folder(self) -> Path:
        """The folder from which paths in its settings are meant."""
        return self.config_file.parent if self.config_file else self.vault_dir

    def paths_in(self, *names: str) -> Iterator[Path]:
        """The paths that settings of these names hold."""
        for text in texts_in([self.settings.get(name) for name in names]):
            yield from (self.folder / line.strip() for line in text.splitlines() if line.strip())

    @property
    def where(self) -> str:
        """How messages name the position of the settings."""
        return f"{self.config_file.name}: plugins.knotwork" if self.config_file else "settings"

    def with_jobs(self, jobs: int | None) -> Site:
        """The same with another number of processes, unless it is None."""
        return self if jobs is None else replace(self, settings={**self.settings, "jobs": jobs})

    def with_all_findings(self) -> Site:
        """The same with all findings of a file listed, however many there are."""
        name = "max_findings_per_file"
        if not isinstance(self.settings.get(name, 0), int):
            return self  # wrong, which is said when the settings are read
        return replace(self, settings={**self.settings, name: _NO_LIMIT})


def find_site(vault: Path | None, cwd: Path) -> Site:
    """The vault that a command runs on; `vault` is the folder it was given, if any.

    Raises SettingsError when there is no such folder or its `mkdocs.yml` cannot be read.
    """
    if vault is None:
        return _site_in(cwd)
    folder = _plain(cwd / vault)
    if folder.is_file():
        raise SettingsError(f"{vault}: a vault is a folder, and this is a file")
    if not folder.is_dir():
        raise SettingsError(f"{vault}: there is no such folder")
    return _site_of(folder)


def read_mkdocs_yml(path: Path) -> SiteConfig:
    """The site that a config file describes; raises SettingsError when it cannot be read."""
    values, source = config_values(path)
    plugin = _plugin(values.get("plugins"), path)
    options = {key: value for key, value in (plugin or {}).items() if key != "enabled"}
    nav = values.get("nav")
    name, theme = values.get("site_name"), values.get("theme")
    drafts = _patterns(values, "draft_docs", path)
    docs_dir = _plain(path.parent / _text(values, "docs_dir", "docs", path))
    return SiteConfig(
        docs_dir=docs_dir,
        site_name="" if name is None else str(name),
        host=host_of(values.get("site_url")),
        exclude_docs=_patterns(values, "exclude_docs", path),
        draft_docs=drafts,
        plugin=options,
        has_plugin=plugin is not None and plugin.get("enabled") is not False,
        nav=nav if isinstance(nav, list) else None,
        named=named_files(values),
        theme=_theme(values, path)[0],
        theme_options=frozenset(map(str, theme)) if isinstance(theme, Mapping) else frozenset(),
        custom_dir=_theme(values, path)[1],
        use_directory_urls=values.get("use_directory_urls") is not False,
        source=source,
        markdown=_markdown(values, path, docs_dir, drafts),
        obsidian=read_obsidian(docs_dir.absolute(), path.parent.absolute()),
    )


def named_files(values: Mapping[str, object]) -> frozenset[str]:
    """The files of the docs_dir that the values of a config file name, by path."""
    theme = values.get("theme")
    logos = [theme.get(key) for key in ("logo", "favicon")] if isinstance(theme, Mapping) else []
    lists = [values.get(key) for key in ("extra_css", "extra_javascript", "extra_templates", "nav")]
    return frozenset(posixpath.normpath(text) for text in texts_in([*logos, *lists]) if text)


def host_of(url: object) -> str:
    """The host in an address, in lower case; empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".") if isinstance(url, str) else ""
    except ValueError:
        return ""


def as_written(config_file: str | None) -> SiteConfig:
    """The values of a config file as written in it; none when it cannot be read without MkDocs."""
    nothing = SiteConfig(docs_dir=Path())
    try:
        return read_mkdocs_yml(Path(config_file)) if config_file else nothing
    except SettingsError:
        return nothing


def with_site(settings: Settings, config: SiteConfig) -> Settings:
    """Settings with what the rest of a config file and the vault's own folder say about notes."""
    return dataclasses.replace(
        settings,
        markdown=config.markdown,
        obsidian=config.obsidian,
        directories=config.use_directory_urls,
    )


def texts_in(value: object) -> Iterator[str]:
    """All texts in nested lists and mappings."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case Mapping() as mapping:
                waiting += mapping.values()
            case list() | tuple() as items:
                waiting += items


def _markdown(
    values: Mapping[str, object], path: Path, docs_dir: Path, drafts: tuple[str, ...]
) -> SiteMarkdown:
    extensions, plugins = values.get("markdown_extensions"), {*map(_short, _plugins(values.get("plugins")))}
    if not extensions:
        return site_markdown(None, plugins=plugins)
    try:
        file = Path(os.path.relpath(path, docs_dir)).as_posix()
    except ValueError:  # on another drive of Windows
        file = path.name
    text = path.read_bytes().decode("utf-8", "replace")
    markdown = site_markdown(extensions, file, text, path.parent.absolute(), plugins)
    files = inserted_files(markdown.options, path.parent, docs_dir)
    return replace(markdown, inserted=replace(files, drafts=drafts) if files else None)


def _theme(values: Mapping[str, object], path: Path) -> tuple[str, Path | None]:
    theme = values.get("theme")
    if not isinstance(theme, Mapping):
        return str(theme or "mkdocs"), None
    custom = theme.get("custom_dir")
    return str(theme.get("name") or ""), _plain(path.parent / custom) if isinstance(custom, str) else None


def _site_in(folder: Path) -> Site:
    """The site whose `mkdocs.yml` stands in a folder, else the folder as a vault."""
    file = _config_file(folder)
    if file is None:
        return _bare(folder)
    config = read_mkdocs_yml(file)
    if not config.docs_dir.is_dir():
        raise SettingsError(f"{file}: docs_dir: there is no folder '{config.docs_dir}'")
    return Site(config.docs_dir, file, config, config.plugin)


def _site_of(folder: Path) -> Site:
    """The site whose docs_dir is a folder, or whose root it is; else the folder as a bare vault."""
    for above in (folder, *folder.parents):
        if (file := _config_file(above)) is None:
            continue
        config = read_mkdocs_yml(file)
        docs_dir = Path(os.path.realpath(config.docs_dir))
        if docs_dir == folder.resolve():
            return Site(folder, file, config, config.plugin)
        if above == folder and docs_dir.is_dir() and docs_dir.is_relative_to(folder.resolve()):
            return Site(config.docs_dir, file, config, config.plugin)
    return _bare(folder)


def _bare(folder: Path) -> Site:
    return Site(folder, None, SiteConfig(docs_dir=folder, obsidian=read_obsidian(folder.absolute())), {})


def _config_file(folder: Path) -> Path | None:
    return next((file for name in NAMES if (file := folder / name).is_file()), None)


def _plain(path: Path) -> Path:
    """The path without `.` and `..`, its symbolic links kept, as MkDocs does."""
    return Path(os.path.normpath(path))


def _plugin(plugins: object, path: Path) -> Mapping[str, object] | None:
    """The options of the plugin; None when it is not among the plugins."""
    entries = _plugins(plugins)
    if "knotwork" not in entries:
        return None
    options = entries["knotwork"]
    if options is None:
        return {}
    if not isinstance(options, dict):
        raise SettingsError(f"{path}: plugins.knotwork: expected a mapping of options, found {options!r}")
    return {str(key): value for key, value in options.items()}


def _plugins(plugins: object) -> dict[str, object]:
    """The plugins that are set, with their options, by name."""
    entries: dict[str, object] = {}
    for entry in [plugins] if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else []:
        for name, options in entry.items() if isinstance(entry, dict) else [(entry, None)]:
            entries.setdefault(str(name).removeprefix("/"), options)
    return entries


def _short(plugin: str) -> str:
    """The name of a plugin without its theme's."""
    return plugin.rpartition("/")[2]


def _patterns(values: Mapping[str, object], key: str, path: Path) -> tuple[str, ...]:
    lines = tuple(_text(values, key, "", path).splitlines())
    if lines:
        try:
            path_spec(lines)
        except ValueError as error:
            raise SettingsError(f"{path}: {key}: {error}") from error
    return lines


def _text(values: Mapping[str, object], key: str, default: str, path: Path) -> str:
    value = values.get(key)
    if value is None:
        return default
    if not isinstance(value, str):
        raise SettingsError(f"{path}: {key}: expected a text, found {value!r}")
    return value
