"""The door for MkDocs: files go in, pages come out; all that is decided is decided elsewhere."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from knotwork import pages, tooltips
from knotwork.about import about
from knotwork.bundle import bring_shims
from knotwork.collisions import SiteFiles
from knotwork.dev_server import harden
from knotwork.diagnostics import Diagnostic
from knotwork.docs_files import VaultFile, docs_files, made_notes, take_files_from, watch_without_links
from knotwork.globs import matches, patterns
from knotwork.html_policy import filtered
from knotwork.made_files import MadeFiles, is_made
from knotwork.material_blog import BLOG_TEMPLATES, blog_posts, is_listing
from knotwork.meta import checked_meta, has_template, without_markup
from knotwork.mkdocs_yml import as_written, named_files
from knotwork.names import NotePath
from knotwork.navigation import navigation, without_instant
from knotwork.page_guard import GuardedTemplates, PageGuard
from knotwork.protected import UNENCRYPTED, encrypts, is_replaced, protection
from knotwork.reader import read_note
from knotwork.report.changes import Quoted, changes, quoted
from knotwork.report.log import LogLine, build_log, first_log, log_line, save_log, with_severity
from knotwork.report.publication import publication_summary
from knotwork.rules import CODES
from knotwork.schema_files import checked_files
from knotwork.search_entries import guard_search
from knotwork.settings import Settings, SettingsError, settings_from
from knotwork.theme_properties import printable_address
from knotwork.vault import Left, ReadNote, Vault, read_docs, with_made_notes

log = get_plugin_logger("knotwork")
log.logger.addFilter(with_severity)
_NO_SUCH_NAME = (errno.ENAMETOOLONG, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EINVAL)


class CompiledPage(Page):
    """A page whose content comes from knotwork."""

    def __init__(self, site: pages.CompiledSite, page: pages.SitePage, *framed: Any) -> None:
        super().__init__(*framed)
        self.site, self.page = site, page
        self.made = ""
        """Its HTML before another plugin had it."""

    @property
    def is_protected(self) -> bool:
        """Whether another plugin keeps it from being read."""
        return self.site.protects(self.page.source)

    @property
    def has_embeds(self) -> bool:
        """Whether it may show parts of other notes."""
        note = self.page.note
        return note is not None and any(link.embeds for link in note.links)

    def own_meta(self, config: MkDocsConfig) -> dict[str, Any]:
        """Its front matter as the theme may use it."""
        return self.page.meta(self.site.view.kb.settings, partial(has_template, config.theme.get_env()))

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the note's text as it is on disk, unless another plugin has one of its own."""
        given = config.plugins.on_page_read_source(page=self, config=config)
        self.text = self.site.text(self.page.source)
        self.markdown = self.text if given is None else pages.body_text(given)
        self.meta = self.own_meta(config)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Fill in what the note was compiled to; text that another plugin changed is compiled anew."""
        content = self.page.content(None if self.markdown == self.text else self.markdown, log.info)
        self.made = content.html
        self.content, self.toc = content.html, get_toc(pages.nested_toc(content.toc))  # type: ignore[arg-type]
        self.present_anchor_ids, self.links_to_anchors = content.anchors, {}
        self.source = self.page.markdown(self.text, self.markdown or "")
        self.meta = checked_meta(
            self.meta, self.site.view.kb.settings, partial(has_template, config.theme.get_env())
        )


class AdoptedPage(CompiledPage):
    """A page that another plugin made of a note, as Material's blog does: what it knows of it stays, its
    content is compiled.
    """

    plain: type[Page]
    """Its class."""
    given: Mapping[str, Any]
    """The properties that its plugin gives it, and the note does not."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the plugin's properties where the note has none of its own."""
        self.plain.read_source(self, config)
        written = self.page.note.front_matter if self.page.note else {}
        self.given = {name: value for name, value in self.meta.items() if name not in written}
        super().read_source(config)
        self.meta.update(self.given)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Compile it, and what lists of posts show of it."""
        super().render(config, files)
        self.meta.update(self.given)
        self._title_from_render = self.page.title
        excerpt: Any = getattr(self, "excerpt", None)
        if excerpt is not None:
            excerpt.render = partial(self._render_excerpt, excerpt)

    def _render_excerpt(self, excerpt: Any, page: Page, separator: str) -> None:
        path = NotePath(self.page.source)
        excerpt.content, goes_on = self.site.beginning(path, page.url, separator)
        excerpt.more, excerpt.toc = goes_on or None, get_toc([])


def _adopt(page: Page, site: pages.CompiledSite, made: pages.SitePage) -> None:
    """Compile a page that another plugin made, whatever its class."""
    plain = type(page)
    page.__class__ = type(plain.__name__, (AdoptedPage, plain), {"plain": plain})
    assert isinstance(page, AdoptedPage), "it is one now"
    page.site, page.page, page.made = site, made, ""


class KnotworkPlugin(BasePlugin):  # type: ignore[type-arg]
    """Compiles the notes once per build."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.serving = False
        self.memory = pages.Memory()
        self.made = MadeFiles()
        self.vault = Vault()
        self.read: ReadNote = read_note
        self.walked = False
        """Whether the vault was read for the build that runs."""
        self.site: pages.CompiledSite | None = None
        self.guard = PageGuard(self._report, BuildError, details=False)
        self.summary = ""
        """What the build before published."""
        self.found: tuple[Quoted, ...] | None = None
        """What the build before found, while serving."""
        self.lenient = False
        """Whether nothing may be logged as a warning: in strict mode MkDocs ends on one, which would
        freeze a server and overrule `fail_on: never`."""
        self.replaced: set[NotePath] = set()

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> Any:
        """Validate the options; each wrong one is an error of its own."""
        try:
            settings = settings_from(options, "mkdocs.yml: plugins.knotwork", CODES)
            base = Path(config_file_path or "mkdocs.yml").absolute().parent
            self.settings = checked_files(settings.rooted(base), "mkdocs.yml: plugins.knotwork")
        except SettingsError as error:
            return [("knotwork", sentence) for sentence in error.sentences], []
        return [], []

    @event_priority(-100)
    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        """Watch what our walk would find; serve the writer alone, through every build that fails."""
        watch_without_links(server, filter(os.path.isdir, self.settings.extra_roots))
        harden(server, config.dev_addr.host, log)
        if (file := config.config_file_path) and is_made(file):
            server.unwatch(file)  # nobody edits it, or wants to read its name
        return server

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Stay alive between the builds of one `mkdocs serve`, and remember what was read."""
        self.serving = command == "serve"

    def _report(self, found: Diagnostic) -> None:
        """Log a page that failed, at once: the build may not come to its end."""
        self._log(log_line(found))

    def _log(self, line: LogLine) -> None:
        """Log a finding at the level MkDocs' strict mode should count it with, its own level shown."""
        level = logging.WARNING if line.severity == "error" and not self.lenient else logging.INFO
        log.log(level, line.text, extra={"severity": line.severity})

    @event_priority(-100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Have MkDocs take its files from our walk."""
        take_files_from(self._files)

    def _files(self, config: MkDocsConfig) -> Files:
        vault = self.vault = self._vault(config)
        self.walked = True
        self.made.clear()
        excluded = [path for path, why in vault.left_out.items() if why == "excluded"]
        excluded += [path for path, why in vault.unpublished.items() if why == "excluded"]
        contents = {path: self.made.written(path, content) for path, content in vault.contents.items()}
        return docs_files((*vault.notes, *vault.attachments), excluded, contents, config)

    def _vault(self, config: MkDocsConfig) -> Vault:
        """The vault in the docs_dir; while serving, drafts are published."""
        drafts = [] if self.serving else patterns(config.draft_docs)
        themes = [Path(each) for each in config.theme.dirs]
        site = SiteFiles(themes, config.theme.static_templates, config.use_directory_urls)
        written = as_written(config.config_file_path)  # a server's `site_url` is its own
        named = named_files(dict(config)) | written.named
        left = Left(patterns(config.exclude_docs), drafts, named, site, written.host)
        self.read = self.memory.reader(self.settings.tag_style, self.settings.html)
        return read_docs(Path(config.docs_dir), self.settings, left, self.read)

    @event_priority(50)
    def _read(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take out what is not published before another plugin sees it."""
        if not self.walked:
            self.vault = self._vault(config)
        self.walked = False
        for file in [each for each in files if each.src_dir == config.docs_dir]:
            if pages.is_left_out(self.vault, file.src_uri, file.abs_src_path):
                files.remove(file)
        return files

    @event_priority(-110)  # behind static-i18n and literate-nav, which take what they find for notes
    def _compile(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Compile the notes that other plugins left; give each its page, and add the generated ones."""
        self.lenient = config.strict and (self.serving or self.settings.fail_on == "never")
        self.guard = PageGuard(self._report, BuildError, details=self.serving)
        self.guard.install(config.plugins)
        guard_search(config.plugins.values(), lambda page, error: self.guard.fail(page, "the search", error))
        posts = blog_posts(config.plugins.values())
        shown = InclusionLevel.is_in_serve if self.serving else InclusionLevel.is_included
        self._add_made_notes(files, config, posts)
        urls = {file.src_uri: file.url for file in files if shown(file.inclusion) or file.src_uri in posts}
        vault, info = pages.restricted(self.vault, urls), about(config)
        moved = pages.moved_pages(urls, vault, directories=info.directories)
        self.site = pages.compiled_site(
            vault,
            self.settings,
            info,
            self.memory.text,
            moved,
            explains=self.serving,
            protects=protection(config.plugins),
        )
        if self.serving:
            self._log_changes(self.site)
        self.replaced.clear()
        for path, why in self.site.view.kb.vault.left_out.items():
            if why == "unused" and (file := files.get_file_from_path(path)) is not None:
                files.remove(file)
        _place(self.site, files, config, self.made)
        if config.nav is None:
            config.nav = navigation(vault.notes, self.site.published.pages, self.settings.notes_in_nav)
        if len(vault.notes) > self.settings.instant_limit:
            config.theme["features"] = without_instant(config.theme.get("features") or [])
        return files

    on_files = CombinedEvent(_read, _compile)

    def _add_made_notes(self, files: Files, config: MkDocsConfig, posts: Collection[str]) -> None:
        """Compile notes that other plugins made like all others, and take out those that are held back."""
        shown = InclusionLevel.is_in_serve if self.serving else InclusionLevel.is_included
        pages_ = files.documentation_pages(inclusion=shown)
        others = [
            each
            for each in pages_
            if each.src_uri not in posts and not matches(self.settings.exclude, each.src_uri)
        ]
        texts = made_notes(others, config)
        if texts:
            self.vault = with_made_notes(self.vault, texts, self.settings, self.read)
        for path in texts:
            if path not in self.vault.notes and (file := files.get_file_from_path(path)) is not None:
                files.remove(file)

    def _log_changes(self, site: pages.CompiledSite) -> None:
        """Say what this save changed before the pages are made, which takes longer."""
        found, before = quoted(site.diagnostics, site.read), self.found
        self.found = found
        lines = (
            first_log(site.diagnostics, len(site.view.kb.notes))
            if before is None
            else save_log(changes(before, found), len(found))
        )
        for line in lines:
            self._log(line)

    @event_priority(-100)
    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> None:
        """Whatever reading and rendering a page raises stays with that page."""
        self.guard.enclose(page)

    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Notice what another plugin put in a note's place; hide a note whose password nothing asks for."""
        if isinstance(page, CompiledPage) and page.page.note is not None:
            if is_replaced(page.made, html):
                self.replaced.add(page.page.note.path)
            elif page.is_protected and not encrypts(config.plugins):
                (log.info if self.lenient else log.warning)(
                    f"{page.page.source}: it has a password, and no plugin encrypts it: left out"
                )
                return UNENCRYPTED
        return html

    @event_priority(-100)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Publish each note's Markdown: every other plugin has had the text by now."""
        if self.site and self.replaced:
            self.site = _sealed(self.site, self.site.sealing(self.replaced), files, self.made)
            for page in [each.page for each in files.documentation_pages()]:
                if isinstance(page, CompiledPage) and page.is_protected:
                    page.toc, page.meta = get_toc([]), page.own_meta(config)
                elif isinstance(page, CompiledPage) and page.has_embeds:  # it may show some of them
                    page.render(config, files)
                    page.content = config.plugins.on_page_content(
                        page.content or "", page=page, config=config, files=files
                    )
        for page in [each.page for each in files.documentation_pages()]:
            if page is not None and not isinstance(page, CompiledPage):
                self._check(page, env)
            if page is None or page.file.src_uri in self.guard.failed:
                continue
            if isinstance(page, CompiledPage) and (made := page.source) and not page.is_protected:
                file = _add(files, config, self.made, f"{made[0]}#", made[1])
                file.dest_uri = made[0]  # a `.md` would be a page
        return GuardedTemplates(env, self.guard, lambda: getattr(config, "_current_page", None))

    def _check(self, page: Page, environment: Any) -> None:
        """Check what the theme prints of a page that another plugin made of the vault: a blog's category."""
        allowed = replace(self.settings, templates=(*self.settings.templates, *BLOG_TEMPLATES))
        page.meta = checked_meta(page.meta, allowed, partial(has_template, environment))
        if isinstance(page.title, str) and (title := without_markup(page.title)) != page.title:
            page.title = title
        if is_listing(page) and page.content and self.settings.html != "trust":
            page.content = filtered(page.content, "sanitize", self.settings.url_schemes)

    @event_priority(-100)
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> None:
        """Add what search shall not index: breadcrumbs and backlinks; and the tags as Material draws them.

        The theme prints the address of a note's source as it is, with the note's file name in it.
        """
        page.edit_url = printable_address(page.edit_url)
        if page.file.src_uri in self.guard.failed:
            page.content = self.guard.whole(page)
        elif isinstance(page, CompiledPage):
            page.content = page.page.framed(page.content or "", str(page.title or ""))
            context["tags"] = page.page.tags()

    @event_priority(50)
    def _named(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Name the page's Markdown and the site's feed in its head."""
        if self.site is None or page.file.src_uri in self.guard.failed:
            return output
        return self.site.whole(output, page.file.src_uri, page.url)

    def _tooltips(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Make the theme's tooltips text."""
        return _with_safe_tooltips(output, config)

    @event_priority(-100)
    def _writable(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Leave out a page that no file can hold: a file has the name of its folder, or it is too long."""
        try:
            file = Path(page.file.abs_dest_path)
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("ab"):
                return output
        except OSError as error:
            if error.errno not in _NO_SUCH_NAME:
                raise
            self.guard.fail(page, "writing it", error)
            return ""

    on_post_page = CombinedEvent(_named, _tooltips, _writable)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Make tooltips text on pages of the theme's own too: its 404 has the menu."""
        return _with_safe_tooltips(output, config) if template_name.endswith(".html") else output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Say what was found, and end a build whose findings reach `fail_on`; a server lives on."""
        found = self.site.diagnostics if self.site else ()
        for line in () if self.serving else build_log(found):
            self._log(line)
        summary = publication_summary(self.site.view.kb.vault) if self.site else ""
        if summary and not (self.serving and summary == self.summary):
            log.info(summary)
        self.summary = summary
        if self.guard.stopped and not self.serving:
            raise PluginError(self.guard.stopped)
        if self.guard.nothing_left and not self.serving:
            raise PluginError("knotwork: no page could be made")
        lost = dict(self.site.lost) if self.site else {}
        for found_later in (each for path, each in lost.items() if path not in self.guard.failed):
            self._log(log_line(found_later))
        found = (*found, *self.guard.failed.values(), *lost.values())
        failure = pages.failure(found, self.settings.fail_on or ("error" if config.strict else "never"))
        if failure and not self.serving:
            raise PluginError(failure)


def _with_safe_tooltips(html: str, config: MkDocsConfig) -> str:
    return tooltips.inert(html) if tooltips.FEATURE in (config.theme.get("features") or ()) else html


def _place(site: pages.CompiledSite, files: Files, config: MkDocsConfig, made: MadeFiles) -> None:
    """Give each page its file: a note has one already, a generated page gets one outside of the vault."""
    titles = pages.nav_titles(config.nav)
    for page in site.pages():
        file = files.get_file_from_path(page.source)
        if page.note is None:
            file = _add(files, config, made, page.source, b"") if file is None else None
        elif file is not None and file.inclusion is not InclusionLevel.DRAFT:
            file.inclusion = InclusionLevel.NOT_IN_NAV
        if file is not None:
            if file.page is None or isinstance(file.page, CompiledPage):
                CompiledPage(site, page, titles.get(page.source, page.title), file, config)
            else:
                _adopt(file.page, site, page)
    for path, content in (*site.files(), *bring_shims(config.extra)):
        if files.get_file_from_path(path) is None:  # a site's own wins
            _add(files, config, made, path, content)
    style, script = pages.head()
    if style not in config.extra_css:
        config.extra_css.insert(0, style)  # a site's own styles win
        config.extra_javascript.append(deferred := ExtraScriptValue(script))
        deferred.defer = True


def _sealed(
    before: pages.CompiledSite, site: pages.CompiledSite, files: Files, made: MadeFiles
) -> pages.CompiledSite:
    """Bring up a site in which more notes are protected: what showed some of them is made anew, or goes."""
    now = {**before.emptied(), **{page.source: page for page in site.pages()}}
    contents = dict(site.files())
    gone = {path for path, _ in before.files()} - contents.keys()
    for file in list(files):
        page = file.page
        if isinstance(page, CompiledPage) and page.page.source in now:
            page.site, page.page = site, now[page.page.source]
            if page.page.note is None:  # its headings may be fewer
                headings = page.page.content(None, log.info).toc
                page.toc = get_toc(pages.nested_toc(headings))  # type: ignore[arg-type]
        elif isinstance(page, CompiledPage) or (file.src_uri in gone and made.holds(file.abs_src_path)):
            files.remove(file)
        elif file.src_uri in contents and made.holds(file.abs_src_path):
            Path(str(file.abs_src_path)).write_bytes(contents[file.src_uri])
    return site


def _add(files: Files, config: MkDocsConfig, made: MadeFiles, name: str, content: bytes) -> File:
    """Add a file that is not in the vault."""
    path = str(made.written(name, content))
    file = VaultFile.generated(config, name, abs_src_path=path, inclusion=InclusionLevel.NOT_IN_NAV)
    files.append(file)
    return file
