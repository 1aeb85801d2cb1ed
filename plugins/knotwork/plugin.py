"""The door for MkDocs: files go in, pages come out; all that is decided is decided elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from knotwork.diagnostics import at_least
from knotwork.meta import material_tags, page_meta
from knotwork.names import NotePath
from knotwork.navigation import navigation
from knotwork.note import Note
from knotwork.pages import (
    CompiledSite,
    Content,
    body_text,
    compiled_site,
    framed,
    is_left_out,
    nav_titles,
    nested_toc,
    restricted,
)
from knotwork.reader import read_note
from knotwork.report import FORMATS
from knotwork.rules import CODES
from knotwork.settings import Settings, SettingsError, settings_from
from knotwork.vault import Left, read_docs, source_text

log = get_plugin_logger("knotwork")

_STYLE = "assets/knotwork/knotwork.css"
_SHOWN = 30


class CompiledPage(Page):
    """A page whose content comes from knotwork: `content` gives it, for the text on disk or a changed one."""

    def __init__(self, title: str, file: File, config: MkDocsConfig, content: Callable[[str | None], Content]) -> None:
        super().__init__(title, file, config)
        self.text, self.own_meta, self.compiled = "", dict[str, Any](), content

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the note's text as it is on disk, unless another plugin has one of its own."""
        given = config.plugins.on_page_read_source(page=self, config=config)
        self.markdown = self.text if given is None else body_text(given)
        self.meta = dict(self.own_meta)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Fill in what the note was compiled to; text that another plugin changed is compiled anew."""
        content = self.compiled(None if self.markdown == self.text else self.markdown)
        self.content, self.toc = content.html, get_toc(nested_toc(content.toc))
        self.present_anchor_ids, self.links_to_anchors = content.anchors, {}


class KnotworkPlugin(BasePlugin):  # type: ignore[type-arg]
    """Compiles the notes once per build."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.serving = False
        self.known: dict[NotePath, tuple[str, Note]] = {}
        self.site: CompiledSite | None = None

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> tuple[list[Any], list[Any]]:
        """Validate the options; each wrong one is an error of its own."""
        try:
            self.settings = settings_from(options, "mkdocs.yml: plugins.knotwork", CODES)
        except SettingsError as error:
            return [("knotwork", sentence) for sentence in error.sentences], []
        return [], []

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Stay alive between the builds of one `mkdocs serve`, and remember what was read."""
        self.serving = command == "serve"

    @event_priority(50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Compile the vault; give each note its page, and add the generated ones."""
        root = Path(config.docs_dir)
        drafts = [] if self.serving else _patterns(config, "draft_docs")
        left = Left(_patterns(config, "exclude_docs"), drafts)
        vault = read_docs(root, self.settings, left, self._read)
        for file in list(files):
            if is_left_out(vault, file.src_uri):
                files.remove(file)
        vault = restricted(vault, lambda path: _is_published(files.get_file_from_path(path), self.serving))
        self.site = compiled_site(
            root, vault, self.settings, config.site_name or "Notes", directories=config.use_directory_urls
        )
        self._place_notes(self.site, files, config)
        _place_generated(self.site, files, config)
        if config.nav is None:
            config.nav = navigation(self.site.titles, self.site.published.pages, self.settings.notes_in_nav)
        if len(vault.notes) > self.settings.instant_limit:
            features = config.theme.get("features") or []
            config.theme["features"] = [each for each in features if not each.startswith("navigation.instant")]
        return files

    @event_priority(-100)
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> Any:
        """Add what search shall not index: breadcrumbs and backlinks; and the tags as Material draws them."""
        path = NotePath(page.file.src_uri)
        if self.site is not None and path in self.site.view.kb.notes:
            page.content = framed(self.site.view, path, page.content or "")
            context["tags"] = material_tags(self.site.view, path)
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Say what was found, and end a build whose findings reach `fail_on`; a server lives on."""
        found = self.site.diagnostics if self.site else ()
        level = self.settings.fail_on or ("error" if config.strict else "never")
        for line in FORMATS["concise"](found[:_SHOWN], lambda path: None).splitlines():
            (log.warning if ": error[" in line else log.info)(line)
        if len(found) > _SHOWN:
            log.info(f"{len(found) - _SHOWN:,} more findings; `knotwork check` lists them all")
        failing = sum(level != "never" and at_least(each.severity, level) for each in found)
        if failing and not self.serving:
            raise PluginError(f"knotwork: {failing:,} findings fail this build (see above, or `knotwork check`)")

    def _read(self, path: NotePath, text: str) -> Note:
        known = self.known.get(path)
        if known is None or known[0] != text:
            known = self.known[path] = (text, read_note(path, text, self.settings.tag_style))
        return known[1]

    def _place_notes(self, site: CompiledSite, files: Files, config: MkDocsConfig) -> None:
        titles, env = nav_titles(config.nav), config.theme.get_env()
        for path, note in site.view.kb.notes.items():
            if (file := files.get_file_from_path(path)) is None:
                continue
            if not file.inclusion.is_excluded():
                file.inclusion = InclusionLevel.NOT_IN_NAV
            title = titles.get(path) or escape(note.title)
            page = CompiledPage(title, file, config, lambda text, path=path: site.note(path, text, log.info))
            page.text = body_text(source_text(Path(config.docs_dir), path) or "")
            page.own_meta = page_meta(note, lambda name: _has_template(env, name))


def _place_generated(site: CompiledSite, files: Files, config: MkDocsConfig) -> None:
    for each in site.published.pages:
        if files.get_file_from_path(each.source) is None:
            file = File.generated(config, each.source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            files.append(file)
            CompiledPage(escape(each.title), file, config, lambda _, each=each: Content(each.html, each.headings))
    style = (Path(__file__).parent / "assets" / "knotwork.css").read_text("utf-8")
    files.append(File.generated(config, _STYLE, content=style))
    if _STYLE not in config.extra_css:
        config.extra_css.append(_STYLE)


def _patterns(config: MkDocsConfig, key: str) -> list[str]:
    """The patterns of an option as they are written: MkDocs keeps only what it made of them."""
    return [line for each in config.user_configs for line in str(each.get(key) or "").splitlines()]


def _is_published(file: File | None, serving: bool) -> bool:
    return file is not None and (file.inclusion.is_in_serve() if serving else file.inclusion.is_included())


def _has_template(env: Environment, name: str) -> bool:
    try:
        env.get_template(name)
    except TemplateError:
        return False
    return True
