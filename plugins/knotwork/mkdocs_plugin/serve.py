"""`knotwork build` and `knotwork serve`: MkDocs with the vault's config file, or with a default one."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import yaml
from mkdocs.commands.build import build
from mkdocs.commands.serve import serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError, PluginError

from knotwork.config.mkdocs_yml import Site
from knotwork.config.option_kinds import SettingsError
from knotwork.mkdocs_plugin.build_events import BuildEvents
from knotwork.mkdocs_plugin.generated_files import PREFIX
from knotwork.mkdocs_plugin.repeated_builds import LogRecorder, repeats
from knotwork.mkdocs_plugin.site_swap import is_site, replaced
from knotwork.model.names import NotePath, page_file
from knotwork.report.coloured_log import ColouredFormatter
from knotwork.vault.kept_site import LoggedLine
from knotwork.vault.publication_report import publication_summary


class BuiltSite(NamedTuple):
    """A site that was written."""

    folder: Path
    log: tuple[LoggedLine, ...]
    summary: str
    """What is published, in a sentence; empty when there is nothing to say."""
    repeats: bool
    """Whether the next build of the same inputs would write the same."""
    notes: Mapping[str, NotePath]
    """The note of each page, by the page's file below the folder."""


def build_site(
    site: Site, *, site_dir: Path | None, strict: bool, jobs: int | None = None, aside: bool = False
) -> BuiltSite | None:
    """Write the site of a vault; None, and an error on stderr, when it could not be built.

    `jobs` is a number of processes in place of the one that is set. A site that is built `aside` is for
    comparison: its findings are not logged and fail no build. Raises SettingsError when the configuration
    is wrong.
    """
    log = _log_to_stderr(logging.CRITICAL if aside else logging.WARNING)
    recorder = LogRecorder()
    log.addHandler(recorder)
    with _config_file(site) as file:
        options: dict[str, Any] = {"strict": True} if strict else {}
        target = site_dir or (None if site.config_file else _default_site_dir(site.vault_dir))
        if target is not None:
            options["site_dir"] = str(_writable(target.absolute(), site.vault_dir))
        try:
            config = load_config(config_file=str(file), **options)
            plugin: Any = config.plugins["knotwork"]
            if jobs is not None:
                plugin.settings = replace(plugin.settings, jobs=jobs)
            if aside:
                plugin.settings = replace(plugin.settings, fail_on="never")
                config.strict = False
            site_folder = Path(config.site_dir)
            _build_into(site_folder, config)
        except ConfigurationError as error:
            raise SettingsError(str(error)) from error
        except (PluginError, BuildError, Abort) as error:
            sys.stderr.write(f"{error}\nNo site was written; an existing site is unchanged\n")
            return None
        finally:
            log.removeHandler(recorder)
    events: BuildEvents = plugin.events
    view = events.site.view if events.site else None
    return BuiltSite(
        site_folder,
        tuple(recorder.lines),
        publication_summary(view.kb.vault) if view else "",
        recorder.repeats and events.is_complete and repeats(config, site.config),
        {page_file(unquote(url)): path for path, url in view.site.notes.items()} if view else {},
    )


def _build_into(site_folder: Path, config: MkDocsConfig) -> None:
    """Build a site, which takes the place of the one in the folder when it is whole."""
    plugin: Any = config.plugins["knotwork"]
    with replaced(site_folder) as folder:
        config.site_dir = str(folder)
        config.plugins.on_startup(command="build", dirty=False)
        plugin.left_out = None  # the caller keeps the site
        plugin.events.site_folder = site_folder
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()


def serve_site(site: Site, *, address: str | None, open_browser: bool) -> None:
    """Serve the site of a vault until it is interrupted, and build it again when a note is saved.

    Raises SettingsError when the configuration is wrong or the address is not available.
    """
    _log_to_stderr(logging.INFO)
    options: dict[str, Any] = {"dev_addr": address} if address else {}
    with _config_file(site) as file:
        try:
            serve(config_file=str(file), open_in_browser=open_browser, **options)
        except ConfigurationError as error:
            raise SettingsError(str(error)) from error
        except OSError as error:
            raise SettingsError(
                f"cannot listen on {address or 'the address'}: {error.strerror or error}"
            ) from error


@contextmanager
def _config_file(site: Site) -> Iterator[Path]:
    """The vault's config file; for a folder without one, a temporary file."""
    if site.config_file is not None:
        if not site.config.has_plugin:
            raise SettingsError(
                f"{site.config_file.name}: knotwork is not among its plugins; "
                "add `- knotwork` under `plugins:` (and `- search`, which is not added by itself then)"
            )
        yield site.config_file
        return
    config = {
        "site_name": escape(site.vault_dir.resolve().name) or "Notes",  # themes do not escape it
        "docs_dir": str(site.vault_dir.absolute()),
        "theme": "material",
        "plugins": ["search", {"knotwork": dict(site.settings)}],
    }
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        file = Path(folder) / "mkdocs.yml"
        file.write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
        yield file


def _default_site_dir(vault: Path) -> Path:
    """`site` in the current folder; next to the vault when the current folder is in the vault."""
    here, vault = Path.cwd().resolve(), vault.resolve()
    return vault.parent / f"{vault.name}-site" if here.is_relative_to(vault) else here / "site"


def _writable(target: Path, vault: Path) -> Path:
    """The folder, unless it is in the vault or has files that are no site: MkDocs empties it."""
    if target.resolve().is_relative_to(vault.resolve()):
        raise SettingsError(f"{target} is inside the notes; choose a --site-dir outside of {vault}")
    if target.is_dir() and any(target.iterdir()) and not is_site(target):
        raise SettingsError(
            f"{target} has files that are not a site and would be deleted; choose another --site-dir"
        )
    return target


def _log_to_stderr(level: int) -> logging.Logger:
    log = logging.getLogger("mkdocs")
    log.setLevel(level)
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(ColouredFormatter())
        log.addHandler(handler)
    return log
