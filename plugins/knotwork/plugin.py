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

from knotwork.addresses import addresses
from knotwork.compiler import compile_vault
from knotwork.diagnostics import Diagnostic, at_least
from knotwork.meta import material_tags, page_meta
from knotwork.names import NotePath
from knotwork.navigation import navigation
from knotwork.note import Note
from knotwork.pages import (
    Content,
    body_text,
    framed,
    generated_content,
    left_out,
    nav_titles,
    nested_toc,
    note_content,
    recompiled,
    restricted,
)
from knotwork.reader import read_note
from knotwork.report import FORMATS
from knotwork.rules import CODES, check
from knotwork.settings import Settings, SettingsError, settings_from
from knotwork.vault import Left, read_vault, source_text
from knotwork.views import Published, View, published

log = get_plugin_logger("knotwork")

_STYLE = "assets/knotwork/knotwork.css"
_SHOWN = 30


class CompiledPage(Page):
    """A page whose content comes from knotwork; MkDocs reads no Markdown for it."""

    def __init__(
        self, title: str, file: File, config: MkDocsConfig, meta: dict[str, Any], text: str, content: Callable[[str | None], Content]
    ) -> None:
        super().__init__(title, file, config)
        self._meta, self._text, self._content = meta, text, content

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the note's text as it is on disk, unless another plugin has one of its own."""
        given = config.plugins.on_page_read_source(page=self, config=config)
        self.markdown = self._text if given is None else body_text(given)
        self.meta = dict(self._meta)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Fill in what the note was compiled to; text that another plugin changed is compiled anew."""
        content = self._content(None if self.markdown == self._text else self.markdown)
        self.content = content.html
        self.toc = get_toc(nested_toc(content.toc))
        self.present_anchor_ids = content.anchors
        self.links_to_anchors = {}


class KnotworkPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Compiles the notes once per build."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.serving = False
        self.read: dict[NotePath, tuple[str, Note]] = {}
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self.view: View | None = None

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
        vault = read_vault(root, self.settings, Left(_excluded(config)), self._read)
        for path in left_out(vault):
            for file in [each for each in files if each.src_uri == path or each.src_uri.startswith(f"{path}/")]:
                files.remove(file)
        kb = compile_vault(restricted(vault, self._published_in(files)), self.settings)
        site = addresses(kb, directories=config.use_directory_urls)
        view = self.view = View(kb, site, config.site_name or "Notes")
        self.diagnostics = check(kb, lambda path: source_text(root, path))
        beside = published(view)
        self._place_notes(view, beside, files, config)
        _place_generated(beside, files, config)
        if config.nav is None:
            titles = {path: note.title for path, note in kb.notes.items() if files.get_file_from_path(path)}
            config.nav = navigation(titles, beside.pages, self.settings.notes_in_nav)
        features = config.theme.get("features") or []
        if len(kb.notes) > self.settings.instant_limit:
            config.theme["features"] = [name for name in features if not name.startswith("navigation.instant")]
        return files

    @event_priority(-100)
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> Any:
        """Add what search shall not index: breadcrumbs and backlinks; and the tags as Material draws them."""
        path = NotePath(page.file.src_uri)
        if self.view is not None and path in self.view.kb.notes:
            page.content = framed(self.view, path, page.content or "")
            context["tags"] = material_tags(self.view, path)
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Say what was found, and end a build whose findings reach `fail_on`; a server lives on."""
        level = self.settings.fail_on or ("error" if config.strict else "never")
        for line in FORMATS["concise"](self.diagnostics[:_SHOWN], lambda path: None).splitlines():
            (log.warning if ": error[" in line else log.info)(line)
        if len(self.diagnostics) > _SHOWN:
            log.info(f"{len(self.diagnostics) - _SHOWN:,} more findings; `knotwork check` lists them all")
        failing = sum(level != "never" and at_least(each.severity, level) for each in self.diagnostics)
        if failing and not self.serving:
            raise PluginError(f"knotwork: {failing:,} findings fail this build (see above, or `knotwork check`)")

    def _read(self, path: NotePath, text: str) -> Note:
        known = self.read.get(path)
        if known is None or known[0] != text:
            known = self.read[path] = (text, read_note(path, text, self.settings.tag_style))
        return known[1]

    def _published_in(self, files: Files) -> Callable[[NotePath], bool]:
        def keep(path: NotePath) -> bool:
            file = files.get_file_from_path(path)
            return file is not None and (file.inclusion.is_in_serve() if self.serving else file.inclusion.is_included())

        return keep

    def _place_notes(self, view: View, beside: Published, files: Files, config: MkDocsConfig) -> None:
        titles, loader = nav_titles(config.nav), config.theme.get_env()
        for path, note in view.kb.notes.items():
            file = files.get_file_from_path(path)
            assert file is not None, "a published note is one of MkDocs' files"
            if not file.inclusion.is_excluded():
                file.inclusion = InclusionLevel.NOT_IN_NAV
            meta = page_meta(note, lambda name: _has_template(loader, name))
            text = body_text(source_text(Path(config.docs_dir), path) or "")
            title = titles.get(path) or escape(note.title)
            CompiledPage(title, file, config, meta, text, self._content(view, beside, path))

    def _content(self, view: View, beside: Published, path: NotePath) -> Callable[[str | None], Content]:
        def content(changed: str | None) -> Content:
            kb = view.kb
            if changed is not None:
                log.info(f"{path}: another plugin changed the text; what it made of it is published")
                kb = recompiled(kb, read_note(path, changed, self.settings.tag_style))
            return note_content(View(kb, view.site, view.site_name), beside, path, log.error)

        return content


def _place_generated(beside: Published, files: Files, config: MkDocsConfig) -> None:
    for page in beside.pages:
        if files.get_file_from_path(page.source) is None:
            file = File.generated(config, page.source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            files.append(file)
            content = generated_content(page)
            CompiledPage(escape(page.title), file, config, {}, "", lambda _, content=content: content)
    style = (Path(__file__).parent / "assets" / "knotwork.css").read_text("utf-8")
    files.append(File.generated(config, _STYLE, content=style))
    if _STYLE not in config.extra_css:
        config.extra_css.append(_STYLE)


def _excluded(config: MkDocsConfig) -> list[str]:
    """The `exclude_docs` patterns as written, and what MkDocs always leaves out."""
    given = [str(each.get("exclude_docs") or "") for each in config.user_configs]
    return [".*", "/templates/", *(line for text in given for line in text.splitlines())]


def _has_template(env: Environment, name: str) -> bool:
    try:
        env.get_template(name)
    except TemplateError:
        return False
    return True
